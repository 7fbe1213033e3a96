"""What happens to the books, in the past tense."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EntryReversed:
    """An entry was taken back by its mirror."""

    entry_id: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class PeriodClosed:
    """A month was closed: nothing is posted into it any more."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class EntriesSealed:
    """Committed entries were chained."""

    number: int
    count: int
