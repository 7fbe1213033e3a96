"""A second template: the example village, told once; a clone of it for each who commits."""

import dataclasses
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

from sokoguru.kernel import clock
from sokoguru.project.database import prepare_all
from sokoguru.project.demo import village
from tests import databases
from tests.conftest import NOON

TWO_CELLS = ("cell_001", "cell_002")
ONE_CELL = ("cell_001",)


def template(cells: tuple[str, ...], tell: Callable[[], None] = village) -> str:
    """The name of the example's template with the cooperatives in these cells; built once for all
    workers.
    """
    name = f"sokoguru_{tell.__name__}_{len(cells)}"
    with open(os.environ["SOKO_TEST_LOCK"] + name, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if databases._owner_says("SELECT 1 FROM pg_database WHERE datname = %s", name):
            return name
        databases._owner_does(f"CREATE DATABASE {name}_building")
        with used(f"{name}_building"), clock.frozen(NOON), _living_in(cells):
            prepare_all()
            tell()
        databases._owner_does(f"ALTER DATABASE {name}_building RENAME TO {name}")
    return name


@contextmanager
def cloned(cells: tuple[str, ...] = TWO_CELLS, tell: Callable[[], None] = village) -> Iterator[str]:
    """An example of one's own, in use until the end of the block."""
    of = template(cells, tell)
    name = f"{of}_{os.getpid()}_{next(databases._clones)}"
    databases._owner_does(f"CREATE DATABASE {name} TEMPLATE {of}")
    with used(name):
        yield name
    databases.drop(name)


@contextmanager
def at_noon() -> Iterator[None]:
    """The moment at which the village's year was told to its end."""
    with clock.frozen(NOON):
        yield


@contextmanager
def used(name: str) -> Iterator[None]:
    """Every alias on this database, and back."""
    usual = connections["default"].settings_dict["NAME"]
    databases.use(name)
    try:
        yield
    finally:
        databases.use(usual)


@contextmanager
def _living_in(cells: tuple[str, ...]) -> Iterator[None]:
    usual = settings.ENVIRONMENT
    settings.ENVIRONMENT = dataclasses.replace(usual, cells=cells)
    try:
        yield
    finally:
        settings.ENVIRONMENT = usual
