"""Fields read what Indonesians write and refuse the rest, with the bounds in the sentence."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from sokoguru.ui.fields import DateField, PickField, QuantityField, RupiahField, TokenField

CONTRACT = Path(__file__).parents[1] / "vectors" / "money_id_cases.json"
CASES = json.loads(CONTRACT.read_text())["cases"]


def refusal(field: forms.Field, typed: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    assert len(caught.value.messages) == 1
    return caught.value.messages[0]


@pytest.mark.parametrize(("typed", "amount"), CASES)
def test_a_rupiah_field_keeps_the_contract_of_written_amounts(
    typed: str, amount: int | None
) -> None:
    field = RupiahField(least=0, most=2**63 - 1)
    if amount is None:
        refusal(field, typed)
    else:
        assert field.clean(typed) == amount


def test_a_rupiah_field_names_its_bounds() -> None:
    field = RupiahField(least=10_000, most=5_000_000)
    assert refusal(field, "9.999") == "Paling sedikit Rp10.000. Yang tertulis Rp9.999."
    assert refusal(field, "5.000.001") == "Paling banyak Rp5.000.000. Yang tertulis Rp5.000.001."
    assert field.clean("10.000") == 10_000
    assert field.clean("Rp 5.000.000,00") == 5_000_000


def test_a_rupiah_field_repeats_what_it_could_not_read() -> None:
    assert refusal(RupiahField(), "1,000") == (
        "Tulis jumlah dalam rupiah bulat, misalnya 50.000. Yang tertulis: 1,000."
    )
    assert refusal(RupiahField(), "") == "Tulis jumlahnya dalam rupiah."
    assert len(refusal(RupiahField(), "9" * 1_000_000)) < 200
    assert RupiahField(required=False).clean("") is None


def test_zero_is_no_amount_unless_it_is_allowed() -> None:
    assert refusal(RupiahField(), "0") == "Paling sedikit Rp1. Yang tertulis Rp0."
    assert RupiahField(least=0).clean("0") == 0


@pytest.mark.parametrize(
    ("typed", "thousandths"), [("12,5", 12_500), ("1.250,5 kg", 1_250_500), ("3", 3_000)]
)
def test_a_quantity_is_read_in_thousandths(typed: str, thousandths: int) -> None:
    assert QuantityField().clean(typed) == thousandths


@pytest.mark.parametrize("typed", ["1.5", "1,2345", "-1", "٣", "1e3", "NaN", "1 000"])
def test_a_quantity_is_never_guessed(typed: str) -> None:
    assert "Yang tertulis" in refusal(QuantityField(), typed)


def test_a_quantity_names_its_bounds_with_the_unit() -> None:
    field = QuantityField(least=500, most=60_000)
    assert refusal(field, "0,25") == "Paling sedikit 0,5 kg. Yang tertulis 0,25 kg."
    assert refusal(field, "60,001") == "Paling banyak 60 kg. Yang tertulis 60,001 kg."


@pytest.mark.parametrize("typed", ["03/04/2026", "3-4-2026", "2026-04-03", date(2026, 4, 3)])
def test_the_day_stands_before_the_month(typed: Any) -> None:
    assert DateField().clean(typed) == date(2026, 4, 3)


@pytest.mark.parametrize("typed", ["01/13/2026", "31/02/2026", "3/4/26", "besok", "2026-4-3x"])
def test_a_date_is_never_turned_round(typed: str) -> None:
    said = f"Tulis tanggal seperti 24/11/2026. Yang tertulis: {typed}."
    assert refusal(DateField(), typed) == said


def test_a_date_names_its_bounds() -> None:
    field = DateField(earliest=date(2026, 1, 1), latest=date(2026, 11, 24))
    assert refusal(field, "31/12/2025") == (
        "Paling awal 1 Januari 2026. Yang tertulis 31 Desember 2025."
    )
    assert refusal(field, "25/11/2026") == (
        "Paling akhir 24 November 2026. Yang tertulis 25 November 2026."
    )


def test_a_calendar_turns_to_text_where_something_else_was_typed() -> None:
    widget = DateField().widget
    assert 'type="date" name="d" value="2026-04-03"' in widget.render("d", date(2026, 4, 3))
    assert 'type="text" name="d" value="31/02/2026"' in widget.render("d", "31/02/2026")


def test_a_key_is_a_random_uuid_and_nothing_else() -> None:
    field = TokenField()
    assert str(field.clean("7e6f3a4e-6c1b-4c8e-9c55-0b8d3e0c1f2a")).startswith("7e6f")
    for typed in ("", "7", "00000000-0000-0000-0000-000000000000", "x" * 100_000):
        refusal(field, typed)
    assert field.initial() != field.initial()


def test_a_choice_takes_only_what_is_written() -> None:
    field = PickField(choices=[("a", "Setuju", "hadir"), ("b", "Tidak")])
    assert field.smalls == {"a": "hadir"}
    assert field.clean("b") == "b"
    assert refusal(field, "c") == "Pilih salah satu dari yang tertulis."
