"""Promising goods to a buyer, and letting the promise go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sokoguru.audit.rules import hash_of
from sokoguru.kernel import clock
from sokoguru.stock import locks, queries, sql
from sokoguru.stock.errors import (
    NotForSale,
    NothingReserved,
    OutOfStock,
    ReferenceReused,
    Short,
)
from sokoguru.stock.models import Product, Reservation, ReservedLot, StockBalance
from sokoguru.stock.rules.acts import Demand, summed
from sokoguru.stock.rules.lots import Pick, PickableLot, pick, pick_what_is_there
from sokoguru.stock.rules.units import BaseUnit, check_divisible
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for, atomic


@dataclass(frozen=True, slots=True)
class Reserved:
    """What was promised: which lots (thousandths), until when."""

    reference: str
    location_id: int
    lots: tuple[Pick, ...]
    expires_at: datetime | None
    replayed: bool = False


@atomic
def reserve(
    *,
    reference: str,
    demands: Sequence[Demand],
    location_id: int,
    expires_at: datetime | None = None,
) -> Reserved:
    """Promise goods ``(product id, thousandths)`` of one place: first expired, first out.

    All or nothing, and never more than is there, however many ask at once. Safe to retry by
    reference. Raises ``Short`` with what is left, ``NotForSale``, ``NotWhole``,
    ``ReferenceReused``, ``NothingReserved`` when the reservation of this reference is settled.
    """
    wanted = summed(demands)
    check_sold(wanted)
    queries.location(location_id)
    hashed = hash_of({"location": location_id, "demands": [list(each) for each in wanted]})
    Reservation.objects.bulk_create(
        [
            Reservation(
                reference=reference,
                body_hash=hashed,
                location_id=location_id,
                expires_at=expires_at,
            )
        ],
        ignore_conflicts=True,
    )
    row = locks.reservation(reference)
    assert row is not None, "the reservation was written just now, or stood before"
    if bytes(row.body_hash) != hashed:
        raise ReferenceReused(reference=reference)
    standing = picks_of(row)
    if row.state != Reservation.State.PLACED:
        raise NothingReserved(reference=reference, state=row.state)
    if standing:
        return Reserved(reference, location_id, standing, row.expires_at, replayed=True)
    picked = pick_from_shelf(wanted, location_id=location_id)
    for balance, quantity in picked:
        assert sql.shift(balance.pk, reserved=quantity), "a locked balance did not hold"
    ReservedLot.objects.bulk_create(
        [
            ReservedLot(reservation=row, lot_id=balance.lot_id, quantity=quantity)
            for balance, quantity in picked
        ]
    )
    return Reserved(reference, location_id, picks_of(row), row.expires_at)


@atomic
def release(*, reference: str) -> bool:
    """Let a promise go: others may buy the goods. Safe to repeat; false when nothing stood."""
    row = locks.reservation(reference)
    if row is None or row.state != Reservation.State.PLACED:
        return False
    _let_go(row, Reservation.State.RELEASED)
    return True


@atomic
def release_next_expired() -> bool:
    """Let go of one promise that is past its time, the oldest first; false when none is.

    One a transaction, so that balances are locked in the order of ids. The worker repeats it.
    """
    due = Reservation.objects.filter(
        state=Reservation.State.PLACED, expires_at__lte=clock.now()
    ).order_by("expires_at", "pk")
    for reservation_id in list(due.values_list("pk", flat=True)[:20]):
        row = locks.due_reservation(reservation_id)
        if row is not None:
            _let_go(row, Reservation.State.EXPIRED)
            return True
    return False


def release_expired(cooperative: Cooperative) -> bool:
    """The worker's step: one expired promise in a scope of its own; true when there may be more."""
    with acting_for(cooperative):
        return release_next_expired()


def _let_go(row: Reservation, state: Reservation.State) -> None:
    lots = {each.lot_id: each.quantity for each in picks_of(row)}
    for (lot_id, _), balance in locks.balances((lot, row.location_id) for lot in lots).items():
        assert sql.shift(balance.pk, reserved=-lots[lot_id]), "a promise that was never counted"
    Reservation.objects.filter(pk=row.pk).update(state=state)


def picks_of(row: Reservation) -> tuple[Pick, ...]:
    """The lots under a reservation, in the order of their ids."""
    rows = ReservedLot.objects.filter(reservation=row).order_by("lot_id")
    return tuple(Pick(lot, quantity) for lot, quantity in rows.values_list("lot_id", "quantity"))


def check_sold(wanted: Iterable[Demand]) -> None:
    """Refuse goods that are not sold, or a part of what is sold in whole pieces."""
    asked = dict(wanted)
    found = queries.products_named(asked)
    for product_id, quantity in asked.items():
        row = found.get(product_id) or queries.product(product_id)
        if not row.active:
            raise NotForSale(product_id=row.pk, name=row.name)
        check_divisible(quantity, BaseUnit(row.unit))


def pick_from_shelf(
    wanted: Sequence[Demand], *, location_id: int, whatever_is_there: bool = False
) -> list[tuple[StockBalance, int]]:
    """Lock what the place has of these goods and choose: balance rows in the order of ids.

    Raises ``Short``, unless whatever is there is to be taken (expired goods then too, at last).
    """
    rows = locks.shelf(product_ids=[product for product, _ in wanted], location_id=location_id)
    by_lot = {row.lot_id: row for row in rows}
    chosen: list[tuple[StockBalance, int]] = []
    for product_id, quantity in wanted:
        mine = [row for row in rows if row.lot.product_id == product_id]
        for each in _picked(product_id, mine, quantity, whatever_is_there):
            chosen.append((by_lot[each.lot_id], each.quantity))
    return sorted(chosen, key=lambda pair: pair[0].pk)


def _picked(
    product_id: int, rows: Sequence[StockBalance], quantity: int, whatever_is_there: bool
) -> list[Pick]:
    today = clock.today()
    lots = [
        PickableLot(
            lot_id=row.lot_id,
            available=row.quantity - row.reserved,
            received_on=row.lot.received_on,
            expires_on=row.lot.expires_on,
        )
        for row in rows
    ]
    if whatever_is_there:
        return pick_what_is_there(lots, quantity, on=today)
    try:
        return pick(lots, quantity, on=today)
    except OutOfStock as short:
        good: Product = queries.product(product_id)
        raise Short(
            product_id=product_id,
            name=good.name,
            unit=str(good.unit),
            asked=quantity,
            available=short.facts["available"],
        ) from short
