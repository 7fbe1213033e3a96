"""What makers' goods, payments and returns are typed into."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sokoguru.kernel import percentage
from sokoguru.kernel.refusals import Refused
from sokoguru.supply.models import Intake, Settlement
from sokoguru.ui.fields import DateField, PickField, QuantityField, RupiahField
from sokoguru.ui.forms import MoneyForm, PlainForm

if TYPE_CHECKING:
    from sokoguru.stock.models import Location, Product


Choices = list[tuple[str, Any, Any]]
KINDS: Choices = [
    (Intake.Kind.PURCHASE, _("Beli putus"), _("dibayar menurut harga mutu")),
    (Intake.Kind.CONSIGNMENT, _("Titip jual"), _("tetap milik pembuat, koperasi dapat ujrah")),
]
WAYS: Choices = [
    (Settlement.Into.CASH, _("Tunai"), _("dari kas toko")),
    (Settlement.Into.SAVINGS, _("Simpanan sukarela"), _("masuk seketika")),
]
PAID: Choices = [
    ("ya", _("Tunai"), _("dari kas toko")),
    ("tidak", _("Tempo"), _("jadi utang usaha")),
]


class PercentageField(forms.Field):
    """A percentage with a decimal comma: ``12`` or ``12,5%``. Cleans to ``Decimal`` or ``None``."""

    default_error_messages = {
        "required": _("Tulis persennya."),
        "unreadable": _(
            "Tulis persen dari 0 sampai 100 dengan koma, misalnya 12,5. Yang tertulis: %(typed)s."
        ),
    }
    unit = "%"

    def to_python(self, value: Any) -> Decimal | None:
        """Strictly as written on paper; nothing is guessed."""
        if isinstance(value, Decimal):
            return value
        if not (value or "").strip():
            return None
        try:
            return percentage.parse_percentage(value)
        except Refused as refused:
            raise ValidationError(
                self.error_messages["unreadable"],
                code="unreadable",
                params={"typed": refused.facts["typed"]},
            ) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A pad with a comma."""
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": "40"}


class FindForm(PlainForm):
    """A part of a name, a number, or a telephone number."""

    cari = forms.CharField(label=_("Nama atau nomor pembuat"), max_length=60)


class IntakeForm(MoneyForm):
    """What lies on the scale, and on which terms."""

    product_id = forms.ChoiceField(label=_("Barang"))
    kind = PickField(label=_("Cara terima"), choices=KINDS)
    gross = QuantityField(
        label=_("Bruto"),
        unit="",
        help_text=_("Berat bersama wadahnya. Barang bijian: banyaknya."),
    )
    tare = QuantityField(
        label=_("Tara"), unit="", least=0, required=False, help_text=_("Berat wadah kosong.")
    )
    deduction_percent = PercentageField(
        label=_("Potongan"), required=False, help_text=_("Kadar air dan kotoran, dalam persen.")
    )
    grade = forms.CharField(
        label=_("Mutu"),
        max_length=20,
        required=False,
        help_text=_("Beli putus: harus ada harganya hari ini."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    ujrah_percent = PercentageField(
        label=_("Ujrah koperasi"),
        required=False,
        help_text=_("Hanya titip jual: persen dari harga yang dibayar pembeli."),
    )
    location_id = PickField(label=_("Disimpan di"), choices=[])
    harvest_on = DateField(label=_("Tanggal panen atau dibuat"), required=False)
    expires_on = DateField(label=_("Kedaluwarsa"), required=False)
    certificates = forms.CharField(
        label=_("Sertifikat"),
        max_length=200,
        required=False,
        help_text=_("Nomor halal, P-IRT, organik. Kosongkan bila belum ada."),
    )
    akad_heard = forms.BooleanField(
        label=_("Akad sudah dibacakan, dan pembuat setuju"), required=False
    )

    def __init__(
        self,
        *args: Any,
        products: Iterable["Product"],
        locations: Iterable["Location"],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "product_id", [("", _("Pilih barang")), *_goods(products)])
        _offer(self, "location_id", [(str(row.pk), row.name) for row in locations])


class SettleForm(MoneyForm):
    """How much a maker is paid, and into what."""

    amount = RupiahField(label=_("Dibayarkan"))
    into = PickField(label=_("Lewat"), choices=WAYS)


class ReasonForm(MoneyForm):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Sebab"), max_length=120)


class GiveBackForm(ReasonForm):
    """So much of a lot goes back to its maker."""

    location_id = forms.ChoiceField(label=_("Diambil dari"))
    quantity = QuantityField(label=_("Banyaknya"), unit="")

    def __init__(
        self, *args: Any, locations: Iterable["Location"], unit: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "location_id", [(str(row.pk), row.name) for row in locations])
        self.fields["quantity"].unit = unit  # type: ignore[attr-defined]


class GradePriceForm(PlainForm):
    """What a base unit of a grade costs from a day on."""

    product_id = forms.ChoiceField(label=_("Barang"))
    grade = forms.CharField(label=_("Mutu"), max_length=20)
    price = RupiahField(label=_("Harga beli per satuan"))
    since = DateField(label=_("Berlaku mulai"))

    def __init__(self, *args: Any, products: Iterable["Product"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "product_id", [("", _("Pilih barang")), *_goods(products)])


class PurchaseForm(MoneyForm):
    """What came with a supplier's note."""

    supplier = forms.CharField(label=_("Pemasok"), max_length=120)
    product_id = forms.ChoiceField(label=_("Barang"))
    quantity = QuantityField(
        label=_("Banyaknya"), unit="", help_text=_("Dalam satuan barangnya, misalnya 24 atau 12,5.")
    )
    amount = RupiahField(label=_("Harga seluruhnya"))
    paid = PickField(label=_("Pembayaran"), choices=PAID)
    location_id = PickField(label=_("Disimpan di"), choices=[])
    expires_on = DateField(label=_("Kedaluwarsa"), required=False)

    def __init__(
        self,
        *args: Any,
        products: Iterable["Product"],
        locations: Iterable["Location"],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "product_id", [("", _("Pilih barang")), *_goods(products)])
        _offer(self, "location_id", [(str(row.pk), row.name) for row in locations])


def _goods(rows: Iterable["Product"]) -> list[tuple[str, str]]:
    return [(str(row.pk), f"{row.name} ({row.unit})") for row in rows]


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
