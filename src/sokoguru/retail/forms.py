"""What people type in the shop: quantities, tenders, change money, counts, matches."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sokoguru.payments.rules.qris import TEXT_MAX
from sokoguru.retail.models import SaleLine
from sokoguru.ui.fields import DateField, PickField, QuantityField, RupiahField
from sokoguru.ui.forms import MoneyForm, PlainForm


class PutForm(PlainForm):
    """Put a good into the cart."""

    product = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    quantity = QuantityField(label=_("Jumlah"), least=1)


class SetForm(PlainForm):
    """Say how much of a good the cart holds; nothing takes it out."""

    product = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    quantity = QuantityField(label=_("Jumlah"), least=0)


class CheckoutForm(MoneyForm):
    """Pay an order: how, and the PIN where it is paid from savings."""

    seen_total = forms.IntegerField(min_value=1, max_value=10**12, widget=forms.HiddenInput)
    tender = PickField(
        label=_("Bayar dengan apa?"),
        choices=[
            ("simpanan", _("Simpanan sukarela"), _("langsung lunas, dengan PIN Anda")),
            ("qris", _("QRIS"), _("barang ditahan 30 menit sampai pembayaran tampak")),
        ],
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=6,
        required=False,
        help_text=_("Enam angka. Hanya untuk membayar dari simpanan."),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ReasonForm(MoneyForm):
    """Take an order back, and why."""

    reason = forms.CharField(label=_("Alasan"), max_length=120, required=False)


class StepForm(MoneyForm):
    """A single step that needs nothing but a yes."""


class OpenShiftForm(MoneyForm):
    """Sit down at a till."""

    till = PickField(label=_("Kasir mana?"), choices=[])
    opening_float = RupiahField(
        label=_("Modal laci"),
        least=0,
        most=10_000_000,
        help_text=_("Uang kembalian yang Anda terima dari kas toko."),
    )

    def __init__(self, *args: Any, tills: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["till"].choices = tills  # type: ignore[attr-defined]


class CloseShiftForm(MoneyForm):
    """Count the drawer before anybody says what it should hold."""

    counted = RupiahField(
        label=_("Uang di laci"),
        least=0,
        help_text=_("Hitung semua uang di laci, termasuk modal. Selisih tampak sesudah dicatat."),
    )


class ScanForm(PlainForm):
    """A barcode, a code or a name; ``3*`` before it is a quantity."""

    text = forms.CharField(label=_("Pindai atau ketik nama barang"), max_length=80)


class MemberForm(PlainForm):
    """For whom the basket is; empty takes the name off."""

    number = forms.CharField(
        label=_("Nomor anggota"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class CashForm(MoneyForm):
    """Cash over the counter: what was given."""

    seen_total = forms.IntegerField(min_value=1, max_value=10**12, widget=forms.HiddenInput)
    given = RupiahField(label=_("Uang diterima"), least=1)


class ExactForm(MoneyForm):
    """Cash that fits: one key."""

    seen_total = forms.IntegerField(min_value=1, max_value=10**12, widget=forms.HiddenInput)


class PinForm(MoneyForm):
    """A member pays from savings, with the PIN typed by the member."""

    seen_total = forms.IntegerField(min_value=1, max_value=10**12, widget=forms.HiddenInput)
    pin = forms.CharField(
        label=_("PIN anggota"),
        max_length=6,
        help_text=_("Biarkan anggota mengetiknya sendiri."),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class FindReceiptForm(PlainForm):
    """The number on a receipt."""

    nota = forms.CharField(label=_("Nomor nota"), max_length=30)


class ReturnForm(MoneyForm):
    """How much of each good on a receipt comes back: an empty box is nothing."""

    def __init__(self, *args: Any, lines: Sequence[tuple[SaleLine, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line, left in lines:
            if left:
                self.fields[f"line_{line.pk}"] = QuantityField(
                    label=line.name, least=0, most=left, unit=line.unit, required=False
                )

    def quantities(self) -> dict[int, int]:
        """Thousandths by line, as typed and read."""
        said = {line.pk: self.cleaned_data.get(f"line_{line.pk}") for line, _left in self.lines}
        return {pk: amount for pk, amount in said.items() if amount}

    def rows(self) -> list[tuple[SaleLine, int, BoundField | None]]:
        """Each line with what is still out and its box."""
        return [
            (line, left, self[f"line_{line.pk}"] if left else None) for line, left in self.lines
        ]


class MatchForm(MoneyForm):
    """A line of the bank's statement, and the payments that it settles."""

    requests = forms.MultipleChoiceField(
        label=_("Pembayaran yang masuk"), widget=forms.CheckboxSelectMultiple
    )
    bank_reference = forms.CharField(label=_("Nomor mutasi bank"), max_length=60)
    on = DateField(label=_("Tanggal mutasi"))
    received = RupiahField(
        label=_("Uang masuk di rekening"), help_text=_("Sesudah dipotong biaya QRIS.")
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requests"].choices = choices  # type: ignore[attr-defined]


class QrisForm(PlainForm):
    """The static QRIS text of the cooperative, and what its contract says."""

    text = forms.CharField(
        label=_("Isi kode QRIS"),
        max_length=TEXT_MAX,
        help_text=_("Teks dari kode QRIS statis, mulai dengan 000201."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    nmid = forms.CharField(label=_("NMID"), max_length=15)
    merchant_name = forms.CharField(label=_("Nama merchant"), max_length=25)


class GatewayForm(PlainForm):
    """A gateway's account and its server key, which is never shown again."""

    code = forms.SlugField(label=_("Nama akun"), max_length=20)
    server_key = forms.CharField(
        label=_("Server key"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
