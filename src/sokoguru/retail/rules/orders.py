"""The way of an order."""

from datetime import timedelta
from enum import StrEnum

from sokoguru.retail.errors import MembersOnly, OrderMoved

PAY_WITHIN = timedelta(minutes=30)
"""How long goods wait for a QRIS payment."""
HELD_WITHIN = timedelta(minutes=45)
"""The promise of the stock outlives the order a little, so that the order ends first."""


class OrderState(StrEnum):
    """Where an order stands."""

    PLACED = "placed"
    PAID = "paid"
    READY = "ready"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self in (OrderState.PLACED, OrderState.PAID, OrderState.READY)


_NEXT: dict[OrderState, frozenset[OrderState]] = {
    OrderState.PLACED: frozenset({OrderState.PAID, OrderState.CANCELLED, OrderState.EXPIRED}),
    OrderState.PAID: frozenset({OrderState.READY, OrderState.HANDED_OVER, OrderState.CANCELLED}),
    OrderState.READY: frozenset({OrderState.HANDED_OVER, OrderState.CANCELLED}),
}


def check_move(number: str, here: OrderState, to: OrderState) -> None:
    """Refuse a step that an order does not take."""
    if to not in _NEXT.get(here, frozenset()):
        raise OrderMoved(number=number, state=here.value, to=to.value)


def check_buyer(*, state: str, is_full_member: bool) -> None:
    """Refuse whoever is not a full member: guests and candidates buy at the counter."""
    if not is_full_member:
        raise MembersOnly(state=state)


def read_source(cookie: str) -> str:
    """The token of the link that brought a buyer, or nothing where the cookie is odd."""
    fits = 0 < len(cookie) <= 40 and cookie.isascii() and cookie.replace("-", "").isalnum()
    return cookie if fits else ""
