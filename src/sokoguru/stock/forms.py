"""What the warehouse types: goods, prices, barcodes, moves, counts."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sokoguru.kernel.quantity import MAX_OF_ONE_ACT
from sokoguru.stock.rules.units import BaseUnit
from sokoguru.ui.fields import PickField, QuantityField, RupiahField
from sokoguru.ui.forms import MoneyForm, PlainForm

if TYPE_CHECKING:
    from sokoguru.stock.models import Location, StockBalance

Choices = list[tuple[str, Any, Any]]
UNIT_WORDS: Choices = [
    (BaseUnit.KILOGRAM.value, _("kilogram"), _("ditimbang")),
    (BaseUnit.PIECE.value, _("buah"), _("dihitung, bungkus atau botol")),
    (BaseUnit.LITRE.value, _("liter"), _("cair")),
    (BaseUnit.METRE.value, _("meter"), _("kain, tali")),
]
COUNTED = "hitung_"


class SearchForm(PlainForm):
    """A word to look for; nothing is refused but what is too long."""

    cari = forms.CharField(label=_("Cari"), max_length=60, required=False)


class WordsForm(PlainForm):
    """The name and the description of a good, and whether it is sold."""

    name = forms.CharField(label=_("Nama barang"), max_length=120)
    description = forms.CharField(
        label=_("Keterangan"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Yang dibaca pembeli: asal, rasa, isi, cara simpan."),
    )
    active = forms.BooleanField(label=_("Dijual"), required=False)


class PricesForm(PlainForm):
    """What members and everybody pay."""

    price_member = RupiahField(label=_("Harga anggota"))
    price_public = RupiahField(
        label=_("Harga umum"), help_text=_("Tidak boleh lebih rendah dari harga anggota.")
    )


class BarcodeForm(PlainForm):
    """The number on a package."""

    barcode = forms.CharField(
        label=_("Kode batang (GTIN)"),
        max_length=40,
        required=False,
        help_text=_("8, 12, 13 atau 14 angka di kemasan. Kosongkan bila tidak ada."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ProductForm(PricesForm, BarcodeForm):
    """A new good."""

    field_order = ("name", "sku", "unit", "price_member", "price_public", "barcode", "description")

    name = forms.CharField(label=_("Nama barang"), max_length=120)
    sku = forms.CharField(
        label=_("Kode barang"),
        max_length=24,
        help_text=_("Huruf, angka dan tanda hubung, misalnya GULA-AREN. Tidak bisa diubah lagi."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    unit = PickField(label=_("Satuan"), choices=UNIT_WORDS)
    description = forms.CharField(
        label=_("Keterangan"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _places(rows: Iterable["Location"]) -> list[tuple[str, str]]:
    return [(str(row.pk), row.name) for row in rows]


class MoveForm(MoneyForm):
    """So much of a lot, from one place to another."""

    source_id = forms.ChoiceField(label=_("Dari"))
    target_id = forms.ChoiceField(
        label=_("Ke"), help_text=_("Susut dan hilang: barang rusak, kedaluwarsa, atau tidak ada.")
    )
    quantity = QuantityField(label=_("Banyaknya"), unit="")
    memo = forms.CharField(label=_("Alasan atau catatan"), max_length=120)

    def __init__(
        self,
        *args: Any,
        sources: Iterable["Location"],
        targets: Iterable["Location"],
        unit: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source_id"].choices = _places(sources)  # type: ignore[attr-defined]
        self.fields["target_id"].choices = _places(targets)  # type: ignore[attr-defined]
        self.fields["quantity"].unit = unit  # type: ignore[attr-defined]


class CountForm(MoneyForm):
    """What was counted of each lot of a place; boxes left empty were not counted."""

    memo = forms.CharField(label=_("Catatan"), max_length=120, required=False)

    def __init__(self, *args: Any, rows: Sequence["StockBalance"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"{COUNTED}{row.lot_id}"] = QuantityField(
                label=f"{row.lot.product.name}, {row.lot.code}",
                unit=str(row.lot.product.unit),
                least=0,
                most=MAX_OF_ONE_ACT,
                required=False,
            )

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The boxes of the lots, in their order."""
        return [self[f"{COUNTED}{row.lot_id}"] for row in self.rows]

    @property
    def counted(self) -> list[tuple[int, int]]:
        """``(lot id, thousandths)`` of what was counted."""
        typed = ((row.lot_id, self.cleaned_data[f"{COUNTED}{row.lot_id}"]) for row in self.rows)
        return [(lot_id, quantity) for lot_id, quantity in typed if quantity is not None]
