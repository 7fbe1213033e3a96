"""Setting money aside: place, post, void, expire (the two-phase transfers of H1-H5)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F

from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import locks
from sokoguru.ledger.actions import posting
from sokoguru.ledger.errors import BelowFloor, EmptyLine, HoldExceeded, HoldSettled, ReferenceReused
from sokoguru.ledger.models import Balance, Hold
from sokoguru.ledger.queries import available
from sokoguru.ledger.rules import AccountRef, Draft, EntryRef
from sokoguru.tenancy.scope import atomic


@atomic
def place_hold(
    *, account: AccountRef, amount: int, reference: str, expires_at: datetime | None = None
) -> Hold:
    """Set ``amount`` rupiah of an account aside: it stays in the balance and can no longer go out.

    Safe to retry by reference. Raises ``BelowFloor`` when it is not there, ``ReferenceReused``.
    """
    if amount <= 0:
        raise EmptyLine(account_id=account.id)
    Hold.objects.bulk_create(
        [Hold(account_id=account.id, reference=reference, amount=amount, expires_at=expires_at)],
        ignore_conflicts=True,
    )
    hold = locks.hold(Hold.objects.values_list("pk", flat=True).get(reference=reference))
    if (hold.account_id, hold.amount) != (account.id, amount):
        raise ReferenceReused(reference=reference)
    if hold.state != Hold.State.PLACED or hold.counted:
        return hold
    if not _move_held(hold.account_id, amount):
        raise BelowFloor(account_id=account.id, available=available(account.id))
    hold.counted = True
    Hold.objects.filter(pk=hold.pk).update(counted=True)
    return hold


@atomic
def post_hold(
    *,
    hold_id: int,
    reference: str,
    on: date,
    lines: Sequence[Draft],
    event: object,
    actor: ActorRef,
    memo: str = "",
) -> EntryRef:
    """Turn a hold into an entry that takes at most what was held; the rest is free again.

    Safe to retry with the same reference. Raises ``HoldSettled``, ``HoldExceeded``.
    """
    hold = locks.hold(hold_id)
    taken = abs(sum(line.amount for line in lines if line.account_id == hold.account_id))
    if taken > hold.amount:
        raise HoldExceeded(held=hold.amount, asked=taken)
    if hold.state == Hold.State.PLACED:
        _refuse_expired(hold)
        _move_held(hold.account_id, -hold.amount)
    entry = posting.post_entry(
        reference=reference, on=on, lines=lines, event=event, actor=actor, memo=memo
    )
    if hold.state != Hold.State.PLACED and hold.entry_id != entry.id:
        raise HoldSettled(hold_id=hold_id, state=hold.state)
    Hold.objects.filter(pk=hold_id).update(state=Hold.State.POSTED, entry=entry.id)
    return entry


@atomic
def void_hold(*, hold_id: int) -> None:
    """Let a hold go. Raises ``HoldSettled`` when it is no longer placed."""
    hold = locks.hold(hold_id)
    if hold.state != Hold.State.PLACED:
        raise HoldSettled(hold_id=hold_id, state=hold.state)
    _refuse_expired(hold)
    _settle(hold, Hold.State.VOIDED)


@atomic
def expire_holds(*, limit: int = 1_000) -> int:
    """Free what was held past its time, oldest account first. Returns how many."""
    due = Hold.objects.filter(state=Hold.State.PLACED, expires_at__lte=clock.now())
    ids = list(due.order_by("pk").values_list("pk", flat=True)[:limit])
    freed = 0
    for hold_id in ids:
        hold = locks.hold(hold_id)
        if hold.state == Hold.State.PLACED:
            _settle(hold, Hold.State.EXPIRED)
            freed += 1
    return freed


def _refuse_expired(hold: Hold) -> None:
    if hold.expires_at is not None and hold.expires_at <= clock.now():
        raise HoldSettled(hold_id=hold.pk, state=Hold.State.EXPIRED)


def _settle(hold: Hold, state: Hold.State) -> None:
    _move_held(hold.account_id, -hold.amount)
    Hold.objects.filter(pk=hold.pk).update(state=state)


def _move_held(account_id: int, amount: int) -> bool:
    """Move the counter of what is held, guarded by the floor; false when it does not fit."""
    fits = Balance.objects.filter(account_id=account_id)
    posted = F("debit_posted") - F("credit_posted")
    moved = (
        fits.filter(side=1)
        .exclude(floor__isnull=False, floor__gt=posted - F("credit_held") - amount)
        .update(credit_held=F("credit_held") + amount)
    )
    moved += (
        fits.filter(side=-1)
        .exclude(floor__isnull=False, floor__gt=-posted - F("debit_held") - amount)
        .update(debit_held=F("debit_held") + amount)
    )
    return bool(moved)
