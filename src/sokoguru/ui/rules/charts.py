"""Charts as geometry: linear, from zero, a number on every mark. The templates only draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

BROAD = (980, 300)
SLIM_WIDTH = 328
SLIM_ROW = 66


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: its name, the figure as it is read, and a word below it."""

    name: str
    value: int
    shown: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A series to draw. ``kind`` line for a course over time, bar for things beside each other.

    ``thread`` draws the golden yarn from bar to bar: only where a rupiah or a good can be followed.
    """

    title: str
    marks: Sequence[Mark]
    kind: Literal["bar", "line"] = "bar"
    value_title: str = "Jumlah"
    name_title: str = "Nama"
    thread: bool = False

    def __post_init__(self) -> None:
        assert self.marks, "a chart of nothing is an empty page, not a chart"
        assert len(self.marks) <= 24, "more than 24 marks are a table"
        assert all(mark.value >= 0 for mark in self.marks), "a chart starts at zero"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark with its place in the drawing."""

    mark: Mark
    x: int
    y: int
    width: int
    height: int
    middle: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole drawing: its size, its marks and one path through them."""

    width: int
    height: int
    marks: Sequence[Drawn]
    path: str
    base: int


def scaled(value: int, highest: int, length: int) -> int:
    """The length of a mark: proportional, and never nothing where there is something."""
    if value == 0 or highest == 0:
        return 0
    return max(2, round(Fraction(value * length, highest)))


def broad(chart: Chart) -> Drawing:
    """The drawing for wide screens: columns on a base line, or a line over it."""
    width, height = BROAD
    top, base = 40, height - 64
    step = Fraction(width, len(chart.marks))
    column = min(72, int(step * Fraction(3, 5)))
    highest = max(mark.value for mark in chart.marks)
    drawn = []
    for place, mark in enumerate(chart.marks):
        middle = int(step * place + step / 2)
        length = scaled(mark.value, highest, base - top)
        drawn.append(Drawn(mark, middle - column // 2, base - length, column, length, middle))
    path = _line(drawn) if chart.kind == "line" else _yarn(drawn) if chart.thread else ""
    return Drawing(width, height, drawn, path, base)


def slim(chart: Chart) -> Drawing:
    """The drawing for phones: a row a mark, bars to the right."""
    highest = max(mark.value for mark in chart.marks)
    start = 28 if chart.thread else 2
    longest = SLIM_WIDTH - start - 84
    drawn = [
        Drawn(mark, start, place * SLIM_ROW + 26, scaled(mark.value, highest, longest), 22, 8)
        for place, mark in enumerate(chart.marks)
    ]
    height = len(drawn) * SLIM_ROW
    path = f"M8 33V{height - SLIM_ROW + 33}" if chart.thread and len(drawn) > 1 else ""
    return Drawing(SLIM_WIDTH, height, drawn, path, 0)


def _line(drawn: Sequence[Drawn]) -> str:
    return "M" + "L".join(f"{mark.middle} {mark.y}" for mark in drawn)


def _yarn(drawn: Sequence[Drawn]) -> str:
    path = ""
    for before, after in pairwise(drawn):
        start, end = before.x + before.width, after.x
        bend = (start + end) // 2
        path += f"M{start} {before.y + 2}C{bend} {before.y + 2} {bend} {after.y + 2} "
        path += f"{end} {after.y + 2}"
    return path
