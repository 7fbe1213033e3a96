"""What happens to members, in the past tense. No NIK, no telephone number is ever a fact."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CandidateRegistered:
    """A person asked to become a member."""

    member_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ApplicationRepeated:
    """A stranger applied with the NIK of somebody in the register; the stranger is told nothing."""

    member_id: int


@dataclass(frozen=True, slots=True)
class DuesReceived:
    """A candidate paid pokok and first wajib; the money is held as titipan."""

    member_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class RegisterSigned:
    """The register of members bears the candidate's signature."""

    member_id: int


@dataclass(frozen=True, slots=True)
class MemberAdmitted:
    """A candidate became a member; the titipan became equity."""

    member_id: int
    number: str
    pokok: int
    wajib: int


@dataclass(frozen=True, slots=True)
class CandidateRefused:
    """A candidate was refused; what was held went back."""

    member_id: int
    refunded: int
    reason: str


@dataclass(frozen=True, slots=True)
class OfficerElected:
    """A person took an office."""

    officer_id: int
    body: str
    position: str


@dataclass(frozen=True, slots=True)
class OfficeLeft:
    """A person laid an office down."""

    officer_id: int
    until: date


@dataclass(frozen=True, slots=True)
class OpinionGiven:
    """The DPS gave an opinion on a product."""

    opinion_id: int
    product: str
    allows: bool


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A member said yes or no to a purpose."""

    member_id: int
    purpose: str
    given: bool


@dataclass(frozen=True, slots=True)
class IdentityRead:
    """Somebody looked at a NIK in full, with a reason."""

    member_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class TermsSet:
    """The terms of membership changed from a day on."""

    since: date
    pokok: int
    wajib_monthly: int


@dataclass(frozen=True, slots=True)
class MandateSet:
    """A member said whether SHU goes into savings."""

    member_id: int
    shu_to_savings: bool
