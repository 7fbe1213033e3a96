"""Reports of tills that worked without a network: kept raw first, then booked; never refused.

A sale that has happened is accepted and flagged. What contradicts another report, or cannot be
read, is kept in conflict for a person and does not hold up the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.ledger import queries as books
from sokoguru.members import queries as members
from sokoguru.retail import locks
from sokoguru.retail.actions.booking import Paper, book_sale, found_reference
from sokoguru.retail.actions.ringing import receipt_number
from sokoguru.retail.actions.tills import drawer
from sokoguru.retail.events import SaleRung, TillSaleSetAside
from sokoguru.retail.models import Sale, Shift, Till, TillSale
from sokoguru.retail.queries import baskets, counter
from sokoguru.retail.rules.reports import (
    DUPLICATE,
    Flag,
    Report,
    ReportState,
    check_sane,
    read_report,
)
from sokoguru.retail.rules.selling import Channel, LotPart, Priced, parts_by_lot
from sokoguru.stock import queries as stock
from sokoguru.stock.actions import lots, moving, taking
from sokoguru.stock.rules.acts import Taken
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.members.models import Member
    from sokoguru.stock.models import Product


@dataclass(frozen=True, slots=True)
class Sent:
    """One report as the till sent it: its key, its place in the till's sequence, its text."""

    uuid: UUID
    seq: int
    body: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a report: ``accepted``, ``accepted_with_flags``, ``duplicate`` or
    ``conflict``.
    """

    uuid: UUID
    seq: int
    status: str
    flags: tuple[str, ...] = ()
    problem: str = ""
    number: str = ""


@atomic
def take_batch(*, till: str, reports: Sequence[Sent], actor: ActorRef) -> list[Outcome]:
    """Take at most ``BATCH_MAX`` reports of one till, written in the order of its sequence.

    The answers stand in the order in which the reports came. Safe to repeat, whole or in part.
    """
    check_may(actor=actor, act=Act.RETAIL_SELL)
    place = locks.till(counter.till(till).pk)
    drawer(actor)
    answers = {
        id(sent): _take(place, sent, actor)
        for sent in sorted(reports, key=lambda sent: (sent.seq, str(sent.uuid)))
    }
    return [answers[id(sent)] for sent in reports]


def _take(till: Till, sent: Sent, actor: ActorRef) -> Outcome:
    digest = sha256(sent.body.encode("utf-8", "surrogatepass")).hexdigest()
    standing = counter.report(sent.uuid)
    if standing is not None and standing.state != ReportState.KEPT:
        same = (standing.till_id, standing.seq, standing.sha256) == (till.pk, sent.seq, digest)
        if same:
            return _told(standing, status=DUPLICATE)
        return _conflict(till, sent, digest, actor, "retail.uuid_reused")
    if standing is None and counter.seq_is_taken(till.pk, sent.seq):
        return _conflict(till, sent, digest, actor, "retail.seq_reused")
    kept = standing or _keep(till, sent, digest, actor, ReportState.KEPT)
    try:
        with atomic():
            sale, flags = _book(till, sent, actor)
    except Refused as refused:
        return _set_aside(kept, till, refused.code, actor)
    state = ReportState.FLAGGED if flags else ReportState.ACCEPTED
    kept.state, kept.flags, kept.sale = state.value, [flag.value for flag in flags], sale
    TillSale.objects.filter(pk=kept.pk).update(state=state, flags=kept.flags, sale=sale)
    return _told(kept, status=state.value)


def _keep(till: Till, sent: Sent, digest: str, actor: ActorRef, state: ReportState) -> TillSale:
    """The report exactly as it came. One that was set aside before is tried anew."""
    TillSale.objects.bulk_create(
        [
            TillSale(
                till=till,
                uuid=sent.uuid,
                seq=sent.seq,
                sha256=digest,
                payload=sent.body,
                state=state,
                sent_by=actor.name,
                received_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    row: TillSale = TillSale.objects.get(till=till, uuid=sent.uuid, sha256=digest)
    if row.state != state:
        TillSale.objects.filter(pk=row.pk).update(state=state, seq=sent.seq, problem="")
        row.state, row.seq, row.problem = state.value, sent.seq, ""
    return row


def _conflict(till: Till, sent: Sent, digest: str, actor: ActorRef, problem: str) -> Outcome:
    """Two reports say they are the same one: the second is kept beside the first."""
    kept = _keep(till, sent, digest, actor, ReportState.CONFLICT)
    return _set_aside(kept, till, problem, actor)


def _set_aside(kept: TillSale, till: Till, problem: str, actor: ActorRef) -> Outcome:
    if kept.problem != problem:
        audit.record(
            TillSaleSetAside(till=till.code, told_seq=kept.seq, problem=problem), actor=actor
        )
    kept.state, kept.problem = ReportState.CONFLICT.value, problem
    TillSale.objects.filter(pk=kept.pk).update(state=kept.state, problem=problem)
    return _told(kept, status=ReportState.CONFLICT.value)


def _told(row: TillSale, *, status: str) -> Outcome:
    return Outcome(
        uuid=row.uuid,
        seq=row.seq,
        status=status,
        flags=tuple(row.flags),
        problem=row.problem,
        number=row.sale.number if row.sale else "",
    )


def _book(till: Till, sent: Sent, actor: ActorRef) -> tuple[Sale, list[Flag]]:
    """Write the sale as it happened, and say what a person should look at."""
    report = read_report(sent.body)
    check_sane(report, now=clock.now())
    flags: list[Flag] = []
    buyer = _buyer(report, flags)
    shift = _shift(report, till, actor, flags)
    lines = _lines(report, buyer is not None, flags)
    reference = f"jual:{sent.uuid}"
    taken = taking.take(
        reference=reference,
        actor=actor,
        demands=[(line.product_id, line.quantity) for line in lines],
        location_id=baskets.shop_id(),
        whatever_is_there=True,
        memo=f"Nota {receipt_number(till, sent.seq)}",
    )
    lost = _found(taken, sent, actor)
    if lost is not None:
        flags.append(Flag.SHORT)
    parts, found = _parts(lines, taken, lost)
    paper = Paper(
        reference=reference,
        number=receipt_number(till, sent.seq),
        channel=Channel.OFFLINE,
        tender=report.tender,
        bill_reference=reference[:60],
        member_id=buyer.pk if buyer else None,
        on=_business_date(report),
        at=report.at,
        till=till,
        seq=sent.seq,
        shift=shift,
        given=report.given,
    )
    sale = book_sale(
        paper=paper,
        parts=parts,
        found=found,
        inventory=taken.inventory,
        proof={},
        event=SaleRung(
            number=paper.number,
            channel=paper.channel,
            member_id=paper.member_id or 0,
            amount=report.total,
            tender=report.tender,
        ),
        actor=actor,
    )
    till.last_seq = max(till.last_seq, sent.seq)
    Till.objects.filter(pk=till.pk).update(last_seq=till.last_seq)
    return sale, flags


def _buyer(report: Report, flags: list[Flag]) -> "Member | None":
    if not report.member:
        return None
    try:
        found = baskets.buyer(members.member_by_number(report.member).pk)
    except NotFound:
        found = None
    if found is None:
        flags.append(Flag.MEMBER)
    return found


def _shift(report: Report, till: Till, actor: ActorRef, flags: list[Flag]) -> Shift | None:
    """The open shift of whoever sends, at this till; a sale of any other is flagged."""
    mine = counter.open_shift_of(actor.id)
    if mine is not None and (mine.pk, mine.till_id) == (report.shift_id, till.pk):
        return mine
    flags.append(Flag.SHIFT)
    return None


def _lines(report: Report, is_member: bool, flags: list[Flag]) -> list[Priced]:
    """The goods of a report, one line a good, as the buyer paid them."""
    merged: dict[int, Priced] = {}
    odd = False
    for line in report.lines:
        good: Product = stock.product_by_scan(line.sku)
        now = baskets.price_of(good, line.quantity, is_member=is_member)
        odd = odd or (line.price, line.amount) != (now.price, now.amount)
        before = merged.get(good.pk)
        merged[good.pk] = replace(
            now,
            price=line.price,
            quantity=line.quantity + (before.quantity if before else 0),
            amount=line.amount + (before.amount if before else 0),
        )
    if odd:
        flags.append(Flag.PRICE)
    return list(merged.values())


def _found(taken: Taken, sent: Sent, actor: ActorRef) -> Taken | None:
    """What was sold and the books did not have was there: stock finds it, and it goes out."""
    if not taken.missing:
        return None
    for product_id, quantity in taken.missing:
        moving.find(
            lot_id=_newest_lot(product_id, actor),
            location_id=taken.location_id,
            quantity=quantity,
            reference=f"temu:{sent.uuid}:{product_id}",
            actor=actor,
            memo="Terjual di kasir luring",
        )
    return taking.take(
        reference=found_reference(f"jual:{sent.uuid}"),
        actor=actor,
        demands=taken.missing,
        location_id=taken.location_id,
        whatever_is_there=True,
        memo="Terjual di kasir luring",
    )


def _newest_lot(product_id: int, actor: ActorRef) -> int:
    """The lot in whose terms goods are found; a good that never came in gets one."""
    newest = stock.lots(product_id=product_id, limit=1).first()
    if newest is not None:
        return newest.pk
    return lots.open_lot(product_id=product_id, reference=f"lot:temu:{product_id}", actor=actor).pk


def _parts(
    lines: Sequence[Priced], taken: Taken, lost: Taken | None
) -> tuple[list[LotPart], list[LotPart]]:
    """The lines parted over what stock had, by lot, and over what it found."""
    parts: list[LotPart] = []
    found: list[LotPart] = []
    for line in lines:
        here = [lot for lot in taken.lots if lot.product_id == line.product_id]
        there = [lot for lot in lost.lots if lot.product_id == line.product_id] if lost else []
        whole = parts_by_lot(line, [*here, *there])
        parts += whole[: len(here)]
        found += whole[len(here) :]
    return parts, found


def _business_date(report: Report) -> date:
    """The day of the sale where its month is still open, else today."""
    on = min(clock.local(report.at).date(), clock.today())
    month = books.period_of(on)
    return on if month is not None and month.closed_at is None else clock.today()
