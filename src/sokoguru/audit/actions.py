"""Writing down what happened, answering a repeated request once, and delivering events."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import F

from sokoguru.audit.errors import KeyReused, KeyUnfit, NotHere
from sokoguru.audit.models import Answer, Delivery, Record, Run
from sokoguru.audit.ports import Heard, handler_named, listeners_of
from sokoguru.audit.rules import (
    MAX_ATTEMPTS,
    back_off,
    body_of,
    check_no_secret,
    hash_of,
    name_of,
    problem_of,
)
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorKind, ActorRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import adopted, atomic, on_cell

KEY_LONGEST = 255
_log = logging.getLogger(__name__)


def record(event: object, *, actor: ActorRef) -> int:
    """Write an event down inside the act's transaction, with a delivery a handler; its id.

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
    """Do ``act`` once for this actor and key; a second caller waits for the first, same answer.

    The key's row stands in the effect's own transaction: when the act is refused, the key is free
    again. Neither ``body`` nor the answer may hold a secret (``SecretTold``). Raises ``KeyUnfit``,
    ``KeyReused`` when the key came with another body, ``tenancy.Busy`` when the first is too slow.
    """
    if not 1 <= len(key) <= KEY_LONGEST or not key.isprintable():
        raise KeyUnfit(length=len(key))
    check_no_secret(body)
    who, hashed = f"{actor.kind}:{actor.id}", hash_of(body)
    Answer.objects.bulk_create(
        [Answer(actor=who, key=key, body_hash=hashed)], ignore_conflicts=True
    )
    row = Answer.objects.select_for_update().get(actor=who, key=key)
    if bytes(row.body_hash) != hashed:
        raise KeyReused(key=key)
    if row.status is not None:
        return Stored(row.status, row.body)
    answer = act()
    check_no_secret(answer.body)
    Answer.objects.filter(pk=row.pk).update(status=answer.status, body=answer.body)
    return answer


def deliver_next(cell: str) -> bool:
    """Take the next open delivery of a cell, handle it, mark it; false when nothing is due.

    One transaction: the handler's writes and the mark commit together, so an event takes effect
    once however often a worker dies. A failure is written down with a back-off; poison is parked.
    So is a delivery whose cooperative lives in another cell by now.
    """
    with on_cell(cell):
        claimed = (
            Delivery._base_manager.using(cell)
            .filter(state=Delivery.State.OPEN, not_before__lte=clock.machine_now())
            .order_by("not_before", "id")
            .select_for_update(skip_locked=True)
            .first()
        )
        if claimed is None:
            return False
        cooperative = Cooperative.objects.filter(pk=claimed.cooperative_id, cell=cell).first()
        if cooperative is None:
            with adopted(Cooperative(pk=claimed.cooperative_id, cell=cell)):
                _mark(claimed, state=Delivery.State.PARKED, problem=NotHere.code)
        else:
            with adopted(cooperative):
                _deliver(claimed)
    return True


def _deliver(delivery: Delivery) -> None:
    try:
        with atomic():
            row = Record.objects.get(pk=delivery.record_id)
            actor = ActorRef(
                cast(ActorKind, row.actor_kind), row.actor_id, row.actor_name, row.person_id
            )
            handler_named(delivery.handler)(
                Heard(row.pk, row.name, row.body, actor, row.at, row.entry_id)
            )
    except Exception as failure:  # any failure at all: kept, retried, then parked for a person
        spent = delivery.attempts + 1
        _log.warning("%s failed, attempt %s", delivery.handler, spent, exc_info=failure)
        _mark(
            delivery,
            state=Delivery.State.PARKED if spent >= MAX_ATTEMPTS else Delivery.State.OPEN,
            not_before=clock.machine_now() + back_off(spent),
            problem=problem_of(failure)[:300],
        )
    else:
        _mark(delivery, state=Delivery.State.DONE, problem="")


def _mark(delivery: Delivery, **changes: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, **changes)


@atomic
def deliver_again(*, delivery_id: int) -> None:
    """Put a parked delivery back in the queue, once its cause is mended. Raises ``NotFound``."""
    parked = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.PARKED)
    if not parked.update(state=Delivery.State.OPEN, attempts=0, not_before=clock.machine_now()):
        raise NotFound


@atomic
def run_due(*, work: str, every_seconds: int) -> bool:
    """Whether a periodic work is due now; if so its run is written down.

    One of several workers gets true, and none waits for another who is still at it.
    """
    now = clock.machine_now()
    if not Run.objects.filter(work=work).exists():
        Run.objects.bulk_create([Run(work=work, last_at=clock.EPOCH)], ignore_conflicts=True)
    due = Run.objects.filter(work=work, last_at__lte=now - clock.seconds(every_seconds))
    row = due.select_for_update(skip_locked=True).first()
    if row is None:
        return False
    return bool(Run.objects.filter(pk=row.pk).update(last_at=now))
