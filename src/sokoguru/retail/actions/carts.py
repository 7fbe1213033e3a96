"""Carts: what somebody is about to buy. Prices are asked anew each time, nothing is set aside."""

from typing import TYPE_CHECKING

from sokoguru.kernel import clock
from sokoguru.kernel.quantity import check_quantity
from sokoguru.retail import locks
from sokoguru.retail.errors import CartFull
from sokoguru.retail.models import Cart, CartLine
from sokoguru.retail.queries import baskets
from sokoguru.retail.rules.selling import KINDS_MAX
from sokoguru.stock import queries as stock
from sokoguru.stock.errors import NotForSale
from sokoguru.stock.rules.units import BaseUnit, check_divisible
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.members.models import Member

GUESTS_DAYS = 30


@atomic
def cart_for(*, key: str) -> Cart:
    """The cart of a key, locked; made when there is none."""
    Cart.objects.bulk_create([Cart(key=key, touched_at=clock.now())], ignore_conflicts=True)
    return locks.cart(Cart.objects.values_list("pk", flat=True).get(key=key))


@atomic
def put(*, key: str, product_id: int, quantity: int) -> CartLine:
    """Put more of a good into a cart. Raises ``NotFound``, ``NotForSale``, ``NotWhole``,
    ``CartFull``.
    """
    row = cart_for(key=key)
    line = CartLine.objects.filter(cart=row, product_id=product_id).first()
    return _write(row, product_id, quantity + (line.quantity if line else 0))


@atomic
def set_quantity(*, key: str, product_id: int, quantity: int) -> None:
    """Let a cart hold so much of a good; nothing of it when zero. Safe to repeat."""
    row = cart_for(key=key)
    if quantity > 0:
        _write(row, product_id, quantity)
        return
    CartLine.objects.filter(cart=row, product_id=product_id).delete()
    _touch(row)


@atomic
def name_member(*, key: str, member: "Member | None") -> None:
    """Say for whom a basket on the counter is."""
    Cart.objects.filter(pk=cart_for(key=key).pk).update(member=member)


@atomic
def empty(*, key: str) -> None:
    """Take everything out, and the member's name."""
    row = cart_for(key=key)
    CartLine.objects.filter(cart=row).delete()
    Cart.objects.filter(pk=row.pk).update(member=None, touched_at=clock.now())


@atomic
def move_to(*, key: str, into: str) -> None:
    """After a visitor has logged in: what was in the visitor's cart goes into the own one."""
    source = baskets.cart(key)
    if source is None:
        return
    target = cart_for(key=into)
    for line in CartLine.objects.filter(cart=source).order_by("pk")[:KINDS_MAX]:
        if not CartLine.objects.filter(cart=target, product_id=line.product_id).exists():
            CartLine.objects.create(cart=target, product_id=line.product_id, quantity=line.quantity)
    CartLine.objects.filter(cart=source).delete()
    Cart.objects.filter(pk=source.pk).delete()


@atomic
def forget_old() -> int:
    """Throw away carts that visitors left a month ago. Returns how many."""
    since = clock.now() - clock.seconds(GUESTS_DAYS * 86_400)
    old = Cart.objects.filter(key__startswith="tamu:", touched_at__lt=since).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:500])
    CartLine.objects.filter(cart_id__in=ids).delete()
    Cart.objects.filter(pk__in=ids).delete()
    return len(ids)


def _write(row: Cart, product_id: int, quantity: int) -> CartLine:
    check_quantity(quantity)
    good = stock.product(product_id)
    if not good.active:
        raise NotForSale(product_id=good.pk, name=good.name)
    check_divisible(quantity, BaseUnit(good.unit))
    mine = CartLine.objects.filter(cart=row)
    if not mine.filter(product_id=product_id).exists() and mine.count() >= KINDS_MAX:
        raise CartFull(most=KINDS_MAX)
    line, _ = CartLine.objects.update_or_create(
        cart=row, product_id=product_id, defaults={"quantity": quantity}
    )
    _touch(row)
    return line


def _touch(row: Cart) -> None:
    Cart.objects.filter(pk=row.pk).update(touched_at=clock.now())
