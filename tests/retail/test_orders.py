"""Orders of the web shop: set aside, paid, cancelled, expired, handed over."""

from datetime import timedelta

import pytest

from sokoguru.audit.actions import deliver_next
from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted, PinWrong
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.ledger.errors import BelowFloor
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.members.models import Participation
from sokoguru.payments import queries as payments
from sokoguru.payments.actions import asking
from sokoguru.payments.errors import OwnOrder
from sokoguru.project.wiring import STEPS
from sokoguru.retail.actions import ordering, returning, ringing, tills
from sokoguru.retail.errors import (
    CartEmpty,
    MembersOnly,
    OrderMoved,
    PriceMoved,
    TenderUnfit,
)
from sokoguru.retail.models import Order, OrderPick, Sale, Shift
from sokoguru.retail.queries import baskets, ordered, papers
from sokoguru.savings.errors import Overdrawn
from sokoguru.stock.actions import reserving
from sokoguru.stock.errors import Short
from sokoguru.stock.models import Product
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import load
from tests.conftest import NOON
from tests.retail.conftest import PIN, Shop, give_pin, open_shop, put
from tests.retail.test_selling import everything_agrees, lines_of
from tests.savings.conftest import Counter, open_wadiah

KEY = "login:siti"


@pytest.fixture
def saver(shop: Shop) -> Shop:
    """Siti has Rp200.000 in Tabungan wadiah and a PIN."""
    open_wadiah(shop.cast)
    Counter(shop.cast).deposit("Siti", 200_000)
    give_pin(shop.cast, "Siti")
    return shop


def order(
    shop: Shop,
    *wanted: tuple[Product, int],
    tender: str = "simpanan",
    pin: str = PIN,
    key: str = "k-1",
    seen: int | None = None,
    came_by: str = "",
) -> Order:
    put(KEY, *wanted)
    return ordering.place_order(
        member_id=shop.siti,
        cart_key=KEY,
        tender=tender,
        proof={"pin": pin},
        request_key=key,
        seen_total=seen,
        came_by=came_by,
        actor=shop.cast.as_member("Siti"),
    )


def test_an_order_paid_from_savings_crosses_the_units_and_counts_once(saver: Shop) -> None:
    """TV-55."""
    Product.objects.filter(pk=saver.rice.pk).update(price_member=12_500)
    placed = order(saver, (saver.rice, 4_000), came_by="7k2m94bq")
    assert (placed.state, placed.total, placed.came_by) == ("paid", 50_000, "7k2m94bq")
    assert placed.sale is not None
    assert lines_of(placed.sale) == {
        "uspps savings.sukarela": 50_000,
        "uspps rk.toko": -50_000,
        "toko rk.uspps": 50_000,
        "toko sales.member member": -50_000,
        "toko cogs.member member": 40_000,
        "toko inventory": -40_000,
    }
    assert list(Participation.objects.values_list("member_id", "amount")) == [(saver.siti, 50_000)]
    assert Counter(saver.cast).has("Siti") == 150_000
    told = {row.name: row.body for row in Record.objects.filter(name__startswith="retail.Order")}
    assert told["retail.OrderPaid"] == told["retail.OrderPlaced"] == {
        "order_id": placed.pk, "member_id": saver.siti, "amount": 50_000, "came_by": "7k2m94bq",
    }  # fmt: skip
    everything_agrees()


def test_prices_and_lots_are_frozen_in_the_order(saver: Shop) -> None:
    placed = order(saver, (saver.rice, 2_000), (saver.sugar, 500))
    Product.objects.update(price_member=1, price_public=1)
    frozen = [(line.name, line.price, line.amount) for line in ordered.order_lines(placed)]
    assert frozen == [("Beras pandan", 13_000, 26_000), ("Gula aren semut", 30_000, 15_000)]
    assert dict(OrderPick.objects.values_list("lot_id", "quantity")) == {
        saver.rice_lot.pk: 2_000,
        saver.sugar_lot.pk: 500,
    }


def test_a_retried_order_is_one_order(saver: Shop) -> None:
    first = order(saver, (saver.rice, 1_000))
    again = order(saver, (saver.rice, 3_000))
    assert (first.pk, Order.objects.count(), Sale.objects.count()) == (again.pk, 1, 1)
    assert saver.left(saver.rice) == 99_000


def test_a_refused_order_sets_nothing_aside(saver: Shop) -> None:
    entries = Entry.objects.count()
    with pytest.raises(PinWrong):
        order(saver, (saver.rice, 1_000), pin="111111")
    with pytest.raises(Overdrawn):
        order(saver, (saver.rice, 49_000))
    with pytest.raises(Short):
        order(saver, (saver.rice, 51_000), tender="qris")
    with pytest.raises(PriceMoved):
        order(saver, seen=1)
    with pytest.raises(TenderUnfit):
        order(saver, tender="tunai")
    assert (Order.objects.count(), Entry.objects.count()) == (0, entries)
    assert saver.left(saver.rice) == 100_000


def test_an_empty_cart_and_somebody_who_is_no_full_member_are_refused(saver: Shop) -> None:
    with pytest.raises(CartEmpty):
        order(saver)
    siti = saver.cast.member("Siti")
    type(siti).objects.filter(pk=siti.pk).update(state="calon")
    with pytest.raises(MembersOnly):
        order(saver, (saver.rice, 1_000))


# QRIS --------------------------------------------------------------------------------------------


def test_a_qris_order_waits_and_a_cashier_confirms_it(shop: Shop) -> None:
    placed = order(shop, (shop.sugar, 1_000), tender="qris")
    assert (placed.state, shop.left(shop.sugar), Sale.objects.count()) == ("placed", 9_000, 0)
    asked = payments.request(placed.number)
    assert (asked.amount, asked.state) == (30_000, "waiting")
    for _ in range(2):
        paid = ordering.confirm_payment(number=placed.number, actor=shop.cast.actor("wulan"))
    assert paid.state == "paid"
    assert paid.sale is not None
    assert lines_of(paid.sale) == {
        "toko order.advance": 30_000,
        "toko consignment.payable": -26_400,
        "toko ujrah member": -3_600,
    }
    assert (shop.balance(Role.QRIS_CLEARING), shop.balance(Role.ORDER_ADVANCE)) == (30_000, 0)
    assert Participation.objects.get().amount == 30_000
    assert payments.unmatched_total() == 30_000
    everything_agrees()


def test_nobody_confirms_an_own_order_and_a_teller_none(shop: Shop) -> None:
    placed = order(shop, (shop.sugar, 1_000), tender="qris")
    siti = shop.cast.as_member("Siti")
    with pytest.raises(ActNotGranted):
        ordering.confirm_payment(number=placed.number, actor=siti)
    with pytest.raises(ActNotGranted):
        ordering.confirm_payment(number=placed.number, actor=shop.cast.actor("deni"))
    wulan = shop.cast.actor("wulan")
    same_person = ActorRef("staff", wulan.id, wulan.name, siti.person_id)
    with pytest.raises(OwnOrder):
        ordering.confirm_payment(number=placed.number, actor=same_person)
    assert ordered.order(placed.number).state == "placed"


def test_a_confirmed_payment_settles_its_order_by_the_event(shop: Shop) -> None:
    placed = order(shop, (shop.sugar, 1_000), tender="qris")
    asking.confirm(reference=placed.number, actor=SYSTEM, how="gerbang")
    assert ordered.order(placed.number).state == "placed"
    for _ in range(2):
        ordering.settle(number=placed.number, actor=SYSTEM)
    assert ordered.order(placed.number).state == "paid"
    assert Sale.objects.count() == 1
    assert ordering.settle(number="P-TIDAK-ADA", actor=SYSTEM) is None


def test_an_unpaid_order_ends_and_late_money_is_paid_back(shop: Shop, shift: Shift) -> None:
    placed = order(shop, (shop.sugar, 1_000), tender="qris")
    assert not ordering.expire_order(number=placed.number)
    with clock.frozen(NOON + timedelta(minutes=31)):
        assert ordering.expire_order(number=placed.number)
        assert not ordering.expire_order(number=placed.number)
        assert (ordered.order(placed.number).state, shop.left(shop.sugar)) == ("expired", 10_000)
        ordering.confirm_payment(number=placed.number, actor=shop.cast.actor("wulan"))
    assert (ordered.order(placed.number).state, shop.balance(Role.ORDER_ADVANCE)) == (
        "expired",
        30_000,
    )
    paid_back = [
        ordering.pay_back(number=placed.number, actor=shop.cast.actor("wulan")) for _ in range(2)
    ]
    assert (paid_back, shop.drawer(), shop.balance(Role.ORDER_ADVANCE)) == ([30_000, 0], 70_000, 0)
    everything_agrees()


def test_an_order_whose_goods_are_gone_ends_and_the_money_stands(shop: Shop) -> None:
    placed = order(shop, (shop.sugar, 10_000), tender="qris")
    reserving.release(reference=placed.reference)
    ended = ordering.confirm_payment(number=placed.number, actor=shop.cast.actor("wulan"))
    assert (ended.state, ended.reason) == ("expired", "stock.nothing_reserved")
    assert (shop.balance(Role.ORDER_ADVANCE), Sale.objects.count()) == (300_000, 0)
    everything_agrees()


# After payment -----------------------------------------------------------------------------------


def test_a_paid_order_is_cancelled_to_the_rupiah(saver: Shop) -> None:
    placed = order(saver, (saver.rice, 1_000), (saver.sugar, 1_000), came_by="tautan1")
    for _ in range(2):
        ended = ordering.cancel(
            number=placed.number, reason="salah pilih", actor=saver.cast.as_member("Siti")
        )
    assert ended.state == "cancelled"
    assert Counter(saver.cast).has("Siti") == 200_000
    assert (saver.left(saver.rice), saver.left(saver.sugar)) == (100_000, 10_000)
    assert (saver.owed_to_wati(), saver.inventory()) == (0, 1_000_000)
    assert sum(Participation.objects.values_list("amount", flat=True)) == 0
    told = Record.objects.get(name="retail.OrderCancelled").body
    assert (told["refunded"], told["came_by"]) == (43_000, "tautan1")
    everything_agrees()


def test_a_cancelled_qris_order_stands_for_the_buyer_until_paid_back(
    shop: Shop, shift: Shift
) -> None:
    placed = order(shop, (shop.sugar, 1_000), tender="qris")
    ordering.confirm_payment(number=placed.number, actor=shop.cast.actor("wulan"))
    ordering.cancel(number=placed.number, reason="", actor=shop.cast.actor("wulan"))
    assert (shop.balance(Role.ORDER_ADVANCE), shop.owed_to_wati()) == (30_000, 0)
    assert ordering.pay_back(number=placed.number, actor=shop.cast.actor("wulan")) == 30_000
    assert shop.drawer() == 70_000
    everything_agrees()


def test_an_unpaid_order_is_cancelled_and_the_goods_are_free(shop: Shop) -> None:
    placed = order(shop, (shop.sugar, 1_000), tender="qris")
    ordering.cancel(number=placed.number, reason="", actor=shop.cast.as_member("Siti"))
    assert (shop.left(shop.sugar), payments.request(placed.number).state) == (10_000, "expired")


def test_another_member_does_not_cancel_and_nobody_after_the_hand_over(saver: Shop) -> None:
    placed = order(saver, (saver.rice, 1_000))
    with pytest.raises(ActNotGranted):
        ordering.cancel(number=placed.number, reason="", actor=saver.cast.as_member("Budi"))
    wulan = saver.cast.actor("wulan")
    assert ordering.make_ready(number=placed.number, actor=wulan).state == "ready"
    for _ in range(2):
        assert ordering.hand_over(number=placed.number, actor=wulan).state == "handed_over"
    with pytest.raises(OrderMoved):
        ordering.cancel(number=placed.number, reason="", actor=wulan)
    assert Record.objects.filter(name="retail.OrderHandedOver").count() == 1


def test_an_order_is_returned_at_the_till_into_savings(saver: Shop, shift: Shift) -> None:
    placed = order(saver, (saver.rice, 2_000))
    assert placed.sale is not None
    line = papers.sale_lines(placed.sale.pk)[0]
    back = returning.take_back(
        number=placed.number,
        quantities={line.pk: 1_000},
        request_key="r-1",
        actor=saver.cast.actor("wulan"),
    )
    assert (back.number, Counter(saver.cast).has("Siti"), saver.drawer()) == (
        "K1-0001",
        187_000,
        100_000,
    )
    everything_agrees()


# QRIS and savings at the till --------------------------------------------------------------------


def test_qris_at_the_till_is_asked_confirmed_and_used_once(shop: Shop, shift: Shift) -> None:
    wulan = shop.cast.actor("wulan")
    key = baskets.cart_key_of_till(wulan.id)
    put(key, (shop.rice, 1_000))
    asked = ringing.ask_qris(request_key="q-1", actor=wulan)
    assert (asked.amount, asked.state) == (14_000, "waiting")
    for _ in range(2):
        sale = ringing.ring_up_by_qris(request_key="q-1", actor=wulan)
    assert (sale.tender, sale.total, shop.drawer()) == ("qris", 14_000, 100_000)
    assert (shop.balance(Role.QRIS_CLEARING), shop.balance(Role.ORDER_ADVANCE)) == (14_000, 0)
    line = papers.sale_lines(sale.pk)[0]
    returning.take_back(
        number=sale.number, quantities={line.pk: 1_000}, request_key="r-1", actor=wulan
    )
    assert (shop.drawer(), shop.balance(Role.ORDER_ADVANCE)) == (86_000, 0)
    everything_agrees()


def test_a_return_needs_the_money_in_the_drawer(shop: Shop, shift: Shift) -> None:
    wulan = shop.cast.actor("wulan")
    sale = ringing.ring_up(
        wanted=[(shop.rice.pk, 10_000)], tender="tunai", proof={}, request_key="s", actor=wulan
    )
    tills.close_shift(shift_id=shift.pk, counted=240_000, actor=wulan)
    tills.open_shift(till="K1", opening_float=0, request_key="buka-2", actor=wulan)
    line = papers.sale_lines(sale.pk)[0]
    with pytest.raises(BelowFloor):
        returning.take_back(
            number=sale.number, quantities={line.pk: 10_000}, request_key="r", actor=wulan
        )
    assert (Sale.objects.count(), shop.left(shop.rice)) == (1, 90_000)


def test_the_worker_hears_a_payment_and_ends_what_is_due(committed: str) -> None:
    lestari = cooperative_named("lestari")
    with clock.frozen(NOON):
        with acting_for(lestari):
            shop = open_shop(load(lestari))
            paid = order(shop, (shop.sugar, 1_000), tender="qris", key="k-1")
            unpaid = order(shop, (shop.sugar, 2_000), tender="qris", key="k-2")
            asking.confirm(reference=paid.number, actor=SYSTEM, how="gerbang")
        while deliver_next(lestari.cell):
            pass
        with acting_for(lestari):
            assert ordered.order(paid.number).state == "paid"
    with clock.frozen(NOON + timedelta(hours=1)):
        for step in STEPS:
            while step(lestari):
                pass
        with acting_for(lestari):
            assert ordered.order(unpaid.number).state == "expired"
            assert shop.left(shop.sugar) == 9_000
            everything_agrees()
