"""Forms of identity."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from sokoguru.ui.forms import PlainForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _pin_field(label: "StrOrPromise", *, required: bool = True) -> forms.CharField:
    box = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=6, widget=box, required=required)


class PinForm(PlainForm):
    """A new PIN, twice; the old one where there is one."""

    old = _pin_field(_("PIN sekarang"), required=False)
    new = _pin_field(_("PIN baru"))
    again = _pin_field(_("PIN baru, sekali lagi"))

    def clean_again(self) -> str:
        """Both times the same."""
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("Kedua PIN baru belum sama."))
        return again
