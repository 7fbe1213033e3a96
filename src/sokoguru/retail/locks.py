"""Row locks of the shop. Order: cart, till, shift, order, sale; stock, payments, books after."""

from sokoguru.kernel.refusals import NotFound
from sokoguru.retail.errors import ShiftMissing
from sokoguru.retail.models import Cart, Order, Sale, Shift, Till


def cart(cart_id: int) -> Cart:
    """A cart, locked: two checkouts of one cart take turns. Raises ``NotFound``."""
    found = Cart.objects.select_for_update().filter(pk=cart_id).first()
    if found is None:
        raise NotFound(kind="retail.cart", id=cart_id)
    return found


def till(till_id: int) -> Till:
    """A till, locked: its receipts are numbered one by one. Raises ``NotFound``."""
    found = Till.objects.select_for_update().filter(pk=till_id).first()
    if found is None:
        raise NotFound(kind="retail.till", id=till_id)
    return found


def shift(shift_id: int) -> Shift:
    """A shift, locked. Raises ``NotFound``."""
    found = Shift.objects.select_for_update().filter(pk=shift_id).first()
    if found is None:
        raise NotFound(kind="retail.shift", id=shift_id)
    return found


def open_shift(login_id: int) -> Shift:
    """The open shift of a cashier, locked: its sales take turns. Raises ``ShiftMissing``."""
    mine = Shift.objects.select_for_update().filter(login_id=login_id, closed_at=None).first()
    if mine is None:
        raise ShiftMissing
    return mine


def order(number: str) -> Order:
    """An order, locked. Raises ``NotFound``."""
    found = Order.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NotFound(kind="retail.order", number=number[:20])
    return found


def sale(sale_id: int) -> Sale:
    """A sale, locked: two returns of it take turns. Raises ``NotFound``."""
    found = Sale.objects.select_for_update().filter(pk=sale_id).first()
    if found is None:
        raise NotFound(kind="retail.sale", id=sale_id)
    return found
