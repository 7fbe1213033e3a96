"""A good with its maker and story, and where a lot came from, without anybody's personal data."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sokoguru.kernel.dates import format_date
from sokoguru.kernel.percentage import format_percentage
from sokoguru.newsroom import queries as newsroom
from sokoguru.newsroom.rules.published import Published
from sokoguru.stock.queries.makers import maker_name
from sokoguru.ui.rules.parts import Knot

if TYPE_CHECKING:
    from sokoguru.stock.models import Lot


@dataclass(frozen=True, slots=True)
class Origin:
    """What the trace page tells of a lot."""

    lot: "Lot"
    maker: str
    story: Published | None
    knots: tuple[Knot, ...]


def origin_of(lot: "Lot") -> Origin:
    """Where a lot came from, step by step, as it was recorded."""
    return Origin(lot, maker_name(lot), story_of(lot), tuple(_steps(lot)))


def story_of(lot: "Lot") -> Published | None:
    """The published story about a lot, or about its good."""
    if lot.article_id:
        found = [
            each for each in newsroom.about_product(lot.product_id) if each.id == lot.article_id
        ]
        if found:
            return found[0]
    stories = newsroom.about_product(lot.product_id, limit=1)
    return stories[0] if stories else None


def _steps(lot: "Lot") -> list[Knot]:
    place, steps = lot.village or lot.group, []
    if lot.harvest_on:
        where = _("Dipanen di %(place)s") % {"place": place} if place else _("Dipanen")
        steps.append(Knot(title=where, small=_on(lot.harvest_on)))
    weighed = _("Diterima gudang dan ditimbang")
    if lot.grade:
        weighed = _("Diterima gudang dan ditimbang, mutu %(grade)s") % {"grade": lot.grade}
    steps.append(Knot(title=weighed, small=_on(lot.received_on)))
    if lot.consigned and lot.ujrah_rate is not None:
        share = format_percentage(100 - lot.ujrah_rate)
        title = _("Dititip jual, %(share)s untuk pembuat") % {"share": share}
        steps.append(Knot(title=title, small=_("Akad wakalah bil ujrah, disepakati saat diterima")))
    else:
        steps.append(Knot(title=_("Dibeli putus oleh koperasi"), small=_("Dibayar menurut mutu")))
    if lot.expires_on:
        steps.append(Knot(title=_("Baik sebelum"), small=_on(lot.expires_on)))
    return steps


def _on(day: date) -> str:
    return format_date(day)


ART = {"gula": "jar", "kopi": "coffee", "tas": "basket", "beras": "sack", "garam": "jar"}


def drawing_of(name: str) -> str:
    """The drawing that stands for a good without a photograph."""
    first = name.split(" ", 1)[0].lower()
    return f"site/art/{ART.get(first, 'sack')}.html"
