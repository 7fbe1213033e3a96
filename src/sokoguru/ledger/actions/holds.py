"""Setting money aside: place, post, void, expire (the two-phase transfers of H1-H5)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F

from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import locks, queries, rules
from sokoguru.ledger.actions import posting
from sokoguru.ledger.errors import (
    BelowFloor,
    EmptyLine,
    HoldSettled,
    ReferenceReused,
    UnknownAccount,
)
from sokoguru.ledger.models import Balance, Hold
from sokoguru.ledger.rules import AccountRef, Draft, EntryRef
from sokoguru.tenancy.scope import atomic


@atomic
def place_hold(
    *, account: AccountRef, amount: int, reference: str, expires_at: datetime | None = None
) -> Hold:
    """Set ``amount`` rupiah of an account aside: it stays in the balance and can no longer go out.

    Safe to retry by reference. Raises ``BelowFloor`` when it is not there, ``ReferenceReused``,
    ``UnknownAccount`` where the account has no live balance.
    """
    rules.check_reference(reference)
    if amount <= 0:
        raise EmptyLine(account_id=account.id)
    if not Balance.objects.filter(account_id=account.id).exists():
        raise UnknownAccount(accounts=[account.id])
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
        raise BelowFloor(account_id=account.id, available=queries.available(account.id))
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

    Safe to retry with the same reference. Raises ``HoldSettled``, ``HoldExceeded``,
    ``HoldUntouched`` and what ``post_entry`` raises.
    """
    hold = locks.hold(hold_id)
    if hold.state == Hold.State.PLACED:
        _refuse_expired(hold)
        rules.check_taken(
            hold_id=hold_id,
            account_id=hold.account_id,
            held=hold.amount,
            side=queries.side_of(hold.account_id),
            lines=lines,
        )
        locks.balances([hold.account_id, *(line.account_id for line in lines)])
        _move_held(hold.account_id, -hold.amount)
    else:
        posted = queries.entry_by_reference(reference)
        if posted is None or posted.pk != hold.entry_id:
            raise HoldSettled(hold_id=hold_id, state=str(hold.state))
    entry = posting.post_entry(
        reference=reference, on=on, lines=lines, event=event, actor=actor, memo=memo
    )
    if hold.state == Hold.State.PLACED:
        if entry.replayed:
            raise ReferenceReused(reference=reference)
        Hold.objects.filter(pk=hold_id).update(state=Hold.State.POSTED, entry=entry.id)
    return entry


@atomic
def void_hold(*, hold_id: int) -> None:
    """Let a hold go. Raises ``HoldSettled`` when it is no longer placed."""
    hold = locks.hold(hold_id)
    if hold.state != Hold.State.PLACED:
        raise HoldSettled(hold_id=hold_id, state=str(hold.state))
    _refuse_expired(hold)
    _move_held(hold.account_id, -hold.amount)
    Hold.objects.filter(pk=hold_id).update(state=Hold.State.VOIDED)


@atomic
def expire_holds(*, limit: int = 1_000) -> int:
    """Free what was held past its time, oldest hold first. Returns how many; safe to repeat."""
    due = locks.overdue_holds(at=clock.now(), limit=limit)
    freed: Counter[int] = Counter()
    for hold in due:
        freed[hold.account_id] += hold.amount
    locks.balances(freed)
    for account_id, amount in sorted(freed.items()):
        _move_held(account_id, -amount)
    Hold.objects.filter(pk__in=[hold.pk for hold in due]).update(state=Hold.State.EXPIRED)
    return len(due)


def _refuse_expired(hold: Hold) -> None:
    if hold.expires_at is not None and hold.expires_at <= clock.now():
        raise HoldSettled(hold_id=hold.pk, state=str(Hold.State.EXPIRED))


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
