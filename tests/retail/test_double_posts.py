"""Every money form of the shop, sent twice at the same moment: one entry, one event, one answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from sokoguru.audit.models import Record
from sokoguru.ledger.models import Entry
from sokoguru.payments import queries as payments
from sokoguru.payments.actions import asking
from sokoguru.retail.actions import ordering, ringing, tills
from sokoguru.retail.queries import papers
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import load
from tests.races import at_once
from tests.retail.conftest import PIN, Shop, give_pin, open_shop, put
from tests.retail.test_orders import order
from tests.retail.test_selling import everything_agrees, sell
from tests.savings.conftest import Counter, open_wadiah
from tests.web import BACKEND, browser

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Sent:
    """One form: who sends it to where, what is typed, what it leaves behind once."""

    by: str
    url: str
    typed: dict[str, str]
    event: str
    entries: int


@pytest.fixture
def shop(committed: str) -> Iterator[Shop]:
    lestari = cooperative_named("lestari")
    Cooperative.objects.filter(pk=lestari.pk).update(is_example=True)
    with acting_for(lestari):
        shop = open_shop(load(lestari))
        open_wadiah(shop.cast)
        Counter(shop.cast).deposit("Siti", 200_000)
        give_pin(shop.cast, "Siti")
    yield shop
    with acting_for(lestari):
        everything_agrees()


def sit_down(shop: Shop) -> None:
    wulan = shop.cast.actor("wulan")
    tills.open_shift(till="K1", opening_float=100_000, request_key="buka", actor=wulan)


def fill(shop: Shop, *, member: bool = False) -> None:
    """A basket of Rp26.000 (members) or Rp28.000 on the counter, in an open shift."""
    sit_down(shop)
    key = f"kasir:{shop.cast.actor('wulan').id}"
    put(key, (shop.rice, 2_000))
    if member:
        ringing.carts.name_member(key=key, member=shop.cast.member("Siti"))


def exact(shop: Shop) -> Sent:
    fill(shop)
    return Sent("wulan", "/kasir/bayar/pas/", {"seen_total": "28000"}, "retail.SaleRung", 1)


def cash(shop: Shop) -> Sent:
    fill(shop)
    typed = {"seen_total": "28000", "given": "50.000"}
    return Sent("wulan", "/kasir/bayar/tunai/", typed, "retail.SaleRung", 1)


def savings(shop: Shop) -> Sent:
    fill(shop, member=True)
    typed = {"seen_total": "26000", "pin": PIN}
    return Sent("wulan", "/kasir/bayar/simpanan/", typed, "retail.SaleRung", 1)


def qris(shop: Shop) -> Sent:
    fill(shop)
    key = str(uuid4())
    ringing.ask_qris(request_key=key, actor=shop.cast.actor("wulan"))
    typed = {"request_key": key, "langkah": "masuk"}
    return Sent("wulan", "/kasir/bayar/qris/", typed, "retail.SaleRung", 2)


def opening(shop: Shop) -> Sent:
    typed = {"till": "K1", "opening_float": "100.000"}
    return Sent("wulan", "/kasir/buka/", typed, "retail.ShiftOpened", 1)


def closing(shop: Shop) -> Sent:
    sit_down(shop)
    typed = {"counted": "99.000", "langkah": "catat"}
    return Sent("wulan", "/kasir/tutup/", typed, "retail.ShiftClosed", 1)


def returned(shop: Shop) -> Sent:
    sit_down(shop)
    sale = sell(shop, (shop.rice, 2_000))
    line = papers.sale_lines(sale.pk)[0]
    typed = {f"line_{line.pk}": "1", "langkah": "catat"}
    return Sent("wulan", f"/kasir/retur/{sale.number}/", typed, "retail.GoodsReturned", 1)


def checkout(shop: Shop) -> Sent:
    put(f"login:{shop.cast.as_member('Siti').id}", (shop.rice, 2_000))
    typed = {"seen_total": "26000", "tender": "simpanan", "pin": PIN}
    return Sent("Siti", "/toko/bayar/", typed, "retail.OrderPaid", 1)


def confirmed(shop: Shop) -> Sent:
    number = order(shop, (shop.sugar, 1_000), tender="qris").number
    return Sent("wulan", f"/meja/pesanan/{number}/terbayar/", {}, "retail.OrderPaid", 2)


def cancelled(shop: Shop) -> Sent:
    number = order(shop, (shop.rice, 1_000)).number
    url = f"/saya/pesanan/{number}/batal/"
    return Sent("Siti", url, {"reason": ""}, "retail.OrderCancelled", 1)


def paid_back(shop: Shop) -> Sent:
    sit_down(shop)
    number = order(shop, (shop.sugar, 1_000), tender="qris").number
    ordering.confirm_payment(number=number, actor=shop.cast.actor("wulan"))
    ordering.cancel(number=number, reason="", actor=shop.cast.actor("wulan"))
    url = f"/meja/pesanan/{number}/kembalikan/"
    return Sent("wulan", url, {}, "payments.PaymentPaidBack", 1)


def handed_over(shop: Shop) -> Sent:
    number = order(shop, (shop.rice, 1_000)).number
    return Sent("wulan", f"/meja/pesanan/{number}/serah/", {}, "retail.OrderHandedOver", 0)


def matched(shop: Shop) -> Sent:
    number = order(shop, (shop.sugar, 1_000), tender="qris").number
    asking.confirm(reference=number, actor=shop.cast.actor("wulan"))
    typed = {
        "requests": str(payments.request(number).pk),
        "bank_reference": "BSI-1",
        "on": "24/11/2026",
        "received": "29.790",
        "langkah": "catat",
    }
    return Sent("hasan", "/meja/pembayaran/cocokkan/", typed, "payments.PaymentsMatched", 1)


FORMS: list[Callable[[Shop], Sent]] = [
    *(exact, cash, savings, qris, opening, closing, returned),
    *(checkout, confirmed, cancelled, paid_back, handed_over, matched),
]


def sent_by_two(shop: Shop, sent: Sent) -> list[Any]:
    """The answers to one body that two browsers send at the same moment."""
    typed = {"request_key": str(uuid4()), **sent.typed}

    def send() -> Any:
        client = browser(raise_request_exception=False)
        client.force_login(shop.cast.users[sent.by], backend=BACKEND)
        return client.post(sent.url, typed)

    return at_once([send] * 2)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_sent_twice_has_one_effect(shop: Shop, form: Callable[[Shop], Sent]) -> None:
    def standing() -> tuple[int, int]:
        with acting_for(shop.cast.cooperative):
            return Entry.objects.count(), Record.objects.filter(name=sent.event).count()

    with acting_for(shop.cast.cooperative):
        sent = form(shop)
    entries, events = standing()
    answers = sent_by_two(shop, sent)
    assert standing() == (entries + sent.entries, events + 1)
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer["Location"] for answer in answers}) == 1
