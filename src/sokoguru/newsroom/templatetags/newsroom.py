"""The desk's words: states, rubrics, reasons, remarks, problems; and data for search engines."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from sokoguru.kernel.rupiah import group_digits
from sokoguru.newsroom.rules.desk import State
from sokoguru.newsroom.rules.headers import Reason, Remark
from sokoguru.newsroom.rules.prose import html_of
from sokoguru.newsroom.rules.rubrics import Rubric
from sokoguru.ui.rules.parts import Tag, Tone

register = template.Library()

STATES: dict[State, tuple[Tone, Any]] = {
    State.QUARANTINED: ("bad", gettext_lazy("Karantina")),
    State.RECEIVED: ("wait", gettext_lazy("Diterima")),
    State.TRIAGE: ("wait", gettext_lazy("Ditimbang")),
    State.ASSIGNED: ("info", gettext_lazy("Ditugaskan")),
    State.EDITING: ("info", gettext_lazy("Disunting")),
    State.REVIEW: ("wait", gettext_lazy("Diperiksa")),
    State.APPROVED: ("ok", gettext_lazy("Disetujui")),
    State.SCHEDULED: ("ok", gettext_lazy("Dijadwalkan")),
    State.PUBLISHED: ("ok", gettext_lazy("Terbit")),
    State.CORRECTING: ("wait", gettext_lazy("Sedang diralat")),
    State.CORRECTED: ("ok", gettext_lazy("Terbit, diralat")),
    State.WITHDRAWN: ("bad", gettext_lazy("Dicabut")),
    State.RETURNED: ("wait", gettext_lazy("Dikembalikan")),
    State.REJECTED: ("", gettext_lazy("Tidak dimuat")),
    State.SPAM: ("", gettext_lazy("Sampah")),
}
RUBRICS = {
    Rubric.BERITA: gettext_lazy("Berita"),
    Rubric.OPINI: gettext_lazy("Opini"),
    Rubric.ESAI: gettext_lazy("Esai"),
    Rubric.KOLOM: gettext_lazy("Kolom"),
}
REASONS = {
    Reason.MANY_SENDERS: gettext_lazy("Pengirimnya lebih dari satu, atau alamatnya kacau."),
    Reason.NO_SENDER: gettext_lazy("Tidak ada alamat pengirim."),
    Reason.BOUNCE: gettext_lazy("Pantulan: surat kami atau orang lain tidak sampai."),
    Reason.AUTOMATIC: gettext_lazy("Dikirim mesin, misalnya jawaban otomatis."),
    Reason.LIST: gettext_lazy("Surat milis atau edaran."),
    Reason.OURSELVES: gettext_lazy("Mengaku dari alamat redaksi sendiri."),
    Reason.LOOP: gettext_lazy("Surat ini berputar di antara server."),
    Reason.TWICE: gettext_lazy("Nomor surat yang sama sudah pernah masuk."),
    Reason.NO_TEXT: gettext_lazy("Tidak ada kata yang bisa dibaca."),
    Reason.LONG_TEXT: gettext_lazy("Terlalu panjang; yang tampil hanya bagian awalnya."),
    Reason.TOO_DEEP: gettext_lazy("Susunannya terlalu berlapis."),
    Reason.TOO_MANY_PARTS: gettext_lazy("Bagiannya terlalu banyak."),
    Reason.TOO_SLOW: gettext_lazy("Membacanya memakan waktu terlalu lama."),
    Reason.TOO_FAT: gettext_lazy("Membacanya memakan ingatan terlalu banyak."),
    Reason.UNREADABLE: gettext_lazy("Surat ini tidak bisa dibaca sampai selesai."),
}
REMARKS = {
    Remark.SENDER_DIFFERS: gettext_lazy("Amplopnya dari alamat lain; belum dijawab."),
    Remark.NAME_SHOWS_ADDRESS: gettext_lazy("Nama pengirim memajang alamat orang lain."),
    Remark.NAME_OF_MEMBER: gettext_lazy("Namanya sama dengan anggota, alamatnya bukan."),
    Remark.REPLY_ELSEWHERE: gettext_lazy("Minta dibalas ke alamat lain; kami tidak mengikutinya."),
    Remark.CLAIMED_CHECKS: gettext_lazy("Membawa hasil pemeriksaan buatan sendiri; diabaikan."),
    Remark.HTML_ONLY: gettext_lazy("Hanya HTML; diubah menjadi teks polos."),
    Remark.CHARSET: gettext_lazy("Aksaranya tidak sesuai; periksa huruf yang aneh."),
    Remark.NUL: gettext_lazy("Ada tanda kendali yang dibuang."),
    Remark.BROKEN: gettext_lazy("Susunannya rusak."),
    Remark.PICTURE_LEFT: gettext_lazy("Gambar tidak diambil"),
    Remark.ATTACHMENT_LEFT: gettext_lazy("Lampiran tidak diambil, masih ada di surat mentah"),
    Remark.DETAIL: gettext_lazy("Catatan mesin"),
}
PROBLEMS = {
    "title_missing": gettext_lazy("Judulnya belum ada."),
    "title_words": gettext_lazy("Judul paling banyak %(bound)s kata; sekarang %(found)s."),
    "title_long": gettext_lazy("Judul paling banyak %(bound)s huruf; sekarang %(found)s."),
    "body_short": gettext_lazy("Isi paling sedikit %(bound)s huruf; sekarang %(found)s."),
    "body_long": gettext_lazy("Isi paling banyak %(bound)s huruf; sekarang %(found)s."),
    "bio_missing": gettext_lazy("Kalimat tentang penulis belum ada."),
    "picture_missing": gettext_lazy("Gambarnya belum ada."),
    "picture_alt_missing": gettext_lazy("Gambar belum diceritakan dengan kata."),
}
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026",
            0x2028: "\\u2028", 0x2029: "\\u2029"}  # fmt: skip


@register.filter
def state_tag(state: str) -> Tag:
    """The state of a piece as a tag: ``{% tag s.tone s.text %}``."""
    tone, text = STATES[State(state)]
    return Tag(tone, str(text))


@register.filter
def rubric_name(rubric: str) -> str:
    """``opini`` is *Opini*."""
    return str(RUBRICS[Rubric(rubric)])


@register.filter
def reason_words(reason: str) -> str:
    """Why a message waits in quarantine."""
    return str(REASONS[Reason(reason)]) if reason in set(Reason) else reason


@register.filter
def remark_words(remark: str) -> str:
    """What an editor should know; a detail follows its colon."""
    code, _colon, detail = remark.partition(":")
    words = str(REMARKS[Remark(code)]) if code in set(Remark) else code
    return f"{words}: {detail}" if detail else words


@register.filter
def problem_words(problem: Any) -> str:
    """One thing that a rubric still asks for: a ``Problem``, or its facts in a refusal."""
    if not isinstance(problem, list | tuple):
        problem = (problem.code, problem.found, problem.bound)
    code, found, bound = problem
    return str(PROBLEMS[code]) % {"found": found, "bound": bound}


@register.filter
def prose(text: str) -> SafeString:
    """A text as a page: cleaned by the allow-list each time it is shown."""
    return mark_safe(html_of(text))  # noqa: S308 (nothing but the thirteen tags survives)


@register.filter
def angka(number: int) -> str:
    """``5000`` is *5.000*."""
    return group_digits(number)


@register.simple_tag(takes_context=True)
def ld_json(context: template.Context, facts: dict[str, Any]) -> SafeString:
    """Facts for search engines; no text of an author can end the block."""
    written = json.dumps(facts, ensure_ascii=False).translate(_ESCAPES)
    nonce = getattr(context.get("request"), "csp_nonce", None)
    mark = f' nonce="{nonce}"' if nonce is not None else ""
    return mark_safe(f'<script type="application/ld+json"{mark}>{written}</script>')  # noqa: S308
