"""Forms of governance."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sokoguru.governance.actions.convening import StatuteTerms
from sokoguru.governance.rules import Choice
from sokoguru.kernel import dates
from sokoguru.kernel.refusals import Refused
from sokoguru.ui.fields import DateField, PickField
from sokoguru.ui.forms import MoneyForm, PlainForm
from sokoguru.ui.queries import sentence_of

AGENDA = _(
    "Pembukaan dan kuorum\n"
    "Laporan pengurus\n"
    "Laporan pengawas dan DPS\n"
    "Pembagian SHU\n"
    "Rencana kerja dan anggaran\n"
    "Usul anggota dan penutup"
)
ITEMS_MAX, ITEM_LONGEST = 20, 160
PARTS = [
    ("lebih_setengah", _("Lebih dari setengah")),
    ("seperlima", _("Seperlima")),
    ("dua_pertiga", _("Dua pertiga")),
    ("tiga_perempat", _("Tiga perempat")),
]


class ClockField(forms.CharField):
    """A time of the day: ``09.00``. Cleans to a ``time``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=5, **kwargs)

    def clean(self, value: Any) -> Any:
        """As it is written: a dot between hours and minutes."""
        try:
            return dates.parse_time(super().clean(value))
        except Refused as refused:
            raise ValidationError(sentence_of(refused), code=refused.code) from None


class WhenForm(MoneyForm):
    """Day, hour and place of a meeting."""

    held_on = DateField(label=_("Tanggal rapat"))
    starts_at = ClockField(label=_("Pukul"), initial="09.00")
    place = forms.CharField(label=_("Tempat"), max_length=160)


class ConveneForm(WhenForm):
    """Everything an invitation says."""

    agenda = forms.CharField(
        label=_("Acara"),
        max_length=2_000,
        initial=AGENDA,
        widget=forms.Textarea,
        help_text=_("Satu acara sebaris."),
    )

    def clean_agenda(self) -> list[str]:
        """One item a line, without empty ones."""
        items = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        if len(items) > ITEMS_MAX or any(len(item) > ITEM_LONGEST for item in items):
            raise ValidationError(_("Paling banyak 20 acara, masing-masing 160 huruf."))
        return items


class ReportForm(PlainForm):
    """The words of the pengurus, and who signed."""

    words = forms.CharField(
        label=_("Keadaan dan hasil usaha tahun ini"), max_length=8_000, widget=forms.Textarea
    )
    signed_by = forms.MultipleChoiceField(
        label=_("Ditandatangani oleh"), required=False, widget=forms.CheckboxSelectMultiple
    )
    unsigned_reason = forms.CharField(
        label=_("Mengapa ada yang tidak menandatangani"), max_length=400, required=False
    )

    def __init__(self, *args: Any, pengurus: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["signed_by"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in pengurus]


class QuestionForm(PlainForm):
    """A further question to the meeting."""

    text = forms.CharField(label=_("Pertanyaan"), max_length=240)


class CardForm(PlainForm):
    """The code on a voter's card."""

    card = forms.CharField(label=_("Kode kartu hadir"), max_length=20)


class VoteForm(MoneyForm):
    """One vote; nothing is chosen beforehand."""

    choice = PickField(
        label=_("Pilihan Anda"),
        choices=[
            (Choice.IN_FAVOUR.value, _("Setuju")),
            (Choice.AGAINST.value, _("Tidak setuju")),
            (Choice.ABSTAIN.value, _("Abstain"), _("hadir, tidak memilih")),
        ],
    )


class EndForm(PlainForm):
    """Who led, who wrote, and what else was said."""

    chair = forms.CharField(label=_("Pimpinan rapat"), max_length=120)
    secretary = forms.CharField(label=_("Notulis"), max_length=120)
    notes = forms.CharField(
        label=_("Jalannya rapat dan usul anggota"),
        max_length=8_000,
        required=False,
        widget=forms.Textarea,
    )


class CarryForm(MoneyForm):
    """Carrying a resolution out needs nothing but a look and a yes."""


class StatuteForm(PlainForm):
    """What the AD says of meetings."""

    since = DateField(label=_("Berlaku mulai"))
    legal_basis = forms.CharField(label=_("Dasar"), max_length=120)
    quorum_first = forms.ChoiceField(label=_("Kuorum"), choices=PARTS)
    quorum_second = forms.ChoiceField(label=_("Kuorum panggilan kedua"), choices=PARTS)
    majority = forms.ChoiceField(label=_("Suara terbanyak"), choices=PARTS)
    second_call_after_days = forms.IntegerField(
        label=_("Panggilan kedua setelah (hari)"), min_value=0, max_value=60
    )
    invitation_days_min = forms.IntegerField(
        label=_("Undangan paling lambat (hari sebelum rapat)"), min_value=0, max_value=60
    )
    report_months_before = forms.IntegerField(
        label=_("Laporan paling lambat (bulan sebelum rapat)"), min_value=1, max_value=3
    )
    held_within_months = forms.IntegerField(
        label=_("Rapat paling lambat (bulan setelah tutup buku)"), min_value=1, max_value=6
    )
    record_days_before = forms.IntegerField(
        label=_("Daftar pemilih dibekukan (hari sebelum rapat)"), min_value=0, max_value=60
    )

    def terms(self) -> StatuteTerms:
        """The cleaned form as the action takes it."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "since"}
        return StatuteTerms(**told)
