"""Intake, settling and *Lapak saya* in a browser, by the person whose job it is."""

from uuid import uuid4

import pytest

from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.stock import queries as stock
from sokoguru.supply import queries
from sokoguru.supply.models import GiveBack, Intake, Settlement
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.stock.test_pages import logged_in, shown
from tests.supply.conftest import Desk
from tests.web import Browser


@pytest.fixture(autouse=True)
def _example(cast: Cast) -> None:
    """Staff of an example do without a second factor on this machine."""
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)


def scale(desk: Desk, **more: object) -> dict[str, object]:
    """TV-36 as it is typed."""
    return {
        "product_id": desk.barn.sugar.pk,
        "kind": "purchase",
        "gross": "1.250,5",
        "tare": "12,5",
        "deduction_percent": "3",
        "grade": "a",
        "ujrah_percent": "",
        "location_id": desk.barn.shop,
        "harvest_on": "20/11/2026",
        "expires_on": "",
        "certificates": "",
        "request_key": str(uuid4()),
        **more,
    }


def weigh(desk: Desk) -> tuple[Browser, str]:
    return logged_in(desk.cast, "joko"), f"/meja/gudang/terima/?pembuat={desk.wati}"


def test_a_harvest_is_weighed_on_a_phone_and_the_note_printed(desk: Desk) -> None:
    joko, url = weigh(desk)
    found = shown(joko, "/meja/gudang/terima/?cari=wati")
    assert f"?pembuat={desk.wati}" in found
    assert "Rp6.500" in shown(joko, url)
    typed = scale(desk)
    check = joko.post(url, typed).content.decode()
    for words in ("1.238 kg", "1.200,86 kg", "Rp7.805.590", "tujuh juta delapan ratus lima ribu"):
        assert words in check
    assert Intake.objects.count() == 0
    for _ in range(2):
        answer = joko.post(url, {**typed, "langkah": "catat"})
        assert answer.status_code == 303
    note = Intake.objects.get()
    done = shown(joko, answer["Location"])
    assert note.number in done
    assert "NOTA TIMBANG" in done
    paper = shown(joko, f"/meja/gudang/nota/{note.number}/cetak/")
    assert "7.805.590" in paper
    assert shown(joko, f"/meja/gudang/nota/{note.number}/")
    assert "NOTA TIMBANG" in paper


def test_consignment_shows_the_akad_before_it_is_agreed(desk: Desk) -> None:
    joko, url = weigh(desk)
    typed = scale(desk, kind="consignment", gross="10", tare="", ujrah_percent="12", grade="")
    check = joko.post(url, typed).content.decode()
    assert "WAKALAH BIL UJRAH" in check
    assert "DSN-MUI 113/2017" in check
    unread = joko.post(url, {**typed, "langkah": "catat"})
    assert unread.status_code == 422
    assert "Bacakan akadnya dulu" in unread.content.decode()
    assert Intake.objects.count() == 0
    entries = Entry.objects.count()
    answer = joko.post(url, {**typed, "akad_heard": "on", "langkah": "catat"})
    assert answer.status_code == 303
    note = Intake.objects.get()
    assert (note.kind, note.net, str(note.ujrah_percent)) == ("consignment", 10_000, "12.0000")
    assert Entry.objects.count() == entries
    assert "Akad" in shown(joko, f"/meja/gudang/nota/{note.number}/")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"grade": "C"}, "Belum ada harga mutu C"),
        ({"grade": ""}, "Isi dulu mutunya"),
        ({"tare": "1.250,5"}, "Tara 1.250,5 tidak mungkin"),
        ({"kind": "consignment", "ujrah_percent": ""}, "Tulis dulu ujrah"),
        ({"deduction_percent": "100"}, "Potongan dari 0 sampai kurang dari 100"),
        ({"deduction_percent": "1.5"}, "Yang tertulis: 1.5."),
        ({"gross": "1,2345"}, "paling banyak tiga angka"),
        ({"product_id": "999"}, "999"),
        ({"expires_on": "19/11/2026"}, "mendahului tanggal panen"),
    ],
)
def test_what_is_not_in_order_comes_back_with_everything_typed(
    desk: Desk, more: dict[str, object], words: str
) -> None:
    joko, url = weigh(desk)
    answer = joko.post(url, scale(desk, **more))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "20/11/2026" in text or "2026-11-20" in text
    assert Intake.objects.count() == 0


def test_a_maker_is_paid_by_hand_and_the_payment_taken_back(desk: Desk) -> None:
    desk.take_in(desk.consigned())
    desk.sell(4_000)
    hasan = logged_in(desk.cast, "hasan")
    waiting = shown(hasan, "/meja/gudang/lunasi/")
    assert "Rp105.600" in waiting
    url = f"/meja/gudang/lunasi/{desk.wati}/"
    assert "105.600" in shown(hasan, url)
    typed = {"amount": "105.600", "into": "cash", "request_key": str(uuid4())}
    no_savings = hasan.post(url, {**typed, "into": "savings"})
    assert no_savings.status_code == 422
    assert "belum punya simpanan sukarela" in no_savings.content.decode()
    too_much = hasan.post(url, {**typed, "amount": "105.601"})
    assert "Paling banyak Rp105.600" in too_much.content.decode()
    assert "seratus lima ribu enam ratus rupiah" in hasan.post(url, typed).content.decode()
    for _ in range(2):
        answer = hasan.post(url, {**typed, "langkah": "catat"})
        assert answer.status_code == 303
    paper = Settlement.objects.get()
    assert "dibayarkan tunai kepada Wati" in shown(hasan, answer["Location"])
    assert "Tidak ada yang menunggu" in shown(hasan, "/meja/gudang/lunasi/")
    assert "PELUNASAN PEMBUAT" in shown(hasan, f"/meja/gudang/pelunasan/{paper.number}/")
    assert "105.600" in shown(hasan, f"/meja/gudang/pelunasan/{paper.number}/cetak/")
    back = f"/meja/gudang/pelunasan/{paper.number}/balik/"
    reason = {"reason": "salah orang", "request_key": str(uuid4()), "langkah": "catat"}
    assert hasan.post(back, reason).status_code == 403
    desk.second_treasurer()
    ratna = logged_in(desk.cast, "ratna")
    answer = ratna.post(back, reason)
    assert answer.status_code == 303
    assert "dibalik" in shown(ratna, answer["Location"])
    assert queries.owed(desk.wati).consignment == 105_600


def test_unsold_goods_go_back_by_hand(desk: Desk) -> None:
    note = desk.take_in(desk.consigned())
    joko, lot = logged_in(desk.cast, "joko"), stock.lot(note.lot_id)
    url = f"/meja/gudang/kembali/{lot.code}/"
    assert url in shown(joko, f"/meja/gudang/lot/{lot.code}/")
    typed = {
        "location_id": desk.barn.shop,
        "quantity": "4",
        "reason": "tidak laku",
        "request_key": str(uuid4()),
    }
    assert "4 kg" in joko.post(url, typed).content.decode()
    answer = joko.post(url, {**typed, "langkah": "catat"})
    assert "4 kg Gula aren kembali kepada Wati" in shown(joko, answer["Location"])
    assert GiveBack.objects.get().quantity == 4_000
    more = {**typed, "quantity": "7", "request_key": str(uuid4()), "langkah": "catat"}
    assert "Gula aren tinggal 6 kg" in joko.post(url, more).content.decode()


def test_grade_prices_and_purchases_from_outside_by_hand(desk: Desk) -> None:
    joko = logged_in(desk.cast, "joko")
    price = {
        "product_id": desk.barn.coffee.pk,
        "grade": "premium",
        "price": "20.000",
        "since": "24/11/2026",
    }
    assert joko.post("/meja/gudang/harga/", price).status_code == 303
    assert "PREMIUM" in shown(joko, "/meja/gudang/harga/?tersimpan=ya")
    bought = {
        "supplier": "CV Sumber Rasa",
        "product_id": desk.barn.coffee.pk,
        "quantity": "24",
        "amount": "480.000",
        "paid": "tidak",
        "location_id": desk.barn.store,
        "expires_on": "",
        "request_key": str(uuid4()),
    }
    assert "Tempo, utang usaha" in joko.post("/meja/gudang/belanja/", bought).content.decode()
    answer = joko.post("/meja/gudang/belanja/", {**bought, "langkah": "catat"})
    assert "senilai Rp480.000" in shown(joko, answer["Location"])
    half = {**bought, "quantity": "0,5", "request_key": str(uuid4()), "langkah": "catat"}
    assert "dihitung utuh" in joko.post("/meja/gudang/belanja/", half).content.decode()


def test_the_maker_sees_what_was_sold_owed_and_paid(desk: Desk) -> None:
    wati = logged_in(desk.cast, "Wati")
    assert "Lapak Anda masih kosong" in shown(wati, "/saya/lapak/")
    note = desk.take_in(desk.consigned())
    desk.sell(4_000)
    text = shown(wati, "/saya/lapak/")
    for words in ("Rp105.600", "Rp120.000", "Rp14.400", "sisa 6 kg", "terjual 4 kg", "ujrah 12%"):
        assert words in text
    assert desk.balance(Role.CONSIGNMENT_PAYABLE) == 105_600
    assert "WAKALAH BIL UJRAH" in shown(wati, f"/saya/lapak/nota/{note.number}/")
    other = logged_in(desk.cast, "Siti")
    assert other.get(f"/saya/lapak/nota/{note.number}/").status_code == 404
    assert "Rp105.600" not in shown(other, "/saya/lapak/")
    assert other.get("/meja/gudang/terima/").status_code == 403
