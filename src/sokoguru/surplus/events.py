"""What happens to the year's surplus, in the past tense."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PolicySet:
    """The percentages of the AD/ART were entered, from a day on."""

    policy_id: int
    since: date
    legal_basis: str


@dataclass(frozen=True, slots=True)
class TaxReckoned:
    """The income tax of a book year was written down as owed."""

    year: int
    amount: int
    scheme: str


@dataclass(frozen=True, slots=True)
class ResultClosed:
    """Income and expense of one unit were closed to SHU tahun berjalan."""

    year: int
    unit: str
    result: int


@dataclass(frozen=True, slots=True)
class YearClosed:
    """A book year was closed: its result stands, its months take nothing more."""

    year: int
    before_tax: int
    tax: int


@dataclass(frozen=True, slots=True)
class ProposalMade:
    """The pengurus propose how the surplus is shared."""

    proposal_id: int
    year: int
    surplus: int
    digest: str


@dataclass(frozen=True, slots=True)
class DistributionBegun:
    """Cadangan and dana-dana received their part by a resolution of the meeting."""

    proposal_id: int
    year: int
    resolution: str
    amount: int


@dataclass(frozen=True, slots=True)
class ShuCredited:
    """A member received SHU: into savings by mandate, else as SHU payable."""

    member_id: int
    year: int
    amount: int
    jasa_modal: int
    jasa_usaha: int
    into_savings: bool


@dataclass(frozen=True, slots=True)
class DistributionFinished:
    """Every member's share has been credited."""

    proposal_id: int
    year: int
    members: int
    amount: int
