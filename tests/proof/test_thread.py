"""The golden thread by hand: a member's story becomes the SHU in a member's savings, on phones.

One Chromium, everybody's own phone of 360 by 740, no mail client and no token. Each station is
compared to the rupiah with what is worked out here, from the test's own numbers only.
"""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils.html import format_html

from sokoguru.kernel import clock, rupiah
from sokoguru.project.demo import people
from sokoguru.project.demo.people import LESTARI
from sokoguru.project.logins import first_links
from sokoguru.project.processes import Stop
from sokoguru.project.wiring import INVARIANTS
from sokoguru.project.worker import Worker
from sokoguru.savings.actions import counter
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.chromium import launched
from tests.conftest import NOON
from tests.proof import ground
from tests.proof.phones import Phone, Phones
from tests.proof.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PRICE, PUBLIC, TAKEN_IN, UJRAH, BOUGHT = 29_000, 32_500, 10, 12, 3
DEPOSIT, OPENING = 100_000, 150_000
"""What the buyer brings to the counter, and simpanan pokok and wajib of the founding day."""
MEMBERS = len(LESTARI)
ORDER = BOUGHT * PRICE
EARNED = ORDER * UJRAH // 100
OWED = ORDER - EARNED
TAX = EARNED // 1_000 * 1_000 * 11 // 100
SHU = EARNED - TAX
BUSINESS, CAPITAL = SHU * 30 // 100, SHU * 20 // 100 // MEMBERS
CREDITED = BUSINESS + CAPITAL

GOOD, TITLE, PIN = "Gula aren semut 500 g", "Gula yang kembali pulang", "482915"
BODY = (
    "Sebelum ayam berkokok, nira dari sebelas pohon sudah mendidih di dapur.\n\n"
    "Dulu gula itu dibawa tengkulak. Harganya ditentukan di pinggir jalan, dan tidak seorang pun "
    "tahu ke mana perginya. Sejak dititip di toko koperasi, nama kelompoknya tertulis di kemasan, "
    "dan setiap bungkus bisa ditelusuri sampai ke hari penyadapannya.\n\n"
    "Pukul tujuh wajan diangkat. Butir-butir gula dijemur di tampah, dan pagi di lereng baru "
    "benar-benar dimulai. Siapa yang membeli sebungkus, membeli juga pagi itu.\n\n"
    "Saya tidak menghitung untung dari satu bungkus. Saya menghitung siapa yang kembali membeli."
)
PRESENT = ("Ratna", "Hasan", "Yuli", "Deni", "Joko", "Sari", "Bayu", "Tuti", "Siti", "Imas")
"""More than half of the members by one: as few as a quorum needs."""
assert len(PRESENT) == MEMBERS // 2 + 1


def rp(amount: int) -> str:
    """``Rp1.234``."""
    return "Rp" + f"{amount:,}".replace(",", ".")


@dataclass
class Thread:
    """The village's phones, and its clock, which goes on by itself."""

    phones: Phones
    started: float = field(default_factory=time.monotonic)
    link: str = ""
    room: str = ""

    def of(self, first_name: str) -> Phone:
        return self.phones.of(first_name)


def aside(act: Callable[[], Any]) -> Any:
    """In a thread of its own: the browser's loop runs in this one, and Django asks for none."""

    def run() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def now() -> datetime:
    """Noon of the founding day, and as many seconds as passed."""
    return NOON + timedelta(seconds=time.monotonic() - STARTED)


STARTED = time.monotonic()


def work() -> None:
    """The worker's round: what waits is delivered, what is due is done."""
    with clock.frozen(now()):
        worker = Worker("cell_001", Stop())
        while worker.go_round():
            pass


def greet(port: int) -> Any:
    with clock.frozen(now()):
        return [link for link in first_links(port=port) if "//localhost:" in link.url]


@pytest.fixture
def thread() -> Iterator[Thread]:
    with ground.cloned(ground.ONE_CELL, people), served(now, dressed=True) as port:
        links = aside(lambda: greet(port))
        with launched() as browser:
            yield Thread(Phones(browser, f"http://localhost:{port}", links))


def test_a_members_story_becomes_a_members_shu_on_a_phone(thread: Thread) -> None:
    goods(thread)
    story(thread)
    post(thread)
    savings(thread)
    order(thread)
    aside(work)
    participation(thread)
    books(thread)
    invitation(thread)
    meeting(thread)
    distribution(thread)
    assert thread.phones.all_that_was_wrong() == []
    assert aside(broken) == {}


def a_rupiah_short(planted: pytest.MonkeyPatch) -> None:
    """The books take one rupiah less than came over the counter."""
    lines = counter.rules.deposit_lines
    planted.setattr(
        counter.rules, "deposit_lines", lambda drawer, leaf, amount, between: lines(
            drawer, leaf, amount - 1, between
        )
    )  # fmt: skip


def amounts_that_never_end(planted: pytest.MonkeyPatch) -> None:
    """An amount is never broken over two lines, and this one is wider than the phone."""
    written = rupiah.format_rupiah
    planted.setattr(rupiah, "format_rupiah", lambda amount: written(amount) + "\u00a0" * 120)


def amounts_in_ink_of_their_own(planted: pytest.MonkeyPatch) -> None:
    """A style in the page, which the policy forbids."""
    written = rupiah.format_rupiah
    red = "<i style='color:red'>{}</i>"
    planted.setattr(rupiah, "format_rupiah", lambda amount: format_html(red, written(amount)))


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (a_rupiah_short, f"no 'Simpanan Anda {rp(OPENING + DEPOSIT)}' in"),
        (amounts_that_never_end, r"/saya/ is \d+ px wider than the phone"),
        (amounts_in_ink_of_their_own, "Content Security Policy"),
    ],
    ids=["figure", "width", "console"],
)
def test_a_mistake_stops_the_walk_at_the_savings(
    thread: Thread, monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None], found: str,
) -> None:  # fmt: skip
    plant(monkeypatch)
    with pytest.raises(AssertionError, match=found):
        savings(thread)


def broken() -> dict[str, list[str]]:
    """What ``soko check`` would complain of."""
    with clock.frozen(now()), acting_for(cooperative_named("lestari")):
        found = [invariant() for invariant in INVARIANTS]
    return {each.name: each.broken for each in found if each.broken}


def goods(thread: Thread) -> None:
    """The warehouse enters a product and takes in the maker's pieces, the akad read aloud."""
    joko = thread.of("Joko")
    joko.must_say(f"Anggota {MEMBERS}").has_no_barrier()
    joko.open("/meja/gudang/barang/baru/").fill(
        name=GOOD, sku="GULA-500", price_member=str(PRICE), price_public=f"Rp {PUBLIC}",
        barcode="8991234567891",
    ).pick("buah").press("Daftarkan barang", then=GOOD)  # fmt: skip
    joko.open("/meja/gudang/terima/?cari=Wati").follow("Wati Suryani")
    joko.fill(product_id=f"{GOOD} (pcs)", gross=str(TAKEN_IN), ujrah_percent=str(UJRAH))
    joko.pick("Titip jual", "Toko").press("Periksa dulu")
    joko.must_say(f"Ujrah koperasi {UJRAH}% dari harga", rp(PRICE), rp(PUBLIC)).has_no_barrier()
    joko.pick("Akad sudah dibacakan, dan pembuat setuju").press(
        "Terima titipan", twice=True, then="Barang diterima"
    )
    stall = thread.of("Wati").open("/saya/lapak/")
    stall.must_say("Belum dibayarkan kepada Anda Rp0", f"sisa {TAKEN_IN} pcs")


def story(thread: Thread) -> None:
    """A member writes, an editor edits, another approves and publishes."""
    siti, sari, bayu = thread.of("Siti"), thread.of("Sari"), thread.of("Bayu")
    siti.open("/saya/tulis/baru/").has_no_barrier().pick("Esai")
    siti.fill(title=TITLE, body=BODY, bio="Penyadap aren di Sukamaju.")
    siti.press("Kirim ke redaksi", twice=True, then=TITLE)
    siti.must_say("Tulisan Anda terkirim ke editor.")
    sari.open("/meja/warta/").must_say("Masuk (1)").follow(TITLE).press("Ambil dan sunting")
    desk = sari.path
    sari.fill(summary="Nira pagi dari sebelas pohon.", good_1=GOOD).press("Simpan naskah")
    sari.must_say("Tersimpan.").press("Minta diperiksa")
    bayu.open(desk).follow("Pratinjau").must_say(TITLE, "Siti Aminah", GOOD)
    bayu.open(desk).press("Setujui naskah ini")
    bayu.press("Terbitkan").follow("Lihat di situs")
    bayu.must_say("Penulis Siti Aminah", "Editor Sari Rahayu", GOOD, rp(PRICE)).has_no_barrier()


def post(thread: Thread) -> None:
    """The media officer makes a post and carries it; its link brings a reader to the story."""
    tuti, imas = thread.of("Tuti"), thread.of("Imas")
    tuti.open("/meja/siaran/baru/").fill(article=TITLE, product=GOOD).press("Buat konsep")
    tuti.must_say("Semua tautan membuka").press("Periksa siaran")
    tuti.must_say(TITLE, rp(PUBLIC), rp(PRICE)).has_no_barrier().press("Setujui dan kirim")
    shared = tuti.main.locator("a[href^='https://wa.me/']").get_attribute("href")
    found = re.search(r"%2Fl%2F(\w+)", shared or "")
    assert found
    thread.link = f"/l/{found[1]}"
    tuti.press("Sudah dikirim").must_say("WhatsApp Terkirim")
    imas.open(thread.link).must_say(TITLE)


def savings(thread: Thread) -> None:
    """The reader brings money to the counter and chooses a PIN."""
    deni, imas = thread.of("Deni"), thread.of("Imas")
    deni.open("/meja/loket/?cari=Imas").has_no_barrier().fill(amount=f"Rp {DEPOSIT}")
    deni.press("Periksa dulu").must_say(f"Setor tunai + {rp(DEPOSIT)}", "seratus ribu rupiah")
    deni.press("Catat setoran", twice=True, then="Setoran tercatat").must_say(rp(DEPOSIT))
    imas.open("/saya/pin/").fill(new=PIN, again=PIN).press("Simpan PIN")
    imas.open("/saya/").must_say(f"Simpanan Anda {rp(OPENING + DEPOSIT)}").has_no_barrier()


def order(thread: Thread) -> None:
    """The story leads on to the good, into the cart, to the till, to a paid order."""
    imas = thread.of("Imas").open(thread.link).follow(GOOD)
    imas.must_say(rp(PRICE), f"Sisa {TAKEN_IN} pcs").has_no_barrier()
    imas.fill(quantity=str(BOUGHT)).press("Masukkan keranjang").must_say(rp(ORDER))
    imas.follow("Ke pembayaran").has_no_barrier()
    imas.pick("Simpanan sukarela").fill(pin=PIN)
    imas.press("Pesan dan bayar", twice=True, then="Pesanan").must_say("Lunas", rp(ORDER))
    imas.has_no_barrier().open("/toko/keranjang/").must_say("Keranjang masih kosong")
    imas.open("/saya/simpanan/").must_say(f"Yang bisa diambil {rp(DEPOSIT - ORDER)}")
    assert imas.words.count(f"− {rp(ORDER)}") == 1
    imas.has_no_barrier()


def participation(thread: Thread) -> None:
    """Each sees a share of the one sale: buyer, maker, media officer, treasurer."""
    imas, wati, tuti, hasan = (thread.of(name) for name in ("Imas", "Wati", "Tuti", "Hasan"))
    imas.open("/saya/shu/").must_say(
        f"bukan janji {rp(CREDITED)}", f"Belanja dan usaha Anda {rp(ORDER)} tahun 2026"
    )
    wati.open("/saya/lapak/").must_say(f"Belum dibayarkan kepada Anda {rp(OWED)}")
    wati.must_say(f"sisa {TAKEN_IN - BOUGHT} pcs · terjual {BOUGHT} pcs").has_no_barrier()
    tuti.open("/meja/siaran/").follow(TITLE).must_say(
        "Klik orang 1", "Pesanan 1", f"Penjualan {rp(ORDER)}", f"Ujrah koperasi {rp(EARNED)}"
    )
    hasan.open("/meja/buku/hasil-usaha/").must_say(f"Hasil usaha sebelum pajak {rp(EARNED)}")
    hasan.open("/meja/buku/jurnal/").follow("Penjualan").must_say(rp(EARNED), rp(OWED), rp(ORDER))


def later(thread: Thread, days: int, day: str) -> None:
    """The chair moves the example's clock on."""
    thread.of("Ratna").open("/meja/contoh/jam/").fill(days=str(days)).press("Majukan jam")
    thread.of("Ratna").must_say(day)


def books(thread: Thread) -> None:
    """The year is closed, its SHU taxed, its division proposed by the articles."""
    later(thread, 40, "3 Januari 2027")
    hasan = thread.of("Hasan").open("/meja/shu/2026/tutup/").press("Periksa dulu")
    hasan.must_say(f"Pajak penghasilan {rp(TAX)}", f"SHU setelah pajak {rp(SHU)}")
    hasan.press("Tutup tahun buku", then="ditutup").open("/meja/shu/")
    hasan.press("Susun usul pembagian").must_say(
        f"Jasa usaha anggota 30% {rp(BUSINESS)}", f"SHU 2026 100% {rp(SHU)}"
    )
    hasan.must_say(
        f"{MEMBERS} anggota menerima {rp(BUSINESS + CAPITAL * MEMBERS)} bersama-sama."
    ).has_no_barrier()


def invitation(thread: Thread) -> None:
    """The report lies open for a month; then the members are invited, two weeks ahead."""
    ratna = thread.of("Ratna").open("/meja/rapat/laporan/2026/")
    ratna.fill(words="Tahun pertama berjalan baik.")
    ratna.pick("Ratna Wulandari", "Hasan Basri", "Yuli Astuti").press("Buka bagi anggota")
    thread.of("Imas").open("/rapat/laporan/2026/").must_say(f"SHU setelah pajak {rp(SHU)}")
    later(thread, 32, "4 Februari 2027")
    ratna.open("/meja/rapat/undang/2026/").fill(
        held_on="2027-02-20", starts_at="09:00", place="Balai desa"
    )
    ratna.press("Periksa undangan").press("Undang anggota", twice=True, then="Anggota diundang")
    thread.room = ratna.follow("Ke rapat ini").path
    later(thread, 16, "20 Februari 2027")


def meeting(thread: Thread) -> None:
    """They come, they are enough, they vote on the report and on the division, one voice each."""
    ratna = thread.of("Ratna")
    for name in PRESENT:
        thread.of(name).open("/saya/rapat/").press("Saya hadir")
    ratna.open(thread.room).must_say(
        "Kuorum tercapai", f"{len(PRESENT)} dari {MEMBERS} anggota hadir. Perlu {len(PRESENT)}."
    )
    ratna.press("Buka rapat")
    for _question in range(2):
        ratna.open(thread.room).press("Buka suara")
        for name in PRESENT:
            voter = thread.of(name).open("/saya/rapat/").pick("Setuju")
            voter.press("Lanjut, periksa pilihan")
            voter.press("Kirim suara", twice=True, then="Suara Anda terhitung")
        ratna.open(thread.room).press("Tutup dan hitung")
        ratna.must_say(f"Diterima, {len(PRESENT)} setuju")
    assert ratna.words.count(f"Diterima, {len(PRESENT)} setuju") == 2
    ratna.has_no_barrier().fill(secretary="Yuli Astuti")
    ratna.press("Tutup rapat dan buat berita acara").must_say("sah mengambil keputusan")
    ratna.open(thread.room)


def distribution(thread: Thread) -> None:
    """Only now the SHU is divided: it stands in the savings, and everybody can read why."""
    ratna, imas, deni = thread.of("Ratna"), thread.of("Imas"), thread.of("Deni")
    imas.open("/saya/simpanan/").must_say(f"Yang bisa diambil {rp(DEPOSIT - ORDER)}")
    ratna.follow("Bagikan SHU").press("Periksa dulu").has_no_barrier()
    ratna.must_say(f"SHU 2026 {rp(SHU)}", f"Setuju {len(PRESENT)}")
    ratna.press("Bagikan SHU", twice=True, then="SHU dibagikan")
    ratna.must_say(f"{MEMBERS} anggota menerima SHU tahun 2026.")
    imas.open("/saya/simpanan/").must_say(
        f"+ {rp(CREDITED)} masuk saldo {rp(DEPOSIT - ORDER + CREDITED)}"
    )
    imas.open("/saya/shu/").must_say(rp(BUSINESS), rp(CAPITAL), "Masuk simpanan")
    imas.has_no_barrier()
    deni.open("/saya/simpanan/").must_say(f"+ {rp(CAPITAL)} masuk saldo {rp(CAPITAL)}")
