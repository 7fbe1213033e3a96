"""Forms of surplus."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sokoguru.kernel.percentage import format_percentage, parse_percentage
from sokoguru.kernel.refusals import Refused
from sokoguru.surplus.rules.policy import CapitalBase, PolicyTerms, TaxScheme
from sokoguru.surplus.rules.shu import Allocation, Head
from sokoguru.ui.fields import DateField, PickField
from sokoguru.ui.forms import MoneyForm, PlainForm
from sokoguru.ui.queries import sentence_of

LONGEST = 12


class PercentageField(forms.CharField):
    """A percentage with a decimal comma: ``12,5``. Cleans to ``Decimal``; nothing is none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=LONGEST, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As it is written: ``12,5``."""
        return format_percentage(value).removesuffix("%") if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """Strictly as percentages are written."""
        text = super().clean(value)
        if not text:
            return Decimal(0)
        try:
            return parse_percentage(text)
        except Refused as refused:
            raise ValidationError(sentence_of(refused), code=refused.code) from None


class PolicyForm(PlainForm):
    """What the AD/ART says of the SHU."""

    since = DateField(label=_("Berlaku mulai"))
    legal_basis = forms.CharField(
        label=_("Dasar"), max_length=120, help_text=_("Misalnya: ART pasal 40, RAT 2025.")
    )
    cadangan = PercentageField(label=_("Cadangan"))
    jasa_modal = PercentageField(label=_("Jasa modal (simpanan anggota)"))
    jasa_usaha = PercentageField(label=_("Jasa usaha (belanja dan usaha anggota)"))
    dana_pengurus = PercentageField(label=_("Dana pengurus"))
    dana_karyawan = PercentageField(label=_("Dana karyawan"))
    dana_pendidikan = PercentageField(label=_("Dana pendidikan"))
    dana_sosial = PercentageField(label=_("Dana sosial"))
    dana_daerah_kerja = PercentageField(label=_("Dana pembangunan daerah kerja"))
    village = PercentageField(
        label=_("Hak desa"),
        help_text=_("Diambil dari seluruh SHU sebelum dibagi (Inpres 17/2025). Kosong: tidak ada."),
    )
    capital_base = PickField(
        label=_("Jasa modal dihitung dari simpanan"),
        choices=[
            (CapitalBase.YEAR_END.value, _("Akhir tahun"), _("saldo hari terakhir tahun buku")),
            (CapitalBase.AVERAGE.value, _("Rata-rata bulanan"), _("adil bagi yang setor awal")),
        ],
    )
    tax_scheme = PickField(
        label=_("Pajak penghasilan"),
        choices=[
            (TaxScheme.GENERAL.value, _("Umum"), _("22 persen, dengan fasilitas pasal 31E")),
            (TaxScheme.FINAL.value, _("Final 0,5 persen"), _("dari omzet, paling lama 4 tahun")),
        ],
    )
    final_since_year = forms.IntegerField(
        label=_("Tahun pertama pajak final"), min_value=2018, max_value=2199, required=False
    )

    def terms(self) -> PolicyTerms:
        """The cleaned form as the rules take it."""
        told = self.cleaned_data
        return PolicyTerms(
            allocations=tuple(
                Allocation(head, told[head.value])
                for head in Head
                if told[head.value] or head is Head.CADANGAN
            ),
            capital_base=CapitalBase(told["capital_base"]),
            tax_scheme=TaxScheme(told["tax_scheme"]),
            final_since_year=told["final_since_year"],
            village_percentage=told["village"],
        )


class YearForm(MoneyForm):
    """An act about a book year that needs nothing but a look and a yes."""


class MandateForm(PlainForm):
    """Whether SHU goes into savings once the meeting has decided."""

    shu_to_savings = PickField(
        label=_("SHU Anda setelah diputuskan rapat anggota"),
        choices=[
            ("ya", _("Masuk ke simpanan sukarela"), _("langsung, tanpa ke loket")),
            ("tidak", _("Saya ambil sendiri"), _("tunai di loket")),
        ],
    )
