"""The browser of the suite: the one that ``make test`` names, else the machine's; never skipped."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CALM = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SHOTS = os.environ.get("SOKO_SHOTS")
"""The folder that pictures of the pages go to, where one is named."""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


@contextmanager
def launched() -> Iterator[Browser]:
    """A Chromium until the end of the block; where there is none, the test fails."""
    path = os.environ.get("SOKO_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CALM))
        yield browser
        browser.close()


def problems(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the window."""
    found = Axe().run(page, options=RULES).response["violations"]
    wrong = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wrong + ([f"{wide} px too wide"] if wide > 0 else [])


def problems_of_all(
    windows: Mapping[str, Page], home: str, pages: Mapping[str, tuple[str, str]], kind: str
) -> dict[str, list[str]]:
    """By name of the page, what is wrong with it: each is opened in the window of who may see it.

    ``pages``: by name, who and which path. ``kind``: the end of a picture's name (``360-light``).
    """
    wrong = {}
    for name, (who, path) in pages.items():
        answer = windows[who].goto(home + path)
        assert answer is not None
        assert answer.status == 200, path
        if SHOTS:
            windows[who].screenshot(path=f"{SHOTS}/{name}-{kind}.png", full_page=True)
        if found := problems(windows[who]):
            wrong[name] = found
    return wrong
