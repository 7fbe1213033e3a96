"""Sending: claim, commit the claim, speak to the network, write the outcome down.

The network is spoken to outside any transaction. A worker that dies in between leaves a claim whose
lease runs out: then nobody knows, the message becomes ``unknown`` and is looked up, never sent
again by itself.
"""

from dataclasses import dataclass
from datetime import timedelta

from sokoguru.audit import actions as audit
from sokoguru.channels import locks, queries
from sokoguru.channels.events import ChannelSwitchedOff, MessagePublished, MessageStuck
from sokoguru.channels.models import ChannelAccount, Outbox
from sokoguru.channels.ports import (
    Account,
    Channel,
    NotThere,
    Outcome,
    Parcel,
    Published,
    Reauth,
    Rejected,
    RetryLater,
    Seen,
    Unknown,
    channel,
    kinds,
)
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for, atomic

LEASE = timedelta(seconds=60)
LOOK_AGAIN = timedelta(seconds=5)
LONGEST_DOUBLING = 6
"""Waits of our own double with each attempt, up to 64 times the first."""
SEND, LOOK = "send", "look"


@dataclass(frozen=True, slots=True)
class Claim:
    """One task that a worker took: what, for which message, and which attempt or look it is."""

    outbox_id: int
    task: str
    turn: int
    account: Account
    parcel: Parcel


def send_next(cooperative: Cooperative) -> bool:
    """One step for a cooperative: send or look up the next message. False when nothing is due."""
    with acting_for(cooperative):
        claim = _claim()
    if claim is None:
        return False
    adapter, act = channel(claim.account.kind), _commit if claim.task == SEND else _check
    outcome = act(adapter, claim.account, claim.parcel)
    with acting_for(cooperative):
        write_down(claim=claim, outcome=outcome)
    return True


def _claim() -> Claim | None:
    by_hand = [kind for kind in kinds() if _is_by_hand(kind)]
    row = locks.next_due(by_hand=by_hand)
    if row is None:
        return None
    task = SEND if row.state == Outbox.State.QUEUED else LOOK
    lease = clock.machine_now() + LEASE
    if task == SEND:
        Outbox.objects.filter(pk=row.pk).update(
            state=Outbox.State.COMMITTING, attempts=row.attempts + 1, lease_until=lease
        )
    else:
        Outbox.objects.filter(pk=row.pk).update(
            state=Outbox.State.UNKNOWN, checks=row.checks + 1, not_before=lease
        )
    turn = row.attempts + 1 if task == SEND else row.checks + 1
    account = queries.as_account(row.account)
    return Claim(row.pk, task, turn, account, queries.as_parcel(row))


def _is_by_hand(kind: str) -> bool:
    return channel(kind).capabilities(Account(0, kind, "", "", "")).by_hand


def _commit(adapter: Channel, account: Account, parcel: Parcel) -> Outcome:
    try:
        return adapter.commit(account, parcel)
    except Exception as failure:  # a bug of ours after the network may have answered
        return Unknown(f"Kesalahan di pihak kami: {type(failure).__name__}.")


def _check(adapter: Channel, account: Account, parcel: Parcel) -> Seen:
    try:
        return adapter.check(account, parcel)
    except Exception as failure:  # looked up again later, at most a few times
        return Unknown(f"Belum bisa diperiksa: {type(failure).__name__}.")


@atomic
def write_down(*, claim: Claim, outcome: Outcome | Seen) -> None:
    """Write the outcome of an attempt or of a look-up down.

    A worker that comes back after its lease, when a person or another worker has gone on, changes
    nothing, unless it brings the news that the message is out.
    """
    row = locks.message(claim.outbox_id)
    if not _is_ours(row, claim) and not _is_news(row, outcome):
        return
    match outcome:
        case Published():
            _is_out(row, outcome)
        case Rejected():
            _is_stuck(row, Outbox.State.REJECTED, outcome.said)
        case RetryLater():
            seconds = _wait(outcome, row.attempts)
            until = clock.machine_now() + timedelta(seconds=seconds)
            _queue_again(row, outcome.said, seconds=seconds)
            ChannelAccount.objects.filter(pk=row.account_id).update(
                blocked_until=until, health=outcome.said[:300]
            )
        case Reauth():
            if claim.task == SEND:
                _queue_again(row, outcome.said, seconds=0)
            else:  # nobody knows yet: it is looked up again once the account is connected
                _look_again(row, outcome.said)
            ChannelAccount.objects.filter(pk=row.account_id).update(
                state=ChannelAccount.State.REAUTH, health=outcome.said[:300]
            )
            event = ChannelSwitchedOff(account_id=row.account_id, reason=outcome.said[:200])
            audit.record(event, actor=SYSTEM)
        case NotThere():
            _queue_again(row, outcome.said, seconds=0)
        case Unknown():
            _is_stuck(row, Outbox.State.UNKNOWN, outcome.said)


def _is_ours(row: Outbox, claim: Claim) -> bool:
    if claim.task == SEND:
        return row.state == Outbox.State.COMMITTING and row.attempts == claim.turn
    return row.state == Outbox.State.UNKNOWN and row.checks == claim.turn


def _is_news(row: Outbox, outcome: Outcome | Seen) -> bool:
    return isinstance(outcome, Published) and row.state != Outbox.State.PUBLISHED


def _wait(outcome: RetryLater, attempts: int) -> int:
    doubled = 0 if outcome.named else min(max(attempts - 1, 0), LONGEST_DOUBLING)
    return outcome.seconds << doubled


def _look_again(row: Outbox, said: str) -> None:
    Outbox.objects.filter(pk=row.pk).update(
        said=said[:300], checks=max(row.checks - 1, 0), not_before=clock.machine_now()
    )


def _is_out(row: Outbox, outcome: Published) -> None:
    Outbox.objects.filter(pk=row.pk).update(
        state=Outbox.State.PUBLISHED,
        external_id=outcome.id[:200],
        url=outcome.url[:500],
        published_at=clock.now(),
        lease_until=None,
        said="",
    )
    ChannelAccount.objects.filter(pk=row.account_id).update(health="", blocked_until=None)
    event = MessagePublished(outbox_id=row.pk, reference=row.reference, url=outcome.url)
    audit.record(event, actor=SYSTEM)


def _is_stuck(row: Outbox, state: Outbox.State, said: str) -> None:
    """Rejected or unknown; an unknown one is looked up by itself where the network allows it."""
    adapter = channel(row.account.kind)
    can_look = adapter.capabilities(queries.as_account(row.account)).idempotency != "none"
    checks = row.checks if can_look else locks.MOST_CHECKS
    Outbox.objects.filter(pk=row.pk).update(
        state=state,
        said=said[:300],
        lease_until=None,
        checks=checks,
        not_before=clock.machine_now() + LOOK_AGAIN * 2**row.checks,
    )
    first_time = row.said != said[:300] or row.state == Outbox.State.COMMITTING
    if first_time:
        event = MessageStuck(outbox_id=row.pk, reference=row.reference, state=state)
        audit.record(event, actor=SYSTEM)


def _queue_again(row: Outbox, said: str, *, seconds: int) -> None:
    """Nothing of it is out: it is sent again, and may be looked up anew after that."""
    Outbox.objects.filter(pk=row.pk).update(
        checks=0,
        state=Outbox.State.QUEUED,
        said=said[:300],
        lease_until=None,
        not_before=clock.machine_now() + timedelta(seconds=seconds),
    )
