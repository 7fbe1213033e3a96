"""Forms lose nothing that was typed, name what is missing, and put each refusal in its place."""

import re
import uuid

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from sokoguru.ui.fields import RupiahField
from sokoguru.ui.forms import MoneyForm, PlainForm
from tests.ui.site import BelowMinimum, DepositForm, PersonForm, Wordless

KEY = "7e6f3a4e-6c1b-4c8e-9c55-0b8d3e0c1f2a"


def test_a_text_box_without_a_bound_is_a_bug() -> None:
    class Careless(PlainForm):
        memo = forms.CharField()

    with pytest.raises(AssertionError, match=r"Careless\.memo: no max_length"):
        Careless()


def test_what_is_missing_is_named() -> None:
    form = PersonForm({})
    assert form.errors["name"] == ["Isi dulu: Nama di KTP."]
    assert form.errors["grade"] == ["Pilih dulu: Mutu."]
    assert form.errors["weight"] == ["Tulis jumlahnya."]
    assert form.errors["agreed"] == ["Centang dulu kotak ini."]
    assert form.status == 422


def test_a_sentence_that_two_boxes_say_names_its_box_in_the_summary() -> None:
    class Prices(PlainForm):
        member = RupiahField(label="Harga anggota")
        public = RupiahField(label="Harga umum")

    def summary(**typed: str) -> list[str]:
        page = Template("{% load soko %}{% errors form %}").render(Context({"form": Prices(typed)}))
        return re.findall(r'<a href="#id_\w+">(.*?)</a>', page)

    assert summary() == [
        "Harga anggota: Tulis jumlahnya dalam rupiah.",
        "Harga umum: Tulis jumlahnya dalam rupiah.",
    ]
    assert summary(member="500") == ["Tulis jumlahnya dalam rupiah."]


def test_two_forms_do_not_share_their_sentences() -> None:
    class One(PlainForm):
        name = forms.CharField(max_length=9, label="Satu")

    class Two(PlainForm):
        name = forms.CharField(max_length=9, label="Dua")

    assert One({}).errors["name"] == ["Isi dulu: Satu."]
    assert Two({}).errors["name"] == ["Isi dulu: Dua."]
    assert One({}).errors["name"] == ["Isi dulu: Satu."]


def test_a_refusal_stands_beside_its_field_with_its_status() -> None:
    form = DepositForm({"amount": "9.999", "kind": "wajib", "request_key": KEY})
    assert form.is_valid()
    form.refuse(BelowMinimum(amount=9_999, minimum=10_000), field="amount")
    assert form.errors["amount"] == ["Setoran paling sedikit Rp10.000; yang tertulis Rp9.999."]
    assert form.status == 422
    assert form["amount"].value() == "9.999"


def test_a_refusal_of_no_field_stands_on_top() -> None:
    form = DepositForm({"amount": "9.999", "kind": "wajib", "request_key": KEY})
    form.refuse(Wordless(), field="elsewhere")
    assert form.non_field_errors() == [
        "Belum bisa dilakukan. Sebut kode koperasi_uji.forgotten saat bertanya."
    ]


def test_what_was_typed_is_carried_letter_by_letter() -> None:
    class Many(MoneyForm):
        amount = RupiahField()
        days = forms.MultipleChoiceField(choices=[("1", "Senin"), ("2", "Selasa")])

    data = QueryDict(f"amount=1.000&days=1&days=2&request_key={KEY}&stranger=x")
    form = Many(data, prefix=None)
    assert form.is_valid(), form.errors
    assert list(form.typed()) == [
        ("request_key", KEY),
        ("amount", "1.000"),
        ("days", "1"),
        ("days", "2"),
    ]


@pytest.mark.parametrize("key", ["", "not-a-key", "00000000-0000-0000-0000-000000000000"])
def test_a_wrong_key_is_refused_and_replaced(key: str) -> None:
    data = QueryDict(mutable=True)
    data.update({"amount": "50.000", "kind": "wajib", "request_key": key})
    form = DepositForm(data)
    assert not form.is_valid()
    assert form.non_field_errors() == [
        "Formulir ini sudah usang. Isiannya masih ada; periksa, lalu kirim sekali lagi."
    ]
    assert uuid.UUID(str(form["request_key"].value())).version == 4
    assert form["amount"].value() == "50.000"
    assert data["request_key"] == key


def test_a_new_form_has_a_new_key() -> None:
    assert DepositForm()["request_key"].value() != DepositForm()["request_key"].value()
