"""Tenders: cash and its change, and parts that add up to what is due."""

from collections.abc import Sequence
from dataclasses import dataclass

from sokoguru.kernel.rounding import Rounding, divide
from sokoguru.payments import errors

NOTES = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)
TENDERS_MAX = 8


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a sale, paid with this tender (``cash``, ``qris``, ``savings``...)."""

    tender: str
    amount: int


def change(*, due: int, given: int) -> int:
    """What goes back over the counter."""
    if given < due:
        raise errors.CashShort(due=due, given=given)
    return given - due


def likely_notes(due: int) -> tuple[int, ...]:
    """Amounts that a buyer is likely to hand over: exact, and the next round sums of notes."""
    sums = {divide(due, note, Rounding.CEILING) * note for note in NOTES}
    return tuple(sorted({due, *sums}))[:4] if due > 0 else ()


def check_parts(parts: Sequence[Part], *, due: int) -> None:
    """Refuse tenders that do not add up to the rupiah, are empty, or too many."""
    if not 0 < len(parts) <= TENDERS_MAX or any(part.amount <= 0 for part in parts):
        raise errors.TendersOff(due=due, paid=sum(part.amount for part in parts), count=len(parts))
    if sum(part.amount for part in parts) != due:
        raise errors.TendersOff(due=due, paid=sum(part.amount for part in parts), count=len(parts))


def check_confirmer(*, confirmed_by_person_id: int, ordered_by_person_id: int) -> None:
    """Refuse a confirmation by the buyer, or by nobody known."""
    if confirmed_by_person_id == 0 or confirmed_by_person_id == ordered_by_person_id:
        raise errors.OwnOrder()
