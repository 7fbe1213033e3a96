"""Files that spreadsheets open, and which month may be closed. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from sokoguru.reports.errors import ClosedWithTheYear, EarlierMonthOpen, MonthNotOver, SpanTurned

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may read as the beginning of a formula, full-width forms included."""
BOM = "\ufeff"
REASON_MIN = 5
MADE_UP = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
"""What a form's key begins with: a reference with one is for programs, not for people."""


def safe_cell(value: str | int | None) -> str | int:
    """A number as it is; text that would be a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    bare = value.lstrip(" \u00a0\u3000" + BOM)
    return "'" + value if value.startswith(FORMULA) or bare.startswith(FORMULA) else value


def read_by_people(reference: str) -> bool:
    """Whether a reference is a number that stands on a paper, not one made from a form's key."""
    return MADE_UP.search(reference) is None


def csv_text(rows: Iterable[Sequence[str | int | None]]) -> str:
    """Rows as CSV for an Indonesian spreadsheet: semicolons, a mark of UTF-8, all text safe."""
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
    return BOM + kept.getvalue()


def check_span(since: date, until: date) -> None:
    """Refuse a span that ends before it begins."""
    if until < since:
        raise SpanTurned(since=since.isoformat(), until=until.isoformat())


def check_month_closing(
    *, ends_on: date, today: date, year: int, year_ends_on: date, open_before: date | None
) -> None:
    """Refuse to close a month that is not over, that has an open one before it, or the year's last.

    The last month takes the entries of tax and closing: it is closed with the book year.
    """
    if today <= ends_on:
        raise MonthNotOver(ends_on=ends_on.isoformat())
    if open_before is not None:
        raise EarlierMonthOpen(starts_on=open_before.isoformat())
    if ends_on == year_ends_on:
        raise ClosedWithTheYear(year=year)
