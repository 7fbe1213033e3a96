"""The warehouse in a browser: what lies where, goods, labels, moves, counts, and who may."""

from uuid import uuid4

import pytest

from sokoguru.stock import queries
from sokoguru.stock.models import Move, Product
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.stock.conftest import Barn
from tests.web import BACKEND, Browser, browser


@pytest.fixture(autouse=True)
def _example(cast: Cast) -> None:
    """Staff of an example do without a second factor on this machine."""
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)


def logged_in(cast: Cast, name: str) -> Browser:
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


def shown(client: Browser, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status_code}"
    return answer.content.decode()


def test_the_empty_barn_says_what_to_do(barn: Barn) -> None:
    text = shown(logged_in(barn.cast, "joko"), "/meja/gudang/")
    assert "Lumbung masih kosong" in text
    assert "/meja/gudang/terima/" in text
    assert "/meja/gudang/lunasi/" not in text
    reader = shown(logged_in(barn.cast, "umar"), "/meja/gudang/")
    assert "Terima barang" not in reader


def test_the_board_shows_value_lots_and_makers(barn: Barn) -> None:
    own = barn.own(barn.sugar, 12_500, 250_000, name="a")
    titip = barn.consigned(barn.sugar, 5_000, name="k")
    text = shown(logged_in(barn.cast, "joko"), "/meja/gudang/")
    for words in ("Rp250.000", own.code, titip.code, "Wati (titipan)", "12,5 kg"):
        assert words in text
    other = shown(logged_in(barn.cast, "joko"), f"/meja/gudang/?tempat={barn.store}&cari=gula")
    assert own.code not in other
    assert "Tidak ada yang cocok" in other


def test_a_good_is_entered_and_its_prices_change_by_hand(barn: Barn) -> None:
    joko = logged_in(barn.cast, "joko")
    typed = {
        "name": "Madu hutan",
        "sku": "madu-250",
        "unit": "pcs",
        "price_member": "45.000",
        "price_public": "50.000",
        "barcode": "",
        "description": "Dari lereng utara.",
    }
    wrong = joko.post("/meja/gudang/barang/baru/", {**typed, "price_public": "40.000"})
    assert wrong.status_code == 422
    assert "lebih rendah dari harga anggota" in wrong.content.decode()
    assert "Dari lereng utara." in wrong.content.decode()
    twin = joko.post("/meja/gudang/barang/baru/", {**typed, "barcode": "8991234567892"})
    assert "Angka terakhir kode batang tidak cocok" in twin.content.decode()
    answer = joko.post("/meja/gudang/barang/baru/", typed)
    assert answer.status_code == 303
    madu = Product.objects.get(sku="MADU-250")
    card = f"/meja/gudang/barang/{madu.pk}/"
    saved = joko.post(f"{card}harga/", {"price_member": "46.000", "price_public": "51.000"})
    assert saved["Location"] == f"{card}?tersimpan=prices#prices"
    assert "46.000" in shown(joko, f"{card}?tersimpan=prices")
    assert joko.post(f"{card}kode/", {"buatkan": "1", "barcode": ""}).status_code == 303
    assert "2000000000015" in shown(joko, card)
    words = {"name": "Madu hutan", "description": "Habis.", "active": ""}
    assert joko.post(f"{card}kata/", words).status_code == 303
    assert "Tidak dijual" in shown(joko, "/meja/gudang/barang/?cari=madu")


def test_a_label_names_the_lot_and_nothing_of_a_person(barn: Barn) -> None:
    lot = barn.consigned(barn.sugar, 5_000, name="k")
    joko = logged_in(barn.cast, "joko")
    text = shown(joko, f"/meja/gudang/lot/{lot.code}/label/?jumlah=2")
    assert text.count('class="label"') == 2
    assert lot.code in text
    assert "Sukamaju" in text
    assert "Wati" not in text
    card = shown(joko, f"/meja/gudang/lot/{lot.code.lower()}/")
    assert f"http://lestari.localhost/jejak/{lot.code}/" in card or "Kode QR jejak lot" in card
    assert "Akad titip jual lot ini" in card
    for odd in ("0", "999", "x", "-1", "9" * 50):
        assert joko.get(f"/meja/gudang/lot/{lot.code}/label/?jumlah={odd}").status_code == 200


def test_goods_move_once_however_often_the_form_is_sent(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 100_000, name="a", at=barn.store)
    joko, url = logged_in(barn.cast, "joko"), f"/meja/gudang/lot/{lot.code}/pindah/"
    typed = {
        "source_id": barn.store,
        "target_id": barn.shop,
        "quantity": "1,5",
        "memo": "isi rak",
        "request_key": str(uuid4()),
    }
    check = joko.post(url, typed)
    assert "1,5 kg" in check.content.decode()
    assert Move.objects.filter(slip__kind="move").count() == 0
    for _ in range(2):
        answer = joko.post(url, {**typed, "langkah": "catat"})
        assert answer.status_code == 303
    assert barn.stock(lot) == (1_500, 50_000, 0)
    assert "pindah dari Gudang ke Toko" in shown(joko, answer["Location"])
    much = joko.post(
        url, {**typed, "quantity": "9", "request_key": str(uuid4()), "langkah": "catat"}
    )
    assert much.status_code == 409
    assert "Gula aren tinggal 1,5 kg" in much.content.decode()


def test_a_blind_count_tells_the_difference_afterwards(barn: Barn) -> None:
    sugar = barn.own(barn.sugar, 3_000, 90_000, name="a")
    coffee = barn.own(barn.coffee, 7_000, 140_000, name="b")
    joko = logged_in(barn.cast, "joko")
    url = f"/meja/gudang/hitung/?tempat={barn.shop}"
    form = shown(joko, url)
    assert "3 kg" not in form
    key = str(uuid4())
    typed = {f"hitung_{sugar.pk}": "2", f"hitung_{coffee.pk}": "", "memo": "", "request_key": key}
    check = joko.post(url, typed)
    assert "2 kg" in check.content.decode()
    done = joko.post(url, {**typed, "langkah": "catat"})
    assert done.status_code == 303
    assert "kurang Rp30.000, lebih Rp0" in shown(joko, done["Location"])
    assert barn.stock(sugar) == (2_000, 60_000, 0)
    assert barn.stock(coffee) == (7_000, 140_000, 0)
    nothing = joko.post(url, {"memo": "", "request_key": str(uuid4()), "langkah": "catat"})
    assert nothing.status_code == 422
    assert "Belum ada yang diisi" in nothing.content.decode()


def test_who_only_reads_changes_nothing(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 100_000, name="a")
    umar = logged_in(barn.cast, "umar")
    assert umar.get(f"/meja/gudang/lot/{lot.code}/").status_code == 200
    for url in (
        f"/meja/gudang/lot/{lot.code}/pindah/",
        "/meja/gudang/hitung/",
        "/meja/gudang/barang/baru/",
    ):
        assert umar.get(url).status_code == 403
    prices = {"price_member": "1", "price_public": "1"}
    assert umar.post(f"/meja/gudang/barang/{barn.sugar.pk}/harga/", prices).status_code == 403
    assert queries.product(barn.sugar.pk).price_member == 28_000
    member = logged_in(barn.cast, "Siti")
    assert member.get("/meja/gudang/").status_code == 403
    assert browser().get("/meja/gudang/").status_code == 302
    assert umar.get("/meja/gudang/lot/tidak-ada/").status_code == 404
    assert umar.get("/meja/gudang/barang/999999/").status_code == 404


def test_moves_are_listed_with_their_kind(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 100_000, name="a")
    text = shown(logged_in(barn.cast, "joko"), "/meja/gudang/mutasi/")
    for words in ("Masuk", lot.code, "Pemasok", "Rp100.000", "Joko"):
        assert words in text


def test_a_move_of_a_members_goods_names_the_member_and_no_supplier(barn: Barn) -> None:
    lot = barn.consigned(barn.sugar, 3_000, name="titip")
    joko = logged_in(barn.cast, "joko")
    for path in ("/meja/gudang/mutasi/", f"/meja/gudang/lot/{lot.code}/"):
        text = shown(joko, path)
        assert '<td role="cell" data-l="Dari">Wati</td>' in text
        assert "Pemasok" not in text
