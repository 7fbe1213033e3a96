"""Reads of the shelf: what is sold, at which price, and what lies in a cart."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, QuerySet

from sokoguru.kernel.refusals import NotFound
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState, is_full_member
from sokoguru.retail.models import Cart
from sokoguru.retail.rules import selling
from sokoguru.retail.rules.selling import Priced
from sokoguru.stock import queries as stock
from sokoguru.stock.rules.products import LocationKind

if TYPE_CHECKING:
    from sokoguru.members.models import Member
    from sokoguru.stock.models import Product

Row = TypeVar("Row", bound=Model)

UNIT = "toko"
"""The business unit whose books hold the shop."""


def shop_id() -> int:
    """The place from which the shop and its tills sell."""
    return int(stock.place(LocationKind.SHOP).pk)


def buyer(member_id: int | None) -> "Member | None":
    """The full member who buys at the member's price, or none (the public, candidates)."""
    if member_id is None:
        return None
    row = members.member(member_id)
    return row if is_full_member(MemberState(row.state)) else None


def cart(key: str) -> Cart | None:
    """A cart by its key, if anything was ever put there."""
    found: Cart | None = Cart.objects.select_related("member").filter(key=key).first()
    return found


def priced(row: Cart | None, *, is_member: bool) -> list[Priced]:
    """What stands in a cart, at the prices of now, in the order in which it was put there."""
    if row is None:
        return []
    lines = row.lines.select_related("product").order_by("pk")
    return [price_of(line.product, line.quantity, is_member=is_member) for line in lines[:200]]


def price_of(product: "Product", quantity: int, *, is_member: bool) -> Priced:
    """So much of a good for this buyer, now."""
    price = selling.price_for(
        price_member=product.price_member, price_public=product.price_public, is_member=is_member
    )
    return Priced(
        product_id=product.pk,
        name=product.name,
        unit=product.unit,
        quantity=quantity,
        price=price,
        amount=selling.amount_of(price, quantity),
    )


def saved_by_member(lines: Iterable[Priced]) -> int:
    """What the public would pay more for the same goods (rupiah)."""
    wanted = list(lines)
    found = stock.products_named([line.product_id for line in wanted])
    public = sum(
        selling.amount_of(found[line.product_id].price_public, line.quantity) for line in wanted
    )
    return max(0, public - sum(line.amount for line in wanted))


def cart_key_of_login(login_id: int) -> str:
    """The cart of somebody who is known here."""
    return f"login:{login_id}"


def cart_key_of_till(login_id: int) -> str:
    """The basket on the counter in front of a cashier."""
    return f"kasir:{login_id}"


def cart_key_of_guest(token: str) -> str:
    """The cart of a visitor, by the token in the signed cookie."""
    return f"tamu:{token}"


def first_of(rows: QuerySet[Row], kind: str, **facts: object) -> Row:
    """The one row, or ``NotFound``: another's and none look the same."""
    found = rows.first()
    if found is None:
        raise NotFound(kind=kind, **facts)
    return found
