"""The parts of a page as plain values: what a view hands to the tags of ``{% load soko %}``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Tone = Literal["", "ok", "wait", "bad", "info", "craft"]
Kind = Literal["text", "code", "num", "rupiah", "signed", "quantity", "date", "time"]

TONE_ICONS: dict[str, str] = {
    "ok": "check",
    "wait": "clock",
    "bad": "x",
    "info": "info",
    "craft": "sprout",
    "": "lock",
}
NOTE_ICONS: dict[str, str] = {"ok": "check", "wait": "clock", "bad": "alert", "": "info"}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: a cell, a button, a crumb."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Tag:
    """The state of a thing: icon and word, always both."""

    tone: Tone
    text: str
    icon: str = ""


Cell = str | int | date | datetime | Link | Tag | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and what its cells hold."""

    title: str
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        """Numbers stand at the right, in figures of one width."""
        return self.kind in {"num", "rupiah", "signed", "quantity"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows become cards where it is narrow; the first cell of a row names it.

    ``scroll`` keeps the columns beside each other instead (they must stay comparable).
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = ()
    scroll: bool = False
    caption_hidden: bool = False

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.foot] if self.foot else [])):
            assert len(row) == len(self.columns), "a row has another number of cells than columns"


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of ``dl.pairs``: label, value as it is to be read; ``total`` draws the line above."""

    label: str
    value: Cell
    kind: Kind = "text"
    total: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Knot:
    """One knot of the thread: recorded (solid), or ``open``, an estimate (dashed)."""

    title: str
    small: str = ""
    url: str = ""
    amount: int | None = None
    open: bool = False
    end: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab is a page with an address of its own; its count stands in its label."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A place in the dock or rail. Four are shown on a phone; ``extra`` ones only in the rail."""

    label: str
    url: str
    icon: str
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, in a bar of parts: its weight is any integer, the colours are six."""

    label: str
    weight: int
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """The page before money moves: what will happen, in pairs and in words.

    ``confirm`` is verb and object ("Catat setoran"). ``amount`` is said in words below the pairs.
    """

    title: str
    confirm: str
    pairs: Sequence[Pair]
    amount: int | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The page after: what happened, the proof, the next act, and the way to reverse."""

    title: str
    text: str
    reference: str = ""
    acts: Sequence[Link] = field(default_factory=tuple)
    reverse: Link | None = None
    receipt: str = ""
    print_url: str = ""
