"""The meeting in a browser: from the report to every member's slip, by hand."""

import re
from datetime import date

import pytest
from django.test import Client

from sokoguru.governance import queries
from sokoguru.governance.models import Attendance, Meeting, Resolution, Vote
from sokoguru.surplus.models import Distribution
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.governance.meeting import (
    HELD_ON,
    NAMES,
    YEAR,
    convened,
    in_session,
    on,
    reported,
    shu_question,
    year_closed,
)
from tests.surplus.year import of
from tests.web import BACKEND, browser


@pytest.fixture
def example(cast: Cast) -> Cast:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    return cast


def as_(cast: Cast, name: str) -> Client:
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


def key_of(html: str) -> str:
    found = re.search(r'name="request_key" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_before_any_meeting_the_pages_say_what_will_be_there(example: Cast) -> None:
    assert "Belum ada rapat yang diundang" in text(browser().get("/rapat/"))
    assert "Belum ada undangan" in text(as_(example, "Siti").get("/saya/rapat/"))
    desk = text(as_(example, "ratna").get("/meja/rapat/"))
    assert "Rapat pertama muncul" in desk
    assert "Menuju rapat tahun buku 2026" in desk  # the books began in this year


def test_from_report_to_invitation_by_hand(example: Cast) -> None:
    year_closed(example)
    desk = as_(example, "ratna")
    with on(date(2027, 1, 12)):
        shown = text(desk.get("/meja/rapat/"))
        assert "Tulis laporan" in shown
        written = desk.post("/meja/rapat/laporan/2026/", {"words": "Panen baik."})
        assert (written.status_code, written["Location"]) == (303, "/meja/rapat/")
        assert "Panen baik." in text(as_(example, "Siti").get("/rapat/laporan/2026/"))
        blank = desk.get("/meja/rapat/undang/2026/")
        told = {
            "request_key": key_of(text(blank)),
            "held_on": "20/01/2027",
            "starts_at": "09.00",
            "place": "Balai desa",
            "agenda": "Pembukaan\nPembagian SHU",
        }
        check = desk.post("/meja/rapat/undang/2026/", told)
        assert "Periksa undangan" in text(check)
        late = desk.post("/meja/rapat/undang/2026/", {**told, "langkah": "catat"})
        assert late.status_code == 422
        assert "harus paling lambat 20 Desember 2026, sebulan sebelum rapat" in text(late)
        assert Meeting.objects.count() == 0
        told["held_on"] = "27/02/2027"
        fine = desk.post("/meja/rapat/undang/2026/", {**told, "langkah": "catat"})
        again = desk.post("/meja/rapat/undang/2026/", {**told, "langkah": "catat"})
        meeting = Meeting.objects.get()
        assert fine["Location"] == again["Location"]
        assert fine["Location"].endswith(f"bukti={meeting.pk}")
        assert "Anggota diundang" in text(desk.get(fine["Location"]))
    assert "Balai desa" in text(browser().get("/rapat/"))


def test_a_member_is_present_and_votes_in_three_acts(example: Cast) -> None:
    year_closed(example)
    reported(example)
    meeting = convened(example)
    siti, desk = as_(example, "Siti"), as_(example, "ratna")
    with on(date(2027, 2, 20)):
        assert "Kartu muncul setelah" in text(siti.get("/saya/rapat/"))
    with on(HELD_ON):
        assert "Saya hadir" in text(siti.get("/saya/rapat/"))
        assert siti.post(f"/saya/rapat/{meeting.pk}/hadir/").status_code == 303
        for name in NAMES[1:5]:
            member = example.member(name).pk
            noted = desk.post(f"/meja/rapat/{meeting.pk}/hadir/", {"anggota": str(member)})
            assert noted.status_code == 303
            assert f"{name} tercatat hadir" in text(desk.get(noted["Location"]))
        assert desk.post(f"/meja/rapat/{meeting.pk}/buka/").status_code == 303
        question = shu_question(meeting)
        desk.post(f"/meja/rapat/suara/{question.pk}/buka/")
        shown = text(siti.get("/saya/rapat/"))
        assert "Menyetujui pembagian SHU" in shown
        assert "checked" not in shown
        vote = f"/saya/rapat/suara/{question.pk}/"
        told = {"request_key": key_of(shown), "choice": "setuju"}
        check = siti.post(vote, told)
        assert "Kirim suara" in text(check)
        assert Vote.objects.count() == 0
        cast = siti.post(vote, {**told, "langkah": "catat"})
        assert cast.status_code == 303
        assert "Pilihan Anda: Setuju" in text(siti.get(cast["Location"]))
        twice = siti.post(vote, {**told, "choice": "tidak_setuju", "langkah": "catat"})
        assert twice.status_code == 422
        assert "Satu anggota satu suara" in text(twice)
        assert Vote.objects.count() == 1
        assert "Pilihan Anda: Setuju" in text(siti.get("/saya/rapat/"))


def test_a_card_is_scanned_at_the_guest_desk(example: Cast) -> None:
    year_closed(example)
    reported(example)
    meeting = convened(example)
    desk = as_(example, "yuli")
    address = f"/meja/rapat/{meeting.pk}/hadir/"
    with on(HELD_ON):
        assert "Bekukan sekarang" in text(desk.get(address))
        desk.post(f"/meja/rapat/{meeting.pk}/pemilih/")
        voter = queries.voter(meeting_id=meeting.pk, member_id=example.member("Budi").pk)
        assert voter is not None
        budi = text(as_(example, "Budi").get("/saya/rapat/"))
        assert voter.card in budi
        scanned = text(desk.get(f"{address}?kartu={voter.card}"))
        assert f'value="{voter.card}"' in scanned
        noted = desk.post(address, {"card": voter.card})
        assert "Budi tercatat hadir" in text(desk.get(noted["Location"]))
        wrong = desk.post(address, {"card": "222-222" if voter.card != "222-222" else "333-333"})
        assert wrong.status_code == 404
        assert "Tidak ada kartu dengan kode ini" in text(wrong)
        odd = desk.post(address, {"card": "<script>"})
        assert odd.status_code == 422
        assert "<script>" not in text(odd)
        nobody = desk.post(address, {"anggota": "abc"})
        assert nobody.status_code == 404
    assert Attendance.objects.count() == 1


def test_closing_minutes_and_distribution_by_hand(example: Cast) -> None:
    meeting = in_session(example, *NAMES[:5])
    question = shu_question(meeting)
    desk = as_(example, "ratna")
    with on(HELD_ON):
        desk.post(f"/meja/rapat/suara/{question.pk}/buka/")
        for name in NAMES[:4]:
            client = as_(example, name)
            told = {"request_key": key_of(text(client.get("/saya/rapat/"))), "choice": "setuju"}
            client.post(f"/saya/rapat/suara/{question.pk}/", {**told, "langkah": "catat"})
        carry = f"/meja/rapat/suara/{question.pk}/bagikan/"
        form = {"request_key": key_of(text(desk.get(carry)))}
        early = desk.post(carry, {**form, "langkah": "catat"})
        assert early.status_code == 409
        assert "belum ditutup dan dihitung" in text(early)
        assert Distribution.objects.count() == 0
        assert desk.post(f"/meja/rapat/suara/{question.pk}/tutup/").status_code == 303
        console = text(desk.get(f"/meja/rapat/{meeting.pk}/"))
        assert "berita acara mendahului" in console
        assert "Bagikan SHU" not in console
        soon = desk.post(carry, {**form, "langkah": "catat"})
        assert soon.status_code == 409
        assert "Berita acara belum ada" in text(soon)
        assert Distribution.objects.count() == 0
        ended = desk.post(
            f"/meja/rapat/{meeting.pk}/selesai/", {"chair": "Ratna", "secretary": "Yuli"}
        )
        assert "Bagikan SHU" in text(desk.get(f"/meja/rapat/{meeting.pk}/"))
        check = text(desk.post(carry, form))
        assert "Rp9.000.000" in check
        assert "sembilan juta rupiah" in check
        assert Distribution.objects.count() == 0
        paid = desk.post(carry, {**form, "langkah": "catat"})
        twice = desk.post(carry, {**form, "langkah": "catat"})
        assert (paid.status_code, twice.status_code) == (303, 303)
        assert "9 anggota menerima SHU tahun 2026" in text(desk.get(carry))
        minutes = text(desk.get(ended["Location"]))
    for words in ("Kuorum tercapai", "02/RAT-1/2026", "4 setuju", "Ratna", "Siti", question.digest):
        assert words in minutes
    assert Resolution.objects.get().digest == question.digest
    slip = text(as_(example, "Siti").get("/saya/shu/"))
    assert "Rp300.000" in slip
    assert of(example.member("Siti"), "induk", "shu.payable") == 300_000
    paper = text(as_(example, "Siti").get(f"/saya/shu/{YEAR}/"))
    assert "tiga ratus ribu rupiah" in paper


def test_a_meeting_is_not_run_by_who_may_not(example: Cast) -> None:
    meeting = in_session(example, *NAMES[:5])
    question = shu_question(meeting)
    for name in ("umar", "deni", "Siti"):
        client = as_(example, name)
        for path in (
            "/meja/rapat/",
            f"/meja/rapat/{meeting.pk}/",
            f"/meja/rapat/{meeting.pk}/hadir/",
            f"/meja/rapat/suara/{question.pk}/bagikan/",
        ):
            assert client.get(path).status_code == 403, (name, path)
        for path in (
            f"/meja/rapat/suara/{question.pk}/buka/",
            f"/meja/rapat/suara/{question.pk}/tutup/",
            f"/meja/rapat/{meeting.pk}/selesai/",
        ):
            assert client.post(path).status_code == 403, (name, path)
    assert queries.question(question.pk).state == "siap"
    minutes = as_(example, "umar").get(f"/meja/rapat/{meeting.pk}/berita-acara/")
    assert minutes.status_code == 200  # pengawas read what was decided


def test_odd_addresses_are_not_there(example: Cast) -> None:
    desk = as_(example, "ratna")
    for path in (
        "/meja/rapat/999999/",
        "/meja/rapat/999999/berita-acara/",
        "/meja/rapat/99999999999999999999999/hadir/",
        "/meja/rapat/suara/1/bagikan/",
        "/meja/rapat/laporan/1/",
        "/rapat/laporan/1999/",
        "/meja/rapat/undang/2026/?bukti=x",
    ):
        assert desk.get(path).status_code == 404, path
