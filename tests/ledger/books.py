"""A small book committed to a database of its own, and threads, for tests that need commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Protocol

from django.db import connections

from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for
from tests import databases
from tests.conftest import NOON, cooperative
from tests.ledger.conftest import Desk, SmallBook, open_small_book

TELLER = ActorRef(kind="staff", id=1, name="Deni", person_id=101)


@dataclass(frozen=True)
class Committed:
    """Where it stands, and its accounts."""

    cooperative: Cooperative
    book: SmallBook
    database: str

    @contextmanager
    def open(self) -> Iterator[Desk]:
        """One transaction of the teller, at noon; commits at the end."""
        with clock.frozen(NOON), acting_for(self.cooperative):
            yield Desk(TELLER)


def founded(database: str, slug: str = "melati", cell: str = "cell_001") -> Committed:
    """Found it in the database in use."""
    row = cooperative(slug, cell)
    with clock.frozen(NOON), acting_for(row):
        return Committed(row, open_small_book(), database)


@contextmanager
def database_of_its_own() -> Iterator[str]:
    """As the fixture ``committed``, for a whole module or a round."""
    usual = connections["default"].settings_dict["NAME"]
    name = databases.clone()
    databases.use(name)
    try:
        yield name
    finally:
        databases.use(usual)


class Act(Protocol):
    """What one thread does; ``place`` counts the threads from 0."""

    def __call__(self, place: int) -> object: ...


def in_threads(count: int, act: Act) -> list[object]:
    """Run ``act`` on so many threads, each with connections of its own, closed at its end.

    What an act returns, or the exception that ended it, in the order of the threads.
    """
    results: list[object] = [None] * count

    def run(place: int) -> None:
        try:
            results[place] = act(place)
        except Exception as problem:  # the test judges it
            results[place] = problem
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,), daemon=True) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a thread hangs"
    return results
