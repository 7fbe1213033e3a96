"""The price of goods, how a sale is parted by lot, and its journal lines. Pure.

Own goods: Cr penjualan, and Dr HPP / Cr persediaan at moving average. Consigned goods (wakalah bil
ujrah, DSN-MUI 113/2017): the maker's due and our ujrah only; the price is never our revenue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sokoguru.kernel.quantity import check_quantity, multiply
from sokoguru.kernel.rounding import Rounding
from sokoguru.kernel.shares import largest_remainder
from sokoguru.ledger.rules import AccountRef, Business, Draft, credit, debit, without_empty
from sokoguru.retail.errors import CartEmpty, CartFull, PriceMoved
from sokoguru.stock.rules.acts import TakenLot
from sokoguru.stock.rules.consignment import split_sale

PRICE_ROUNDING = Rounding.HALF_UP
"""Half a kilogram of an odd price: to the rupiah, halves up."""
KINDS_MAX = 60
"""Kinds of goods in one sale: a receipt of this length is still read."""


class Channel(StrEnum):
    """Where a sale was made."""

    TILL = "kasir"
    WEB = "toko"
    OFFLINE = "luring"


@dataclass(frozen=True, slots=True)
class Priced:
    """So much of a good at a price per unit; ``amount`` is what is paid (rupiah)."""

    product_id: int
    name: str
    unit: str
    quantity: int
    price: int
    amount: int


@dataclass(frozen=True, slots=True)
class LotPart:
    """What a sale took of one lot. ``owner_member_id`` is set for consigned goods."""

    product_id: int
    name: str
    unit: str
    lot_id: int
    quantity: int
    price: int
    amount: int
    cost: int = 0
    owner_member_id: int | None = None
    owed: int = 0
    ujrah: int = 0


@dataclass(frozen=True, slots=True)
class SaleAccounts:
    """Where a sale is written: accounts by role, and a payable for each owner of goods."""

    sales: AccountRef
    cogs: AccountRef
    ujrah: AccountRef
    inventory: AccountRef
    payables: Mapping[int, AccountRef]


def price_for(*, price_member: int, price_public: int, is_member: bool) -> int:
    """What one unit costs this buyer."""
    return price_member if is_member else price_public


def amount_of(price: int, quantity: int) -> int:
    """What so many thousandths cost, rounded once."""
    check_quantity(quantity)
    return multiply(price, quantity, PRICE_ROUNDING)


def total_of(lines: Sequence[Priced]) -> int:
    """What is due. Refuses an empty basket and one that no receipt could show."""
    if not lines:
        raise CartEmpty
    if len(lines) > KINDS_MAX:
        raise CartFull(most=KINDS_MAX)
    return sum(line.amount for line in lines)


def check_seen(*, seen: int | None, total: int) -> None:
    """Refuse a total that the buyer did not see: prices may change while a page is open."""
    if seen is not None and seen != total:
        raise PriceMoved(seen=seen, total=total)


def parts_by_lot(line: Priced, lots: Sequence[TakenLot]) -> list[LotPart]:
    """A line of the receipt parted over the lots that it was taken from; the parts add up."""
    taken = [lot for lot in lots if lot.product_id == line.product_id]
    amounts = largest_remainder(line.amount, [lot.quantity for lot in taken]) if taken else []
    return [_part(line, lot, amount) for lot, amount in zip(taken, amounts, strict=True)]


def _part(line: Priced, lot: TakenLot, amount: int) -> LotPart:
    owed, ujrah = 0, 0
    if lot.owner_member_id is not None:
        assert lot.ujrah_rate is not None, "a consigned lot without ujrah"
        split = split_sale(amount, ujrah_percent=lot.ujrah_rate)
        owed, ujrah = split.owed, split.ujrah
    return LotPart(
        product_id=line.product_id,
        name=line.name,
        unit=line.unit,
        lot_id=lot.lot_id,
        quantity=lot.quantity,
        price=line.price,
        amount=amount,
        cost=lot.cost,
        owner_member_id=lot.owner_member_id,
        owed=owed,
        ujrah=ujrah,
    )


def sale_lines(parts: Iterable[LotPart], accounts: SaleAccounts, business: Business) -> list[Draft]:
    """The lines of the shop's side; together with the tender's debit they balance."""
    revenue, cost, ujrah = 0, 0, 0
    owed: dict[int, int] = {}
    for part in parts:
        cost += part.cost
        if part.owner_member_id is None:
            revenue += part.amount
        else:
            ujrah += part.ujrah
            owed[part.owner_member_id] = owed.get(part.owner_member_id, 0) + part.owed
    return without_empty(
        [
            credit(accounts.sales, revenue, business),
            *(credit(accounts.payables[owner], due) for owner, due in sorted(owed.items())),
            credit(accounts.ujrah, ujrah, business),
            debit(accounts.cogs, cost, business),
            credit(accounts.inventory, cost),
        ]
    )


def masked_number(number: str) -> str:
    """A member's number as it stands on paper that lies about: only the last two figures."""
    return "*" * max(0, len(number) - 2) + number[-2:]
