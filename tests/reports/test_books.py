"""Statements of a small year, per unit and together, from a figure down to its paper."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from sokoguru.audit.rules import name_of
from sokoguru.identity.errors import ActNotGranted, SamePerson
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import closing as sealing
from sokoguru.ledger.actions.posting import post_entry
from sokoguru.ledger.models import Entry, Period
from sokoguru.ledger.rules import Role, credit, debit
from sokoguru.members.events import DuesReceived
from sokoguru.reports import actions, errors, ports
from sokoguru.reports.queries import entries, statements
from sokoguru.surplus.actions import closing
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.surplus.year import AD, AFTER, IN_YEAR, YEAR, Happened, earn, set_policy
from tests.web import BACKEND, browser

NOW = date(2026, 11, 24)
CAPITAL = 9 * 120_000


@pytest.fixture
def year(cast: Cast) -> Cast:
    """The cast's nine members with 120.000 each, and a shop that earned 300.000."""
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    earn(500_000, from_others=100_000, costs=300_000)
    return cast


def as_(cast: Cast, name: str) -> Client:
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_posisi_keuangan_balances_per_unit_and_together(year: Cast) -> None:
    whole = statements.position(on=NOW)
    assert whole.total_assets == CAPITAL + 600_000
    assert statements.total(whole.liabilities) == 300_000
    assert statements.total(whole.equity) == CAPITAL
    assert (whole.running, whole.balanced) == (300_000, True)
    assert not any(row.name.startswith("RK") for row in whole.assets)
    parts = [statements.position(on=NOW, unit=unit) for unit in ("induk", "toko", "uspps")]
    assert all(part.balanced for part in parts)
    assert sum(part.total_claims for part in parts) == whole.total_claims
    assert any(row.name.startswith("RK") for row in parts[0].assets)


def test_hasil_usaha_keeps_members_and_others_apart_before_and_after_the_closing(
    year: Cast,
) -> None:
    span = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    before = statements.outcome(**span)
    assert (before.total_income, before.total_expense, before.after_tax) == (
        600_000,
        300_000,
        300_000,
    )
    assert [(row.member, row.non_member) for row in before.income] == [(500_000, 0), (0, 100_000)]
    set_policy(AD)
    with clock.frozen(AFTER):
        closing.close_year(year=YEAR, actor=SYSTEM)
    after = statements.outcome(**span)
    assert (after.before_tax, after.total_tax, after.after_tax) == (300_000, 33_000, 267_000)
    position = statements.position(on=date(2026, 12, 31))
    assert (position.running, position.balanced) == (0, True)
    assert position.total_equity == CAPITAL + 267_000
    assert statements.outcome(**span, unit="uspps").total_income == 0


def test_neraca_saldo_has_two_equal_sides(year: Cast) -> None:
    shown = statements.trial(on=NOW)
    assert shown.debit == shown.credit > 0
    assert statements.trial(on=date(2025, 12, 31)).rows == ()


def test_every_figure_leads_down_to_its_paper(year: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = {name_of(Happened): lambda _reference, body: f"/struk/{body['amount']}/"}
    monkeypatch.setattr(ports._told, "papers", paper)
    umar = as_(year, "umar")
    page = text(umar.get("/meja/buku/hasil-usaha/?since=2026-01-01&until=2026-12-31"))
    account = re.search(r'href="(/meja/buku/akun/\d+/)">Rp500.000<', page)
    assert account is not None
    statement = text(umar.get(account[1]))
    entry = re.search(r'href="(/meja/buku/jurnal/\d+/)">jual:x:sales.member<', statement)
    assert entry is not None
    shown = text(umar.get(entry[1]))
    assert 'href="/struk/1/"' in shown
    assert "Penjualan kepada anggota" in shown
    assert "Balikkan" not in shown


@pytest.mark.parametrize(
    "path",
    [
        "",
        "posisi/",
        "posisi/?unit=toko&on=24/11/2026",
        "posisi/?bentuk=cetak",
        "hasil-usaha/",
        "hasil-usaha/?unit=uspps",
        "neraca-saldo/",
        "jurnal/",
        "jurnal/?sebelum=abc",
        "bulan/",
        "segel/",
        "segel/?periksa=1",
    ],
)
def test_pengawas_sees_every_page_of_the_books(year: Cast, path: str) -> None:
    assert as_(year, "umar").get(f"/meja/buku/{path}").status_code == 200


def test_bad_input_is_said_beside_its_field(year: Cast) -> None:
    umar = as_(year, "umar")
    for query in ("on=31/02/2026", "unit=entah", "on=01/13/2026"):
        answer = umar.get(f"/meja/buku/posisi/?{query}")
        assert answer.status_code == 422
        assert "Ada masalah" in text(answer)
    turned = umar.get("/meja/buku/hasil-usaha/?since=2026-02-01&until=2026-01-01")
    assert turned.status_code == 422
    assert "lebih awal daripada tanggal mulai" in text(turned)
    assert umar.get("/meja/buku/akun/999999999/").status_code == 404
    assert umar.get("/meja/buku/jurnal/99999999999999999999/").status_code == 404


def test_files_hold_the_figures_and_no_formula(year: Cast) -> None:
    post_entry(
        reference="nakal",
        on=IN_YEAR,
        lines=[
            debit(books.account(unit="induk", role=Role.CASH), 1_000),
            credit(books.account(unit="induk", role=Role.INCOME_OTHER), 1_000),
        ],
        event=Happened(1),
        actor=SYSTEM,
        memo="=cmd|' /C calc'!A0",
    )
    umar = as_(year, "umar")
    position = umar.get("/meja/buku/posisi/?bentuk=csv")
    assert position["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="laporan-posisi-keuangan.csv"' in position["Content-Disposition"]
    assert "Kas toko;Unit toko;600000" in text(position)
    cash = books.account(unit="induk", role=Role.CASH).id
    moves = text(umar.get(f"/meja/buku/akun/{cash}/?bentuk=csv"))
    assert "nakal;'=cmd|' /C calc'!A0;1000;0;1000" in moves


def dues(cast: Cast, reference: str = "titipan:uji") -> Entry:
    """An entry that Deni wrote and that the books may take back."""
    entry = post_entry(
        reference=reference,
        on=NOW,
        lines=[
            debit(books.account(unit="induk", role=Role.CASH), 7_000),
            credit(books.account(unit="induk", role=Role.INCOME_OTHER), 7_000),
        ],
        event=DuesReceived(member_id=1, amount=7_000),
        actor=cast.actor("deni"),
    )
    return Entry.objects.get(pk=entry.id)


def key_of(html: str) -> str:
    found = re.search(r'name="request_key" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def test_an_entry_is_taken_back_with_a_reason_after_a_look(year: Cast) -> None:
    entry = dues(year)
    hasan = as_(year, "hasan")
    path = f"/meja/buku/jurnal/{entry.pk}/balik/"
    form = hasan.get(path)
    told = {"request_key": key_of(text(form)), "reason": "salah ketik jumlah"}
    count = Entry.objects.count()
    check = hasan.post(path, told)
    assert "tujuh ribu rupiah" in text(check)
    assert Entry.objects.count() == count
    first = hasan.post(path, {**told, "langkah": "catat"})
    second = hasan.post(path, {**told, "langkah": "catat"})
    assert (first.status_code, first["Location"]) == (303, second["Location"])
    assert Entry.objects.count() == count + 1
    assert "Bukti dibalik" in text(hasan.get(first["Location"]))
    shown = entries.entry(entry.pk)
    assert shown.reversed_by is not None
    assert "salah ketik jumlah" in str(entries.entry(shown.reversed_by).records[0].body)
    assert "Bukti ini sudah dibalik" in text(hasan.get(f"/meja/buku/jurnal/{entry.pk}/"))


def test_a_reversal_is_refused_and_nothing_changed(year: Cast) -> None:
    entry, sale = dues(year), Entry.objects.get(reference="jual:x:sales.member")
    count = Entry.objects.count()
    ask = {"entry_id": entry.pk, "actor": year.actor("hasan")}
    with pytest.raises(errors.ReasonMissing):
        actions.reverse(**ask, reason="  a  ")
    with pytest.raises(errors.ReversedElsewhere):
        actions.reverse(entry_id=sale.pk, reason="salah barang", actor=year.actor("hasan"))
    with pytest.raises(ActNotGranted):
        actions.reverse(entry_id=entry.pk, reason="salah ketik", actor=year.actor("umar"))
    own = post_entry(
        reference="milik hasan",
        on=NOW,
        lines=[
            debit(books.account(unit="induk", role=Role.CASH), 5),
            credit(books.account(unit="induk", role=Role.INCOME_OTHER), 5),
        ],
        event=DuesReceived(member_id=1, amount=5),
        actor=year.actor("hasan"),
    )
    with pytest.raises(SamePerson):
        actions.reverse(entry_id=own.id, reason="salah ketik", actor=year.actor("hasan"))
    assert Entry.objects.count() == count + 1
    assert as_(year, "umar").get(f"/meja/buku/jurnal/{entry.pk}/balik/").status_code == 403


def test_months_are_closed_in_their_order_by_hand(year: Cast) -> None:
    hasan = as_(year, "hasan")
    with clock.frozen(datetime(2026, 11, 24, tzinfo=UTC)):
        form = text(hasan.get("/meja/buku/bulan/"))
        told = {"request_key": key_of(form), "month": "2026-01-01"}
        assert "Tutup buku Januari 2026" in text(hasan.post("/meja/buku/bulan/", told))
        closed = hasan.post("/meja/buku/bulan/", {**told, "langkah": "catat"})
        assert closed["Location"].endswith("bukti=2026-01-31")
        assert "Buku Januari 2026 ditutup" in text(hasan.get(closed["Location"]))
        for month, words in (
            ("2026-03-01", "Tutup bulan menurut urutannya"),
            ("2026-11-01", "Tutup setelah itu"),
            ("2031-01-01", ""),
        ):
            refused = hasan.post("/meja/buku/bulan/", {**told, "month": month, "langkah": "catat"})
            assert refused.status_code == 422
            assert words in text(refused)
        umar = as_(year, "umar").post("/meja/buku/bulan/", {**told, "month": "2026-02-01"})
        assert "Periksa" not in text(umar)
    assert Period.objects.filter(closed_at__isnull=False).count() == 1


def test_december_is_closed_with_the_year(year: Cast) -> None:
    with clock.frozen(AFTER):
        for month in range(1, 12):
            actions.close_month(on=date(2026, month, 1), actor=year.actor("hasan"))
        with pytest.raises(errors.ClosedWithTheYear):
            actions.close_month(on=date(2026, 12, 1), actor=year.actor("hasan"))
        set_policy(AD)
        closing.close_year(year=YEAR, actor=year.actor("hasan"))
    assert not Period.objects.filter(ends_on__lte=date(2026, 12, 31), closed_at=None).exists()


def test_the_head_of_the_chain_is_shown_and_recounted(year: Cast) -> None:
    umar = as_(year, "umar")
    assert "Segel pertama dibuat otomatis" in text(umar.get("/meja/buku/segel/"))
    sealing.seal_entries()
    page = text(umar.get("/meja/buku/segel/?periksa=1"))
    assert re.search(r'<p class="mono break">[0-9a-f]{64}</p>', page)
    assert "Rantai utuh" in page
