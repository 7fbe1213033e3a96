"""Weighing, grading and consignment to the rupiah."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.quantity import QuantityOutOfRange, multiply, parse_quantity
from sokoguru.kernel.rounding import Rounding
from sokoguru.supply import errors
from sokoguru.supply.rules import (
    GradePrice,
    Split,
    amount_due,
    check_settlement,
    price_of,
    split_return,
    split_sale,
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


def test_a_consigned_sale_is_split_and_its_return_is_the_mirror():
    """TV-54, the amounts."""
    total = multiply(30_000, 4_000, Rounding.HALF_UP)
    sold = split_sale(total, ujrah_percent=Decimal(12))
    assert sold == Split(total=120_000, owed=105_600, ujrah=14_400)
    back = split_return(
        sold, sold_quantity=4_000, back_before=Split(), back_quantity=0, quantity=1_000
    )
    assert back == Split(total=30_000, owed=26_400, ujrah=3_600)


@pytest.mark.parametrize("ujrah", ["-1", "100", "NaN"])
def test_an_ujrah_leaves_the_maker_something(ujrah: str):
    with pytest.raises(errors.UjrahOutOfRange):
        split_sale(1_000, ujrah_percent=Decimal(ujrah))


def test_the_fraction_is_the_makers():
    assert split_sale(99, ujrah_percent=Decimal("12.5")) == Split(total=99, owed=87, ujrah=12)


@given(
    st.integers(1, 10**9),
    st.decimals(0, Decimal("99.99"), places=2),
    st.lists(st.integers(1, 5_000), min_size=1, max_size=6),
)
def test_parts_add_up_and_a_sale_returned_piece_by_piece_leaves_nothing(total, ujrah, pieces):
    sold = split_sale(total, ujrah_percent=ujrah)
    assert sold.owed + sold.ujrah == total
    assert sold.ujrah * 100 <= total * ujrah
    back, quantity = Split(), 0
    for piece in pieces:
        part = split_return(
            sold,
            sold_quantity=sum(pieces),
            back_before=back,
            back_quantity=quantity,
            quantity=piece,
        )
        assert part.owed + part.ujrah == part.total
        assert part.total >= 0
        assert part.ujrah >= 0
        back, quantity = back + part, quantity + piece
    assert back == sold


def test_no_more_comes_back_than_was_sold():
    sold = split_sale(120_000, ujrah_percent=Decimal(12))
    for quantity in (0, -1, 1_001):
        with pytest.raises(errors.MoreThanSold):
            split_return(
                sold,
                sold_quantity=4_000,
                back_before=Split(),
                back_quantity=3_000,
                quantity=quantity,
            )


def test_a_maker_is_paid_what_is_owed_and_not_more():
    check_settlement(105_600, owed=105_600)
    for amount in (0, -1, 105_601):
        with pytest.raises(errors.MoreThanSold):
            check_settlement(amount, owed=105_600)
