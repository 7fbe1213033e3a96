"""Reads of the shop."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet, Sum

from sokoguru.kernel import clock
from sokoguru.kernel.period import book_year_of
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.members import queries as members
from sokoguru.members.models import Member
from sokoguru.members.rules.admission import MemberState, is_full_member
from sokoguru.payments.queries import drawer_subject
from sokoguru.retail.errors import ShiftMissing
from sokoguru.retail.models import Cart, Order, Sale, SaleLine, Shift, Till, TillSale
from sokoguru.retail.rules import receipts, selling
from sokoguru.retail.rules.orders import OrderState
from sokoguru.retail.rules.reports import ReportState
from sokoguru.retail.rules.selling import Priced
from sokoguru.stock import queries as stock
from sokoguru.stock.models import Product
from sokoguru.stock.rules.products import LocationKind

Row = TypeVar("Row", bound=Model)

UNIT = "toko"
"""The business unit whose books hold the shop."""
TENDER_NAMES = {"tunai": "Tunai", "qris": "QRIS", "simpanan": "Simpanan"}


def shop_id() -> int:
    """The place from which the shop and its tills sell."""
    return int(stock.place(LocationKind.SHOP).pk)


def buyer(member_id: int | None) -> Member | None:
    """The full member who buys at the member's price, or none (the public, candidates)."""
    if member_id is None:
        return None
    row = members.member(member_id)
    return row if is_full_member(MemberState(row.state)) else None


# Carts -------------------------------------------------------------------------------------------


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


def price_of(product: Product, quantity: int, *, is_member: bool) -> Priced:
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


# Orders ------------------------------------------------------------------------------------------


def order(number: str) -> Order:
    """An order by its number. Raises ``NotFound``."""
    rows = Order.objects.select_related("member", "sale").filter(number=number.upper()[:12])
    return _found(rows, "retail.order", number=number[:20])


def order_by_id(order_id: int) -> Order:
    """An order. Raises ``NotFound``."""
    rows = Order.objects.select_related("member", "sale").filter(pk=order_id)
    return _found(rows, "retail.order", id=order_id)


def order_of(member_id: int, number: str) -> Order:
    """An own order; another's is not there. Raises ``NotFound``."""
    found = order(number)
    if found.member_id != member_id:
        raise NotFound(kind="retail.order", number=number[:20])
    return found


def order_by_request(request_key: str) -> Order | None:
    """The order that a form asked for, if it was placed."""
    found: Order | None = Order.objects.filter(request_key=request_key).first()
    return found


def orders_of(member_id: int, *, limit: int = 50) -> QuerySet[Order]:
    """A member's orders, newest first."""
    rows: QuerySet[Order] = Order.objects.filter(member_id=member_id).order_by("-pk")
    return rows[:limit]


def orders(*, states: Iterable[str] = (), limit: int = 100) -> QuerySet[Order]:
    """Orders in some states (all, when none is named), the oldest open first, the newest ended."""
    rows: QuerySet[Order] = Order.objects.select_related("member")
    wanted = list(states)
    if wanted:
        rows = rows.filter(state__in=wanted)
    is_open = bool(wanted) and all(OrderState(state).is_open for state in wanted)
    return rows.order_by("pk" if is_open else "-pk")[:limit]


def count_orders(states: Iterable[str]) -> int:
    """How many orders stand in some states."""
    return Order.objects.filter(state__in=list(states)).count()


def due_orders(*, limit: int = 50) -> list[str]:
    """Numbers of orders that were not paid in time."""
    rows = Order.objects.filter(state=OrderState.PLACED, expires_at__lte=clock.now())
    return list(rows.order_by("pk").values_list("number", flat=True)[:limit])


def order_lines(row: Order) -> list[Priced]:
    """The lines of an order at their frozen prices."""
    lines = row.lines.order_by("pk")
    return [
        Priced(each.product_id, each.name, each.unit, each.quantity, each.price, each.amount)
        for each in lines[:200]
    ]


# Tills, shifts, sales ----------------------------------------------------------------------------


def tills() -> list[Till]:
    """The tills in use."""
    return list(Till.objects.filter(active=True).order_by("code")[:50])


def till(code: str) -> Till:
    """A till by its code. Raises ``NotFound``."""
    rows = Till.objects.filter(code=code.strip().upper()[:8], active=True)
    return _found(rows, "retail.till", code=code[:8])


def open_shift_of(login_id: int) -> Shift | None:
    """The open shift of a cashier, if there is one."""
    rows = Shift.objects.select_related("till").filter(login_id=login_id, closed_at=None)
    found: Shift | None = rows.first()
    return found


def shift_of(login_id: int) -> Shift:
    """The open shift of a cashier. Raises ``ShiftMissing``."""
    found = open_shift_of(login_id)
    if found is None:
        raise ShiftMissing
    return found


def shift(shift_id: int) -> Shift:
    """A shift. Raises ``NotFound``."""
    return _found(
        Shift.objects.select_related("till").filter(pk=shift_id), "retail.shift", id=shift_id
    )


def shift_by_reference(reference: str) -> Shift | None:
    """A shift by the reference of its opening."""
    found: Shift | None = Shift.objects.filter(reference=reference).first()
    return found


def drawer_balance(row: Shift) -> int:
    """What the drawer of a shift's cashier should hold now, in rupiah."""
    subject = drawer_subject(row.login_id)
    return books.balance(books.leaf(unit=UNIT, role=Role.CASH_DRAWER, subject=subject).id)


def sale(sale_id: int) -> Sale:
    """A sale. Raises ``NotFound``."""
    rows = Sale.objects.select_related("member", "till", "returns").filter(pk=sale_id)
    return _found(rows, "retail.sale", id=sale_id)


def sale_by_reference(reference: str) -> Sale | None:
    """The sale of a reference, if it was made."""
    found: Sale | None = Sale.objects.filter(reference=reference).first()
    return found


def sale_by_number(number: str) -> Sale:
    """A sale by the number on its receipt. Raises ``NotFound``."""
    rows = Sale.objects.select_related("member", "till", "returns")
    return _found(
        rows.filter(number=number.strip().upper()[:30]), "retail.sale", number=number[:30]
    )


def sale_lines(sale_id: int) -> list[SaleLine]:
    """What a sale took of each lot."""
    return list(SaleLine.objects.filter(sale_id=sale_id).order_by("pk")[:400])


def returned_lines(sale_id: int) -> list[SaleLine]:
    """What has come back of a sale so far."""
    rows = SaleLine.objects.filter(sale__returns_id=sale_id)
    return list(rows.order_by("pk")[:2_000])


def sales_of_shift(shift_id: int, *, limit: int = 50) -> QuerySet[Sale]:
    """The newest receipts of a shift."""
    rows: QuerySet[Sale] = Sale.objects.filter(shift_id=shift_id).select_related("member")
    return rows.order_by("-pk")[:limit]


def shift_totals(shift_id: int) -> dict[tuple[str, str], int]:
    """Rupiah of a shift by kind (sale, return) and tender."""
    rows = Sale.objects.filter(shift_id=shift_id).values_list("kind", "tender")
    return {(kind, code): total for kind, code, total in rows.annotate(total=Sum("total"))}


def best_sellers(*, since: date, limit: int = 24) -> list[int]:
    """Ids of goods by how often they were sold since a day."""
    rows = SaleLine.objects.filter(sale__kind=Sale.Kind.SALE, sale__on__gte=since)
    sums = rows.values_list("product_id").annotate(total=Sum("amount")).order_by("-total")
    return [product_id for product_id, _ in sums[:limit]]


# Reports of tills --------------------------------------------------------------------------------


def reports_to_look_at(*, limit: int = 100) -> QuerySet[TillSale]:
    """What tills reported and a person should look at: conflicts and flags, newest first."""
    odd = [ReportState.FLAGGED, ReportState.CONFLICT, ReportState.KEPT]
    rows: QuerySet[TillSale] = TillSale.objects.filter(state__in=odd)
    return rows.select_related("till", "sale").order_by("-pk")[:limit]


def report(uuid: UUID) -> TillSale | None:
    """The report that stands under a key, conflicts left aside."""
    rows = TillSale.objects.filter(uuid=uuid).exclude(state=ReportState.CONFLICT)
    found: TillSale | None = rows.select_related("sale", "till").first()
    return found


def seq_is_taken(till_id: int, seq: int) -> bool:
    """Whether a receipt of this till already has the number, by report or at the till itself."""
    reported = TillSale.objects.filter(till_id=till_id, seq=seq).exclude(state=ReportState.CONFLICT)
    return reported.exists() or Sale.objects.filter(till_id=till_id, seq=seq).exists()


# Receipts ----------------------------------------------------------------------------------------


def standing_of(member: Member, *, on: date) -> receipts.Standing:
    """A member's business of the book year and the running estimate of SHU."""
    year = book_year_of(on, first_month=books.book().starts_month)
    growing = members.estimate(member.pk, year=year.year)
    return receipts.Standing(
        number=member.number or "",
        participation=members.participation_of(member.pk, since=year.starts_on, until=on),
        estimate=growing.total if growing else None,
    )


def slip_of(row: Sale) -> str:
    """The receipt of a sale or a return, 32 columns."""
    merged: dict[tuple[int, int], receipts.Bought] = {}
    for line in sale_lines(row.pk):
        key = (line.product_id, line.price)
        before = merged.get(key)
        merged[key] = receipts.Bought(
            name=line.name,
            unit=line.unit,
            quantity=line.quantity + (before.quantity if before else 0),
            price=line.price,
            amount=line.amount + (before.amount if before else 0),
        )
    return receipts.slip_text(
        receipts.Slip(
            cooperative=books.book().name,
            number=row.number,
            at=clock.local(row.at),
            cashier=row.cashier,
            lines=list(merged.values()),
            total=row.total,
            tender=TENDER_NAMES.get(row.tender, row.tender),
            given=row.given,
            change=None if row.given is None else row.given - row.total,
            returns=row.returns.number if row.returns else "",
            member=standing_of(row.member, on=row.on) if row.member else None,
        )
    )


def cart_key_of_login(login_id: int) -> str:
    """The cart of somebody who is known here."""
    return f"login:{login_id}"


def cart_key_of_till(login_id: int) -> str:
    """The basket on the counter in front of a cashier."""
    return f"kasir:{login_id}"


def cart_key_of_guest(token: str) -> str:
    """The cart of a visitor, by the token in the signed cookie."""
    return f"tamu:{token}"


def _found(rows: QuerySet[Row], kind: str, **facts: object) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound(kind=kind, **facts)
    return found
