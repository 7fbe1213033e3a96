"""Rupiah: the contract of every money field, and the words under it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.rupiah import (
    MAX,
    MAX_OF_ONE_ACT,
    AmountOutOfRange,
    NotRupiah,
    check_amount,
    format_rupiah,
    format_signed,
    parse_rupiah,
    terbilang,
    terbilang_rupiah,
)

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "money_id_cases.json").read_text())


@pytest.mark.parametrize(("typed", "expected"), CASES["cases"])
def test_money_is_read_exactly_as_the_contract_says(typed: str, expected: int | None):
    if expected is None:
        with pytest.raises((NotRupiah, AmountOutOfRange)):
            parse_rupiah(typed)
    else:
        assert parse_rupiah(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["1000\n", "1\x00", "9" * 5000, "\ud800", "1.000,00,00", "1.0.0", "Rp", "−1.000", "50rb"],
)
def test_oddities_are_refused_with_facts_that_can_be_shown(typed: str):
    with pytest.raises((NotRupiah, AmountOutOfRange)) as refused:
        parse_rupiah(typed)
    json.dumps(dict(refused.value.facts)).encode()
    assert len(str(refused.value)) < 120


def test_spaces_at_the_ends_are_forgiven():
    assert parse_rupiah("  Rp\u00a01.000 ") == 1000


def test_the_largest_amount_of_a_column_is_read_and_one_more_is_not():
    assert parse_rupiah(str(MAX)) == MAX
    with pytest.raises(AmountOutOfRange) as refused:
        parse_rupiah("9223372036854775808")
    assert refused.value.facts["most"] == MAX


def test_no_act_carries_nothing_or_too_much():
    check_amount(1)
    check_amount(MAX_OF_ONE_ACT)
    for amount in (0, -1, MAX_OF_ONE_ACT + 1):
        with pytest.raises(AmountOutOfRange):
            check_amount(amount)


@given(st.integers(min_value=0, max_value=MAX))
def test_what_is_shown_can_be_typed_again(amount: int):
    assert parse_rupiah(format_rupiah(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "plain", "signed"),
    [
        (0, "Rp0", "Rp0"),
        (999, "Rp999", "+ Rp999"),
        (50_000, "Rp50.000", "+ Rp50.000"),
        (1_234_567, "Rp1.234.567", "+ Rp1.234.567"),
        (-650_000, "− Rp650.000", "− Rp650.000"),
    ],
)
def test_amounts_are_shown_as_the_look_says(amount: int, plain: str, signed: str):
    assert format_rupiah(amount) == plain
    assert format_signed(amount) == signed


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (100, "seratus"),
        (1_000, "seribu"),
        (1_001, "seribu satu"),
        (1_100, "seribu seratus"),
        (11_000, "sebelas ribu"),
        (21_000, "dua puluh satu ribu"),
        (101_000, "seratus satu ribu"),
        (201_001, "dua ratus satu ribu satu"),
        (1_000_001, "satu juta satu"),
        (
            2_345_678,
            "dua juta tiga ratus empat puluh lima ribu enam ratus tujuh puluh delapan",
        ),
        (17_845_000, "tujuh belas juta delapan ratus empat puluh lima ribu"),
        (655_001_160, "enam ratus lima puluh lima juta seribu seratus enam puluh"),
        (1_001_001_001, "satu miliar satu juta seribu satu"),
        (1_500_000_000, "satu miliar lima ratus juta"),
        (-7, "minus tujuh"),
    ],
)
def test_numbers_are_spelled_in_indonesian(number: int, words: str):
    """TV-42, and the cases on which a well-known library stumbles."""
    assert terbilang(number) == words


def test_the_words_of_an_amount_end_in_rupiah():
    assert terbilang_rupiah(50_000) == "lima puluh ribu rupiah"
    assert terbilang(MAX).startswith("sembilan juta dua ratus dua puluh tiga ribu")
