"""The journal lines of settling with a maker, and how a payment is parted. Pure."""

from dataclasses import dataclass

from sokoguru.ledger.rules import AccountRef, Draft, credit, debit, without_empty
from sokoguru.supply.rules.weighing import check_settlement


@dataclass(frozen=True, slots=True)
class Owed:
    """What a maker has to receive, in rupiah: for consigned goods sold, for harvest bought.

    ``consignment`` is below zero where a buyer returned goods for which the maker was paid: the
    next sales make it good, no other debt is cut for it.
    """

    consignment: int = 0
    produce: int = 0

    @property
    def total(self) -> int:
        """What may be paid now."""
        return max(self.consignment, 0) + max(self.produce, 0)

    @property
    def ahead(self) -> int:
        """What the maker has received too much, to be made good by the next sales."""
        return max(-self.consignment, 0)


def parted(amount: int, owed: Owed) -> Owed:
    """Which debt a payment settles: consignment first, for that money was the maker's all along.

    Raises ``MoreThanSold``.
    """
    check_settlement(amount, owed=owed.total)
    consignment = min(amount, max(owed.consignment, 0))
    return Owed(consignment=consignment, produce=amount - consignment)


def settlement_lines(
    paid: Owed, *, consignment: AccountRef, produce: AccountRef, into: AccountRef
) -> list[Draft]:
    """Dr Utang konsinyasi, Dr Utang pembelian hasil anggota / Cr what pays the maker.

    ``into`` is the shop's cash, or the maker's simpanan sukarela in another unit (then bridged).
    """
    return without_empty(
        [
            debit(consignment, paid.consignment),
            debit(produce, paid.produce),
            credit(into, paid.total),
        ]
    )
