"""Selling at a till that can ask: what is not there is not sold, what is sold is numbered."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from sokoguru.identity.queries import check_may, login_of_member
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.rupiah import parse_rupiah
from sokoguru.payments.actions import asking
from sokoguru.payments.ports import Bill
from sokoguru.retail import locks
from sokoguru.retail.actions import carts
from sokoguru.retail.actions.booking import Paper, book_sale
from sokoguru.retail.events import SaleRung
from sokoguru.retail.models import Sale, Shift, Till
from sokoguru.retail.queries import baskets, papers
from sokoguru.retail.rules.orders import PAY_WITHIN
from sokoguru.retail.rules.selling import Channel, Priced, check_seen, parts_by_lot, total_of
from sokoguru.stock import queries as stock
from sokoguru.stock.actions import taking
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.payments.models import PaymentRequest


@atomic
def ring_up(
    *,
    wanted: Sequence[tuple[int, int]],
    tender: str,
    proof: Mapping[str, str],
    request_key: str,
    actor: ActorRef,
    member_id: int | None = None,
    seen_total: int | None = None,
    bill_reference: str = "",
) -> Sale:
    """Sell goods ``(product id, thousandths)`` over the counter, in the cashier's open shift.

    ``seen_total`` is what the buyer was told. One request key is one sale, however often and from
    how many places at once it is sent. Raises ``ShiftMissing``, ``CartEmpty``, ``PriceMoved``,
    ``stock.Short`` and what the tender refuses.
    """
    check_may(actor=actor, act=Act.RETAIL_SELL)
    shift = locks.open_shift(actor.id)
    reference = f"jual:{request_key}"
    known = papers.sale_by_reference(reference)
    if known is not None:
        return known
    buyer = baskets.buyer(member_id)
    lines = priced_now(wanted, is_member=buyer is not None)
    total = total_of(lines)
    check_seen(seen=seen_total, total=total)
    paper = _paper(
        shift,
        reference=reference,
        bill_reference=bill_reference or reference[:60],
        tender=tender,
        proof=proof,
        member_id=buyer.pk if buyer else None,
    )
    return _hand_over(paper, lines, total, proof=proof, actor=actor)


def _hand_over(
    paper: Paper, lines: Sequence[Priced], total: int, *, proof: Mapping[str, str], actor: ActorRef
) -> Sale:
    """The goods go out, first expired first, and the sale is written."""
    taken = taking.take(
        reference=paper.reference,
        actor=actor,
        demands=[(line.product_id, line.quantity) for line in lines],
        location_id=baskets.shop_id(),
        memo=f"Nota {paper.number}",
    )
    return book_sale(
        paper=paper,
        parts=list(chain.from_iterable(parts_by_lot(line, taken.lots) for line in lines)),
        inventory=taken.inventory,
        proof=proof,
        event=SaleRung(
            number=paper.number,
            channel=paper.channel,
            member_id=paper.member_id or 0,
            amount=total,
            tender=paper.tender,
        ),
        actor=actor,
    )


def _paper(
    shift: Shift,
    *,
    reference: str,
    bill_reference: str,
    tender: str,
    proof: Mapping[str, str],
    member_id: int | None,
) -> Paper:
    """The next receipt of a shift's till."""
    till, seq = next_seq(shift)
    return Paper(
        reference=reference,
        number=receipt_number(till, seq),
        channel=Channel.TILL,
        tender=tender,
        bill_reference=bill_reference,
        member_id=member_id,
        on=clock.today(),
        at=clock.now(),
        till=till,
        seq=seq,
        shift=shift,
        given=parse_rupiah(proof["given"]) if proof.get("given") else None,
    )


@atomic
def ring_up_basket(
    *,
    tender: str,
    proof: Mapping[str, str],
    request_key: str,
    seen_total: int,
    actor: ActorRef,
    bill_reference: str = "",
) -> Sale:
    """Sell what lies on the counter, and clear it. Safe to retry: a second call finds the sale."""
    key = baskets.cart_key_of_till(actor.id)
    basket = carts.cart_for(key=key)
    known = papers.sale_by_reference(f"jual:{request_key}")
    if known is not None:
        check_may(actor=actor, act=Act.RETAIL_SELL)
        return known
    lines = basket.lines.order_by("pk").values_list("product_id", "quantity")
    sale = ring_up(
        wanted=list(lines),
        tender=tender,
        proof=proof,
        request_key=request_key,
        actor=actor,
        member_id=basket.member_id,
        seen_total=seen_total,
        bill_reference=bill_reference,
    )
    carts.empty(key=key)
    return sale


@atomic
def ask_qris(*, request_key: str, actor: ActorRef) -> "PaymentRequest":
    """Ask for what lies on the counter by QRIS. Safe to retry while the basket stays the same.

    Raises ``ShiftMissing``, ``CartEmpty``, ``QrisMissing``, ``RequestReused`` when the basket
    changed.
    """
    check_may(actor=actor, act=Act.RETAIL_SELL)
    locks.open_shift(actor.id)
    basket = carts.cart_for(key=baskets.cart_key_of_till(actor.id))
    buyer = baskets.buyer(basket.member_id)
    total = total_of(baskets.priced(basket, is_member=buyer is not None))
    login = login_of_member(buyer.pk) if buyer else None
    return asking.ask(
        bill=Bill(
            reference=qris_reference(request_key),
            unit=baskets.UNIT,
            amount=total,
            member_id=buyer.pk if buyer else None,
            memo="Kasir",
        ),
        payer_person_id=login.user_id if login else 0,
        expires_at=clock.now() + PAY_WITHIN,
    )


@atomic
def ring_up_by_qris(*, request_key: str, actor: ActorRef) -> Sale:
    """The cashier saw the money arrive on the merchant's device: confirm it, and sell. Safe to
    retry.

    Nobody confirms an own purchase. Raises ``OwnOrder``, ``PriceMoved`` when the basket changed.
    """
    check_may(actor=actor, act=Act.PAYMENTS_CONFIRM)
    locks.open_shift(actor.id)
    reference = qris_reference(request_key)
    asked = asking.confirm(reference=reference, actor=actor)
    return ring_up_basket(
        tender="qris",
        proof={},
        request_key=request_key,
        seen_total=asked.amount,
        actor=actor,
        bill_reference=reference,
    )


def qris_reference(request_key: str) -> str:
    """The reference of a payment at a till: it fits into a QRIS text (25 signs)."""
    return f"K-{request_key.replace('-', '')[:20].upper()}"


def priced_now(wanted: Sequence[tuple[int, int]], *, is_member: bool) -> list[Priced]:
    """Goods at the prices of now; the same good twice is one line."""
    sums: dict[int, int] = {}
    for product_id, quantity in wanted:
        sums[product_id] = sums.get(product_id, 0) + quantity
    found = stock.products_named(sums)
    return [
        baskets.price_of(
            found.get(product_id) or stock.product(product_id), quantity, is_member=is_member
        )
        for product_id, quantity in sums.items()
    ]


def receipt_number(till: Till, seq: int) -> str:
    """``K1-0412``: the till, and its receipts one by one."""
    return f"{till.code}-{seq:04d}"


def next_seq(shift: Shift) -> tuple[Till, int]:
    """The till's next number; a till that was offline may have used some already."""
    till = locks.till(shift.till_id)
    seq = till.last_seq + 1
    Till.objects.filter(pk=till.pk).update(last_seq=seq)
    return till, seq
