"""A person at a browser, as far as HTTP goes: pages, links, forms, cookies.

Knows no office's code.
"""

import html
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

AGENT = "Mozilla/5.0 (Linux; Android 13) Tur Sokoguru"
SECONDS = 30.0


class TourFailed(Exception):
    """A step did not go as a person would expect. The message says which and what was seen."""


@dataclass
class Form:
    """One form of a page, with what its boxes hold."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def choice(self, box: str, said: str) -> str:
        """The value of the choice that says so. Raises ``TourFailed``."""
        for value, label in self.choices.get(box, []):
            if said in label:
                return value
        raise TourFailed(f"{self.action}: {box} does not offer {said!r}: {self.choices.get(box)}")


class _Reader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self._option: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None:
            return
        name = told.get("name", "")
        if tag == "input" and name:
            self._input(self._form, name, told)
        elif tag == "button" and name:
            self._form.names.add(name)
            self._form.choices.setdefault(name, []).append((told.get("value", ""), ""))
        elif tag == "select":
            self._select = name
            self._form.names.add(name)
        elif tag == "option" and self._select:
            self._option, self._text = told.get("value", ""), ""
            if "selected" in told:
                self._form.values[self._select] = [self._option]
        elif tag == "textarea":
            self._area, self._text = name, ""
            self._form.names.add(name)

    @staticmethod
    def _input(form: Form, name: str, told: Mapping[str, str]) -> None:
        form.names.add(name)
        if told.get("type") in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append((told.get("value", "on"), ""))
            if "checked" in told:
                form.values.setdefault(name, []).append(told.get("value", "on"))
        elif told.get("type") not in ("file", "submit"):
            form.values.setdefault(name, []).append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._form is None:
            return
        if tag == "option" and self._option is not None:
            choice = (self._option, self._text.strip())
            self._form.choices.setdefault(self._select, []).append(choice)
            self._option = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            self._form.values[self._area] = [self._text.strip()]
            self._area = ""
        elif tag == "form":
            self._form = None


class Page:
    """One answer: where it is, what it says, its forms."""

    def __init__(self, answer: httpx.Response) -> None:
        self.url = str(answer.url)
        self.path = urlsplit(self.url).path
        self.status = answer.status_code
        self.html = answer.text
        reader = _Reader()
        reader.feed(self.html)
        self.forms = reader.forms

    @property
    def text(self) -> str:
        """What a reader sees, on one line."""
        plain = re.sub(r"<(script|style)\b.*?</\1>", " ", self.html, flags=re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", plain)).split())

    def links(self, pattern: str) -> list[str]:
        """The addresses on the page that match a pattern, in their order, each once."""
        found = [html.unescape(each) for each in re.findall(r'href="([^"]+)"', self.html)]
        return list(dict.fromkeys(each for each in found if re.search(pattern, each)))

    def link(self, pattern: str) -> str:
        """The first such address."""
        found = self.links(pattern)
        if not found:
            raise TourFailed(f"{self.path}: no link like {pattern}; {self.text[:300]}")
        return found[0]

    def form(self, *names: str, action: str = "") -> Form:
        """The form that has all these boxes, or whose action matches."""
        for each in self.forms:
            if set(names) <= each.names and re.search(action, each.action):
                return each
        raise TourFailed(f"{self.path}: no form with {names} {action}; {self.text[:400]}")

    def word(self, pattern: str) -> str:
        """The first words on the page that match. Raises ``TourFailed``."""
        found = re.search(pattern, self.text)
        if found is None:
            raise TourFailed(f"{self.path}: nothing like {pattern}: {self.text[:600]}")
        return found.group(found.lastindex or 0)

    def must_say(self, *words: str) -> None:
        """Each of these words stands on the page."""
        for each in words:
            if each not in self.text:
                raise TourFailed(f"{self.path}: does not say {each!r}: {self.text[:600]}")


class Walker:
    """One person with a browser of the own, at one cooperative's host."""

    def __init__(self, base: str, host: str) -> None:
        self.client = httpx.Client(
            base_url=base,
            headers={"Host": host, "User-Agent": AGENT, "Accept": "text/html"},
            timeout=SECONDS,
            follow_redirects=True,
        )

    def get(self, address: str) -> Page:
        """Open a page; anything but 200 is a failure."""
        page = Page(self.client.get(_path(address)))
        if page.status != 200:
            raise TourFailed(f"GET {address}: {page.status} {page.text[:300]}")
        return page

    def send(self, page: Page, form: Form, files: Any = None, **given: Any) -> Page:
        """Post a form with what it holds and what is given (a list for several ticks)."""
        values = {
            **form.values,
            **{k: v if isinstance(v, list) else [str(v)] for k, v in given.items()},
        }
        target = urljoin(page.url, form.action) if form.action else page.url
        told = Page(self.client.post(_path(target), data=values, files=files))
        if told.status >= 400:
            raise TourFailed(f"POST {target}: {told.status} {told.text[:500]}")
        return told

    def fill(self, address: str, *, action: str = "", files: Any = None, **given: Any) -> Page:
        """Open a page, fill the form that has these boxes, and confirm where it asks to check."""
        page = self.get(address)
        told = self.send(page, page.form(*given, action=action), files=files, **given)
        return self.confirm(told)

    def confirm(self, page: Page) -> Page:
        """Press the button of a check page; any other page is returned as it is."""
        for each in page.forms:
            if "langkah" in each.names and "request_key" in each.names:
                return self.send(page, each, langkah="catat")
        return page


def wait_for(true: Callable[[], Any], *, what: str, seconds: float = 40.0) -> Any:
    """Ask until the answer is true: work that the worker does after a commit."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = true()
        if found:
            return found
        time.sleep(0.3)
    raise TourFailed(f"did not happen in {seconds:.0f} s: {what}")


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
