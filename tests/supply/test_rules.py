"""Weighing, grading and settling to the rupiah."""

from datetime import date
from decimal import Decimal

import pytest

from sokoguru.kernel.quantity import QuantityOutOfRange, parse_quantity
from sokoguru.supply import errors
from sokoguru.supply.rules.weighing import (
    GradePrice,
    amount_due,
    check_settlement,
    price_of,
    weigh,
)


def test_a_weighing_is_paid_to_the_rupiah():
    """TV-36."""
    weighing = weigh(
        gross=parse_quantity("1.250,5"), tare=parse_quantity("12,5"), deduction_percent=Decimal(3)
    )
    assert weighing.net == 1_238_000
    assert weighing.payable == 1_200_860
    assert amount_due(weighing, 6_500) == 7_805_590


@pytest.mark.parametrize(("gross", "tare"), [(1_000, 1_000), (1_000, 1_001), (1_000, -1)])
def test_a_container_weighs_less_than_the_whole(gross: int, tare: int):
    with pytest.raises(errors.TareTooHeavy):
        weigh(gross=gross, tare=tare)


@pytest.mark.parametrize("deduction", ["-0.1", "100", "250", "NaN", "Infinity", "1e-999999"])
def test_a_deduction_stays_below_everything(deduction: str):
    with pytest.raises(errors.DeductionOutOfRange):
        weigh(gross=1_000, tare=0, deduction_percent=Decimal(deduction))


def test_nothing_is_not_weighed():
    with pytest.raises(QuantityOutOfRange):
        weigh(gross=0, tare=0)


def test_the_price_of_the_day_counts():
    prices = [
        GradePrice("A", 6_000, date(2026, 1, 1), date(2026, 6, 1)),
        GradePrice("A", 6_500, date(2026, 6, 1)),
        GradePrice("A", 6_700, date(2026, 11, 1)),
        GradePrice("B", 5_000, date(2026, 1, 1)),
    ]
    assert price_of("A", prices, on=date(2026, 5, 31)) == 6_000
    assert price_of("A", prices, on=date(2026, 6, 1)) == 6_500
    assert price_of("A", prices, on=date(2026, 11, 24)) == 6_700
    for grade, on in (("C", date(2026, 5, 1)), ("A", date(2025, 12, 31))):
        with pytest.raises(errors.GradeUnknown):
            price_of(grade, prices, on=on)


def test_a_maker_is_paid_what_is_owed_and_not_more():
    check_settlement(105_600, owed=105_600)
    for amount in (0, -1, 105_601):
        with pytest.raises(errors.MoreThanSold):
            check_settlement(amount, owed=105_600)
