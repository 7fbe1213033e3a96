"""Parts add up to the whole, by either practice."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.rounding import Rounding, divide, percent, scale
from sokoguru.kernel.shares import floor_shares, largest_remainder

WEIGHTS = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=12)
TOTALS = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10_00, [3, 3, 3], [3_34, 3_33, 3_33]),
        (8_00, [3, 3, 3], [2_66, 2_67, 2_67]),
        (-11_06, [1, 1, 1, 1], [-2_77, -2_77, -2_76, -2_76]),
        (11_05, [1, 1, 0], [5_53, 5_52, 0]),
    ],
)
def test_the_largest_remainder_agrees_with_the_worked_numbers(total, weights, parts):
    """F4."""
    assert largest_remainder(total, weights) == parts


@given(TOTALS, WEIGHTS)
def test_the_largest_remainder_adds_up_and_stays_within_one(total: int, weights: list[int]):
    if not any(weights):
        with pytest.raises(ValueError, match="weights"):
            largest_remainder(total, weights)
        return
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert weight > 0 or part == 0


@given(st.integers(min_value=0, max_value=10**15), WEIGHTS)
def test_floored_shares_and_their_rest_add_up_and_never_exceed_the_pool(total, weights):
    parts, rest = floor_shares(total, weights)
    assert sum(parts) + rest == total
    assert rest >= 0
    assert rest < len(weights) or not any(weights)


def test_without_any_weight_everything_is_left_over():
    assert floor_shares(1_000, [0, 0]) == ([0, 0], 1_000)


def test_a_weight_below_zero_is_a_bug():
    with pytest.raises(ValueError, match="below zero"):
        floor_shares(1_000, [1, -1])


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_stays_within_its_promise(numerator: int, denominator: int):
    exact = Fraction(numerator, denominator)
    assert 0 <= exact - divide(numerator, denominator, Rounding.FLOOR) < 1
    assert 0 <= divide(numerator, denominator, Rounding.CEILING) - exact < 1
    assert abs(divide(numerator, denominator, Rounding.HALF_UP) - exact) <= Fraction(1, 2)
    assert divide(numerator, denominator, Rounding.HALF_EVEN) == round(exact)
    mirrored = divide(-numerator, denominator, Rounding.HALF_UP)
    assert mirrored == -divide(numerator, denominator, Rounding.HALF_UP)


def test_rates_are_exact():
    assert scale(120_000, Decimal("0.12"), Rounding.FLOOR) == 14_400
    assert percent(120_000, Decimal("12"), Rounding.FLOOR) == 14_400
    assert percent(3, Decimal("50"), Rounding.HALF_UP) == 2
    assert percent(3, Decimal("50"), Rounding.HALF_EVEN) == 2
    assert percent(1, Decimal("50"), Rounding.HALF_EVEN) == 0
