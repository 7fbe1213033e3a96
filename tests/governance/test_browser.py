"""The books, the SHU, the meeting and one's own data in a real Chromium: no barrier."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page

from sokoguru.governance import queries
from sokoguru.governance.actions import sitting
from sokoguru.governance.rules import Choice
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import closing
from sokoguru.surplus import queries as surplus
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests import databases
from tests.cast import Cast, load
from tests.chromium import RULES, launched
from tests.governance.meeting import HELD_ON, NAMES, in_session, on, shu_question, vote
from tests.ui.server import served
from tests.web import BACKEND, browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SOKO_SHOTS")
MEETING, QUESTION, ACCOUNT, ENTRY = "{meeting}", "{question}", "{account}", "{entry}"
PAGES = {
    "rapat": ("", "/rapat/"),
    "rapat-saya": ("Siti", "/saya/rapat/"),
    "rapat-pilih": ("Gani", "/saya/rapat/"),
    "laporan": ("Siti", "/rapat/laporan/2026/"),
    "shu-saya": ("Siti", "/saya/shu/"),
    "data-saya": ("Siti", "/saya/data/"),
    "shu-bukti": ("Siti", "/saya/shu/2026/"),
    "rapat-meja": ("ratna", "/meja/rapat/"),
    "rapat-ruang": ("ratna", f"/meja/rapat/{MEETING}/"),
    "rapat-tamu": ("ratna", f"/meja/rapat/{MEETING}/hadir/"),
    "rapat-ketentuan": ("ratna", "/meja/rapat/ketentuan/"),
    "berita-acara": ("ratna", f"/meja/rapat/{MEETING}/berita-acara/"),
    "shu-meja": ("hasan", "/meja/shu/"),
    "shu-ketentuan": ("hasan", "/meja/shu/ketentuan/"),
    "buku": ("umar", "/meja/buku/"),
    "posisi": ("umar", "/meja/buku/posisi/"),
    "posisi-cetak": ("umar", "/meja/buku/posisi/?bentuk=cetak"),
    "hasil-usaha": ("umar", "/meja/buku/hasil-usaha/?since=2026-01-01&until=2026-12-31"),
    "neraca-saldo": ("umar", "/meja/buku/neraca-saldo/"),
    "akun": ("umar", f"/meja/buku/akun/{ACCOUNT}/"),
    "jurnal": ("umar", "/meja/buku/jurnal/"),
    "bukti": ("hasan", f"/meja/buku/jurnal/{ENTRY}/"),
    "bulan": ("hasan", "/meja/buku/bulan/"),
    "segel": ("umar", "/meja/buku/segel/?periksa=1"),
}


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """The day of the meeting: the first question is decided, the second is open. Committed."""
    usual = connections["default"].settings_dict["NAME"]
    databases.use(databases.clone())
    places, sessions = aside(_prepare)
    with served() as address:
        yield address.replace("127.0.0.1", "lestari.localhost"), places, sessions
    databases.use(usual)


@pytest.fixture(scope="module")
def chromium(site: object) -> Iterator[Browser]:
    """Starts after the site and ends before it: its loop keeps Django out of this thread."""
    with launched() as opened:
        yield opened


def aside(act: Callable[[], Any]) -> Any:
    """In a thread of its own: the browser's loop runs in this one, and Django asks for none."""

    def run() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def _prepare() -> tuple[dict[str, str], dict[str, str]]:
    lestari = cooperative_named("lestari")
    with acting_for(lestari):
        cast = load(lestari)
        places = _sit(cast)
        people = {name: cast.users[name] for name in {who for who, _ in PAGES.values()} if name}
    today = datetime.now(ZoneInfo("Asia/Jakarta")).date()
    Cooperative.objects.filter(pk=lestari.pk).update(
        is_example=True, clock_offset_days=(HELD_ON - today).days
    )
    return places, {name: _session(user) for name, user in people.items()}


def _sit(cast: Cast) -> dict[str, str]:
    meeting = in_session(cast, *NAMES)
    question = shu_question(meeting)
    with on(HELD_ON):
        (first,) = meeting_questions(meeting.pk, question.pk)
        sitting.open_ballot(question_id=first.pk, actor=cast.actor("ratna"))
        vote(cast, first, Choice.IN_FAVOUR, *NAMES[:6])
        sitting.close_ballot(question_id=first.pk, actor=cast.actor("ratna"))
        sitting.open_ballot(question_id=question.pk, actor=cast.actor("ratna"))
        vote(cast, question, Choice.IN_FAVOUR, *NAMES[:3])
        closing.seal_entries()
    entry = books.entry_by_reference(f"titipan:{cast.member('Siti').pk}")
    assert entry is not None
    account = books.account(unit="induk", role="shu.current").id
    return {
        "meeting": str(meeting.pk),
        "question": str(question.pk),
        "account": str(account),
        "entry": str(entry.pk),
    }


def meeting_questions(meeting_id: int, but: int) -> list[Any]:
    return [each for each in queries.questions(meeting_id) if each.pk != but]


def _session(user: Any) -> str:
    client = browser()
    client.force_login(user, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def opened(
    chromium: Browser, site: tuple[str, Any, dict[str, str]], who: str, width: int, scheme: Any
) -> tuple[BrowserContext, Page, list[str]]:
    """A page of somebody, and the list of what its console complains of."""
    address, _, sessions = site
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    if who:
        name, value = settings.SESSION_COOKIE_NAME, sessions[who]
        context.add_cookies([{"name": name, "value": value, "url": address}])
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return context, page, complaints


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier(
    chromium: Browser, site: Any, name: str, width: int, scheme: str
) -> None:
    who, path = PAGES[name]
    context, page, complaints = opened(chromium, site, who, width, scheme)
    answer = page.goto(site[0] + path.format(**site[1]))
    assert answer is not None
    assert answer.status == 200, path
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    assert complaints == []
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate(
        """() => [document.documentElement.scrollWidth, [...document.querySelectorAll('main *')]
        .filter(e => e.getBoundingClientRect().right > 321)
        .filter(e => !e.closest('.scroll,pre,.sr,details:not([open])'))
        .map(e => e.outerHTML.slice(0, 90)).slice(0, 5)]"""
    )
    assert wide == [320, []]
    context.close()


def test_a_member_votes_on_a_phone_in_three_acts(chromium: Browser, site: Any) -> None:
    context, page, complaints = opened(chromium, site, "Gani", 360, "light")
    page.goto(f"{site[0]}/saya/rapat/")
    page.get_by_text("Setuju", exact=True).click()
    page.get_by_role("button", name="Lanjut, periksa pilihan").click()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/suara-periksa-360.png", full_page=True)
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.get_by_role("button", name="Kirim suara").dblclick()
    page.get_by_role("heading", name="Suara Anda terhitung").wait_for()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/suara-selesai-360.png", full_page=True)
    assert complaints == []
    assert aside(lambda: _votes_cast(int(site[1]["question"]))) == 4
    context.close()


def _votes_cast(question_id: int) -> int:
    with acting_for(cooperative_named("lestari")):
        return queries.votes_cast(question_id)


def _distributed() -> tuple[int, int, bool]:
    with acting_for(cooperative_named("lestari")):
        row = surplus.distribution(2026)
        assert row is not None
        return row.members, row.amount, row.finished_at is not None


def test_the_ketua_closes_and_distributes_in_the_browser(chromium: Browser, site: Any) -> None:
    context, page, complaints = opened(chromium, site, "ratna", 1280, "light")
    page.goto(f"{site[0]}/meja/rapat/{site[1]['meeting']}/")
    page.get_by_role("button", name="Tutup dan hitung").click()
    page.get_by_label("Pimpinan rapat").fill("Ratna")
    page.get_by_label("Notulis").fill("Yuli")
    page.get_by_role("button", name="Tutup rapat dan buat berita acara").click()
    page.wait_for_url("**/berita-acara/")
    page.goto(f"{site[0]}/meja/rapat/{site[1]['meeting']}/")
    page.get_by_role("link", name="Bagikan SHU").click()
    page.get_by_role("button", name="Periksa dulu").click()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/bagikan-periksa-1280.png", full_page=True)
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.get_by_role("button", name="Bagikan SHU").dblclick()
    page.get_by_role("heading", name="SHU dibagikan").wait_for()
    assert complaints == []
    assert aside(_distributed) == (9, 2_700_000, True)
    page.goto(f"{site[0]}/meja/shu/")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/shu-meja-akhir-1280.png", full_page=True)
    assert "Sudah dibagikan" in page.content()
    context.close()
