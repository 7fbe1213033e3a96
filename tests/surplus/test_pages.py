"""The treasurer's and the member's pages of SHU."""

import re
from datetime import date

import pytest
from django.test import Client

from sokoguru.kernel import clock
from sokoguru.ledger.models import Entry
from sokoguru.members.models import Member
from sokoguru.surplus.actions import proposing
from sokoguru.surplus.models import Policy, Proposal, YearClosing
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.surplus.year import AFTER, earn, profit_before_tax, set_policy
from tests.web import BACKEND, browser


@pytest.fixture
def example(cast: Cast) -> Cast:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    return cast


def as_(cast: Cast, name: str) -> Client:
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def key_of(html: str) -> str:
    found = re.search(r'name="request_key" value="([^"]+)"', html)
    assert found is not None
    return found[1]


TOLD = {
    "since": "2026-01-01",
    "legal_basis": "ART pasal 40",
    "cadangan": "27,5",
    "jasa_modal": "30",
    "jasa_usaha": "40",
    "dana_sosial": "2,5",
    "capital_base": "akhir_tahun",
    "tax_scheme": "umum",
}


def test_percentages_are_entered_with_a_comma_and_are_exactly_100(example: Cast) -> None:
    hasan = as_(example, "hasan")
    assert "Ketentuan belum ada" in text(hasan.get("/meja/shu/"))
    off = hasan.post("/meja/shu/ketentuan/", {**TOLD, "dana_sosial": "7,5"})
    assert off.status_code == 422
    assert "harus tepat 100; yang tertulis 105" in text(off)
    assert 'value="7,5"' in text(off)
    odd = hasan.post("/meja/shu/ketentuan/", {**TOLD, "cadangan": "27.5"})
    assert odd.status_code == 422
    assert "dengan koma" in text(odd)
    none = hasan.post("/meja/shu/ketentuan/", {**TOLD, "cadangan": "", "jasa_usaha": "67,5"})
    assert none.status_code == 303  # no reserve beyond the remainders: exactly 100 still
    kept = hasan.post("/meja/shu/ketentuan/", TOLD)
    assert kept.status_code == 303
    assert Policy.objects.count() == 2
    assert "27,5%" in text(hasan.get("/meja/shu/"))
    assert 'value="27,5"' in text(hasan.get("/meja/shu/ketentuan/"))


def test_the_year_is_closed_and_proposed_by_hand(example: Cast) -> None:
    set_policy({"cadangan": 30, "jasa_modal": 30, "jasa_usaha": 40})
    earn(profit_before_tax(9_000_000))
    hasan = as_(example, "hasan")
    with clock.frozen(AFTER):
        form = {"request_key": key_of(text(hasan.get("/meja/shu/2026/tutup/")))}
        check = text(hasan.post("/meja/shu/2026/tutup/", form))
        assert "Rp9.000.000" in check
        assert YearClosing.objects.count() == 0
        entries = Entry.objects.count()
        done = hasan.post("/meja/shu/2026/tutup/", {**form, "langkah": "catat"})
        hasan.post("/meja/shu/2026/tutup/", {**form, "langkah": "catat"})
        assert done.status_code == 303
        assert Entry.objects.count() == entries + 3  # tax, head office, shop
        assert "Tahun buku ditutup" in text(hasan.get(done["Location"]))
        desk = text(hasan.get("/meja/shu/"))
        assert "Susun usul pembagian" in desk
        made = hasan.post("/meja/shu/2026/usul/", {"request_key": key_of(desk)})
        assert made.status_code == 303
        proposal = Proposal.objects.get()
        shown = text(hasan.get("/meja/shu/"))
        assert proposal.digest in shown
        assert "9 anggota menerima Rp2.700.000" in shown


def test_a_running_year_is_not_closed(example: Cast) -> None:
    set_policy({"cadangan": 100})
    hasan = as_(example, "hasan")
    form = {"request_key": key_of(text(hasan.get("/meja/shu/2026/tutup/"))), "langkah": "catat"}
    refused = hasan.post("/meja/shu/2026/tutup/", form)
    assert refused.status_code == 422
    assert "baru berakhir 31 Desember 2026" in text(refused)
    assert hasan.get("/meja/shu/1/tutup/").status_code == 404
    assert YearClosing.objects.count() == 0


def test_no_year_before_the_books_began_is_offered_to_be_closed(example: Cast) -> None:
    set_policy({"cadangan": 100})
    hasan = as_(example, "hasan")
    first = text(hasan.get("/meja/shu/"))
    assert "Tahun buku pertama ditutup setelah 31 Desember 2026" in first
    assert "/tutup/" not in first
    with clock.frozen(AFTER):
        later = text(hasan.get("/meja/shu/"))
    assert "/meja/shu/2026/tutup/" in later
    assert "Tahun buku pertama" not in later


def test_a_member_sees_how_the_shu_grows_and_where_it_will_go(example: Cast) -> None:
    siti = as_(example, "Siti")
    assert "Belum ada perkiraan" in text(siti.get("/saya/shu/"))
    set_policy({"cadangan": 30, "jasa_modal": 30, "jasa_usaha": 40})
    earn(profit_before_tax(9_000_000))
    proposing.estimate()
    shown = text(siti.get("/saya/shu/"))
    assert "Rp300.000" in shown
    assert "bukan janji" in shown
    assert "(masih perkiraan)" in shown
    changed = siti.post("/saya/shu/penyaluran/", {"shu_to_savings": "ya"})
    assert changed.status_code == 303
    assert Member.objects.get(pk=example.member("Siti").pk).shu_to_savings
    assert "Pilihan tersimpan." in text(siti.get(changed["Location"]))
    assert "masuk ke simpanan sukarela" in text(siti.get("/saya/simpanan/"))
    for odd in ({}, {"shu_to_savings": "x"}, {"shu_to_savings": ""}):
        assert siti.post("/saya/shu/penyaluran/", odd).status_code == 422
    assert Member.objects.get(pk=example.member("Siti").pk).shu_to_savings
    assert siti.get("/saya/shu/2026/usaha/").status_code == 200
    assert siti.get("/saya/shu/1/usaha/").status_code == 404
    assert siti.get("/saya/shu/2026/").status_code == 404


def test_who_has_no_business_there_is_refused(example: Cast) -> None:
    for name in ("deni", "Siti"):
        assert as_(example, name).get("/meja/shu/").status_code == 403
    umar = as_(example, "umar")
    assert umar.get("/meja/shu/").status_code == 200
    for path in ("/meja/shu/ketentuan/", "/meja/shu/2026/tutup/", "/meja/shu/2026/usul/"):
        assert umar.post(path).status_code == 403
    assert Policy.objects.filter(since=date(2026, 1, 1)).count() == 0
