"""Quantities and the one rounding of a price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.quantity import (
    MAX_OF_ONE_ACT,
    NotQuantity,
    QuantityOutOfRange,
    check_quantity,
    format_quantity,
    multiply,
    parse_quantity,
)
from sokoguru.kernel.rounding import Rounding


@pytest.mark.parametrize(
    ("typed", "thousandths"),
    [
        ("1.250,5", 1_250_500),
        ("1.250,5 kg", 1_250_500),
        ("1.250,5KG", 1_250_500),
        ("0,5", 500),
        ("0,005", 5),
        ("12", 12_000),
        ("1.250", 1_250_000),
    ],
)
def test_weights_are_read_with_a_decimal_comma(typed: str, thousandths: int):
    assert parse_quantity(typed, unit="kg") == thousandths


@pytest.mark.parametrize(
    "typed",
    ["", ",5", "1,", "1.5", "12.5", "1,2345", "-1", "1e3", "NaN", "01", "1 kg lagi", "٣", "1,5 l"],
)
def test_other_writings_are_refused(typed: str):
    with pytest.raises(NotQuantity):
        parse_quantity(typed, unit="kg")


def test_too_much_and_nothing_are_refused():
    with pytest.raises(QuantityOutOfRange):
        parse_quantity("1.000.000.000,001")
    for quantity in (0, -1, MAX_OF_ONE_ACT + 1):
        with pytest.raises(QuantityOutOfRange):
            check_quantity(quantity)


@given(st.integers(min_value=0, max_value=MAX_OF_ONE_ACT))
def test_what_is_shown_can_be_typed_again(quantity: int):
    assert parse_quantity(format_quantity(quantity, "kg"), unit="kg") == quantity


def test_a_quantity_below_zero_has_a_true_minus():
    assert format_quantity(-1_500, "kg") == "−1,5 kg"


@pytest.mark.parametrize(
    ("mode", "rupiah"),
    [
        (Rounding.FLOOR, 3_333),
        (Rounding.HALF_UP, 3_333),
        (Rounding.HALF_EVEN, 3_333),
        (Rounding.CEILING, 3_334),
    ],
)
def test_a_third_of_a_kilogram_is_rounded_by_name(mode: Rounding, rupiah: int):
    assert multiply(10_000, 333, mode) == 3_330
    assert multiply(10_010, 333, mode) == rupiah
