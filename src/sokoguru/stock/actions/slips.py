"""Writing one act on stock down: its slip, which makes it safe to retry, and its moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sokoguru.audit.rules import hash_of
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.stock.errors import ReferenceReused
from sokoguru.stock.models import Lot, Move, Slip


@dataclass(frozen=True, slots=True)
class Leg:
    """So much of a lot on its way, at this value (rupiah)."""

    lot: Lot
    source_id: int
    target_id: int
    quantity: int
    value: int


def write_slip(
    *,
    reference: str,
    kind: Slip.Kind,
    body: Mapping[str, Any],
    actor: ActorRef,
    memo: str = "",
    returns: str = "",
) -> tuple[Slip, bool]:
    """The slip of a reference, and whether it is new. A twin that is under way is waited for.

    Raises ``ReferenceReused`` when the standing slip said something else.
    """
    hashed = hash_of({"kind": str(kind), **body})
    slip, created = Slip.objects.get_or_create(
        reference=reference,
        defaults={
            "kind": kind,
            "body_hash": hashed,
            "returns": returns,
            "on": clock.today(),
            "at": clock.now(),
            "memo": memo[:200],
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_name": actor.name,
        },
    )
    if bytes(slip.body_hash) != hashed:
        raise ReferenceReused(reference=reference)
    return slip, created


def write_moves(slip: Slip, legs: Iterable[Leg], *, entry_id: int | None = None) -> list[Move]:
    """Write down what moved. ``entry_id`` where the entry is known before the moves are."""
    return Move.objects.bulk_create(
        [
            Move(
                slip=slip,
                lot=leg.lot,
                consigned=leg.lot.consigned,
                source_id=leg.source_id,
                target_id=leg.target_id,
                quantity=leg.quantity,
                value=leg.value,
                entry_id=entry_id,
            )
            for leg in legs
        ]
    )
