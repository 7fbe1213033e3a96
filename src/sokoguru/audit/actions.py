"""Writing down what happened, answering a repeated request once, and delivering events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.db.models import F

from sokoguru.audit.errors import KeyReused
from sokoguru.audit.models import Answer, Delivery, Record, Run
from sokoguru.audit.ports import Heard, handler_named, listeners_of
from sokoguru.audit.rules import MAX_ATTEMPTS, back_off, body_of, hash_of, name_of
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorKind, ActorRef
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import adopted, atomic, cooperative_in_force


def record(event: object, *, actor: ActorRef) -> int:
    """Write an event down inside the act's transaction, with one delivery a handler. Returns its id.

    For acts where no money moves; where it does, ``ledger.post_entry`` writes the same rows.
    """
    now = clock.now()
    row = Record.objects.create(
        name=name_of(event),
        body=body_of(event),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        person_id=actor.person_id,
        at=now,
    )
    Delivery.objects.bulk_create(
        [
            Delivery(record=row, handler=name, not_before=clock.machine_now())
            for name in listeners_of(event)
        ]
    )
    return int(row.pk)


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer: the HTTP status and a JSON body without PINs or tokens."""

    status: int
    body: Any


@atomic
def once(
    *, actor: ActorRef, key: str, body: Mapping[str, Any], act: Callable[[], Stored]
) -> Stored:
    """Do ``act`` once for this actor and key; a second caller waits for the first and gets its answer.

    The key's row stands in the effect's own transaction: when the act is refused, the key is free again.
    Raises ``KeyReused`` when the key came with another body, ``tenancy.Busy`` (by the lock timeout)
    when the first caller takes too long.
    """
    who, hashed = f"{actor.kind}:{actor.id}", hash_of(body)
    mine = Answer(actor=who, key=key, body_hash=hashed, cooperative_id=cooperative_in_force())
    Answer.objects.bulk_create([mine], ignore_conflicts=True)
    row = Answer.objects.select_for_update().get(actor=who, key=key)
    if bytes(row.body_hash) != hashed:
        raise KeyReused(key=key)
    if row.status is not None:
        return Stored(row.status, row.body)
    answer = act()
    Answer.objects.filter(pk=row.pk).update(status=answer.status, body=answer.body)
    return answer


def deliver_next(cell: str) -> bool:
    """Take the next open delivery of a cell, handle it, mark it; false when nothing is due.

    One transaction: the handler's writes and the mark commit together, so an event takes effect
    once however often a worker dies. A failure is written down with a back-off; poison is parked.
    """
    with transaction.atomic(using=cell):
        claimed = (
            Delivery._base_manager.using(cell)
            .filter(state=Delivery.State.OPEN, not_before__lte=clock.machine_now())
            .order_by("not_before", "id")
            .select_for_update(skip_locked=True)
            .first()
        )
        if claimed is None:
            return False
        cooperative = Cooperative.objects.get(pk=claimed.cooperative_id)
        with adopted(cooperative):
            _handle(claimed)
    return True


def _handle(delivery: Delivery) -> None:
    try:
        with atomic():
            row = Record.objects.get(pk=delivery.record_id)
            actor = ActorRef(
                cast(ActorKind, row.actor_kind), row.actor_id, row.actor_name, row.person_id
            )
            handler_named(delivery.handler)(
                Heard(row.pk, row.name, row.body, actor, row.at, row.entry_id)
            )
    except Exception as problem:  # any failure at all: kept, retried, then parked for a person
        spent = delivery.attempts + 1
        parked = spent >= MAX_ATTEMPTS
        Delivery.objects.filter(pk=delivery.pk).update(
            attempts=spent,
            state=Delivery.State.PARKED if parked else Delivery.State.OPEN,
            not_before=clock.machine_now() + back_off(spent),
            problem=f"{type(problem).__name__}: {problem}"[:300],
        )
    else:
        Delivery.objects.filter(pk=delivery.pk).update(
            state=Delivery.State.DONE, attempts=F("attempts") + 1
        )


@atomic
def run_due(*, work: str, every_seconds: int) -> bool:
    """Whether a periodic work is due now; if so its run is written down (one worker gets true)."""
    now = clock.machine_now()
    Run.objects.bulk_create([Run(work=work, last_at=clock.EPOCH)], ignore_conflicts=True)
    due = Run.objects.filter(work=work, last_at__lte=now - clock.seconds(every_seconds))
    return bool(due.update(last_at=now))
