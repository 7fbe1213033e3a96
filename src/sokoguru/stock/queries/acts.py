"""Reads of acts on stock: what moved under a reference, what came back, what stands reserved."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Sum

from sokoguru.kernel.refusals import NotFound
from sokoguru.stock.models import Lot, Move, Reservation, Slip
from sokoguru.stock.queries import inventory, one
from sokoguru.stock.rules.acts import Demand, Taken, TakenLot, still_missing
from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.valuation import OnHand


def moved(reference: str) -> OnHand:
    """How much an act moved in all, and at which value."""
    row = Move.objects.filter(slip__reference=reference).aggregate(
        quantity=Sum("quantity"), value=Sum("value")
    )
    return OnHand(row["quantity"] or 0, row["value"] or 0)


def received(lot_id: int) -> OnHand:
    """All that was ever received of a lot, and what it cost."""
    row = Move.objects.filter(lot_id=lot_id, slip__kind=Slip.Kind.RECEIVE).aggregate(
        quantity=Sum("quantity"), value=Sum("value")
    )
    return OnHand(row["quantity"] or 0, row["value"] or 0)


def taken(reference: str, *, demands: Iterable[Demand] = ()) -> Taken:
    """What was taken, or put back, under a reference. Raises ``NotFound``."""
    rows = list(
        Move.objects.filter(slip__reference=reference, slip__kind__in=["take", "back"])
        .select_related("lot", "source", "slip")
        .order_by("pk")
    )
    if not rows:
        raise NotFound(kind="stock.slip", reference=reference)
    back = rows[0].slip.kind == Slip.Kind.BACK
    location_id = rows[0].target_id if back else rows[0].source_id
    found = tuple(taken_lot(row.lot, row.quantity, row.value) for row in rows)
    return Taken(
        reference=reference,
        location_id=location_id,
        inventory=inventory(location_id),
        lots=found,
        missing=still_missing(list(demands), found),
        replayed=True,
    )


def taken_lot(row: Lot, quantity: int, cost: int) -> TakenLot:
    """A lot as it stands in the answer to an act."""
    return TakenLot(
        lot_id=row.pk,
        code=row.code,
        product_id=row.product_id,
        quantity=quantity,
        cost=cost,
        maker_member_id=row.maker_member_id,
        owner_member_id=row.owner_member_id,
        ujrah_rate=row.ujrah_rate,
    )


@dataclass(frozen=True, slots=True)
class Went:
    """What of one lot went out under a reference, from where, and what has come back since."""

    source_id: int
    out: OnHand
    back: OnHand


def went(*, reference: str, lot_id: int) -> Went:
    """What of a lot was taken under a reference, and what came back of it.

    Raises ``NotFound`` when the reference took nothing of the lot.
    """
    out = Move.objects.filter(lot_id=lot_id, slip__reference=reference, slip__kind=Slip.Kind.TAKE)
    gone = out.aggregate(quantity=Sum("quantity"), value=Sum("value"), source=Max("source_id"))
    if not gone["quantity"]:
        raise NotFound(kind="stock.taken", reference=reference, lot_id=lot_id)
    back = Move.objects.filter(lot_id=lot_id, slip__returns=reference).aggregate(
        quantity=Sum("quantity"), value=Sum("value")
    )
    return Went(
        source_id=gone["source"],
        out=OnHand(gone["quantity"], gone["value"]),
        back=OnHand(back["quantity"] or 0, back["value"] or 0),
    )


def reservation_of(reference: str) -> Reservation | None:
    """What stands, or stood, reserved under a reference."""
    found: Reservation | None = Reservation.objects.filter(reference=reference).first()
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """What a count changed, in rupiah, and in how many lots."""

    lost: int
    found: int
    differing: int


def counted(reference: str) -> Difference:
    """What the count of a reference changed. Raises ``NotFound``."""
    slip = one(
        Slip.objects.filter(reference=reference, kind=Slip.Kind.COUNT),
        "stock.slip",
        reference=reference,
    )
    moves = list(Move.objects.filter(slip=slip).select_related("target"))
    lost = [row for row in moves if row.target.kind == LocationKind.LOSS]
    return Difference(
        lost=sum(row.value for row in lost),
        found=sum(row.value for row in moves) - sum(row.value for row in lost),
        differing=len(moves),
    )


def move_of(reference: str, *, lot_id: int) -> Move:
    """The move of one lot under a reference. Raises ``NotFound``."""
    rows = Move.objects.filter(slip__reference=reference, lot_id=lot_id)
    return one(rows.select_related("source", "target"), "stock.move", reference=reference)
