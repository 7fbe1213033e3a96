"""People with a phone in the hand: a Chromium of 360 by 740, entered by a one-time link.

Every page that is opened is looked at: it answers well, never scrolls sideways, and its console
complains of nothing, so no policy is broken either.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from sokoguru.project.logins import Link
from tests.chromium import RULES

WIDTH, HEIGHT = 360, 740
PATIENCE_MS = 15_000
SHOTS = os.environ.get("SOKO_SHOTS")
ASK_WIDTH = "document.documentElement.scrollWidth - window.innerWidth"


@dataclass
class Phone:
    """One person's browser, and what was seen to be wrong in it."""

    page: Page
    home: str
    wrong: list[str] = field(default_factory=list)
    seen: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))

    def _hear(self, said: object) -> None:
        if getattr(said, "type", "") == "error":
            self.wrong.append(f"{self.page.url}: {getattr(said, 'text', said)}")

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """Where the person is."""
        return urlsplit(self.page.url).path

    @property
    def words(self) -> str:
        """What the page says, in one line."""
        return " ".join(self.main.inner_text().split())

    def open(self, path: str) -> Self:
        """Type an address."""
        answer = self.page.goto(self.home + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self._look()

    def follow(self, name: str) -> Self:
        """Tap a link."""
        with self.page.expect_navigation():
            self.main.get_by_role("link", name=name).first.click()
        return self._look()

    def fill(self, **boxes: str) -> Self:
        """Type into boxes by their names, and choose from lists by what they say."""
        for name, value in boxes.items():
            box = self.main.locator(f"[name={name}]").first
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)
        return self

    def pick(self, *labels: str) -> Self:
        """Tap choices by their words."""
        for label in labels:
            self.main.locator("label").get_by_text(label, exact=True).click()
        return self

    def press(self, button: str, *, then: str = "", twice: bool = False) -> Self:
        """Tap a button, or tap it twice as hasty people do; ``then`` heads the page that comes."""
        target = self.main.get_by_role("button", name=button, exact=True).first
        if twice:
            target.dblclick()
        else:
            with self.page.expect_navigation():
                target.click()
        if then:
            self.page.get_by_role("heading", name=then).first.wait_for()
        self.page.wait_for_load_state()
        return self._look()

    def must_say(self, *sayings: str) -> Self:
        """Every saying stands on the page."""
        words = self.words
        for saying in sayings:
            assert saying in words, f"{self.page.url}: no {saying!r} in: {words[:1500]}"
        return self

    def has_no_barrier(self) -> Self:
        """Nothing that the accessibility rules complain of."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        told = [(bar["id"], [node["html"][:160] for node in bar["nodes"]]) for bar in found]
        assert told == [], f"{self.page.url}: {told}"
        return self

    def _look(self) -> Self:
        over = self.page.evaluate(ASK_WIDTH)
        if over > 0:
            self.wrong.append(f"{self.page.url} is {over} px wider than the phone")
        self.seen += 1
        if SHOTS:
            name = self.path.strip("/").replace("/", "-") or "beranda"
            self.page.screenshot(path=f"{SHOTS}/benang-{name}-{self.seen}.png", full_page=True)
        assert self.wrong == [], f"{self.wrong}: {self.words[:1500]}"
        return self


@dataclass
class Phones:
    """A phone for everybody of the greeting, each entered when it is first needed."""

    browser: Browser
    home: str
    links: Sequence[Link]
    handed: dict[str, Phone] = field(default_factory=dict)

    def of(self, first_name: str) -> Phone:
        """A person's phone, inside by the one-time link (without a name: a visitor's)."""
        if first_name not in self.handed:
            context = self.browser.new_context(
                viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, locale="id-ID"
            )
            context.set_default_timeout(PATIENCE_MS)
            phone = self.handed[first_name] = Phone(context.new_page(), self.home)
            if first_name:
                mine = next(link for link in self.links if link.name.split()[0] == first_name)
                phone.open(urlsplit(mine.url).path).press("Masuk sekarang")
        return self.handed[first_name]

    def all_that_was_wrong(self) -> list[str]:
        """Over all phones."""
        return [each for phone in self.handed.values() for each in phone.wrong]
