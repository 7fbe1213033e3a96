"""Tills and shifts: change money into the drawer, and the blind count at the end."""

from django.db import IntegrityError

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import chart, posting
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.payments.queries import drawer_subject
from sokoguru.retail import locks
from sokoguru.retail.errors import ShiftClosed as ClosedOtherwise
from sokoguru.retail.errors import ShiftRunning
from sokoguru.retail.events import ShiftClosed, ShiftOpened
from sokoguru.retail.models import Shift, Till
from sokoguru.retail.queries import baskets, counter
from sokoguru.retail.rules.shifts import Count, closing_lines, float_lines
from sokoguru.tenancy.scope import atomic


@atomic
def open_till(*, code: str, name: str) -> Till:
    """Set up a place where goods are sold. Safe to repeat by code."""
    row, _ = Till.objects.get_or_create(code=code.strip().upper()[:8], defaults={"name": name[:60]})
    return row


@atomic
def open_shift(*, till: str, opening_float: int, request_key: str, actor: ActorRef) -> Shift:
    """Sit down at a till with change money from the shop's cash. Safe to retry by request key.

    Raises ``ShiftRunning`` when the till or the cashier has an open shift, ``BelowFloor`` when the
    shop's cash does not hold the change money.
    """
    check_may(actor=actor, act=Act.RETAIL_SELL)
    place = locks.till(counter.till(till).pk)
    reference = f"buka:{request_key}"
    known = counter.shift_by_reference(reference)
    if known is not None:
        return known
    row = _sit_down(place, reference, opening_float, actor)
    event = ShiftOpened(shift_id=row.pk, till=place.code, opening_float=opening_float)
    lines = float_lines(cash=_cash(), drawer=drawer(actor), amount=opening_float)
    if lines:
        posting.post_entry(
            reference=reference,
            on=clock.today(),
            lines=lines,
            event=event,
            actor=actor,
            memo=f"Modal laci {place.code}, {actor.name}",
        )
    else:
        audit.record(event, actor=actor)
    return row


def _sit_down(place: Till, reference: str, opening_float: int, actor: ActorRef) -> Shift:
    try:
        with atomic():
            row: Shift = Shift.objects.create(
                till=place,
                login_id=actor.id,
                cashier=actor.name,
                reference=reference,
                opening_float=opening_float,
                opened_at=clock.now(),
            )
    except IntegrityError as twin:
        open_here = Shift.objects.filter(closed_at=None, till=place).first()
        mine = counter.open_shift_of(actor.id)
        raise ShiftRunning(
            till=mine.till.code if mine else place.code,
            cashier=open_here.cashier if open_here else actor.name,
        ) from twin
    return row


@atomic
def close_shift(*, shift_id: int, counted: int, actor: ActorRef) -> Shift:
    """Close an own shift with what was counted before anybody said what it should be.

    The drawer ends at zero: what was counted goes to the shop's cash, the difference to
    ``CASH_VARIANCE``. Safe to retry with the same count. Raises ``ShiftClosed`` with another one.
    """
    check_may(actor=actor, act=Act.RETAIL_SELL)
    row = locks.shift(shift_id)
    if row.login_id != actor.id:
        check_may(actor=actor, act=Act.CASH_HANDLE)
    if row.closed_at is not None:
        if row.counted != counted:
            raise ClosedOtherwise(counted=row.counted)
        return row
    count = Count(expected=counter.drawer_balance(row), counted=counted)
    till = counter.shift(shift_id).till.code
    event = ShiftClosed(
        shift_id=shift_id,
        till=till,
        counted=counted,
        expected=count.expected,
        difference=count.difference,
    )
    lines = closing_lines(
        count,
        cash=_cash(),
        drawer=_drawer_of(row),
        variance=books.account(unit=baskets.UNIT, role=Role.CASH_VARIANCE),
    )
    if lines:
        posting.post_entry(
            reference=f"tutup:{row.reference}"[:80],
            on=clock.today(),
            lines=lines,
            event=event,
            actor=actor,
            memo=f"Tutup laci {till}, {row.cashier}",
        )
    else:
        audit.record(event, actor=actor)
    row.closed_at, row.counted, row.expected = clock.now(), counted, count.expected
    Shift.objects.filter(pk=row.pk).update(
        closed_at=row.closed_at, counted=counted, expected=count.expected
    )
    return row


def drawer(actor: ActorRef) -> AccountRef:
    """The drawer of a cashier, opened with the first shift."""
    return chart.open_leaf(
        unit=baskets.UNIT,
        role=Role.CASH_DRAWER,
        subject=drawer_subject(actor.id),
        name=f"Kas {actor.name}",
    )


def _drawer_of(row: Shift) -> AccountRef:
    return books.leaf(
        unit=baskets.UNIT, role=Role.CASH_DRAWER, subject=drawer_subject(row.login_id)
    )


def _cash() -> AccountRef:
    return books.account(unit=baskets.UNIT, role=Role.CASH)
