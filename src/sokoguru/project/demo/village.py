"""The size ``village``: two small cooperatives on two hostnames, a year that is almost over.

The first lives in the first cell; the second in the last, so that an installation with two cells
shows both ways of living side by side.
"""

from datetime import date

from django.conf import settings

from sokoguru.kernel import clock
from sokoguru.project.demo import days, gathering, goods, press, saving
from sokoguru.project.demo.people import LESTARI, MEKAR, Villager
from sokoguru.project.demo.story import Example
from sokoguru.tenancy.actions import found_cooperative
from sokoguru.tenancy.scope import acting_for

CHAPTERS = (saving.tell, goods.tell, press.tell)
"""In the order in which they are told."""


def village() -> None:
    """Fill an empty installation. Made through the actions; every person and figure is invented."""
    cells = list(settings.ENVIRONMENT.cells)
    _make("lestari", "Koperasi Syariah Lumbung Lestari", cells[0], LESTARI, "nila", "Sukamaju")
    _make("mekar", "Koperasi Syariah Mekar Pesisir", cells[-1], MEKAR, "daun", "Segara")


def _make(
    slug: str, name: str, cell: str, people: tuple[Villager, ...], dye: str, place: str
) -> None:
    domain = settings.ENVIRONMENT.base_domain
    cooperative = found_cooperative(
        slug=slug,
        name=name,
        hosts=[f"{slug}.{domain}"],
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
            gathering.found(example, people)
        for chapter in CHAPTERS:
            chapter(example)
