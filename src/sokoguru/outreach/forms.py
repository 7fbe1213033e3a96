"""What is typed about a post and about an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sokoguru.outreach.models import Variant
from sokoguru.outreach.queries import Shown
from sokoguru.outreach.rules.posts import TEXT_MAX, Way
from sokoguru.ui.fields import DateField, PickField
from sokoguru.ui.forms import MoneyForm, PlainForm

ROWS = {Way.NETWORK: 7, Way.WHATSAPP: 7, Way.POSTER: 3}
NOW, LATER = "sekarang", "nanti"


class ComposeForm(MoneyForm):
    """What a post is about. The form's key makes sending it twice one post."""

    article = forms.ChoiceField(
        label=gettext_lazy("Tulisan"),
        required=False,
        help_text=gettext_lazy("Tautan siaran membuka tulisan ini; barangnya tampil di sana."),
    )
    product = forms.ChoiceField(
        label=gettext_lazy("Barang"),
        required=False,
        help_text=gettext_lazy("Nama dan harganya ikut disebut."),
    )

    def __init__(
        self,
        *args: Any,
        articles: Sequence[tuple[str, str]],
        products: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, none in (
            ("article", articles, _("Tanpa tulisan")),
            ("product", products, _("Tanpa barang")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", none), *choices]

    def chosen(self, name: str) -> int | None:
        """The id that was chosen, or none."""
        return int(self.cleaned_data[name]) if self.cleaned_data[name] else None


class WordsForm(PlainForm):
    """The words of a post, a box for each variant that has words."""

    def __init__(self, *args: Any, shown: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = {box_of(each): each for each in shown if each.way is not Way.LINK}
        for name, each in self.shown.items():
            self.fields[name] = forms.CharField(
                label=label_of(each),
                max_length=TEXT_MAX,
                required=False,
                initial=each.variant.text,
                widget=forms.Textarea(attrs={"rows": ROWS[each.way]}),
            )

    def texts(self) -> dict[int, str]:
        """What was typed, by variant."""
        return {each.variant.pk: self.cleaned_data[name] for name, each in self.shown.items()}


def box_of(shown: Shown) -> str:
    """The name of a variant's box."""
    return f"teks_{shown.variant.pk}"


def label_of(shown: Shown) -> str:
    """What a variant is called at the desk."""
    return name_of(shown.variant)


def name_of(variant: Variant) -> str:
    """What a variant is called; its account is loaded with it."""
    words: dict[Way, str] = {
        Way.NETWORK: variant.account.name,
        Way.WHATSAPP: _("WhatsApp"),
        Way.LINK: _("Tautan"),
        Way.POSTER: _("Poster"),
    }
    return words[Way(variant.way)]


class ApproveForm(PlainForm):
    """When a post goes out. ``seen`` is the hash of what stood on the page."""

    seen = forms.CharField(max_length=64, min_length=64, widget=forms.HiddenInput)
    when = PickField(
        label=gettext_lazy("Kapan dikirim?"),
        choices=[
            (NOW, gettext_lazy("Sekarang"), gettext_lazy("begitu Anda setujui")),
            (LATER, gettext_lazy("Nanti"), gettext_lazy("pada hari dan jam di bawah")),
        ],
        initial=NOW,
    )
    day = DateField(label=gettext_lazy("Hari"), required=False)
    hour = forms.TimeField(
        label=gettext_lazy("Jam"),
        required=False,
        input_formats=["%H.%M", "%H:%M", "%H:%M:%S"],
        error_messages={"invalid": gettext_lazy("Tulis jam seperti 19.30.")},
        widget=forms.TimeInput(attrs={"type": "time", "maxlength": "8"}),
    )

    def clean_seen(self) -> bytes:
        """The hash as bytes; anything else is none of ours."""
        try:
            return bytes.fromhex(self.cleaned_data["seen"])
        except ValueError:
            return bytes(32)

    def clean(self) -> dict[str, Any]:
        """Later needs a day and an hour."""
        told = super().clean() or {}
        if told.get("when") == LATER:
            for name in ("day", "hour"):
                if told.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Isi hari dan jamnya, atau pilih Sekarang."))
        return told

    def send_at(self, zone: str) -> datetime | None:
        """The planned instant at the cooperative's own place, or none for now."""
        told = self.cleaned_data
        if told["when"] == NOW:
            return None
        return datetime.combine(told["day"], told["hour"], ZoneInfo(zone))


class MastodonForm(PlainForm):
    """An account on a Mastodon server."""

    name = forms.CharField(
        label=gettext_lazy("Nama akun di meja ini"),
        max_length=80,
        help_text=gettext_lazy("Misalnya: Mastodon Lestari. Nama yang sama menyambungkan ulang."),
    )
    server = forms.CharField(
        label=gettext_lazy("Alamat server"),
        max_length=200,
        help_text=gettext_lazy("Misalnya: https://mastodon.example"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    token = forms.CharField(
        label=gettext_lazy("Token akses"),
        max_length=500,
        help_text=gettext_lazy(
            "Di servernya: Preferensi, Pengembangan, Aplikasi baru dengan izin write:statuses, "
            "read:accounts dan read:statuses. Kami simpan tersandi dan tidak kami tampilkan lagi."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False),
    )
