"""What is typed about people: applying, deciding, looking, offices, opinions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sokoguru.kernel import clock
from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.members.actions.joining import Application
from sokoguru.members.queries import CashPlace
from sokoguru.members.rules.address import PLACE_MAX, STREET_MAX, Address
from sokoguru.ui.fields import DateField, PickField
from sokoguru.ui.forms import MoneyForm, PlainForm

BODIES = [
    ("pengurus", _("Pengurus"), _("memimpin, dipilih dari anggota")),
    ("pengawas", _("Pengawas"), _("mengawasi, dipilih dari anggota")),
    ("dps", _("Dewan Pengawas Syariah"), _("boleh dari luar anggota")),
]
PRODUCTS = [("wadiah", _("Tabungan wadiah"), _("simpanan sukarela, DSN-MUI 02/2000"))]


def _text(label: Any, most: int, *, help_text: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required)


class ApplyForm(MoneyForm):
    """Everything that the register asks of a person, on one screen."""

    name = _text(_("Nama lengkap"), 120, help_text=_("Seperti di KTP."))
    nik = _text(_("NIK"), 40, help_text=_("16 angka di bagian atas KTP. Disimpan tersandi."))
    born_on = DateField(label=_("Tanggal lahir"))
    sex = PickField(
        label=_("Jenis kelamin di KTP"), choices=[("P", _("Perempuan")), ("L", _("Laki-laki"))]
    )
    phone = _text(_("Nomor telepon"), 40, help_text=_("Yang bisa menerima pesan."))
    email = forms.EmailField(label=_("Surel"), max_length=254, required=False)
    is_married = forms.BooleanField(label=_("Sudah menikah"), required=False)
    street = _text(_("Jalan dan nomor rumah"), STREET_MAX, help_text=_("Tempat tinggal sekarang."))
    rt = _text(_("RT"), 3, required=False)
    rw = _text(_("RW"), 3, required=False)
    village = _text(_("Desa atau kelurahan"), PLACE_MAX)
    district = _text(_("Kecamatan"), PLACE_MAX)
    regency = _text(_("Kabupaten atau kota"), PLACE_MAX)
    province = _text(_("Provinsi"), PLACE_MAX)
    postcode = _text(_("Kode pos"), 5, required=False)
    agreed = forms.BooleanField(
        label=_("Saya setuju data ini disimpan dan dipakai koperasi untuk mengurus keanggotaan."),
        help_text=_("Persetujuan dapat ditarik kapan saja (UU 27/2022)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        born_on = self.fields["born_on"]
        assert isinstance(born_on, DateField)
        born_on.latest = clock.today()

    def application(self) -> Application:
        """The application as typed."""
        typed = self.cleaned_data
        places = ("street", "rt", "rw", "village", "district", "regency", "province", "postcode")
        return Application(
            name=typed["name"],
            nik=typed["nik"],
            phone=typed["phone"],
            born_on=typed["born_on"],
            sex=typed["sex"],
            address=Address(**{place: typed[place] for place in places}),
            email=typed["email"],
            is_married=typed["is_married"],
            is_founder=typed.get("is_founder", False),
            group=typed.get("group", ""),
        )

    def take(self, refused: Refused) -> None:
        """Put a refusal beside the box that it speaks of."""
        places = {"members.nik": "nik", "members.phone": "phone", "members.name": "name"}
        prefix = refused.code.partition("_")[0]
        self.refuse(refused, refused.facts.get("field") or places.get(prefix))


class RegisterForm(ApplyForm):
    """The same at the counter, with what only staff know."""

    group = _text(_("Kelompok"), PLACE_MAX, required=False)
    is_founder = forms.BooleanField(label=_("Pendiri koperasi"), required=False)


class ReasonForm(PlainForm):
    """Why somebody looks at a NIK."""

    reason = forms.CharField(
        label=_("Untuk apa NIK dilihat?"),
        help_text=_("Tercatat dengan nama Anda, dan terbaca pengawas."),
        min_length=5,
        max_length=200,
    )


class RefuseForm(MoneyForm):
    """Why a candidate is refused, and where the money that is given back comes from."""

    reason = forms.CharField(label=_("Alasan"), min_length=3, max_length=200)
    cash = PickField(label=_("Uang titipan kembali dari"), choices=[])

    def __init__(self, *args: Any, places: list[CashPlace], refund: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cash"]
        assert isinstance(field, PickField)
        field.choices = [(place.key, place.label) for place in places]
        field.smalls = {place.key: format_rupiah(place.holds) for place in places}
        if not refund:
            del self.fields["cash"]


class ElectForm(PlainForm):
    """Who takes which office from when."""

    body = PickField(label=_("Dalam badan apa?"), choices=BODIES)
    position = _text(_("Jabatan"), 60, help_text=_("Misalnya Ketua, Bendahara, Anggota pengawas."))
    number = _text(
        _("Nomor anggota"),
        12,
        required=False,
        help_text=_("Kosongkan untuk DPS dari luar."),
    )
    name = _text(_("Nama"), 120, required=False, help_text=_("Hanya untuk DPS dari luar."))
    since = DateField(label=_("Mulai menjabat"))

    def clean(self) -> dict[str, Any]:
        """A member by number; only the DPS may be named instead."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("number") and typed.get("body") != "dps":
            self.add_error("number", _("Pengurus dan pengawas dipilih dari anggota. Isi nomornya."))
        elif not typed.get("number") and not typed.get("name"):
            self.add_error("name", _("Isi nama, atau nomor anggotanya."))
        return typed


class EndForm(PlainForm):
    """When an office ends."""

    until = DateField(label=_("Berhenti pada"))


class OpinionForm(PlainForm):
    """What the DPS says of a product."""

    product = PickField(
        label=_("Tentang apa?"),
        choices=PRODUCTS,
    )
    reference = _text(_("Nomor opini"), 60)
    given_on = DateField(label=_("Tanggal opini"))
    allows = PickField(
        label=_("Pendapat DPS"),
        choices=[
            ("ya", _("Membolehkan"), _("produk dapat dibuka")),
            ("tidak", _("Belum membolehkan"), _("setoran baru berhenti")),
        ],
    )
    text = forms.CharField(label=_("Isi opini"), max_length=2000, widget=forms.Textarea)
    officer = forms.ChoiceField(label=_("Ditandatangani oleh"), choices=[])

    def __init__(self, *args: Any, officers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, given_on = self.fields["officer"], self.fields["given_on"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(given_on, DateField)
        field.choices = officers
        given_on.latest = clock.today()


class NameForm(PlainForm):
    """Under which name a maker's goods are sold."""

    named = PickField(
        label=_("Nama pada barang Anda"),
        choices=[
            ("ya", _("Nama saya"), _("tertulis di toko, label, dan jejak barang")),
            ("tidak", _("Nama kelompok atau desa saja"), _("nama saya tidak ditulis")),
        ],
    )
