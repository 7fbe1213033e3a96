"""Percentages are read with a comma and stay exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.percentage import (
    NotPercentage,
    format_percentage,
    is_percentage,
    parse_percentage,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12,5%", "12.5"),
        ("2,5 %", "2.5"),
        ("0", "0"),
        ("100", "100"),
    ],
)
def test_a_percentage_is_read(typed: str, value: str):
    assert parse_percentage(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["", "-1", "101", "100,0001", "12.5", "1,23456", "NaN", "1e2", "٥", "9" * 5000]
)
def test_other_writings_are_refused(typed: str):
    with pytest.raises(NotPercentage):
        parse_percentage(typed)


@pytest.mark.parametrize(
    "value", ["NaN", "sNaN", "Infinity", "-Infinity", "1e999999", "1e-999999", "-0.1", "0.00001"]
)
def test_odd_decimals_are_no_percentages(value: str):
    assert not is_percentage(Decimal(value))


@given(st.decimals(0, 100, places=4))
def test_what_is_shown_can_be_typed_again(value: Decimal):
    assert parse_percentage(format_percentage(value)) == value


def test_percentages_are_shown_with_a_comma():
    assert format_percentage(Decimal("12.50")) == "12,5%"
    assert format_percentage(Decimal("1E+2")) == "100%"
