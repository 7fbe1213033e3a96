"""Every part in a real Chromium: no barrier, no sideways scroll, no policy broken."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from sokoguru.kernel.rupiah import terbilang_rupiah
from tests.chromium import RULES, launched
from tests.ui import site as ui_site
from tests.ui.server import served

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("SOKO_SHOTS")
PAGES = {
    "lembar": "/",
    "meja": "/meja/anggota/",
    "setor": "/setor/",
    "selesai": "/setor/?bukti=STR-00871",
    "struk": "/cetak/",
    "lainnya": "/lainnya/",
    "ditolak": "/gagal/saldo/",
    "tiada": "/tiada/",
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def site() -> Iterator[str]:
    with served() as address:
        yield address


def opened(browser: Browser, width: int, scheme: Any = "light") -> tuple[Page, list[str]]:
    """A page, and the list of what its console complains of."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=False
    )
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier(
    chromium: Browser, site: str, name: str, width: int, scheme: str
) -> None:
    page, complaints = opened(chromium, width, scheme)
    page.goto(site + PAGES[name])
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}-{scheme}.png", full_page=True)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    assert [line for line in complaints if "404" not in line and "422" not in line] == []
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways_at_320(chromium: Browser, site: str, name: str) -> None:
    page, _ = opened(chromium, 320)
    page.goto(site + PAGES[name])
    wide = page.evaluate(
        """() => [document.documentElement.scrollWidth, [...document.querySelectorAll('main *')]
        .filter(e => e.getBoundingClientRect().right > 321)
        .filter(e => !e.closest('.scroll,pre,.sr,details:not([open])'))
        .map(e => e.outerHTML.slice(0, 90)).slice(0, 5)]"""
    )
    assert wide == [320, []]
    page.context.close()


def test_a_switched_theme_is_dark_without_a_system_that_asks(chromium: Browser, site: str) -> None:
    page, _ = opened(chromium, 1280)
    page.goto(site + "/")
    with page.expect_navigation():
        page.get_by_role("button", name="Tampilan gelap").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    found = Axe().run(page, options=RULES).response["violations"]
    assert [v["id"] for v in found] == []
    page.context.close()


@pytest.mark.parametrize(
    ("typed", "shown", "words"),
    [
        ("50000", "50.000", "lima puluh ribu rupiah"),
        ("1001", "1.001", "seribu satu rupiah"),
        (
            "655001160",
            "655.001.160",
            "enam ratus lima puluh lima juta seribu seratus enam puluh rupiah",
        ),
        ("1.000", "1.000", "seribu rupiah"),
        ("1.5", "1.5", ""),
        ("50,5", "50,5", ""),
        ("1,000", "1,000", ""),
        ("-5", "-5", ""),
        ("007", "7", "tujuh rupiah"),
    ],
)
def test_typing_puts_dots_and_never_changes_what_was_meant(
    chromium: Browser, site: str, typed: str, shown: str, words: str
) -> None:
    page, _ = opened(chromium, 360)
    page.goto(site + "/setor/")
    page.locator("#id_amount").press_sequentially(typed)
    assert page.locator("#id_amount").input_value() == shown
    assert page.locator("#id_amount_words").inner_text() == words
    page.context.close()


def test_the_words_of_the_browser_are_those_of_the_books(chromium: Browser, site: str) -> None:
    page, _ = opened(chromium, 360)
    page.goto(site + "/setor/")
    amounts = [*range(0, 2200, 7), *(10**n + k for n in range(3, 15) for k in (-1, 0, 1, 1100))]
    said = page.evaluate(
        """async (amounts) => { const m = await import("/static/ui/money.js");
        return amounts.map(a => m.words(BigInt(a)) + " rupiah"); }""",
        [str(amount) for amount in amounts],
    )
    assert said == [terbilang_rupiah(amount) for amount in amounts]
    page.context.close()


def test_a_teller_deposits_by_hand_and_a_double_click_counts_once(
    chromium: Browser, site: str
) -> None:
    ui_site.TAKEN.clear()
    page, complaints = opened(chromium, 360)
    page.goto(site + "/setor/")
    page.get_by_text("Sukarela").click()
    page.get_by_role("button", name="50.000").click()
    assert page.locator("#id_amount_words").inner_text() == "lima puluh ribu rupiah"
    page.get_by_role("button", name="Periksa dulu").click()
    page.get_by_role("heading", name="Periksa sebelum mencatat").wait_for()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/periksa-360-light.png", full_page=True)
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.get_by_role("button", name="Catat setoran").dblclick()
    page.get_by_role("heading", name="Setoran tercatat").wait_for()
    assert [amount for _, amount in ui_site.TAKEN] == [50_000]
    page.reload()
    assert len(ui_site.TAKEN) == 1
    assert complaints == []
    page.context.close()


def test_a_refused_form_is_read_aloud_and_loses_nothing(chromium: Browser, site: str) -> None:
    page, _ = opened(chromium, 360)
    page.goto(site + "/setor/")
    page.locator("#id_amount").press_sequentially("1.5")
    page.locator("#id_memo").fill("<b>untuk sekolah</b>")
    page.get_by_role("button", name="Periksa dulu").click()
    page.get_by_role("alert").first.wait_for()
    assert page.title().startswith("Galat: Setor simpanan")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.locator("#id_amount").input_value() == "1.5"
    assert page.locator("#id_memo").input_value() == "<b>untuk sekolah</b>"
    assert Axe().run(page, options=RULES).response["violations"] == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/galat-360-light.png", full_page=True)
    page.context.close()


def test_a_slip_is_printed_on_paper_of_58_mm(chromium: Browser, site: str, tmp_path: Path) -> None:
    page, _ = opened(chromium, 360)
    page.goto(site + "/cetak/")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Cetak").is_visible()
    page.pdf(path=tmp_path / "slip.pdf", prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 (\d+)", (tmp_path / "slip.pdf").read_bytes())
    assert boxes == [b"163"]  # 58 mm is 164.4 points, on whole dots; and one page
    page.context.close()


def test_the_money_page_works_without_any_script(chromium: Browser, site: str) -> None:
    ui_site.TAKEN.clear()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/setor/")
    assert not page.get_by_role("group", name="Jumlah cepat").is_visible()
    page.get_by_text("Sukarela").click()
    page.locator("#id_amount").fill("50.000")
    page.get_by_role("button", name="Periksa dulu").click()
    page.get_by_role("button", name="Catat setoran").click()
    assert page.url == site + "/setor/?bukti=STR-00871"
    assert [amount for _, amount in ui_site.TAKEN] == [50_000]
    context.close()
