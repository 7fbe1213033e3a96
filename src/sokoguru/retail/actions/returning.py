"""Goods that come back: the exact mirror of what was sold, in quantity, money, ujrah and SHU."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.rules import AccountRef
from sokoguru.payments.actions import asking
from sokoguru.retail import locks
from sokoguru.retail.actions.booking import Paper, book_return, found_reference
from sokoguru.retail.actions.ringing import next_seq, receipt_number
from sokoguru.retail.actions.tills import drawer
from sokoguru.retail.errors import NothingReturned, NotReturnable
from sokoguru.retail.events import GoodsReturned
from sokoguru.retail.models import Sale, SaleLine, Shift
from sokoguru.retail.queries import papers
from sokoguru.retail.rules.returns import back_part
from sokoguru.retail.rules.selling import LotPart
from sokoguru.stock.actions import taking
from sokoguru.tenancy.scope import atomic

QRIS = "qris"


@atomic
def take_back(
    *, number: str, quantities: Mapping[int, int], request_key: str, actor: ActorRef
) -> Sale:
    """Take goods of a receipt back at the till: ``{sale line id: thousandths}``.

    The money goes back the way it came: cash from this drawer, savings to savings; what was paid by
    QRIS goes back in cash from this drawer. Safe to retry by request key. Raises
    ``NothingReturned``, ``ReturnTooMuch``, ``NotReturnable``, ``ShiftMissing``, ``BelowFloor`` when
    the drawer lacks the money.
    """
    check_may(actor=actor, act=Act.RETAIL_RETURN)
    shift = locks.open_shift(actor.id)
    reference = f"retur:{request_key}"
    known = papers.sale_by_reference(reference)
    if known is not None:
        return known
    till, seq = next_seq(shift)
    row = mirror(
        sale_id=papers.sale_by_number(number).pk,
        quantities=quantities,
        reference=reference,
        number=receipt_number(till, seq),
        actor=actor,
        shift=shift,
        seq=seq,
    )
    if row.tender == QRIS:
        asking.pay_back(reference=row.bill_reference, cash=drawer(actor), actor=actor)
    return row


@atomic
def mirror(
    *,
    sale_id: int,
    quantities: Mapping[int, int] | None,
    reference: str,
    number: str,
    actor: ActorRef,
    shift: Shift | None = None,
    seq: int | None = None,
) -> Sale:
    """Write the return of some lines, or of all that is still out (``quantities`` none)."""
    sale = locks.sale(sale_id)
    if sale.kind != Sale.Kind.SALE:
        raise NotReturnable(number=sale.number)
    lines, backs = papers.sale_lines(sale.pk), papers.backs_of(sale)
    if quantities is None:
        quantities = {line.pk: line.quantity - backs[line.pk].quantity for line in lines}
    chosen = [(line, quantities.get(line.pk, 0)) for line in lines]
    chosen = [(line, quantity) for line, quantity in chosen if quantity]
    if not chosen or len(chosen) != sum(1 for quantity in quantities.values() if quantity):
        raise NothingReturned
    parts = [
        (line, back_part(papers.part_of(line), quantity=quantity, before=backs[line.pk]))
        for line, quantity in chosen
    ]
    if not sum(part.amount for _, part in parts):
        raise NothingReturned
    inventory, back = _put_back(sale, parts, reference=reference, actor=actor)
    total = sum(part.amount for _, part in back)
    return book_return(
        paper=_paper(sale, reference, number, shift, seq),
        sale=sale,
        back=back,
        inventory=inventory,
        event=GoodsReturned(
            number=number, of_number=sale.number, member_id=sale.member_id or 0, amount=total
        ),
        actor=actor,
    )


def _put_back(
    sale: Sale, parts: Sequence[tuple[SaleLine, LotPart]], *, reference: str, actor: ActorRef
) -> tuple[AccountRef, list[tuple[SaleLine, LotPart]]]:
    """The goods go back into stock at what they cost; with the account that takes their value."""
    inventory, whole = None, []
    for found in (False, True):
        mine = [(line, part) for line, part in parts if line.found is found]
        if not mine:
            continue
        taken = taking.put_back(
            reference=found_reference(reference) if found else reference,
            sold_reference=found_reference(sale.reference) if found else sale.reference,
            goods=[(line.lot_id, part.quantity) for line, part in mine],
            actor=actor,
            memo=f"Retur {sale.number}",
        )
        costs = {lot.lot_id: lot.cost for lot in taken.lots}
        inventory = taken.inventory
        whole += [(line, replace(part, cost=costs[line.lot_id])) for line, part in mine]
    assert inventory is not None, "something comes back"
    return inventory, whole


def _paper(sale: Sale, reference: str, number: str, shift: Shift | None, seq: int | None) -> Paper:
    return Paper(
        reference=reference,
        number=number,
        channel=sale.channel,
        tender=sale.tender,
        bill_reference=sale.bill_reference,
        member_id=sale.member_id,
        on=clock.today(),
        at=clock.now(),
        till=shift.till if shift else None,
        seq=seq,
        shift=shift,
    )
