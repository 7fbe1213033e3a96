"""Files that no spreadsheet obeys, and which month may be closed."""

import csv
import io
from datetime import date

import pytest

from sokoguru.reports import errors
from sokoguru.reports.rules import check_month_closing, check_span, csv_text, safe_cell


@pytest.mark.parametrize(
    "nasty",
    [
        "=1+1",
        "+62812",
        "-5",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "\u00a0@x",
        "\ufeff=1",
        '=HYPERLINK("http://jahat.example")',
    ],
)
def test_text_that_a_spreadsheet_would_obey_gets_an_apostrophe(nasty: str) -> None:
    assert safe_cell(nasty) == "'" + nasty
    (row,) = csv.reader(io.StringIO(csv_text([[nasty]]).removeprefix("\ufeff")), delimiter=";")
    assert row == ["'" + nasty]


@pytest.mark.parametrize("plain", ["Siti", "1-1001 Kas", "a=b", "0812", "", "Budi; Wati", 'b"c'])
def test_plain_text_stays_as_it_is(plain: str) -> None:
    assert safe_cell(plain) == plain


def test_amounts_stay_numbers_and_separators_are_quoted() -> None:
    text = csv_text([["Kas; bank", -5, 1_000_000, None]])
    assert text == '\ufeff"Kas; bank";-5;1000000;\r\n'


JUNE = {
    "ends_on": date(2026, 6, 30),
    "today": date(2026, 7, 1),
    "year": 2026,
    "year_ends_on": date(2026, 12, 31),
    "open_before": None,
}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"today": date(2026, 6, 30)}, errors.MonthNotOver),
        ({"open_before": date(2026, 5, 1)}, errors.EarlierMonthOpen),
        ({"year_ends_on": date(2026, 6, 30)}, errors.ClosedWithTheYear),
    ],
)
def test_a_month_is_closed_when_it_is_over_and_in_its_turn(
    changed: dict[str, object], refusal: type[Exception]
) -> None:
    check_month_closing(**JUNE)  # type: ignore[arg-type]
    with pytest.raises(refusal):
        check_month_closing(**{**JUNE, **changed})  # type: ignore[arg-type]


def test_a_span_runs_forward() -> None:
    check_span(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(errors.SpanTurned):
        check_span(date(2026, 1, 2), date(2026, 1, 1))
