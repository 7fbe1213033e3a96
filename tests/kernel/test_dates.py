"""Dates, times, months and book years."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel import dates
from sokoguru.kernel.period import BookYear, Month, add_months, book_year_of, month_of


@pytest.mark.parametrize("typed", ["24/11/2026", "24-11-2026", "2026-11-24", " 24/11/2026 "])
def test_three_writings_of_a_day_are_read(typed: str):
    assert dates.parse_date(typed) == date(2026, 11, 24)


def test_the_day_stands_before_the_month_with_and_without_a_time():
    assert dates.parse_date("03/04/2026") == date(2026, 4, 3)
    assert dates.parse_date_time("03/04/2026 10.00") == datetime(2026, 4, 3, 10, 0)
    assert dates.parse_date_time("2026-04-03T10:00") == datetime(2026, 4, 3, 10, 0)


@pytest.mark.parametrize(
    "typed",
    [
        *("01/13/2026", "31/02/2026", "29/02/2025", "24/11-2026", "24.11.2026", "24/11/26"),
        *("2026/11/24", "2026-1-2", "00/01/2026", "01/01/0000", "01/01/9999", "", "besok"),
        *("٢٤/11/2026", "24/11/2026\x00", "9" * 5000),
    ],
)
def test_what_is_not_a_day_is_refused(typed: str):
    with pytest.raises(dates.NotDate):
        dates.parse_date(typed)


@pytest.mark.parametrize("typed", ["24.00", "14.60", "14", "14.3", "2.30 PM", ""])
def test_what_is_not_a_time_is_refused(typed: str):
    with pytest.raises(dates.NotTime):
        dates.parse_time(typed)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_what_is_shown_in_digits_can_be_typed_again(on: date):
    assert dates.parse_date(dates.format_date_digits(on)) == on
    assert dates.parse_date(on.isoformat()) == on


def test_days_are_shown_in_indonesian():
    on = date(2026, 11, 24)
    assert dates.format_date(on) == "24 November 2026"
    assert dates.format_date_short(date(2026, 8, 17)) == "17 Agu 2026"
    assert dates.format_day(on) == "Selasa, 24 November 2026"
    assert dates.format_time(time(14, 30)) == "14.30"
    assert dates.format_instant(datetime(2026, 11, 24, 9, 5)) == "24 November 2026 pukul 09.05"


def test_months_add_and_know_their_days():
    november = month_of(date(2026, 11, 24))
    assert november + 2 == Month(2027, 1)
    assert (november.starts_on, november.ends_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert date(2026, 11, 30) in november
    assert date(2026, 12, 1) not in november
    assert str(november) == "November 2026"
    with pytest.raises(ValueError, match="month"):
        Month(2026, 13)


def test_a_book_year_is_named_by_the_year_in_which_it_ends():
    calendar = book_year_of(date(2026, 11, 24))
    assert (calendar.starts_on, calendar.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert str(calendar) == "2026"
    july = book_year_of(date(2026, 6, 30), first_month=7)
    assert july == BookYear(Month(2025, 7))
    assert (july.year, july.next.year, july.previous.year) == (2026, 2027, 2025)
    assert len(list(july.months())) == 12
    assert date(2026, 7, 1) not in july


def test_a_month_that_is_too_short_gives_its_last_day():
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 6, 30), -1) == date(2026, 5, 30)
