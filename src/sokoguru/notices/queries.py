"""Reads of notices, and the words in which one is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from sokoguru.kernel.refusals import NotFound
from sokoguru.members import queries as members
from sokoguru.notices.models import Notice
from sokoguru.notices.rules import LETTERS, Kind
from sokoguru.ui.rules.parts import Link

LINKS: Mapping[Kind, tuple[tuple[Any, str], ...]] = {
    Kind.ADMITTED: ((_("Buku simpanan"), "/saya/simpanan/"),),
    Kind.RAT: (
        (_("Acara dan kartu hadir"), "/saya/rapat/"),
        (_("Laporan tahunan"), "/rapat/laporan/{year}/"),
    ),
    Kind.SHU: ((_("Cara hitung"), "/saya/shu/"), (_("Bukti SHU"), "/saya/shu/{year}/")),
    Kind.ORDER_PAID: ((_("Pesanan"), "/saya/pesanan/{number}/"),),
    Kind.ORDER_READY: ((_("Pesanan"), "/saya/pesanan/{number}/"),),
    Kind.ORDER_CANCELLED: ((_("Pesanan"), "/saya/pesanan/{number}/"),),
    Kind.ORDER_EXPIRED: ((_("Pesanan"), "/saya/pesanan/{number}/"), (_("Belanja"), "/toko/")),
    Kind.SETTLED: ((_("Bukti pelunasan"), "/saya/lapak/pelunasan/{number}/"),),
    Kind.SETTLEMENT_REVERSED: ((_("Lapak saya"), "/saya/lapak/"),),
    Kind.GIVEN_BACK: ((_("Lapak saya"), "/saya/lapak/"),),
}
"""Where a notice leads: label and address, the most useful first."""


@dataclass(frozen=True, slots=True)
class Words:
    """A notice as it is said: plain text, and where it leads."""

    title: str
    text: str
    links: tuple[Link, ...]


def words_of(kind: str, facts: Mapping[str, Any]) -> Words:
    """A notice in the language in force, the same on its page and in its letter."""
    told = render_to_string(f"notices/kabar/{kind}.txt", dict(facts)).strip()
    title, _rest, text = told.partition("\n")
    links = [Link(str(label), url.format(**facts)) for label, url in LINKS[Kind(kind)]]
    return Words(title.strip(), text.strip(), tuple(links))


def notices_of(member_id: int) -> QuerySet[Notice]:
    """A member's notices, the newest first, to be paged through."""
    rows: QuerySet[Notice] = Notice.objects.filter(member_id=member_id)
    return rows.order_by("-happened_at", "-pk")


def notice_of(*, member_id: int, notice_id: int) -> Notice:
    """An own notice; another's is not there. Raises ``NotFound``."""
    found = Notice.objects.filter(pk=notice_id, member_id=member_id).first()
    if found is None:
        raise NotFound(kind="notices.notice", id=notice_id)
    return found


def unread(member_id: int) -> int:
    """How many notices a member has not opened yet."""
    return Notice.objects.filter(member_id=member_id, read_at=None).count()


def wants_letters(member_id: int) -> bool:
    """Whether the member's newest word on letters is yes."""
    return members.consents_to(member_id=member_id, purpose=LETTERS)
