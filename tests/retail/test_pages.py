"""The pages of the shop, the till and the desk, as a browser asks for them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.members.actions import people
from sokoguru.members.rules.consents import NAME_ON_GOODS
from sokoguru.payments import queries as payments
from sokoguru.payments.actions import asking
from sokoguru.payments.models import GatewayNotice, QrisAccount
from sokoguru.retail.models import Order, Sale, SaleLine, Shift
from sokoguru.retail.queries import offers
from sokoguru.retail.views.visitors import COOKIE
from tests.payments.test_actions import KEY, NAME, NMID, STATIC, notice
from tests.retail.conftest import PIN, Shop
from tests.retail.test_orders import order as place
from tests.retail.test_orders import saver  # noqa: F401  (a fixture)
from tests.retail.test_selling import everything_agrees, sell
from tests.web import BACKEND, browser


@pytest.fixture
def example(shop: Shop) -> Shop:
    type(shop.cast.cooperative).objects.update(is_example=True)
    return shop


def as_person(shop: Shop, name: str) -> Any:
    client = browser()
    client.force_login(shop.cast.users[name], backend=BACKEND)
    return client


def key() -> str:
    return str(uuid4())


def said(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("&quot;", '"').replace("&#x27;", "'").split())


# The web shop ------------------------------------------------------------------------------------


def test_a_visitor_sees_both_prices_and_fills_a_cart(example: Shop) -> None:
    visitor = browser()
    shelf = said(visitor.get("/toko/"))
    assert "Beras pandan Rp14.000 anggota Rp13.000" in shelf
    assert "Sisa 100 kg" in shelf
    put = visitor.post("/toko/keranjang/", {"product": example.rice.pk, "quantity": "1,5"})
    assert (put.status_code, put["Location"]) == (303, "/toko/keranjang/")
    assert COOKIE in visitor.cookies
    assert "Total Rp21.000" in said(visitor.get("/toko/keranjang/"))
    changed = visitor.post("/toko/keranjang/jumlah/", {"product": example.rice.pk, "quantity": "2"})
    assert changed.status_code == 303
    assert "Total Rp28.000" in said(visitor.get("/toko/keranjang/"))
    visitor.post("/toko/keranjang/jumlah/", {"product": example.rice.pk, "quantity": "0"})
    assert "Keranjang masih kosong" in said(visitor.get("/toko/keranjang/"))


def test_a_goods_card_names_its_maker_as_far_as_the_maker_agreed(example: Shop) -> None:
    wati = example.cast.member("Wati").pk
    for given, expected in (
        (None, "dari Sukamaju"),
        (True, "dari Wati"),
        (False, "dari Sukamaju"),
    ):
        if given is not None:
            people.consent(member_id=wati, purpose=NAME_ON_GOODS, given=given, actor=SYSTEM)
        shelf, home = said(browser().get("/toko/")), said(browser().get("/"))
        for page in (shelf, home):
            assert expected in page
            assert ("Wati" in page) == bool(given)
        assert len(re.findall("dari [A-Z]", shelf)) == 1, "nobody is named for bought goods"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"product": "x", "quantity": "1"}, 422),
        ({"product": "1", "quantity": "1"}, 404),
        ({"product": "99999999999999999999", "quantity": "1"}, 422),
        ({"product": "RICE", "quantity": "satu"}, 422),
        ({"product": "RICE", "quantity": "\x00"}, 422),
        ({"product": "RICE", "quantity": "0"}, 422),
        ({}, 422),
    ],
)
def test_an_odd_cart_is_refused_in_words(example: Shop, typed: dict[str, str], status: int) -> None:
    told = {name: value.replace("RICE", str(example.rice.pk)) for name, value in typed.items()}
    answer = browser().post("/toko/keranjang/", told)
    assert answer.status_code == status
    assert browser().get("/toko/?cari=%00%ff").status_code == 200


def test_a_tampered_cookie_is_an_empty_cart(example: Shop) -> None:
    visitor = browser()
    visitor.cookies[COOKIE] = "tamu:1:abc"
    assert "Keranjang masih kosong" in said(visitor.get("/toko/keranjang/"))


def test_a_member_pays_from_savings_and_sees_what_happens_next(saver: Shop) -> None:  # noqa: F811
    type(saver.cast.cooperative).objects.update(is_example=True)
    visitor = browser()
    visitor.post("/toko/keranjang/", {"product": saver.rice.pk, "quantity": "2"})
    visitor.force_login(saver.cast.users["Siti"], backend=BACKEND)
    assert "dipindahkan ke keranjang Anda" in said(visitor.get("/toko/bayar/"))
    assert visitor.post("/toko/bayar/")["Location"] == "/toko/bayar/"
    page = said(visitor.get("/toko/bayar/"))
    assert "Total hemat Rp2.000 sebagai anggota Rp26.000 dua puluh enam ribu rupiah" in page
    form = {"request_key": key(), "seen_total": "26000", "tender": "simpanan", "pin": "111111"}
    wrong = visitor.post("/toko/bayar/", form)
    assert wrong.status_code == 403
    assert Order.objects.count() == 0
    visitor.cookies["soko_src"] = "7k2m94bq"
    for _ in range(2):
        answer = visitor.post("/toko/bayar/", {**form, "pin": PIN})
        assert answer.status_code == 303
    placed = Order.objects.get()
    assert (answer["Location"], placed.came_by) == (f"/saya/pesanan/{placed.number}/", "7k2m94bq")
    seen = said(visitor.get(answer["Location"]))
    assert "Lunas, sedang disiapkan" in seen
    assert "Barang disiapkan" in seen
    assert placed.number in said(visitor.get("/saya/pesanan/"))
    stranger = as_person(saver, "Budi")
    assert stranger.get(answer["Location"]).status_code == 404


def test_a_changed_price_is_told_before_money_moves(saver: Shop) -> None:  # noqa: F811
    client = as_person(saver, "Siti")
    client.post("/toko/keranjang/", {"product": saver.rice.pk, "quantity": "1"})
    form = {"request_key": key(), "seen_total": "12000", "tender": "simpanan", "pin": PIN}
    answer = client.post("/toko/bayar/", form)
    assert answer.status_code == 409
    assert "Totalnya berubah dari Rp12.000 menjadi Rp13.000" in said(answer)


def test_a_qris_order_shows_its_code_and_the_cashier_confirms(example: Shop) -> None:
    placed = place(example, (example.sugar, 1_000), tender="qris")
    member = as_person(example, "Siti")
    page = member.get(f"/saya/pesanan/{placed.number}/")
    assert "Bayar dengan QRIS" in said(page)
    assert b"<svg" in page.content
    wulan = as_person(example, "wulan")
    assert placed.number in said(wulan.get("/meja/pesanan/?keadaan=bayar"))
    assert "Sudah masuk Rp30.000?" in said(wulan.get(f"/meja/pesanan/{placed.number}/"))
    steps = ("terbayar", "terbayar", "siap", "serah")
    for step in steps:
        url = f"/meja/pesanan/{placed.number}/{step}/"
        answer = wulan.post(url, {"request_key": key()})
        assert answer.status_code == 303, said(answer)
    assert Order.objects.get().state == "handed_over"
    assert "Barang sudah di tangan Anda" in said(member.get(f"/saya/pesanan/{placed.number}/"))
    late = wulan.post(f"/meja/pesanan/{placed.number}/batal/", {"request_key": key()})
    assert late.status_code == 409
    everything_agrees()


def test_a_member_cancels_and_is_paid_back_at_the_counter(example: Shop, shift: Shift) -> None:
    placed = place(example, (example.sugar, 1_000), tender="qris")
    wulan, siti = as_person(example, "wulan"), as_person(example, "Siti")
    wulan.post(f"/meja/pesanan/{placed.number}/terbayar/", {"request_key": key()})
    url = f"/saya/pesanan/{placed.number}/batal/"
    assert "Barang kembali ke rak" in said(siti.get(url))
    assert siti.post(url, {"request_key": key(), "reason": "salah pilih"}).status_code == 303
    assert "Rp30.000 menunggu Anda di kasir" in said(siti.get(f"/saya/pesanan/{placed.number}/"))
    assert "Rp30.000 harus kembali" in said(wulan.get(f"/meja/pesanan/{placed.number}/"))
    paid = wulan.post(f"/meja/pesanan/{placed.number}/kembalikan/", {"request_key": key()})
    assert paid.status_code == 303
    assert (example.balance(Role.ORDER_ADVANCE), example.drawer()) == (0, 70_000)


# The till ----------------------------------------------------------------------------------------


def test_a_cashier_opens_sells_with_change_takes_back_and_closes(example: Shop) -> None:
    wulan = as_person(example, "wulan")
    assert wulan.get("/kasir/")["Location"] == "/kasir/buka/"
    opened = wulan.post(
        "/kasir/buka/", {"request_key": key(), "till": "K1", "opening_float": "100.000"}
    )
    assert opened["Location"] == "/kasir/"
    assert wulan.get("/kasir/buka/")["Location"] == "/kasir/"
    assert wulan.post("/kasir/pindai/", {"text": "8991234567891"}).status_code == 303
    assert wulan.post("/kasir/pindai/", {"text": "0,5*aren"}).status_code == 303
    assert wulan.post("/kasir/anggota/", {"number": "1"}).status_code == 303
    page = said(wulan.get("/kasir/"))
    assert "Total 2 barang Rp28.000" in page
    assert "Harga anggota, hemat Rp1.000" in page
    short = wulan.post(
        "/kasir/bayar/tunai/", {"request_key": key(), "seen_total": "28000", "given": "20.000"}
    )
    assert (short.status_code, Sale.objects.count()) == (422, 0)
    form = {"request_key": key(), "seen_total": "28000", "given": "50.000"}
    for _ in range(2):
        paid = wulan.post("/kasir/bayar/tunai/", form)
        assert (paid.status_code, paid["Location"]) == (303, "/kasir/nota/K1-0001/")
    shown = said(wulan.get("/kasir/nota/K1-0001/"))
    assert "Kembali Rp22.000. Total Rp28.000." in shown
    assert "NOTA TOKO" in said(wulan.get("/kasir/nota/K1-0001/cetak/"))
    take_back(wulan, example)
    assert "K1-0002" in said(wulan.get("/kasir/hari-ini/"))
    close(wulan)
    everything_agrees()


def test_who_sits_at_a_till_is_led_there_and_opens_no_other(example: Shop) -> None:
    wulan = as_person(example, "wulan")
    for turn in range(2):
        form = {"request_key": key(), "till": "K1", "opening_float": "100.000"}
        led = wulan.post("/kasir/buka/", form)
        assert (turn, led.status_code, led["Location"]) == (turn, 303, "/kasir/")
    assert Shift.objects.count() == 1
    assert example.drawer() == 100_000


def take_back(wulan: Any, shop: Shop) -> None:
    found = wulan.get("/kasir/retur/?nota=k1-0001")
    assert found["Location"] == "/kasir/retur/K1-0001/"
    line = SaleLine.objects.get(product=shop.rice)
    typed = {"request_key": key(), f"line_{line.pk}": "0,5"}
    check = wulan.post("/kasir/retur/K1-0001/", typed)
    assert "Kembali kepada pembeli Rp6.500" in said(check)
    for _ in range(2):
        answer = wulan.post("/kasir/retur/K1-0001/", {**typed, "langkah": "catat"})
        assert answer["Location"] == "/kasir/retur/K1-0001/?bukti=K1-0002"
    assert "Rp6.500 kembali kepada pembeli" in said(wulan.get("/kasir/nota/K1-0002/"))
    too_much = {"request_key": key(), f"line_{line.pk}": "0,6"}
    assert wulan.post("/kasir/retur/K1-0001/", too_much).status_code == 422


def close(wulan: Any) -> None:
    blind = said(wulan.get("/kasir/tutup/"))
    assert "Rp121.500" not in blind
    typed = {"request_key": key(), "counted": "121.000"}
    assert "Periksa hitungan laci" in said(wulan.post("/kasir/tutup/", typed))
    for _ in range(2):
        answer = wulan.post("/kasir/tutup/", {**typed, "langkah": "catat"})
        assert answer.status_code == 303
    shown = said(wulan.get(answer["Location"]))
    assert "Kurang Rp500 dari yang seharusnya. Rp121.000 kembali ke kas toko." in shown


def test_exact_cash_is_one_key_and_once(example: Shop, shift: Shift) -> None:
    wulan = as_person(example, "wulan")
    wulan.post("/kasir/pindai/", {"text": "3*BERAS"})
    page = wulan.get("/kasir/").content.decode()
    found = re.search(r'name="request_key" value="([^"]+)"', page)
    assert found
    form = {"request_key": found[1], "seen_total": "42000"}
    answers = [wulan.post("/kasir/bayar/pas/", form) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {"/kasir/nota/K1-0001/"}
    assert Sale.objects.get().total == 42_000


def test_a_name_that_fits_several_goods_asks_which(example: Shop, shift: Shift) -> None:
    wulan = as_person(example, "wulan")
    answer = wulan.post("/kasir/pindai/", {"text": "e"})
    assert 'Beberapa barang cocok dengan "e"' in said(answer)
    assert "Tidak ada yang cocok" in said(wulan.post("/kasir/pindai/", {"text": "zzz"}))
    assert wulan.post("/kasir/pindai/", {"text": ""}).status_code == 422
    assert wulan.post("/kasir/anggota/", {"number": "9999"}).status_code == 404


def test_the_till_sells_by_qris_and_from_savings(saver: Shop, shift: Shift) -> None:  # noqa: F811
    type(saver.cast.cooperative).objects.update(is_example=True)
    wulan = as_person(saver, "wulan")
    wulan.post("/kasir/pindai/", {"text": "BERAS"})
    form = {"request_key": key()}
    assert "Menunggu QRIS" in said(wulan.post("/kasir/bayar/qris/", form))
    for _ in range(2):
        paid = wulan.post("/kasir/bayar/qris/", {**form, "langkah": "masuk"})
        assert paid["Location"] == "/kasir/nota/K1-0001/"
    wulan.post("/kasir/pindai/", {"text": "BERAS"})
    number = saver.cast.member("Siti").number
    wulan.post("/kasir/anggota/", {"number": number})
    typed = {"request_key": key(), "seen_total": "13000", "pin": "111111"}
    assert wulan.post("/kasir/bayar/simpanan/", typed).status_code == 403
    paid = wulan.post("/kasir/bayar/simpanan/", {**typed, "pin": PIN})
    assert paid["Location"] == "/kasir/nota/K1-0002/"
    assert PIN not in wulan.get("/kasir/bayar/simpanan/").content.decode()
    everything_agrees()


# The desk of payments ----------------------------------------------------------------------------


def test_the_treasurer_matches_what_the_cashier_confirmed(example: Shop) -> None:
    placed = place(example, (example.sugar, 1_000), tender="qris")
    asking.confirm(reference=placed.number, actor=example.cast.actor("wulan"))
    hasan = as_person(example, "hasan")
    assert "Belum cocok: Rp30.000" in said(hasan.get("/meja/pembayaran/"))
    asked = payments.request(placed.number)
    typed = {
        "request_key": key(),
        "requests": str(asked.pk),
        "bank_reference": "BSI-77",
        "on": "24/11/2026",
        "received": "29.790",
    }
    check = said(hasan.post("/meja/pembayaran/cocokkan/", typed))
    assert "Biaya QRIS Rp210" in check
    wrong = hasan.post("/meja/pembayaran/cocokkan/", {**typed, "received": "20.000"})
    assert wrong.status_code == 422
    for _ in range(2):
        answer = hasan.post("/meja/pembayaran/cocokkan/", {**typed, "langkah": "catat"})
        assert answer.status_code == 303
    other = {**typed, "received": "30.000", "langkah": "catat"}
    assert hasan.post("/meja/pembayaran/cocokkan/", other).status_code == 409
    assert Entry.objects.filter(reference="cocok:BSI-77").count() == 1
    assert "Rp29.790 masuk rekening" in said(hasan.get("/meja/pembayaran/cocokkan/?bukti=BSI-77"))
    assert as_person(example, "wulan").get("/meja/pembayaran/cocokkan/").status_code == 403


def test_the_chair_enters_the_code_and_the_gateway(example: Shop) -> None:
    ratna = as_person(example, "ratna")
    typed = {"text": STATIC, "nmid": NMID, "merchant_name": NAME}
    assert ratna.post("/meja/pengaturan/qris/", typed).status_code == 303
    wrong = ratna.post("/meja/pengaturan/qris/", {**typed, "nmid": "ID9999999999999"})
    assert (wrong.status_code, QrisAccount.objects.count()) == (422, 1)
    assert "Kode ini milik KOPERASI CONTOH SEJAHTERA" in said(wrong)
    entered = ratna.post("/meja/pengaturan/gerbang/", {"code": "utama", "server_key": KEY})
    assert entered.status_code == 303
    assert KEY not in ratna.get("/meja/pengaturan/gerbang/").content.decode()
    assert as_person(example, "wulan").get("/meja/pengaturan/qris/").status_code == 403


# The gateway -------------------------------------------------------------------------------------


def hook(raw: bytes, account: str = "utama") -> Any:
    client = browser(enforce_csrf_checks=True)
    return client.post(f"/hooks/midtrans/{account}/", data=raw, content_type="application/json")


def test_a_signed_notice_settles_the_order_and_an_unsigned_one_is_kept(example: Shop) -> None:
    placed = place(example, (example.sugar, 1_000), tender="qris")
    asking.set_gateway(code="utama", server_key=KEY, actor=example.cast.actor("ratna"))
    told = {"order_id": placed.number, "gross_amount": "30000.00"}
    forged = hook(notice(key="SB-Mid-server-palsu", **told))
    assert (forged.status_code, forged.json()["problem"]) == (403, "payments.notice_unsigned")
    assert GatewayNotice.objects.get().verdict == "refused"
    assert Order.objects.get().state == "placed"
    for _ in range(2):
        assert hook(notice(**told)).status_code == 200
    assert Order.objects.get().state == "paid"
    assert Sale.objects.count() == 1
    assert hook(notice(**told), "lain").status_code == 404
    assert hook(b"x" * 70_000).status_code == 413
    assert hook(b"").status_code == 422
    everything_agrees()


def test_the_price_goes_to_the_maker_and_the_cooperative(example: Shop) -> None:
    sugar = offers.offer_of(example.sugar, is_member=True)
    assert [share.amount for share in offers.shares_of(sugar)] == [26_400, 3_600]
    rice = offers.offer_of(example.rice, is_member=False)
    assert (rice.price, rice.saved) == (14_000, 1_000)
    assert [share.amount for share in offers.shares_of(rice)] == [10_000, 4_000]


@pytest.mark.parametrize("odd", ["%00", "a%20b", "%F0%9F%98%80", "x" * 300])
def test_odd_proof_numbers_are_not_found(example: Shop, shift: Shift, odd: str) -> None:
    sale = sell(example, (example.rice, 1_000))
    wulan, hasan = as_person(example, "wulan"), as_person(example, "hasan")
    assert wulan.get(f"/kasir/retur/{sale.number}/?bukti={odd}").status_code == 404
    assert wulan.get(f"/kasir/tutup/?bukti={odd}").status_code == 404
    assert wulan.get(f"/kasir/retur/?nota={odd}").status_code in (404, 422)
    assert "belum dicocokkan" in said(hasan.get(f"/meja/pembayaran/cocokkan/?bukti={odd}"))
    assert browser().get(f"/toko/?cari={odd}").status_code == 200


def test_a_receipt_is_found_by_staff_only(example: Shop, shift: Shift) -> None:
    sale = sell(example, (example.rice, 1_000))
    assert as_person(example, "Siti").get(f"/kasir/nota/{sale.number}/").status_code == 403
    assert settings.LOGIN_URL
