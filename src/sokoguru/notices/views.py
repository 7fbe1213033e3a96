"""*Kabar*: what the cooperative has told a member, and whether it comes by letter too."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sokoguru.identity.views import member
from sokoguru.kernel.refusals import Refused
from sokoguru.members import queries as members
from sokoguru.notices import queries
from sokoguru.notices.actions import reading
from sokoguru.notices.rules import Kind
from sokoguru.ui.queries import sentence_of
from sokoguru.ui.rules.parts import Pair, Tag
from sokoguru.ui.views import page, seen_at

A_PAGE = 30
ICONS: Mapping[str, str] = {
    Kind.ADMITTED: "users",
    Kind.RAT: "vote",
    Kind.SHU: "sprout",
    Kind.SETTLED: "cash",
    Kind.SETTLEMENT_REVERSED: "undo",
    Kind.GIVEN_BACK: "barn",
}
"""The sign beside a notice; an order's is the bag."""


@require_GET
@member
def notices(request: Any) -> HttpResponse:
    """All notices of a member, the newest first, the unread ones marked."""
    return _list(request)


def _list(request: Any, *, problem: str = "", status: int = 200) -> HttpResponse:
    member_id = request.person.member_id
    shown = Paginator(queries.notices_of(member_id), A_PAGE).get_page(request.GET.get("page"))
    new = Tag("info", _("Baru"), "bell")
    context = {
        "pages": shown,
        "rows": [
            (
                row,
                queries.words_of(row.kind, row.facts),
                ICONS.get(row.kind, "bag"),
                None if row.read_at else new,
            )
            for row in shown
        ],
        "unread": queries.unread(member_id),
        "email": members.member(member_id).email,
        "wants_letters": queries.wants_letters(member_id),
        "saved": request.GET.get("tersimpan") == "1",
        "problem": problem,
    }
    return page(request, "notices/own.html", context, status=status)


@require_GET
@member
def notice(request: Any, notice_id: int) -> HttpResponse:
    """One notice; opening it marks it as read."""
    row = reading.open_notice(member_id=request.person.member_id, notice_id=notice_id)
    context = {
        "notice": row,
        "words": queries.words_of(row.kind, row.facts),
        "pairs": _pairs(row.kind, row.facts),
    }
    return page(request, "notices/notice.html", context)


notice.writes_on_get = True  # type: ignore[attr-defined]


def _pairs(kind: str, facts: Mapping[str, Any]) -> list[Pair]:
    """The figures of a notice, line by line."""
    if kind == Kind.SHU:
        return [
            Pair(_("Jasa modal"), facts["jasa_modal"], "rupiah"),
            Pair(_("Jasa usaha"), facts["jasa_usaha"], "rupiah"),
            Pair(_("Bagian Anda"), facts["amount"], "rupiah", total=True, strong=True),
            Pair(
                _("Disalurkan ke"),
                _("Simpanan sukarela") if facts["into_savings"] else _("Diambil di loket"),
            ),
            Pair(_("Nomor bukti"), facts["reference"]),
        ]
    if kind == Kind.SETTLED:
        parts = [
            (_("Titipan terjual"), facts["consignment"]),
            (_("Hasil panen dibeli"), facts["produce"]),
        ]
        whole = sum(amount for _label, amount in parts)
        return [
            *(Pair(label, amount, "rupiah") for label, amount in parts if amount),
            Pair(_("Jumlah"), whole, "rupiah", total=True, strong=True),
            Pair(_("Nomor bukti"), facts["number"]),
        ]
    return []


@require_POST
@member
def read_all(request: Any) -> HttpResponse:
    """Mark everything as read."""
    reading.read_all(member_id=request.person.member_id)
    return seen_at("/saya/kabar/")


@require_POST
@member
def letters(request: Any) -> HttpResponse:
    """Say yes or no to letters."""
    try:
        reading.set_letters(
            member_id=request.person.member_id,
            wanted=request.POST.get("kirim") == "ya",
            actor=request.actor,
        )
    except Refused as refused:
        return _list(request, problem=sentence_of(refused), status=refused.status)
    return seen_at("/saya/kabar/?tersimpan=1")
