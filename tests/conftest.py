"""The suite's ground: the cluster, the databases, the clock, the two cooperatives of the cast."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.tenancy.actions import found_cooperative
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests import databases
from tests.cast import Cast, gather, load

_cluster = ExitStack()
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12.00 WIB, a Tuesday


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-matrix", action="store_true", help="write tests/access/matrix.csv anew"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.start_cluster(_cluster)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        connections.close_all()
        _cluster.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest begin first: ``make test`` gives whole files to its workers."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.path.parent.name == "proof" or item.path.stem == "test_tour":
        return 0
    return 1 if item.get_closest_marker("slow") or item.get_closest_marker("browser") else 2


def fill() -> None:
    """What every database of the suite holds: two cooperatives with their people, one in each
    cell.
    """
    with clock.frozen(NOON):
        for slug, cell in (("lestari", "cell_001"), ("mawar", "cell_002")):
            row = cooperative(slug, cell)
            with acting_for(row):
                gather(row)


@pytest.fixture(scope="session", autouse=True)
def _tables(django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The template, this worker's own database, and an empty folder for static files."""
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.connect_django()
        databases.build_template(fill)
        databases.use(databases.clone())
        yield
        connections.close_all()


@pytest.fixture
def noon() -> Iterator[datetime]:
    """Time stands still at noon of 24 November 2026, WIB."""
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def rolled_back() -> Iterator[None]:
    """Everything this test writes is taken back."""
    with databases.rolled_back():
        yield
    cache.close()


@pytest.fixture
def committed() -> Iterator[str]:
    """A database of the test's own, where commits stay: for threads, servers and kills."""
    usual = connections["default"].settings_dict["NAME"]
    name = databases.clone()
    databases.use(name)
    yield name
    databases.use(usual)


def cooperative(slug: str, cell: str) -> Cooperative:
    """A cooperative of the cast, in the directory."""
    return found_cooperative(
        slug=slug, name=f"Koperasi {slug.title()}", hosts=[f"{slug}.localhost"], cell=cell
    )


@pytest.fixture
def melati(rolled_back: None, noon: datetime) -> Iterator[Cooperative]:
    """Koperasi Melati in the first cell, in scope."""
    row = cooperative("melati", "cell_001")
    with acting_for(row):
        yield row


@pytest.fixture
def teller() -> ActorRef:
    """Deni, who sits at the counter."""
    return ActorRef(kind="staff", id=1, name="Deni", person_id=101)


@pytest.fixture
def lestari(rolled_back: None, noon: datetime) -> Iterator[Cooperative]:
    """Koperasi Lestari of the template in the first cell, with all its people, in scope."""
    row = cooperative_named("lestari")
    with acting_for(row):
        yield row


@pytest.fixture
def cast(lestari: Cooperative) -> Cast:
    """The people of Koperasi Lestari; what they do is taken back after the test."""
    return load(lestari)
