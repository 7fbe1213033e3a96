"""The sizes: two small cooperatives on two hostnames, with a year behind them or newly founded.

The first lives in the first cell; the second in the last, so that an installation with two cells
shows both ways of living side by side.
"""

from collections.abc import Callable
from datetime import date

from django.conf import settings

from sokoguru.kernel import clock
from sokoguru.project.demo import days, gathering, goods, press, saving, statutes
from sokoguru.project.demo.people import LESTARI, MEKAR, Villager
from sokoguru.project.demo.story import Example
from sokoguru.tenancy.actions import found_cooperative
from sokoguru.tenancy.scope import acting_for

Chapter = Callable[[Example], None]
FOUNDED: tuple[Chapter, ...] = (statutes.tell,)
YEAR: tuple[Chapter, ...] = (
    statutes.tell,
    saving.tell,
    goods.tell,
    press.tell,
    statutes.estimate,
)
"""In the order in which they are told."""


def village() -> None:
    """Fill an empty installation with a year that is almost over; everybody is invented."""
    _both(YEAR)


def people() -> None:
    """Only the founding day: people, offices, articles, no business yet (the tour begins here)."""
    _both(FOUNDED)


def _both(chapters: tuple[Chapter, ...]) -> None:
    cells = list(settings.ENVIRONMENT.cells)
    lestari, mekar = "Koperasi Syariah Lumbung Lestari", "Koperasi Syariah Mekar Pesisir"
    _make(chapters, "lestari", lestari, cells[0], LESTARI, "nila", "Sukamaju")
    _make(chapters, "mekar", mekar, cells[-1], MEKAR, "daun", "Segara")


def _make(
    chapters: tuple[Chapter, ...],
    slug: str,
    name: str,
    cell: str,
    villagers: tuple[Villager, ...],
    dye: str,
    place: str,
) -> None:
    cooperative = found_cooperative(
        slug=slug,
        name=name,
        hosts=[f"{slug}.{settings.ENVIRONMENT.base_domain}"],
        cell=cell,
        legal_number="AHU-0000000.AH.01.26",
        is_example=True,
        dye=dye,
    )
    today = clock.local(clock.now()).date()
    first = date(today.year, 1, 1)
    with acting_for(cooperative, statement_timeout_ms=300_000):
        example = Example(cooperative, first, today, place)
        with days.at(first, 8):
            gathering.found(example, villagers)
        for chapter in chapters:
            chapter(example)
