"""Goods that go out to buyers, and those that come back."""

from collections.abc import Iterable, Sequence
from datetime import date

from sokoguru.kernel.refs import ActorRef
from sokoguru.stock import locks, queries, sql
from sokoguru.stock.actions.reserving import check_sold, pick_from_shelf, picks_of
from sokoguru.stock.actions.slips import Leg, write_moves, write_slip
from sokoguru.stock.errors import MoreThanTaken, NothingReserved
from sokoguru.stock.models import Lot, LotSale, Reservation, Slip, StockBalance
from sokoguru.stock.queries import acts
from sokoguru.stock.rules.acts import Demand, Goods, SoldLot, Taken, TakenLot, still_missing, summed
from sokoguru.stock.rules.products import LocationKind, check_holds_goods
from sokoguru.stock.rules.valuation import OnHand, value_back, value_out
from sokoguru.tenancy.scope import atomic


@atomic
def take(
    *,
    reference: str,
    actor: ActorRef,
    demands: Sequence[Demand] = (),
    location_id: int | None = None,
    whatever_is_there: bool = False,
    memo: str = "",
) -> Taken:
    """Goods go to a buyer: what stands reserved under this reference, else ``demands`` picked now.

    The caller's entry, under the same reference and in the same transaction, credits
    ``taken.cost`` to ``taken.inventory`` (goods of the cooperative, at moving average); for each
    lot with an owner it parts the price by ``rules.consignment.split_sale`` and credits the maker's
    payable (``actions.lots.payable_of``). Then it calls ``note_sales``. ``whatever_is_there`` is
    for a till that sold while it was offline: nothing is refused, ``taken.missing`` says what the
    books do not have.

    Safe to retry by reference. Raises ``Short``, ``NothingReserved``, ``NotForSale``, ``NotWhole``,
    ``ReferenceReused``.
    """
    wanted = summed(demands) if demands else []
    body = {"demands": [list(each) for each in wanted], "location": location_id}
    slip, fresh = write_slip(
        reference=reference, kind=Slip.Kind.TAKE, body=body, actor=actor, memo=memo
    )
    if not fresh:
        return _taken_before(slip, wanted, location_id)
    reservation = locks.reservation(reference)
    if reservation is not None and reservation.state == Reservation.State.PLACED:
        place = reservation.location_id
        picked = _reserved(reservation)
    elif not wanted or location_id is None:
        state = reservation.state if reservation else "none"
        raise NothingReserved(reference=reference, state=state)
    else:
        reservation, place = None, location_id
        check_holds_goods(queries.location(place).kind)
        if not whatever_is_there:
            check_sold(wanted)
        picked = pick_from_shelf(wanted, location_id=place, whatever_is_there=whatever_is_there)
    lots = _take_out(slip, picked, place=place, promised=reservation is not None)
    if reservation is not None:
        Reservation.objects.filter(pk=reservation.pk).update(state=Reservation.State.TAKEN)
    return Taken(
        reference=reference,
        location_id=place,
        inventory=queries.inventory(place),
        lots=lots,
        missing=still_missing(wanted, lots),
    )


def _taken_before(slip: Slip, wanted: Sequence[Demand], location_id: int | None) -> Taken:
    if slip.moves.exists() or location_id is None:
        return acts.taken(slip.reference, demands=wanted)
    return Taken(  # nothing was there, and the caller took that
        slip.reference, location_id, queries.inventory(location_id), (), tuple(wanted), True
    )


def _reserved(reservation: Reservation) -> list[tuple[StockBalance, int]]:
    lots = {each.lot_id: each.quantity for each in picks_of(reservation)}
    held = locks.balances((lot, reservation.location_id) for lot in lots)
    return [(row, lots[lot_id]) for (lot_id, _), row in held.items()]


def _take_out(
    slip: Slip, picked: Iterable[tuple[StockBalance, int]], *, place: int, promised: bool
) -> tuple[TakenLot, ...]:
    buyers = queries.place(LocationKind.CUSTOMER).pk
    legs = []
    for balance, quantity in picked:
        cost = value_out(OnHand(balance.quantity, balance.value), quantity)
        moved = sql.shift(
            balance.pk,
            quantity=-quantity,
            value=-cost,
            reserved=-quantity if promised else 0,
        )
        assert moved, "a locked balance did not hold what was picked from it"
        legs.append(Leg(balance.lot, place, buyers, quantity, cost))
    write_moves(slip, legs)
    return tuple(acts.taken_lot(leg.lot, leg.quantity, leg.value) for leg in legs)


@atomic
def put_back(
    *,
    reference: str,
    sold_reference: str,
    goods: Sequence[Goods],
    actor: ActorRef,
    location_id: int | None = None,
    memo: str = "",
) -> Taken:
    """Goods ``(lot id, thousandths)`` come back from a buyer at what they cost when they went out.

    They go where they came from, unless another place is named. The caller's entry, under the same
    reference, debits ``cost`` to ``inventory`` and mirrors the sale; then it calls ``note_sales``
    with negative figures. Safe to retry. Raises ``NotFound`` when the sale took nothing of a lot,
    ``MoreThanTaken``, ``ReferenceReused``.
    """
    wanted = summed(goods)
    body = {"goods": [list(each) for each in wanted], "sold": sold_reference, "place": location_id}
    slip, fresh = write_slip(
        reference=reference,
        kind=Slip.Kind.BACK,
        body=body,
        actor=actor,
        memo=memo,
        returns=sold_reference,
    )
    if not fresh:
        return acts.taken(reference)
    source = acts.went(reference=sold_reference, lot_id=wanted[0][0]).source_id
    place = location_id or source
    check_holds_goods(queries.location(place).kind)
    held = locks.balances(
        [(lot, place) for lot, _ in wanted] + [(lot, source) for lot, _ in wanted]
    )
    lots = Lot.objects.in_bulk([lot for lot, _ in wanted])
    buyers = queries.place(LocationKind.CUSTOMER).pk
    legs = []
    for lot_id, quantity in wanted:
        value = _value_back(sold_reference, lot_id, quantity)
        assert sql.shift(held[lot_id, place].pk, quantity=quantity, value=value), "goods came in"
        legs.append(Leg(lots[lot_id], buyers, place, quantity, value))
    write_moves(slip, legs)
    return Taken(
        reference=reference,
        location_id=place,
        inventory=queries.inventory(place),
        lots=tuple(acts.taken_lot(leg.lot, leg.quantity, leg.value) for leg in legs),
    )


def _value_back(sold_reference: str, lot_id: int, quantity: int) -> int:
    """What the goods cost. Two returns of one sale take turns at the lock on where it came from."""
    went = acts.went(reference=sold_reference, lot_id=lot_id)
    if went.back.quantity + quantity > went.out.quantity:
        raise MoreThanTaken(quantity=quantity, taken=went.out.quantity - went.back.quantity)
    return value_back(
        sold_quantity=went.out.quantity,
        sold_value=went.out.value,
        back_before=went.back,
        quantity=quantity,
    )


@atomic
def note_sales(*, reference: str, entry_id: int, on: date, sales: Sequence[SoldLot]) -> None:
    """Write down what buyers paid for goods of each lot, and its parts; returns are negative.

    The office that sold calls it in the transaction of its entry, for every consigned lot (others
    may be noted too, with nothing owed). The maker reads it in *Lapak saya*. Safe to repeat.
    """
    lots = Lot.objects.in_bulk([sale.lot_id for sale in sales])
    LotSale.objects.bulk_create(
        [
            LotSale(
                reference=reference,
                lot=lots[sale.lot_id],
                consigned=lots[sale.lot_id].consigned,
                quantity=sale.quantity,
                total=sale.total,
                owed=sale.owed,
                ujrah=sale.ujrah,
                on=on,
                entry_id=entry_id,
            )
            for sale in sales
        ],
        ignore_conflicts=True,
    )
