"""What happens to logins and roles, in the past tense. No secret is ever a fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DutyGiven:
    """A person took up a role."""

    login_id: int
    role: str


@dataclass(frozen=True, slots=True)
class DutyEnded:
    """A person laid a role down."""

    login_id: int
    role: str


@dataclass(frozen=True, slots=True)
class PinSet:
    """A member set a new PIN."""

    member_id: int


@dataclass(frozen=True, slots=True)
class LinkIssued:
    """A one-time login link was issued for a login."""

    login_id: int


@dataclass(frozen=True, slots=True)
class LinkUsed:
    """A one-time login link was used."""

    login_id: int
