"""The money of a shift: what the drawer starts with, and what a blind count says of it."""

from dataclasses import dataclass

from sokoguru.ledger.rules import AccountRef, Draft, credit, debit, without_empty


@dataclass(frozen=True, slots=True)
class Count:
    """A drawer counted before anybody was told what it should hold (rupiah)."""

    expected: int
    counted: int

    @property
    def difference(self) -> int:
        """More than zero: too much in the drawer."""
        return self.counted - self.expected


def float_lines(*, cash: AccountRef, drawer: AccountRef, amount: int) -> list[Draft]:
    """Change money goes from the shop's cash into the drawer."""
    return without_empty([debit(drawer, amount), credit(cash, amount)])


def closing_lines(
    count: Count, *, cash: AccountRef, drawer: AccountRef, variance: AccountRef
) -> list[Draft]:
    """What was counted goes to the shop's cash; the difference is named, never smoothed.

    The drawer ends at zero: it gives what it should have held.
    """
    return without_empty(
        [
            debit(cash, count.counted),
            debit(variance, -count.difference),
            credit(drawer, count.expected),
        ]
    )
