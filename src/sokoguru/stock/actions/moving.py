"""Goods that come in, change place, get lost, and are counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.quantity import check_quantity
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.rules import AccountRef, Draft, bridged
from sokoguru.stock import locks, queries, sql
from sokoguru.stock.actions.slips import Leg, write_moves, write_slip
from sokoguru.stock.errors import CountBelowReserved, NothingMoves, Short, WrongPlace
from sokoguru.stock.events import GoodsCounted, GoodsMoved, GoodsReceived
from sokoguru.stock.models import Location, Lot, Slip, StockBalance
from sokoguru.stock.queries import acts
from sokoguru.stock.rules.acts import Goods, summed
from sokoguru.stock.rules.entries import count_lines, receipt_lines, transfer_lines
from sokoguru.stock.rules.products import LocationKind, check_holds_goods
from sokoguru.stock.rules.units import BaseUnit, check_divisible
from sokoguru.stock.rules.valuation import OnHand, check_value, value_found, value_out
from sokoguru.tenancy.scope import atomic


@atomic
def receive(
    *,
    lot_id: int,
    location_id: int,
    quantity: int,
    value: int,
    reference: str,
    actor: ActorRef,
    against: AccountRef | None = None,
    event: object | None = None,
    memo: str = "",
) -> int | None:
    """Goods come in: thousandths, at their value in rupiah. Returns the entry, if value moved.

    Own goods: Dr Persediaan of the place / Cr ``against`` (a payable, or the cash that paid).
    Consigned goods have no value and no entry: ``event`` is recorded all the same. The office that
    takes them in has asked who may. Safe to retry by reference. Raises ``ConsignedHasNoValue``,
    ``NotWhole``, ``WrongPlace``, ``ReferenceReused``, and what the ledger refuses.
    """
    check_quantity(quantity)
    lot = queries.lot(lot_id)
    check_divisible(quantity, BaseUnit(lot.product.unit))
    check_value(is_consigned=lot.consigned, value=value)
    check_holds_goods(queries.location(location_id).kind)
    assert not value or against is not None, "value comes from somewhere"
    body = {
        "lot": lot_id,
        "place": location_id,
        "quantity": quantity,
        "value": value,
        "against": against.id if against else None,
    }
    slip, fresh = write_slip(
        reference=reference, kind=Slip.Kind.RECEIVE, body=body, actor=actor, memo=memo
    )
    if not fresh:
        first = slip.moves.first()
        return first.entry_id if first else None
    balance = locks.balances([(lot_id, location_id)])[lot_id, location_id]
    event = event or GoodsReceived(
        lot_id=lot_id, location_id=location_id, quantity=quantity, value=value
    )
    lines = receipt_lines(queries.inventory(location_id), against, value) if against else []
    entry_id = _post(slip, lines if value else [], event, actor)
    assert sql.shift(balance.pk, quantity=quantity, value=value), "what comes in always fits"
    leg = Leg(lot, queries.place(LocationKind.SUPPLIER).pk, location_id, quantity, value)
    write_moves(slip, [leg], entry_id=entry_id)
    return entry_id


@atomic
def move_goods(
    *,
    source_id: int,
    target_id: int,
    goods: Sequence[Goods],
    reference: str,
    actor: ActorRef,
    memo: str = "",
) -> int | None:
    """Bring goods ``(lot id, thousandths)`` to another place, or write them off as lost.

    Their value goes with them: into the other place's account, or into Selisih stok. What is
    promised to buyers stays. Safe to retry. Raises ``Short``, ``WrongPlace``, ``NotWhole``,
    ``ReferenceReused``.
    """
    check_may(actor=actor, act=Act.STOCK_MOVE)
    return carry(
        source_id=source_id,
        target_id=target_id,
        goods=goods,
        reference=reference,
        actor=actor,
        memo=memo,
    )


@atomic
def carry(
    *,
    source_id: int,
    target_id: int,
    goods: Sequence[Goods],
    reference: str,
    actor: ActorRef,
    event: object | None = None,
    against: AccountRef | None = None,
    memo: str = "",
) -> int | None:
    """``move_goods`` for an office that has asked who may, back to suppliers and makers too.

    Own goods that go back need ``against``, the payable that falls; consigned goods need none.
    """
    wanted = summed(goods)
    source, target = queries.location(source_id), queries.location(target_id)
    check_holds_goods(source.kind)
    body = {"source": source_id, "target": target_id, "goods": [list(each) for each in wanted]}
    slip, fresh = write_slip(
        reference=reference, kind=Slip.Kind.MOVE, body=body, actor=actor, memo=memo
    )
    if not fresh:
        first = slip.moves.first()
        return first.entry_id if first else None
    places = [source_id] + ([target_id] if LocationKind(target.kind).holds_goods else [])
    held = locks.balances((lot, place) for lot, _ in wanted for place in places)
    lots = Lot.objects.select_related("product").in_bulk([lot for lot, _ in wanted])
    legs = [
        _leg(lots[lot_id], held[lot_id, source_id], target_id, quantity)
        for lot_id, quantity in wanted
    ]
    value = sum(leg.value for leg in legs)
    lines = _carry_lines(source, target, value, against)
    event = event or GoodsMoved(
        reference=reference, source_id=source_id, target_id=target_id, lots=len(legs), value=value
    )
    entry_id = _post(slip, lines, event, actor)
    for leg in legs:
        out = held[leg.lot.pk, source_id].pk
        assert sql.shift(out, quantity=-leg.quantity, value=-leg.value), (
            "a locked balance held less"
        )
        if len(places) == 2:
            sql.shift(held[leg.lot.pk, target_id].pk, quantity=leg.quantity, value=leg.value)
    write_moves(slip, legs, entry_id=entry_id)
    return entry_id


def _leg(lot: Lot, balance: StockBalance, target_id: int, quantity: int) -> Leg:
    check_divisible(quantity, BaseUnit(lot.product.unit))
    left = balance.quantity - balance.reserved
    if quantity > left:
        raise Short(
            product_id=lot.product_id,
            name=lot.product.name,
            unit=str(lot.product.unit),
            asked=quantity,
            available=left,
        )
    value = value_out(OnHand(balance.quantity, balance.value), quantity)
    return Leg(lot, balance.location_id, target_id, quantity, value)


def _carry_lines(
    source: Location, target: Location, value: int, against: AccountRef | None
) -> list[Draft]:
    kind = LocationKind(target.kind)
    if source.pk == target.pk or kind is LocationKind.CUSTOMER:
        raise WrongPlace(kind=str(kind))
    if kind is LocationKind.SUPPLIER and value and against is None:
        raise WrongPlace(kind=str(kind))
    if not value:
        return []
    if kind.holds_goods:
        into = queries.inventory(target.pk)
    elif kind is LocationKind.LOSS:
        into = queries.variance()
    else:
        assert against is not None
        into = against
    return transfer_lines(queries.inventory(source.pk), into, value)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count of stock (opname) changed, in rupiah."""

    reference: str
    lost: int
    found: int
    differing: int
    entry_id: int | None


@atomic
def count(
    *,
    reference: str,
    location_id: int,
    counted: Sequence[Goods],
    actor: ActorRef,
    memo: str = "",
) -> Counted:
    """Put what was counted, ``(lot id, thousandths)``, in the place of what the books say.

    The difference goes to and from Selisih stok at moving average; consigned goods have none, but
    their quantity changes and the record says so. A lot that is not named was not counted. Safe to
    retry. Raises ``CountBelowReserved`` while buyers wait for the goods, ``identity.AboveLimit``.
    """
    sums = _as_counted(counted)
    body = {"place": location_id, "counted": [list(each) for each in sums]}
    check_may(actor=actor, act=Act.STOCK_MOVE)
    check_holds_goods(queries.location(location_id).kind)
    slip, fresh = write_slip(
        reference=reference, kind=Slip.Kind.COUNT, body=body, actor=actor, memo=memo
    )
    if not fresh:
        return _counted_before(slip, location_id)
    held = locks.balances((lot, location_id) for lot, _ in sums)
    lots = Lot.objects.select_related("product").in_bulk([lot for lot, _ in sums])
    outside = queries.place(LocationKind.LOSS).pk
    legs = []
    for lot_id, quantity in sums:
        leg = _difference(lots[lot_id], held[lot_id, location_id], quantity, outside)
        legs += [leg] if leg else []
    lost = sum(leg.value for leg in legs if leg.target_id == outside)
    found = sum(leg.value for leg in legs if leg.source_id == outside)
    check_may(actor=actor, act=Act.STOCK_MOVE, amount=max(lost, found))
    lines = count_lines(queries.inventory(location_id), queries.variance(), lost=lost, found=found)
    event = GoodsCounted(
        reference=reference,
        location_id=location_id,
        lots=len(sums),
        differing=len(legs),
        lost=lost,
        found=found,
    )
    entry_id = _post(slip, lines, event, actor)
    for leg in legs:
        sign = -1 if leg.target_id == outside else 1
        row = held[leg.lot.pk, location_id]
        moved = sql.shift(row.pk, quantity=sign * leg.quantity, value=sign * leg.value)
        assert moved, "a locked balance did not hold"
    write_moves(slip, legs, entry_id=entry_id)
    return Counted(reference, lost, found, len(legs), entry_id)


@atomic
def find(
    *, lot_id: int, location_id: int, quantity: int, reference: str, actor: ActorRef, memo: str = ""
) -> int | None:
    """Goods were there that the books did not have: a till sold them. Returns the entry, if any.

    Own goods: Dr Persediaan / Cr Selisih stok at what the others cost; consigned goods have no
    value. The office that found them has asked who may. Safe to retry. Raises ``WrongPlace``.
    """
    check_quantity(quantity)
    check_holds_goods(queries.location(location_id).kind)
    body = {"found": lot_id, "place": location_id, "quantity": quantity}
    slip, fresh = write_slip(
        reference=reference, kind=Slip.Kind.COUNT, body=body, actor=actor, memo=memo
    )
    if not fresh:
        first = slip.moves.first()
        return first.entry_id if first else None
    balance = locks.balances([(lot_id, location_id)])[lot_id, location_id]
    there = OnHand(balance.quantity, balance.value)
    value = value_found(there, quantity, received=acts.received(lot_id))
    event = GoodsCounted(
        reference=reference, location_id=location_id, lots=1, differing=1, lost=0, found=value
    )
    lines = count_lines(queries.inventory(location_id), queries.variance(), lost=0, found=value)
    entry_id = _post(slip, lines, event, actor)
    assert sql.shift(balance.pk, quantity=quantity, value=value), "what comes in always fits"
    outside = queries.place(LocationKind.LOSS).pk
    leg = Leg(queries.lot(lot_id), outside, location_id, quantity, value)
    write_moves(slip, [leg], entry_id=entry_id)
    return entry_id


def _as_counted(counted: Sequence[Goods]) -> list[Goods]:
    """Each lot once, in the order of ids; zero is a count too."""
    if not counted:
        raise NothingMoves
    sums: dict[int, int] = {}
    for lot_id, quantity in counted:
        check_quantity(quantity, least=0)
        sums[lot_id] = sums.get(lot_id, 0) + quantity
    return sorted(sums.items())


def _difference(lot: Lot, balance: StockBalance, quantity: int, outside: int) -> Leg | None:
    check_divisible(quantity, BaseUnit(lot.product.unit))
    if quantity < balance.reserved:
        raise CountBelowReserved(
            lot=lot.code, name=lot.product.name, counted=quantity, reserved=balance.reserved
        )
    there = OnHand(balance.quantity, balance.value)
    by = quantity - balance.quantity
    if by < 0:
        return Leg(lot, balance.location_id, outside, -by, value_out(there, -by))
    if by > 0:
        value = value_found(there, by, received=acts.received(lot.pk))
        return Leg(lot, outside, balance.location_id, by, value)
    return None


def _counted_before(slip: Slip, location_id: int) -> Counted:
    moves = list(slip.moves.all())
    return Counted(
        reference=slip.reference,
        lost=sum(move.value for move in moves if move.source_id == location_id),
        found=sum(move.value for move in moves if move.target_id == location_id),
        differing=len(moves),
        entry_id=moves[0].entry_id if moves else None,
    )


def _post(slip: Slip, lines: list[Draft], event: object, actor: ActorRef) -> int | None:
    """Post the entry of an act with its event, or record the event where no money moves."""
    if not lines:
        audit.record(event, actor=actor)
        return None
    return posting.post_entry(
        reference=slip.reference,
        on=clock.today(),
        lines=bridged(lines, books.inter_unit_accounts()),
        event=event,
        actor=actor,
        memo=slip.memo,
    ).id
