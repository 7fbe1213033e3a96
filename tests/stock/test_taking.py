"""Promises, goods that go to buyers and come back: lots, quantity and cost exactly."""

from datetime import date, timedelta

import pytest

from sokoguru.kernel import clock
from sokoguru.kernel.quantity import QuantityOutOfRange
from sokoguru.kernel.refs import SYSTEM
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.rules import Role, credit, debit
from sokoguru.stock import errors, queries
from sokoguru.stock.actions import goods, reserving, taking
from sokoguru.stock.events import GoodsReceived
from sokoguru.stock.invariants import consigned_goods_are_accounted_for
from sokoguru.stock.models import Move, Reservation, Slip, StockBalance
from sokoguru.stock.queries import sales
from sokoguru.stock.rules.acts import SoldLot, Taken
from sokoguru.stock.rules.consignment import split_return, split_sale
from sokoguru.stock.rules.lots import Pick
from tests.stock.conftest import Barn
from tests.stock.test_moving import whole

SOON, LATE = date(2026, 12, 1), date(2027, 3, 1)


def post_cost(taken: Taken, *, back: bool = False) -> int:
    """What a seller's entry does with the cost of goods."""
    cogs = books.account(unit="toko", role=Role.COGS_MEMBER)
    dr, cr = (taken.inventory, cogs) if back else (cogs, taken.inventory)
    return posting.post_entry(
        reference=taken.reference,
        on=clock.today(),
        lines=[debit(dr, taken.cost), credit(cr, taken.cost)],
        event=GoodsReceived(lot_id=0, location_id=0, quantity=0, value=0),
        actor=SYSTEM,
    ).id


def reserve(barn: Barn, quantity: int, reference: str = "R-1", minutes: int = 30) -> object:
    return reserving.reserve(
        reference=reference,
        demands=[(barn.sugar.pk, quantity)],
        location_id=barn.shop,
        expires_at=clock.now() + timedelta(minutes=minutes),
    )


def test_what_expires_first_goes_out_first(barn: Barn) -> None:
    late = barn.own(barn.sugar, 5_000, 100_000, name="a", expires_on=LATE)
    soon = barn.own(barn.sugar, 2_000, 40_000, name="b", expires_on=SOON)
    barn.own(barn.sugar, 9_000, 1_000, name="c", expires_on=date(2026, 11, 23))
    found = reserve(barn, 3_000)
    assert found.lots == (Pick(late.pk, 1_000), Pick(soon.pk, 2_000))
    assert barn.stock(soon) == (2_000, 40_000, 2_000)
    assert queries.available(barn.sugar.pk, location_id=barn.shop) == 4_000
    shelf = queries.shelf(barn.shop)
    assert [(row.product.name, row.available) for row in shelf] == [
        ("Gula aren", 4_000),
        ("Kopi robusta 250 g", 0),
    ]
    whole()


def test_the_same_good_asked_twice_is_one_demand(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 60_000, name="a")
    reserving.reserve(
        reference="R-1",
        demands=[(barn.sugar.pk, 1_000), (barn.sugar.pk, 2_000)],
        location_id=barn.shop,
    )
    assert barn.stock(lot) == (3_000, 60_000, 3_000)


def test_a_promise_is_made_once_and_other_words_are_refused(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 60_000, name="a")
    assert not reserve(barn, 1_000).replayed
    assert reserve(barn, 1_000).replayed
    with pytest.raises(errors.ReferenceReused):
        reserve(barn, 2_000)
    assert barn.stock(lot) == (3_000, 60_000, 1_000)


def test_too_much_is_refused_with_what_is_left_and_nothing_changed(barn: Barn) -> None:
    sugar = barn.own(barn.sugar, 3_000, 60_000, name="a")
    coffee = barn.own(barn.coffee, 2_000, 40_000, name="b")
    reserve(barn, 1_000)
    with pytest.raises(errors.Short) as refused:
        reserving.reserve(
            reference="R-2",
            demands=[(barn.coffee.pk, 2_000), (barn.sugar.pk, 2_001)],
            location_id=barn.shop,
        )
    assert refused.value.facts["available"] == 2_000
    assert refused.value.facts["name"] == "Gula aren"
    assert barn.stock(sugar) == (3_000, 60_000, 1_000)
    assert barn.stock(coffee) == (2_000, 40_000, 0)
    assert Reservation.objects.count() == 1


def test_odd_demands_are_refused(barn: Barn) -> None:
    barn.own(barn.coffee, 2_000, 40_000, name="b")
    for demands, refusal in (
        ([], errors.NothingMoves),
        ([(barn.coffee.pk, 500)], errors.NotWhole),
        ([(barn.coffee.pk, 0)], QuantityOutOfRange),
        ([(barn.coffee.pk, -1_000)], QuantityOutOfRange),
        ([(1, 1_000)], NotFound),
    ):
        with pytest.raises(refusal):
            reserving.reserve(reference="R-1", demands=demands, location_id=barn.shop)
    goods.describe(
        product_id=barn.coffee.pk, name="Kopi", description="", active=False, actor=barn.joko
    )
    with pytest.raises(errors.NotForSale):
        reserving.reserve(reference="R-1", demands=[(barn.coffee.pk, 1_000)], location_id=barn.shop)


def test_a_released_promise_is_free_again_and_stays_released(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 60_000, name="a")
    reserve(barn, 3_000)
    assert reserving.release(reference="R-1")
    assert not reserving.release(reference="R-1")
    assert not reserving.release(reference="R-tidak-ada")
    assert barn.stock(lot) == (3_000, 60_000, 0)
    with pytest.raises(errors.NothingReserved) as refused:
        reserve(barn, 3_000)
    assert refused.value.facts["state"] == "released"
    with pytest.raises(errors.NothingReserved):
        taking.take(reference="R-1", actor=barn.cast.actor("wulan"))
    assert (Slip.objects.count(), barn.stock(lot)) == (1, (3_000, 60_000, 0))
    whole()


def test_promises_past_their_time_are_let_go_and_others_stay(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 60_000, name="a")
    reserve(barn, 1_000, "R-1", minutes=10)
    reserve(barn, 500, "R-2", minutes=20)
    with clock.frozen(clock.now() + timedelta(minutes=10)):
        assert reserving.release_next_expired()
        assert not reserving.release_next_expired()
    assert barn.stock(lot) == (3_000, 60_000, 500)
    states = dict(Reservation.objects.values_list("reference", "state"))
    assert states == {"R-1": "expired", "R-2": "placed"}
    whole()


def test_taking_what_was_promised_costs_the_moving_average(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 60_000, name="a")
    barn.receive(lot, 1_000, 30_000, name="a2")
    reserve(barn, 1_500)
    taken = taking.take(reference="R-1", actor=barn.cast.actor("wulan"))
    assert [(each.lot_id, each.quantity, each.cost) for each in taken.lots] == [
        (lot.pk, 1_500, 33_750)
    ]
    assert (taken.cost, taken.missing, taken.replayed) == (33_750, (), False)
    post_cost(taken)
    assert barn.stock(lot) == (2_500, 56_250, 0)
    assert barn.inventory() == 56_250
    again = taking.take(reference="R-1", actor=barn.cast.actor("wulan"))
    assert (again.lots, again.replayed) == (taken.lots, True)
    assert Move.objects.filter(slip__kind="take").count() == 1
    whole()


def test_the_till_takes_without_a_promise(barn: Barn) -> None:
    lot = barn.own(barn.coffee, 3_000, 60_000, name="a")
    reserving.reserve(reference="R-1", demands=[(barn.coffee.pk, 1_000)], location_id=barn.shop)
    wulan = barn.cast.actor("wulan")
    ask = {"demands": [(barn.coffee.pk, 2_000)], "location_id": barn.shop, "actor": wulan}
    taken = taking.take(reference="J-1", **ask)
    assert (taken.cost, barn.stock(lot)) == (40_000, (1_000, 20_000, 1_000))
    assert taking.take(reference="J-1", **ask).replayed
    with pytest.raises(errors.Short):
        taking.take(
            reference="J-2",
            demands=[(barn.coffee.pk, 1_000)],
            location_id=barn.shop,
            actor=wulan,
        )
    with pytest.raises(errors.ReferenceReused):
        taking.take(reference="J-1", demands=[(barn.coffee.pk, 1_000)], actor=wulan)
    assert not Slip.objects.filter(reference="J-2").exists()


def test_a_sale_that_has_happened_takes_what_is_there_and_says_what_is_missing(barn: Barn) -> None:
    old = barn.own(barn.sugar, 1_000, 20_000, name="a", expires_on=date(2026, 11, 1))
    new = barn.own(barn.sugar, 1_000, 30_000, name="b")
    wulan = barn.cast.actor("wulan")
    ask = {
        "demands": [(barn.sugar.pk, 2_500)],
        "location_id": barn.shop,
        "whatever_is_there": True,
        "actor": wulan,
    }
    for replayed in (False, True):
        taken = taking.take(reference="J-1", **ask)
        assert {(each.lot_id, each.cost) for each in taken.lots} == {
            (old.pk, 20_000),
            (new.pk, 30_000),
        }
        assert taken.missing == ((barn.sugar.pk, 500),)
        assert taken.replayed is replayed
    for replayed in (False, True):
        nothing = taking.take(reference="J-2", **ask)
        assert (nothing.lots, nothing.missing) == ((), ((barn.sugar.pk, 2_500),))
        assert nothing.replayed is replayed


def test_goods_come_back_at_what_they_cost_and_not_more_than_went(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 100_000, name="a")
    wulan = barn.cast.actor("wulan")
    taken = taking.take(
        reference="J-1", demands=[(barn.sugar.pk, 2_000)], location_id=barn.shop, actor=wulan
    )
    post_cost(taken)
    assert taken.cost == 66_667
    barn.receive(lot, 1_000, 90_000, name="mahal")

    def back(reference: str, quantity: int) -> Taken:
        found = taking.put_back(
            reference=reference,
            sold_reference="J-1",
            goods=[(lot.pk, quantity)],
            actor=wulan,
        )
        if not found.replayed:
            post_cost(found, back=True)
        return found

    assert back("K-1", 1_000).cost == 33_334
    assert back("K-1", 1_000).replayed
    with pytest.raises(errors.MoreThanTaken) as refused:
        back("K-2", 1_001)
    assert refused.value.facts == {"quantity": 1_001, "taken": 1_000}
    assert back("K-2", 1_000).cost == 33_333
    assert barn.stock(lot) == (4_000, 190_000, 0)
    with pytest.raises(NotFound):
        taking.put_back(reference="K-3", sold_reference="J-9", goods=[(lot.pk, 1_000)], actor=wulan)
    whole()


def test_a_consigned_sale_is_parted_and_its_return_is_the_mirror(barn: Barn) -> None:
    """TV-54: 10 kg at 30.000, ujrah 12 %; 4 kg sold, 1 kg comes back; stock value 0 throughout."""
    lot = barn.consigned(barn.sugar, 10_000, name="k")
    wulan = barn.cast.actor("wulan")
    taken = taking.take(
        reference="J-1", demands=[(barn.sugar.pk, 4_000)], location_id=barn.shop, actor=wulan
    )
    (mine,) = taken.lots
    assert (mine.cost, mine.owner_member_id) == (0, barn.cast.member("Wati").pk)
    sold = split_sale(120_000, ujrah_percent=mine.ujrah_rate)
    assert (sold.owed, sold.ujrah) == (105_600, 14_400)

    def note(reference: str, sale: SoldLot) -> None:
        taking.note_sales(reference=reference, entry_id=1, on=clock.today(), sales=[sale])

    assert consigned_goods_are_accounted_for().broken == [f"lot {lot.pk}: keluar 4000, terjual 0"]
    for _ in range(2):
        note("J-1", SoldLot(lot.pk, 4_000, sold.total, sold.owed, sold.ujrah))
    taking.put_back(reference="K-1", sold_reference="J-1", goods=[(lot.pk, 1_000)], actor=wulan)
    back = split_return(
        sold, sold_quantity=4_000, back_before=sold - sold, back_quantity=0, quantity=1_000
    )
    note("K-1", SoldLot(lot.pk, -1_000, -back.total, -back.owed, -back.ujrah))
    assert sales.sold_of_lots([lot.pk]) == {lot.pk: (3_000, 90_000, 79_200)}
    assert sales.owed_by_sales() == {barn.cast.member("Wati").pk: 79_200}
    assert StockBalance.objects.get(lot=lot).value == 0
    assert (barn.stock(lot), barn.inventory()) == ((7_000, 0, 0), 0)
    assert [row.total for row in sales.sales_of_maker(barn.cast.member("Wati").pk)] == [
        -30_000,
        120_000,
    ]
    whole()
