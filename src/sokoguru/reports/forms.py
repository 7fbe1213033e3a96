"""Forms of reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sokoguru.ledger import queries as books
from sokoguru.ui.fields import DateField
from sokoguru.ui.forms import MoneyForm, PlainForm


class _UnitForm(PlainForm):
    """Which unit: one of the book's, or all together."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Semua unit")), *((unit.code, unit.name) for unit in books.units())]


class DayForm(_UnitForm):
    """A statement at the end of a day."""

    on = DateField(label=_("Per tanggal"), required=False)


class SpanForm(_UnitForm):
    """A statement between two days."""

    since = DateField(label=_("Dari"), required=False)
    until = DateField(label=_("Sampai"), required=False)


class MovesForm(PlainForm):
    """A part of an account's statement."""

    since = DateField(label=_("Dari"), required=False)
    until = DateField(label=_("Sampai"), required=False)


class ReverseForm(MoneyForm):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=160,
        help_text=_("Ditulis di buku bersama nama Anda, misalnya: salah ketik jumlah."),
    )


class MonthForm(MoneyForm):
    """Which month is closed."""

    month = DateField(label=_("Bulan"), widget=forms.HiddenInput)
