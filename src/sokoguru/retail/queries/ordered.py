"""Reads of orders."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.retail.models import Order
from sokoguru.retail.queries.baskets import first_of
from sokoguru.retail.rules.orders import OrderState
from sokoguru.retail.rules.selling import Priced


def order(number: str) -> Order:
    """An order by its number. Raises ``NotFound``."""
    rows = Order.objects.select_related("member", "sale").filter(number=number.upper()[:12])
    return first_of(rows, "retail.order", number=number[:20])


def order_by_id(order_id: int) -> Order:
    """An order. Raises ``NotFound``."""
    rows = Order.objects.select_related("member", "sale").filter(pk=order_id)
    return first_of(rows, "retail.order", id=order_id)


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
