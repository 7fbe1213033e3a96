"""Months and book years: frozen, ordered, half-open (``until`` is the first day outside)."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sokoguru.kernel.dates import MONTHS


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    @property
    def starts_on(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def until(self) -> date:
        return (self + 1).starts_on

    @property
    def ends_on(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def days(self) -> int:
        return calendar.monthrange(self.year, self.month)[1]

    def __add__(self, months: int) -> "Month":
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def __contains__(self, on: date) -> bool:
        return (on.year, on.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{MONTHS[self.month - 1]} {self.year}"


@dataclass(frozen=True, slots=True, order=True)
class BookYear:
    """Twelve months from the first; named by the year in which it ends, as the RAT names it."""

    first: Month

    @property
    def starts_on(self) -> date:
        return self.first.starts_on

    @property
    def until(self) -> date:
        return (self.first + 12).starts_on

    @property
    def ends_on(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def year(self) -> int:
        return self.ends_on.year

    @property
    def next(self) -> "BookYear":
        return BookYear(self.first + 12)

    @property
    def previous(self) -> "BookYear":
        return BookYear(self.first + -12)

    def months(self) -> Iterator[Month]:
        return (self.first + number for number in range(12))

    def __contains__(self, on: date) -> bool:
        return self.starts_on <= on < self.until

    def __str__(self) -> str:
        return str(self.year)


def month_of(on: date) -> Month:
    """The month that a day lies in."""
    return Month(on.year, on.month)


def book_year_of(on: date, *, first_month: int = 1) -> BookYear:
    """The book year that a day lies in, where book years start with ``first_month``."""
    year = on.year if on.month >= first_month else on.year - 1
    return BookYear(Month(year, first_month))


def add_months(on: date, months: int) -> date:
    """The same day so many months on or back; the last day where the month is too short."""
    month = month_of(on) + months
    return date(month.year, month.month, min(on.day, month.days))
