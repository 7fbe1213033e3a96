"""Events, handlers and two cooperatives for the tests of the witness."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sokoguru.audit import ports
from sokoguru.audit.models import Run
from sokoguru.audit.ports import Heard
from sokoguru.kernel import clock
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import cooperative_in_force
from tests import databases
from tests.conftest import cooperative


@dataclass(frozen=True)
class LotTaken:
    """An event of the tests."""

    lot_id: int
    amount: int


def keep(heard: Heard) -> None:
    """A handler that writes one row; the row's name tells whose scope it ran in."""
    Run.objects.create(work=f"{cooperative_in_force()}:{heard.body['lot_id']}", last_at=clock.EPOCH)


def poison(heard: Heard) -> None:
    """A handler that writes and always fails."""
    keep(heard)
    raise ValueError(f"Siti owes {heard.body['amount']}")


@pytest.fixture
def wiring() -> Iterator[None]:
    """The tables of listeners as the test fills them; the project's own come back after it."""
    listeners, handlers = dict(ports._listeners), dict(ports._handlers)
    ports._listeners.clear()
    yield
    for table, usual in ((ports._listeners, listeners), (ports._handlers, handlers)):
        table.clear()  # type: ignore[attr-defined]
        table.update(usual)  # type: ignore[attr-defined]


@pytest.fixture
def heard(wiring: None) -> None:
    """``keep`` hears every lot that is taken."""
    ports.listen(LotTaken, keep)


@pytest.fixture
def pair(committed: str) -> tuple[Cooperative, Cooperative]:
    """Melati and Dahlia in one cell, on a database of the test's own where nothing else is due."""
    with databases.owner_connection() as owner:
        owner.execute("UPDATE audit_delivery SET state = 'done'")
    return cooperative("melati", "cell_001"), cooperative("dahlia", "cell_001")
