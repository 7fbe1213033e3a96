"""A good with its maker and story, and where a lot came from, without anybody's personal data."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sokoguru.kernel.dates import format_date
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
    place = lot.village or lot.group
    steps = []
    if lot.harvest_on:
        steps.append(
            Knot(title=f"Dipanen di {place}" if place else "Dipanen", small=_on(lot.harvest_on))
        )
    grade = f", mutu {lot.grade}" if lot.grade else ""
    steps.append(Knot(title=f"Diterima gudang dan ditimbang{grade}", small=_on(lot.received_on)))
    if lot.consigned and lot.ujrah_rate is not None:
        share = 100 - lot.ujrah_rate
        steps.append(
            Knot(title=f"Dititip jual, {share.normalize():f}% untuk pembuat",
                 small="Akad wakalah bil ujrah, disepakati saat diterima")
        )  # fmt: skip
    else:
        steps.append(Knot(title="Dibeli putus oleh koperasi", small="Dibayar menurut mutu"))
    if lot.expires_on:
        steps.append(Knot(title="Baik sebelum", small=_on(lot.expires_on)))
    return steps


def _on(day: date) -> str:
    return format_date(day)


ART = {"gula": "jar", "kopi": "coffee", "tas": "basket", "beras": "sack", "garam": "jar"}


def drawing_of(name: str) -> str:
    """The drawing that stands for a good without a photograph."""
    first = name.split(" ", 1)[0].lower()
    return f"site/art/{ART.get(first, 'sack')}.html"
