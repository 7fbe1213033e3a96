"""The year's end: the clock moves on, the books close, the meeting decides, the SHU arrives."""

import re
from datetime import date, timedelta

from sokoguru.kernel import clock
from sokoguru.project.tour import rupiah
from sokoguru.project.tour.circle import BUYER, MEMBER, PROOF, Circle
from sokoguru.project.tour.expected import DEPOSIT, Expected
from sokoguru.project.tour.walker import Page, TourFailed, Walker, wait_for

OWN_PROOF = r"Nomor bukti (shu:\d+:\d+)"
"""How a notice names the entry by which a member received SHU."""


def _move_to(circle: Circle, day: date) -> None:
    """Move the example's clock on to a day."""
    days = (day - circle.known.setdefault("today", clock.local(clock.now()).date())).days
    if days > 0:
        circle.by("Ketua").fill("/meja/contoh/jam/", days=days)
        circle.known["today"] = day


def _calendar(circle: Circle) -> tuple[int, date, date, date]:
    """The book year, the day it is closed, the day of the invitation, the day of the meeting."""
    year = circle.known.setdefault("year", clock.local(clock.now()).year)
    closed = date(year + 1, 1, 2)
    held = closed + timedelta(days=34)  # a month for the members to read the report, and some days
    return year, closed, held - timedelta(days=16), held


def shu(circle: Circle, wanted: Expected) -> None:
    """The treasurer closes the year and proposes its division by the articles."""
    year, closed, _, _ = _calendar(circle)
    _move_to(circle, closed)
    treasurer = circle.by("Bendahara")
    _agreed(treasurer, f"/meja/shu/{year}/tutup/").must_say(str(year))
    page = _agreed(treasurer, f"/meja/shu/{year}/usul/")
    page.must_say(
        f"Pendapatan {rupiah.shown(wanted.ujrah)}",
        f"Beban {rupiah.shown(wanted.qris_fee)}",
        f"Pajak penghasilan {rupiah.shown(wanted.tax)}",
        f"SHU setelah pajak {rupiah.shown(wanted.shu)}",
    )
    slip = circle.by(MEMBER, BUYER).get("/saya/shu/")
    share = rupiah.read(slip.word(rf"(Belanja dan usaha Anda {rupiah.shown(wanted.order)} .*)"))
    circle.must_be("the buyer's jasa usaha", share[1], wanted.jasa_usaha)
    circle.must_be("the buyer's jasa modal", share[3], wanted.jasa_modal)
    circle.did("shu", page, reference=f"SHU-{year}", amount=wanted.shu)


def _agreed(walker: Walker, address: str) -> Page:
    """Open a page and press its button, and the button of its check page."""
    page = walker.get(address)
    return walker.confirm(walker.send(page, page.form("request_key")))


def rat(circle: Circle, wanted: Expected) -> None:
    """Report, invitation, attendance, quorum, votes: the meeting carries report and division."""
    year, _, invited, held = _calendar(circle)
    chair = circle.by("Ketua")
    page = chair.get(f"/meja/rapat/laporan/{year}/")
    form = page.form("words", "signed_by")
    signers = [value for value, _ in form.choices["signed_by"]]
    chair.confirm(chair.send(page, form, words="Tahun pertama berjalan baik.", signed_by=signers))
    _move_to(circle, invited)
    page = chair.fill(
        f"/meja/rapat/undang/{year}/", held_on=f"{held:%d/%m/%Y}", starts_at="09.00",
        place="Balai desa",
    )  # fmt: skip
    circle.known["meeting"] = page.link(r"/meja/rapat/\d+/$")
    _move_to(circle, held)
    meeting = circle.known["meeting"]
    present = _attend(circle)
    page = chair.get(meeting)
    page.must_say("Kuorum tercapai", f"{len(present)} dari {wanted.members} anggota hadir")
    chair.confirm(chair.send(page, page.form(action=r"/\d+/buka/$")))
    while opening := _next_question(chair.get(meeting)):
        _vote(circle, meeting, opening, present)
    page = chair.get(meeting)
    page.must_say(f"Menyetujui pembagian SHU tahun buku {year}? Diterima, {len(present)} setuju")
    number = page.word(r"Keputusan (\S+): \d+ setuju, 0 tidak, 0 abstain Tutup rapat dulu")
    circle.did("rat", page, reference=number, amount=wanted.shu)
    ending = page.form("chair", "secretary")
    minutes = chair.send(
        page,
        ending,
        chair=circle.name("Ketua"),
        secretary=circle.name("Sekretaris"),
        notes="Damai.",
    )
    minutes.must_say(number, f"{len(present)} setuju")
    circle.did("minutes", minutes, reference=number)


def _next_question(page: Page) -> str:
    """Where the next question is opened, if one is left."""
    actions = [form.action for form in page.forms]
    return next((each for each in actions if re.search(r"suara/\d+/buka/", each)), "")


def _attend(circle: Circle) -> list[Walker]:
    """Who comes to the meeting: everybody of the tour who is a member."""
    present = []
    for walker in circle.everybody():
        try:
            page = walker.get("/saya/rapat/")
        except TourFailed:
            continue  # who sits on the sharia board need not be a member
        walker.send(page, page.form(action="hadir"))
        present.append(walker)
    return present


def _vote(circle: Circle, meeting: str, opening: str, present: list[Walker]) -> None:
    """Open a question, let everybody vote in favour, close it."""
    chair = circle.by("Ketua")
    page = chair.get(meeting)
    chair.confirm(chair.send(page, page.form(action=re.escape(opening))))
    number = opening.rstrip("/").split("/")[-2]
    for walker in present:
        page = walker.get(f"/saya/rapat/suara/{number}/")
        form = page.form("choice")
        walker.confirm(walker.send(page, form, choice=form.choices["choice"][0][0]))
    page = chair.get(meeting)
    chair.confirm(chair.send(page, page.form(action=rf"suara/{number}/tutup")))


def savings(circle: Circle, wanted: Expected) -> None:
    """Only now the SHU is divided: the buyer's share is in the savings, as the passbook says."""
    chair = circle.by("Ketua")
    page = chair.get(circle.known["meeting"])
    page = _agreed(chair, page.link("bagikan"))
    page.must_say(f"{wanted.members} anggota menerima SHU")
    proof = page.word(PROOF)
    page = circle.by(MEMBER, BUYER).get("/saya/simpanan/")
    line = page.word(rf"SHU {_calendar(circle)[0]} .*? saldo Rp[\d.]+")
    credited, balance = rupiah.read(line)
    circle.must_be("the SHU in the savings", credited, wanted.credited)
    circle.must_be("the savings after all", balance, DEPOSIT - wanted.order + wanted.credited)
    circle.did("savings", page, reference=proof, amount=wanted.credited)


def told(circle: Circle, wanted: Expected) -> None:
    """Each member is told; the buyer opens the notice of the own SHU."""
    buyer = circle.by(MEMBER, BUYER)
    title = f"SHU {_calendar(circle)[0]} Anda {rupiah.shown(wanted.credited)}"
    page = wait_for(lambda: _notice(buyer, title), what="the buyer is told of the SHU")
    page.must_say(
        f"Jasa modal {rupiah.shown(wanted.jasa_modal)}",
        f"Jasa usaha {rupiah.shown(wanted.jasa_usaha)}",
        "Sudah masuk ke simpanan sukarela Anda.",
    )
    circle.did("told", page, reference=page.word(OWN_PROOF), amount=wanted.credited)


def _notice(walker: Walker, title: str) -> Page | None:
    """The member's notice with this title, if it has come."""
    for link in walker.get("/saya/kabar/").links(r"/saya/kabar/\d+/"):
        page = walker.get(link)
        if title in page.text:
            return page
    return None
