"""Dates and times as Indonesians write them: day before month, dots in the time, never guessed."""

import re
from datetime import date, datetime, time

from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.text import excerpt

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
MONTHS_SHORT = (
    *("Jan", "Feb", "Mar", "Apr", "Mei", "Jun"),
    *("Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

EARLIEST_YEAR = 1900
LATEST_YEAR = 2199

_DAY_FIRST = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})")


class NotDate(Refused):
    """This is not a day of the calendar, written as dd/mm/yyyy, dd-mm-yyyy or yyyy-mm-dd."""

    code = "kernel.not_date"


class NotTime(Refused):
    """This is not a time of the day, written as 14.30."""

    code = "kernel.not_time"


def parse_date(text: str) -> date:
    """Read ``24/11/2026``, ``24-11-2026`` or ``2026-11-24``.

    The day stands first, always: ``01/13/2026`` is refused, not turned round.
    """
    typed = text.strip(" \t\u00a0") if len(text) <= 40 else ""
    if match := _DAY_FIRST.fullmatch(typed):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    elif match := _ISO.fullmatch(typed):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    else:
        raise NotDate(typed=excerpt(text))
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise NotDate(typed=excerpt(text))
    try:
        return date(year, month, day)
    except ValueError:
        raise NotDate(typed=excerpt(text)) from None


def parse_time(text: str) -> time:
    """Read ``14.30`` or ``14:30``."""
    match = _TIME.fullmatch(text.strip(" \t\u00a0")) if len(text) <= 40 else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise NotTime(typed=excerpt(text))
    return time(int(match[1]), int(match[2]))


def parse_date_time(text: str) -> datetime:
    """Read ``03/04/2026 10.00`` or ``2026-04-03T10:00``: 3 April, on the wall clock (no zone)."""
    head, _, tail = text.strip(" \t\u00a0").replace("T", " ", 1).replace(",", " ", 1).partition(" ")
    return datetime.combine(parse_date(head), parse_time(tail))


def format_date(on: date) -> str:
    """``24 November 2026``."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def format_date_short(on: date) -> str:
    """``24 Nov 2026``."""
    return f"{on.day} {MONTHS_SHORT[on.month - 1]} {on.year}"


def format_date_digits(on: date) -> str:
    """``24/11/2026``, as it is typed."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def weekday(on: date) -> str:
    """``Selasa``."""
    return WEEKDAYS[on.weekday()]


def format_day(on: date) -> str:
    """``Selasa, 24 November 2026``."""
    return f"{weekday(on)}, {format_date(on)}"


def format_time(at: time | datetime) -> str:
    """``14.30``."""
    return f"{at.hour:02d}.{at.minute:02d}"


def format_instant(at: datetime) -> str:
    """``24 November 2026 pukul 14.30``; give it the wall clock (``clock.local``), not UTC."""
    return f"{format_date(at.date())} pukul {format_time(at)}"
