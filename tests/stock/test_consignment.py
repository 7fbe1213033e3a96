"""The price of consigned goods parts into the maker's due and our ujrah, to the rupiah."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.quantity import multiply
from sokoguru.kernel.rounding import Rounding
from sokoguru.stock import errors
from sokoguru.stock.rules.consignment import Split, split_return, split_sale


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
        with pytest.raises(errors.MoreThanTaken):
            split_return(
                sold,
                sold_quantity=4_000,
                back_before=Split(),
                back_quantity=3_000,
                quantity=quantity,
            )
