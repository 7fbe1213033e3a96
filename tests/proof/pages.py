"""Reading our own pages: links, forms, and a form filled the way its boxes ask."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

TODAY = "2026-11-24"
WORDS = "Keterangan uji"
PARAGRAPH = "Air sungai naik semalam, lalu surut lagi sebelum subuh di lereng atas. " * 6


@dataclass
class Box:
    """One box of a form: its kind (``text``, ``hidden``, ``money`` …), value and choices."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    is_set: bool = False

    def filled(self) -> str | None:
        """What a willing person would put there; nothing where the box stays as it is."""
        if self.is_set or self.kind == "hidden":
            return self.value
        if self.choices:
            return next((choice for choice in self.choices if choice), "")
        return {
            "money": "10.000", "quantity": "1", "date": TODAY, "email": "uji@contoh.example",
            "textarea": PARAGRAPH, "file": None, "search": None,
        }.get(self.kind, self.value or WORDS)  # fmt: skip


@dataclass
class Form:
    """A form as it stands on a page."""

    action: str
    method: str
    boxes: dict[str, Box] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """The pattern of the address that it is sent to."""
        return route_of(self.action)

    @property
    def moves(self) -> bool:
        """Whether it carries the key of one intended act."""
        return "request_key" in self.boxes

    def filled(self, **typed: str) -> dict[str, str]:
        """Everything that is sent, with what is typed over what stands."""
        whole = {name: box.filled() for name, box in self.boxes.items()}
        return {name: value for name, value in {**whole, **typed}.items() if value is not None}


@dataclass
class Page:
    """What matters of a page."""

    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


def route_of(path: str) -> str:
    """The pattern of an address as the URL resolver writes it, or nothing."""
    try:
        return f"/{resolve(urlsplit(path).path).route}"
    except Resolver404:
        return ""


def read(html: str, url: str) -> Page:
    """The links and forms of a page that was found at ``url``."""
    reader = _Reader(url)
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url, self.page = url, Page()
        self.form: Form | None = None
        self.select: Box | None = None
        self.area: Box | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in told:
            self.page.links.append(urljoin(self.url, told["href"]))
        elif tag == "form":
            action = urljoin(self.url, told["action"]) if told.get("action") else self.url
            self.form = Form(urldefrag(action).url, told.get("method", "get").lower())
            self.page.forms.append(self.form)
        elif self.form is not None and tag in ("input", "select", "textarea"):
            self._box(tag, told)
        elif tag == "option" and self.select is not None:
            self._choice(self.select, told.get("value", ""), "selected" in told)

    def _box(self, tag: str, told: dict[str, str]) -> None:
        assert self.form is not None
        name = told.get("name", "")
        if not name or told.get("type") in ("submit", "button", "image"):
            return
        kind = _kind(tag, told)
        if told.get("type") in ("radio", "checkbox"):
            box = self.form.boxes.setdefault(name, Box(name, kind))
            self._choice(box, told.get("value", "on"), "checked" in told)
            return
        box = Box(name, kind, told.get("value", ""), is_set=bool(told.get("value")))
        self.form.boxes[name] = box
        self.select = box if tag == "select" else None
        self.area = box if tag == "textarea" else None

    @staticmethod
    def _choice(box: Box, value: str, chosen: bool) -> None:
        box.choices.append(value)
        if chosen:
            box.value, box.is_set = value, bool(value)

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area is not None:
            self.area.value = self.area.value.removeprefix("\n")
            self.area.is_set = bool(self.area.value.strip())
            self.area = None


def _kind(tag: str, told: dict[str, str]) -> str:
    if tag != "input":
        return tag
    kind = told.get("type", "text")
    if kind == "text" and told.get("maxlength") == "40":
        return {"numeric": "money", "decimal": "quantity"}.get(told.get("inputmode", ""), "text")
    return kind


def same(form: Form, action: str) -> Form:
    """The form, sent elsewhere."""
    return replace(form, action=action)


def here(url: str) -> str:
    """An address on this host without its fragment, or nothing for any other."""
    parts: Any = urlsplit(url)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
