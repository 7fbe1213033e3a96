"""*Kabar* in a browser: a list, the own ones only, read when opened, letters by consent."""

import re

import pytest
from django.test import Client

from sokoguru.audit import actions as audit
from sokoguru.channels.models import Outbox
from sokoguru.kernel.refs import SYSTEM
from sokoguru.members.models import Consent, Member
from sokoguru.notices import queries
from sokoguru.notices.models import Notice
from sokoguru.supply.events import MakerSettled
from tests.cast import Cast
from tests.governance.meeting import convened, reported, year_closed
from tests.notices.mailbag import deliver, skip_what_came_before, told
from tests.web import BACKEND, browser


def as_(cast: Cast, name: str) -> Client:
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.fixture
def invited(cast: Cast) -> Cast:
    """Everybody was invited to the meeting, and told of nothing else."""
    skip_what_came_before()
    year_closed(cast)
    reported(cast)
    convened(cast)
    deliver()
    return cast


def test_before_anything_happens_the_page_says_what_will_be_there(cast: Cast) -> None:
    shown = text(as_(cast, "Siti").get("/saya/kabar/"))
    assert "Belum ada kabar" in shown
    assert "Undangan rapat, SHU, pesanan, dan pembayaran titipan" in shown


def test_an_unread_notice_is_counted_and_opening_it_reads_it(invited: Cast) -> None:
    siti = as_(invited, "Siti")
    assert 'aria-label="Kabar, 1 baru"' in text(siti.get("/saya/"))
    shown = text(siti.get("/saya/kabar/"))
    assert "1 belum dibaca" in shown
    assert "Baru" in shown
    [own] = told(invited.member("Siti"))
    assert own.read_at is None, "the list alone reads nothing"
    opened = text(siti.get(f"/saya/kabar/{own.pk}/"))
    assert "Undangan rapat anggota tahunan, tahun buku 2026" in opened
    assert "Sabtu, 27 Februari 2027, pukul 09:00, di Balai desa Sukamaju." in opened
    assert 'href="/saya/rapat/"' in opened
    assert 'href="/rapat/laporan/2026/"' in opened
    own.refresh_from_db()
    first = own.read_at
    assert first is not None
    assert 'aria-label="Kabar, 0 baru"' in text(siti.get("/saya/"))
    assert "Semua sudah dibaca" in text(siti.get("/saya/kabar/"))
    siti.get(f"/saya/kabar/{own.pk}/")
    own.refresh_from_db()
    assert own.read_at == first
    assert queries.unread(invited.member("Budi").pk) == 1


def test_every_link_of_a_notice_opens(invited: Cast) -> None:
    siti = as_(invited, "Siti")
    [own] = told(invited.member("Siti"))
    for link in queries.words_of(own.kind, own.facts).links:
        assert siti.get(link.url).status_code == 200, link.url


def test_a_notice_of_another_is_not_there_and_stays_unread(invited: Cast) -> None:
    [budis] = told(invited.member("Budi"))
    assert as_(invited, "Siti").get(f"/saya/kabar/{budis.pk}/").status_code == 404
    budis.refresh_from_db()
    assert budis.read_at is None


def test_all_are_read_at_once(invited: Cast) -> None:
    answer = as_(invited, "Siti").post("/saya/kabar/dibaca/")
    assert (answer.status_code, answer["Location"]) == (303, "/saya/kabar/")
    assert queries.unread(invited.member("Siti").pk) == 0
    assert Notice.objects.filter(read_at=None).count() == 8


def test_letters_begin_and_end_with_the_members_word(invited: Cast) -> None:
    member, siti = invited.member("Siti"), as_(invited, "Siti")
    assert "Saya setuju, kirim juga lewat surat" in text(siti.get("/saya/kabar/"))
    for word, expected in (("ya", True), ("ya", True), ("tidak", False)):
        answer = siti.post("/saya/kabar/surat/", {"kirim": word})
        assert (answer.status_code, answer["Location"]) == (303, "/saya/kabar/?tersimpan=1")
        assert queries.wants_letters(member.pk) is expected
    given = Consent.objects.filter(member=member, purpose="kabar_lewat_surat").order_by("pk")
    assert list(given.values_list("given", flat=True)) == [True, False]


def test_a_letter_needs_an_address(invited: Cast) -> None:
    member, siti = invited.member("Siti"), as_(invited, "Siti")
    Member.objects.filter(pk=member.pk).update(email="")
    assert "Alamat surat elektronik Anda belum tercatat" in text(siti.get("/saya/kabar/"))
    answer = siti.post("/saya/kabar/surat/", {"kirim": "ya"})
    assert answer.status_code == 422
    assert "belum tercatat di buku anggota" in text(answer)
    assert not queries.wants_letters(member.pk)


def test_figures_stand_in_lines_and_words_are_escaped(invited: Cast) -> None:
    member, siti = invited.member("Siti"), as_(invited, "Siti")
    siti.post("/saya/kabar/surat/", {"kirim": "ya"})
    number = "<b>PL&1"
    audit.record(
        MakerSettled(
            number=number, member_id=member.pk, consignment=250_000, produce=50_000, into="savings"
        ),
        actor=SYSTEM,
    )
    deliver()
    [_, own] = told(member)
    shown = text(siti.get(f"/saya/kabar/{own.pk}/"))
    assert "<b>PL" not in shown
    assert "Hasil jual Anda dibayar, &lt;b&gt;PL&amp;1" in shown
    assert "Rp300.000" in shown
    assert "juga dikirim lewat surat" in shown
    assert "Hasil jual Anda dibayar, <b>PL&1" in Outbox.objects.get().subject


def test_the_list_is_paged(invited: Cast) -> None:
    member = invited.member("Siti")
    for turn in range(31):
        audit.record(
            MakerSettled(
                number=f"PL-{turn}", member_id=member.pk, consignment=1, produce=0, into="cash"
            ),
            actor=SYSTEM,
        )
    deliver()
    siti = as_(invited, "Siti")
    first, second = (text(siti.get(f"/saya/kabar/?page={page}")) for page in (1, 2))
    assert "32 belum dibaca" in first
    assert [len(re.findall(r'href="/saya/kabar/\d+/"', page)) for page in (first, second)] == [
        30,
        2,
    ]
