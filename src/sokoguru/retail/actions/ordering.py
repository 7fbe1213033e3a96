"""Orders of the web shop: placed, paid, ready, handed over; or taken back."""

from collections.abc import Mapping
from itertools import chain

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may, login_of_member
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock, tokens
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState, is_full_member
from sokoguru.payments import queries as payments
from sokoguru.payments.actions import asking
from sokoguru.payments.ports import Bill
from sokoguru.retail import locks
from sokoguru.retail.actions import carts
from sokoguru.retail.actions.booking import Paper, book_sale
from sokoguru.retail.actions.returning import mirror
from sokoguru.retail.actions.ringing import priced_now
from sokoguru.retail.errors import TenderUnfit
from sokoguru.retail.events import (
    OrderCancelled,
    OrderExpired,
    OrderHandedOver,
    OrderPaid,
    OrderPlaced,
    OrderReady,
)
from sokoguru.retail.models import CartLine, Order, OrderLine, OrderPick
from sokoguru.retail.queries import baskets, ordered
from sokoguru.retail.rules import orders
from sokoguru.retail.rules.orders import OrderState
from sokoguru.retail.rules.selling import Channel, Priced, check_seen, parts_by_lot, total_of
from sokoguru.stock.actions import reserving, taking
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for, atomic

SAVINGS, QRIS = "simpanan", "qris"
TENDERS = (SAVINGS, QRIS)
"""What an order can be paid with: cash is paid where the cash is."""


@atomic
def place_order(
    *,
    member_id: int,
    cart_key: str,
    tender: str,
    proof: Mapping[str, str],
    request_key: str,
    seen_total: int | None,
    came_by: str,
    actor: ActorRef,
) -> Order:
    """Order what lies in a cart: the goods are set aside at once and cannot be sold twice.

    With savings the order is paid in the same transaction; with QRIS it waits for the money.
    Safe to retry by request key. Raises ``MembersOnly``, ``CartEmpty``, ``PriceMoved``,
    ``TenderUnfit``, ``stock.Short``, and what the tender refuses (then nothing was ordered).
    """
    cart = carts.cart_for(key=cart_key)
    known = ordered.order_by_request(request_key)
    if known is not None:
        return known
    if tender not in TENDERS:
        raise TenderUnfit(tender=tender[:20])
    buyer = members.member(member_id)
    orders.check_buyer(state=buyer.state, is_full_member=is_full_member(MemberState(buyer.state)))
    wanted = CartLine.objects.filter(cart=cart).order_by("pk")
    lines = priced_now(list(wanted.values_list("product_id", "quantity")), is_member=True)
    total = total_of(lines)
    check_seen(seen=seen_total, total=total)
    order = _write_order(member_id, lines, total, tender, request_key, came_by)
    audit.record(
        OrderPlaced(order_id=order.pk, member_id=member_id, amount=total, came_by=order.came_by),
        actor=actor,
    )
    if tender == QRIS:
        _ask(order)
    else:
        _pay(order, proof=proof, actor=actor)
    carts.empty(key=cart_key)
    return ordered.order_by_id(order.pk)


def _write_order(
    member_id: int, lines: list[Priced], total: int, tender: str, request_key: str, came_by: str
) -> Order:
    now = clock.now()
    order: Order = Order.objects.create(
        number=f"P-{tokens.human_code(3, 3)}",
        request_key=request_key,
        member_id=member_id,
        total=total,
        tender=tender,
        came_by=orders.read_source(came_by),
        placed_at=now,
        expires_at=now + orders.PAY_WITHIN,
    )
    OrderLine.objects.bulk_create(
        [
            OrderLine(
                order=order,
                product_id=line.product_id,
                name=line.name,
                unit=line.unit,
                quantity=line.quantity,
                price=line.price,
                amount=line.amount,
            )
            for line in lines
        ]
    )
    reserved = reserving.reserve(
        reference=order.reference,
        demands=[(line.product_id, line.quantity) for line in lines],
        location_id=baskets.shop_id(),
        expires_at=now + orders.HELD_WITHIN,
    )
    OrderPick.objects.bulk_create(
        [
            OrderPick(order=order, lot_id=each.lot_id, quantity=each.quantity)
            for each in reserved.lots
        ]
    )
    return order


def _ask(order: Order) -> None:
    """Ask for the money by QRIS under the order's number; the buyer never confirms it alone."""
    login = login_of_member(order.member_id)
    asking.ask(
        bill=Bill(
            reference=order.number,
            unit=baskets.UNIT,
            amount=order.total,
            member_id=order.member_id,
            memo=f"Pesanan {order.number}",
        ),
        payer_person_id=login.user_id if login else 0,
        expires_at=order.expires_at,
    )


def _pay(order: Order, *, proof: Mapping[str, str], actor: ActorRef) -> None:
    """Turn the promise into a sale and the money into an entry."""
    taken = taking.take(reference=order.reference, actor=actor, memo=f"Pesanan {order.number}")
    lines = ordered.order_lines(order)
    now = clock.now()
    sale = book_sale(
        paper=Paper(
            reference=order.reference,
            number=order.number,
            channel=Channel.WEB,
            tender=order.tender,
            bill_reference=order.number,
            member_id=order.member_id,
            on=clock.today(),
            at=now,
        ),
        parts=list(chain.from_iterable(parts_by_lot(line, taken.lots) for line in lines)),
        inventory=taken.inventory,
        proof=proof,
        event=OrderPaid(
            order_id=order.pk,
            member_id=order.member_id,
            amount=order.total,
            came_by=order.came_by,
        ),
        actor=actor,
    )
    Order.objects.filter(pk=order.pk).update(state=OrderState.PAID, paid_at=now, sale=sale)


@atomic
def settle(*, number: str, actor: ActorRef) -> Order | None:
    """After a payment was confirmed: the order becomes a sale. Safe to repeat; none when no order.

    An order that has ended meanwhile, or whose goods are gone, stays so: the money stands for the
    buyer, on the staff's list of what is to be paid back.
    """
    try:
        order = locks.order(number)
    except NotFound:
        return None
    if order.state == OrderState.PLACED:
        try:
            with atomic():
                _pay(order, proof={}, actor=actor)
        except Refused as refused:
            _end(order, OrderState.EXPIRED, reason=refused.code)
            audit.record(OrderExpired(order_id=order.pk, member_id=order.member_id), actor=SYSTEM)
    return ordered.order_by_id(order.pk)


@atomic
def confirm_payment(*, number: str, actor: ActorRef) -> Order:
    """A cashier has seen the money of an order arrive. Nobody confirms an own order. Safe to
    repeat.
    """
    check_may(actor=actor, act=Act.PAYMENTS_CONFIRM)
    locks.order(number)
    asking.confirm(reference=number, actor=actor)
    order = settle(number=number, actor=actor)
    assert order is not None, "the order was locked just now"
    return order


@atomic
def make_ready(*, number: str, actor: ActorRef) -> Order:
    """The goods of a paid order lie ready at the counter. Safe to repeat."""
    check_may(actor=actor, act=Act.RETAIL_ORDERS)
    order = locks.order(number)
    if order.state == OrderState.READY:
        return order
    orders.check_move(number, OrderState(order.state), OrderState.READY)
    Order.objects.filter(pk=order.pk).update(state=OrderState.READY, ready_at=clock.now())
    audit.record(OrderReady(order_id=order.pk, member_id=order.member_id), actor=actor)
    return ordered.order_by_id(order.pk)


@atomic
def hand_over(*, number: str, actor: ActorRef) -> Order:
    """The buyer has the goods. Safe to repeat."""
    check_may(actor=actor, act=Act.RETAIL_ORDERS)
    order = locks.order(number)
    if order.state == OrderState.HANDED_OVER:
        return order
    orders.check_move(number, OrderState(order.state), OrderState.HANDED_OVER)
    _end(order, OrderState.HANDED_OVER)
    audit.record(OrderHandedOver(order_id=order.pk, member_id=order.member_id), actor=actor)
    return ordered.order_by_id(order.pk)


@atomic
def cancel(*, number: str, reason: str, actor: ActorRef) -> Order:
    """Take an order back: what was set aside is free again; a sale is mirrored to the rupiah.

    Savings go back at once; QRIS money stands for the buyer until a cashier pays it back. The
    member who ordered may, and whoever handles orders. Safe to repeat. Raises ``OrderMoved`` after
    hand-over.
    """
    order = locks.order(number)
    _check_canceller(order, actor)
    if order.state == OrderState.CANCELLED:
        return order
    here = OrderState(order.state)
    orders.check_move(number, here, OrderState.CANCELLED)
    refunded = 0
    if here is OrderState.PLACED:
        reserving.release(reference=order.reference)
        if order.tender == QRIS:
            asking.expire(reference=number)
    else:
        assert order.sale_id is not None, "a paid order has a sale"
        refunded = mirror(
            sale_id=order.sale_id,
            quantities=None,
            reference=f"batal:{number}",
            number=f"{number}-R",
            actor=actor,
        ).total
    _end(order, OrderState.CANCELLED, reason=reason)
    audit.record(
        OrderCancelled(
            order_id=order.pk,
            member_id=order.member_id,
            refunded=refunded,
            came_by=order.came_by,
            reason=reason[:120],
        ),
        actor=actor,
    )
    return ordered.order_by_id(order.pk)


def _check_canceller(order: Order, actor: ActorRef) -> None:
    login = login_of_member(order.member_id)
    is_own = login is not None and login.pk == actor.id and actor.kind == "member"
    if not is_own:
        check_may(actor=actor, act=Act.RETAIL_ORDERS)


@atomic
def expire_order(*, number: str) -> bool:
    """End an order that was not paid in time; true when it ended now."""
    order = locks.order(number)
    if order.state != OrderState.PLACED or order.expires_at > clock.now():
        return False
    reserving.release(reference=order.reference)
    if payments.request_or_none(number) is not None:
        asking.expire(reference=number)
    _end(order, OrderState.EXPIRED)
    audit.record(OrderExpired(order_id=order.pk, member_id=order.member_id), actor=SYSTEM)
    return True


def expire_orders(cooperative: Cooperative) -> bool:
    """The worker's step: end one unpaid order in a scope of its own; true: maybe more."""
    with acting_for(cooperative):
        due = ordered.due_orders(limit=1)
        return bool(due) and expire_order(number=due[0])


@atomic
def pay_back(*, number: str, actor: ActorRef) -> int:
    """Pay back in cash, from this cashier's drawer, what stands for the buyer of an ended order.

    Safe to repeat. Returns the rupiah.
    """
    check_may(actor=actor, act=Act.RETAIL_RETURN)
    locks.open_shift(actor.id)
    order = locks.order(number)
    if OrderState(order.state).is_open:
        orders.check_move(number, OrderState(order.state), OrderState.EXPIRED)
    return asking.pay_back(reference=number, cash=payments.drawer(actor), actor=actor)


def _end(order: Order, state: OrderState, *, reason: str = "") -> None:
    Order.objects.filter(pk=order.pk).update(state=state, ended_at=clock.now(), reason=reason[:120])
