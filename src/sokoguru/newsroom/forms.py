"""What people type for the desk: a piece, an edit, a reason, a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sokoguru.newsroom.actions.articles import Text
from sokoguru.newsroom.actions.intake import Typed
from sokoguru.newsroom.models import Revision
from sokoguru.newsroom.rules.letter import SIZE_MAX
from sokoguru.newsroom.rules.pictures import BYTES_MAX
from sokoguru.newsroom.rules.prose import BODY_MAX
from sokoguru.newsroom.rules.rubrics import Rubric
from sokoguru.ui.fields import PickField
from sokoguru.ui.forms import MoneyForm, PlainForm

RUBRICS: tuple[tuple[str, Any, Any], ...] = (
    (Rubric.BERITA.value, _("Berita"), _("yang terjadi, dengan gambar")),
    (Rubric.OPINI.value, _("Opini"), _("pendapat Anda tentang satu hal")),
    (Rubric.ESAI.value, _("Esai"), _("cerita dan renungan")),
    (Rubric.KOLOM.value, _("Kolom"), _("tulisan berkala")),
)
GOODS = ("good_1", "good_2", "good_3")
NO_PICTURE = "0"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _bytes_of(upload: Any, most: int) -> bytes:
    """The bytes of an upload, one more than allowed at most: the action refuses the rest."""
    if upload is None:
        return b""
    upload.seek(0)
    return bytes(upload.read(most + 1))


class PieceForm(MoneyForm):
    """A piece by a member who is logged in. The form's key makes sending it twice one piece."""

    rubric = PickField(label=_("Rubrik"), choices=RUBRICS)
    title = forms.CharField(
        label=_("Judul"), max_length=200, help_text=_("Paling banyak enam kata.")
    )
    body = forms.CharField(
        label=_("Tulisan"),
        max_length=BODY_MAX,
        widget=_area(14),
        help_text=_(
            "Opini dan esai paling sedikit 500 huruf, kolom 300, berita 200. "
            "Baris kosong memisahkan paragraf."
        ),
    )
    bio = forms.CharField(
        label=_("Tentang penulis"),
        max_length=300,
        required=False,
        help_text=_(
            "Satu kalimat, misalnya: petani kopi di Sukamaju. Opini, esai, dan kolom memerlukannya."
        ),
    )
    picture = forms.FileField(
        label=_("Gambar"),
        required=False,
        help_text=_("JPEG, PNG, atau WEBP, paling besar 8 MB. Tempat dan alat fotonya kami buang."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    picture_alt = forms.CharField(
        label=_("Ceritakan gambarnya"),
        max_length=300,
        required=False,
        help_text=_("Untuk pembaca yang tidak bisa melihatnya."),
    )

    def typed_piece(self) -> Typed:
        """What was typed, for the action."""
        said = self.cleaned_data
        return Typed(
            rubric=said["rubric"],
            title=said["title"],
            body=said["body"],
            bio=said["bio"],
            picture_alt=said["picture_alt"],
            name=said.get("name", ""),
            contact=said.get("contact", ""),
        )

    def picture_bytes(self) -> bytes:
        """The picture as it was sent, or nothing."""
        return _bytes_of(self.cleaned_data.get("picture"), BYTES_MAX)


class GuestPieceForm(PieceForm):
    """A piece by somebody who is not logged in."""

    field_order = ["name", "contact", "rubric", "title", "body", "bio", "picture", "picture_alt"]

    name = forms.CharField(label=_("Nama Anda"), max_length=120)
    contact = forms.EmailField(
        label=_("Alamat surel"),
        max_length=254,
        help_text=_("Keputusan redaksi kami kirim ke sini. Tidak ditampilkan."),
    )
    own_work = forms.BooleanField(
        label=_("Tulisan dan gambar ini karya saya, dan saya bertanggung jawab atas isinya.")
    )


class EditForm(PlainForm):
    """The desk's text of a piece: everything that a reader will see."""

    rubric = forms.ChoiceField(
        label=_("Rubrik"), choices=[(code, name) for code, name, _x in RUBRICS]
    )
    title = forms.CharField(label=_("Judul"), max_length=200)
    summary = forms.CharField(label=_("Ringkasan"), max_length=400, required=False, widget=_area(2))
    body = forms.CharField(
        label=_("Tulisan"),
        max_length=BODY_MAX,
        widget=_area(18),
        help_text=_("Baris kosong memisahkan paragraf; ## untuk anak judul; > untuk kutipan."),
    )
    author_name = forms.CharField(label=_("Penulis"), max_length=120)
    author_role = forms.CharField(label=_("Sebagai apa"), max_length=80, required=False)
    author_bio = forms.CharField(label=_("Tentang penulis"), max_length=300, required=False)
    picture_id = forms.ChoiceField(label=_("Gambar"), required=False)
    picture = forms.FileField(
        label=_("Gambar baru"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    picture_alt = forms.CharField(label=_("Ceritakan gambarnya"), max_length=300, required=False)
    picture_credit = forms.CharField(label=_("Pembuat gambar"), max_length=120, required=False)
    good_1 = forms.ChoiceField(label=_("Barang yang disebut"), required=False)
    good_2 = forms.ChoiceField(label=_("Barang kedua"), required=False)
    good_3 = forms.ChoiceField(label=_("Barang ketiga"), required=False)

    def __init__(
        self,
        *args: Any,
        pictures: list[tuple[str, str]],
        goods: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        none = (NO_PICTURE, _("Tanpa gambar"))
        self._choices("picture_id", [none, *pictures])
        for name in GOODS:
            self._choices(name, [("", _("Tidak ada")), *goods])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def text(self, *, picture_id: int | None) -> Text:
        """The text as the action takes it; ``picture_id`` where a new picture was sent."""
        said = self.cleaned_data
        return Text(
            rubric=said["rubric"],
            title=said["title"],
            body=said["body"],
            summary=said["summary"],
            author_name=said["author_name"],
            author_role=said["author_role"],
            author_bio=said["author_bio"],
            picture_id=picture_id or int(said["picture_id"] or 0) or None,
            picture_alt=said["picture_alt"],
            picture_credit=said["picture_credit"],
            product_ids=tuple(int(said[name]) for name in GOODS if said[name]),
        )

    def picture_bytes(self) -> bytes:
        """A new picture as it was sent, or nothing."""
        return _bytes_of(self.cleaned_data.get("picture"), BYTES_MAX)

    @staticmethod
    def initial_of(text: Revision) -> dict[str, Any]:
        """The boxes filled with a text that stands."""
        names = ("rubric", "title", "summary", "body", "author_name", "author_role", "author_bio")
        filled = {name: getattr(text, name) for name in names}
        goods = dict(zip(GOODS, (str(number) for number in text.product_ids), strict=False))
        return {
            **filled,
            **goods,
            "picture_id": str(text.picture_id or NO_PICTURE),
            "picture_alt": text.picture_alt,
            "picture_credit": text.picture_credit,
        }


class ReasonForm(PlainForm):
    """Why: read by the author, or by every reader."""

    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=_area(3))


class AuthorForm(PlainForm):
    """Which member wrote a piece."""

    number = forms.CharField(
        label=_("Nomor anggota"), max_length=12, help_text=_("Hanya bila Anda yakin orangnya.")
    )


class QuestionForm(MoneyForm):
    """A reader's question, a correction, or a right of reply."""

    name = forms.CharField(label=_("Nama Anda"), max_length=120)
    contact = forms.EmailField(
        label=_("Alamat surel"), max_length=254, help_text=_("Jawabannya kami kirim ke sini.")
    )
    words = forms.CharField(
        label=_("Pertanyaan, koreksi, atau hak jawab"), max_length=2_000, widget=_area(4)
    )


class AnswerForm(PlainForm):
    """The desk's answer; it goes out by mail."""

    words = forms.CharField(label=_("Jawaban"), max_length=4_000, widget=_area(6))


class MailForm(PlainForm):
    """A message as a file."""

    mail = forms.FileField(
        label=_("Berkas surat (.eml)"),
        help_text=_("Paling besar 10 MB. Disimpan apa adanya sebelum dibaca."),
    )

    def mail_bytes(self) -> bytes:
        """The message as it was sent."""
        return _bytes_of(self.cleaned_data.get("mail"), SIZE_MAX)


class ResponsibleForm(PlainForm):
    """Who answers for what is published."""

    name = forms.CharField(label=_("Nama"), max_length=120)
    position = forms.CharField(
        label=_("Jabatan"), max_length=120, required=False, help_text=_("Misalnya: Ketua pengurus.")
    )
