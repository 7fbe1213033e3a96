"""What one act on stock asks and answers, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sokoguru.kernel.quantity import check_quantity
from sokoguru.ledger.rules import AccountRef
from sokoguru.stock.errors import NothingMoves

Demand = tuple[int, int]
"""``(product id, thousandths)``."""
Goods = tuple[int, int]
"""``(lot id, thousandths)``."""


@dataclass(frozen=True, slots=True)
class TakenLot:
    """So much of one lot went out to a buyer, or came back from one.

    ``cost`` is what it takes out of (or brings back to) the inventory account, in rupiah: zero for
    consigned goods, whose ``owner_member_id`` and ``ujrah_rate`` (per cent) are set.
    """

    lot_id: int
    code: str
    product_id: int
    quantity: int
    cost: int
    maker_member_id: int | None
    owner_member_id: int | None
    ujrah_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What an act took from, or brought back to, one place.

    The caller's entry credits ``cost`` to ``inventory`` (debits it when goods come back).
    ``missing`` is what was asked and not there, ``(product id, thousandths)``: only where the
    caller said that whatever is there is taken.
    """

    reference: str
    location_id: int
    inventory: AccountRef
    lots: tuple[TakenLot, ...]
    missing: tuple[Demand, ...] = ()
    replayed: bool = False

    @property
    def cost(self) -> int:
        """What all lots together cost, in rupiah."""
        return sum(lot.cost for lot in self.lots)


@dataclass(frozen=True, slots=True)
class SoldLot:
    """What a buyer paid for goods of one lot, and its parts; all negative for a return (rupiah)."""

    lot_id: int
    quantity: int
    total: int
    owed: int = 0
    ujrah: int = 0


def summed(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each thing once, in the order of ids. Refuses nothing at all, and too much."""
    sums: dict[int, int] = {}
    for key, quantity in pairs:
        check_quantity(quantity)
        sums[key] = sums.get(key, 0) + quantity
    if not sums:
        raise NothingMoves
    for quantity in sums.values():
        check_quantity(quantity)
    return sorted(sums.items())


def still_missing(demands: Sequence[Demand], lots: Iterable[TakenLot]) -> tuple[Demand, ...]:
    """What was asked less what was taken, by good."""
    left = dict(demands)
    for lot in lots:
        left[lot.product_id] = left.get(lot.product_id, 0) - lot.quantity
    return tuple((product, quantity) for product, quantity in sorted(left.items()) if quantity > 0)
