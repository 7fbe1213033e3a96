"""Barcodes, units, lots and the value of goods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.tokens import CLEAR
from sokoguru.stock import errors
from sokoguru.stock.rules.barcodes import check_digit, internal_barcode, parse_barcode
from sokoguru.stock.rules.lots import Pick, PickableLot, lot_code, pick, read_lot_code
from sokoguru.stock.rules.units import BaseUnit, Unit, check_divisible, to_base
from sokoguru.stock.rules.valuation import OnHand, check_value, value_back, value_out


@pytest.mark.parametrize(
    "digits", ["4006381333931", "96385074", "036000291452", "10012345678902", "8991234567891"]
)
def test_gtins_of_all_four_lengths_are_read(digits: str):
    assert parse_barcode(f" {digits} ").digits == digits


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("4006381333932", "check_digit"),
        ("0000000000000", "check_digit"),
        ("400638133393", "check_digit"),
        ("40063813339", "length"),
        ("", "digits"),
        ("400638133393x", "digits"),
        ("٤006381333931", "digits"),
        ("9" * 5000, "digits"),
    ],
)
def test_a_wrong_barcode_is_refused_with_the_reason(typed: str, reason: str):
    with pytest.raises(errors.NotBarcode) as refused:
        parse_barcode(typed)
    assert refused.value.facts["reason"] == reason


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 12), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(body: str, place: int, change: int):
    digits = body + check_digit(body)
    wrong = str((int(digits[place]) + change) % 10)
    with pytest.raises(errors.NotBarcode):
        parse_barcode(digits[:place] + wrong + digits[place + 1 :])


def test_the_same_number_is_equal_in_every_length():
    assert parse_barcode("036000291452").gtin == parse_barcode("0036000291452").gtin


def test_our_own_numbers_are_marked_as_ours():
    own = internal_barcode(42)
    assert own.digits == "2000000000428"
    assert parse_barcode(own.digits).is_internal
    assert not parse_barcode("8991234567891").is_internal
    for serial in (0, -1, 10**10):
        with pytest.raises(ValueError, match="10 digits"):
            internal_barcode(serial)


def test_a_carton_holds_its_pieces():
    carton = Unit(code="DUS", base=BaseUnit.PIECE, factor=24_000)
    assert to_base(2_000, carton) == 48_000
    assert to_base(500, carton) == 12_000
    with pytest.raises(errors.NotWhole):
        to_base(20, carton)
    check_divisible(1_500, BaseUnit.KILOGRAM)
    with pytest.raises(errors.NotWhole):
        check_divisible(1_500, BaseUnit.PIECE)


def test_a_lot_code_is_read_as_people_type_it():
    assert lot_code(date(2026, 11, 24), "7K2Q") == "261124-7K2Q"
    for typed in ("261124-7K2Q", "261124 7k2q", "2611247K2Q"):
        assert read_lot_code(typed) == "261124-7K2Q"
    for typed in ("", "261324-7K2Q", "261124-7K2O", "261124-7K2", "x" * 5000):
        with pytest.raises(errors.NotLotCode):
            read_lot_code(typed)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.text(CLEAR, min_size=4, max_size=4),
)
def test_every_lot_code_is_read_back(on: date, tail: str):
    assert read_lot_code(lot_code(on, tail)) == lot_code(on, tail)


TODAY = date(2026, 11, 24)
OLD = PickableLot(1, 5_000, received_on=date(2026, 11, 1))
NEW = PickableLot(2, 5_000, received_on=date(2026, 11, 20))
SOON = PickableLot(3, 2_000, received_on=date(2026, 11, 22), expires_on=date(2026, 11, 24))
LATER = PickableLot(4, 2_000, received_on=date(2026, 11, 2), expires_on=date(2026, 12, 24))
GONE = PickableLot(5, 9_000, received_on=date(2026, 10, 1), expires_on=date(2026, 11, 23))


def test_what_expires_first_goes_first_then_what_came_first():
    assert pick([NEW, OLD, LATER, SOON, GONE], 10_000, on=TODAY) == [
        Pick(3, 2_000),
        Pick(4, 2_000),
        Pick(1, 5_000),
        Pick(2, 1_000),
    ]


def test_a_demand_is_met_whole_or_refused():
    with pytest.raises(errors.OutOfStock) as refused:
        pick([SOON, GONE], 2_001, on=TODAY)
    assert refused.value.facts == {"demand": 2_001, "available": 2_000}


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 60)), max_size=8),
    st.integers(1, 40_000),
)
def test_picks_add_up_to_the_demand(shelf: list[tuple[int, int]], demand: int):
    lots = [
        PickableLot(n, available, received_on=TODAY, expires_on=date(2026, 12, 1 + day % 28))
        for n, (available, day) in enumerate(shelf)
    ]
    has = {lot.lot_id: lot.available for lot in lots}
    if sum(has.values()) < demand:
        with pytest.raises(errors.OutOfStock):
            pick(lots, demand, on=TODAY)
        return
    picks = pick(lots, demand, on=TODAY)
    assert sum(p.quantity for p in picks) == demand
    assert all(0 < p.quantity <= has[p.lot_id] for p in picks)


def test_value_leaves_in_proportion_and_the_last_goods_take_the_rest():
    shelf = OnHand().taken_in(3_000, 10_000)
    assert value_out(shelf, 1_000) == 3_333
    shelf = shelf.taken_out(1_000)
    assert shelf == OnHand(2_000, 6_667)
    assert value_out(shelf, 1_000) == 3_334
    shelf = shelf.taken_out(1_000)
    assert value_out(shelf, 1_000) == 3_333
    assert shelf.taken_out(1_000) == OnHand(0, 0)


def test_the_average_moves_with_each_receipt():
    shelf = OnHand().taken_in(10_000, 100_000).taken_in(10_000, 140_000)
    assert value_out(shelf, 5_000) == 60_000


def test_more_than_there_is_does_not_leave():
    with pytest.raises(errors.OutOfStock):
        value_out(OnHand(1_000, 5), 1_001)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=10), st.integers(0, 10**12))
def test_however_goods_leave_their_value_leaves_exactly(parts: list[int], value: int):
    shelf, left = OnHand(sum(parts), value), 0
    for part in parts:
        out = value_out(shelf, part)
        assert 0 <= out <= shelf.value
        left += out
        shelf = shelf.taken_out(part)
    assert (left, shelf) == (value, OnHand(0, 0))


def test_returned_goods_come_back_at_what_they_left_with():
    first = value_back(sold_quantity=3_000, sold_value=10_000, back_before=OnHand(), quantity=1_000)
    assert first == 3_333
    rest = value_back(
        sold_quantity=3_000, sold_value=10_000, back_before=OnHand(1_000, first), quantity=2_000
    )
    assert first + rest == 10_000
    with pytest.raises(errors.OutOfStock):
        value_back(sold_quantity=1_000, sold_value=5, back_before=OnHand(1_000, 5), quantity=1)


def test_goods_of_a_maker_have_no_value_in_our_books():
    check_value(is_consigned=True, value=0)
    check_value(is_consigned=False, value=1)
    with pytest.raises(errors.ConsignedHasNoValue):
        check_value(is_consigned=True, value=1)
