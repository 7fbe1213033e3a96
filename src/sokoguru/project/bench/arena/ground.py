"""A database and a cooperative of the bench's own, thrown away when it is done."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from sokoguru.kernel import clock
from sokoguru.kernel.refs import SubjectRef
from sokoguru.ledger import queries
from sokoguru.ledger.actions import chart
from sokoguru.ledger.rules import AccountRef, Kind
from sokoguru.project.database import prepare_all
from sokoguru.tenancy.actions import found_cooperative
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.routing import DIRECTORY
from sokoguru.tenancy.scope import acting_for

SAVERS, TELLERS = 1_000, 8

_grounds = itertools.count(1)


@dataclass(frozen=True)
class Ground:
    """A cooperative with savers and eight tellers, in the first cell of a database of its own."""

    cooperative: Cooperative
    database: str
    on: date
    period_id: int
    savers: list[AccountRef]
    tills: list[AccountRef]

    def owner(self) -> psycopg.Connection:
        """The bare driver in the owner's role: the limit's connection."""
        return _bare(self.database, self.cooperative.cell)

    def analyze(self) -> None:
        """Tell the planner what has been written: plans made for empty tables read them whole."""
        with self.owner() as connection:
            connection.execute("ANALYZE")


@contextmanager
def ground(*, savers: int = SAVERS, like: str | None = None) -> Iterator[Ground]:
    """Create the database, fill it, hand it out, drop it. The installation's own is not touched.

    ``like`` names a database with all tables to copy (the suite's), where making them takes long.
    """
    names = {alias: connections[alias].settings_dict["NAME"] for alias in settings.DATABASES}
    database = f"sokoguru_bench_{os.getpid()}_{next(_grounds)}"
    with _bare(names[DIRECTORY], "directory") as maintenance:
        maintenance.autocommit = True
        _create(maintenance, database, like)
        try:
            _use(dict.fromkeys(names, database))
            if like is None:
                prepare_all()
            yield _founded(database, savers)
        finally:
            _use(names)
            drop = sql.SQL("DROP DATABASE {}")  # waits a while for sessions on their way out
            maintenance.execute(drop.format(sql.Identifier(database)))


def _create(maintenance: psycopg.Connection, database: str, like: str | None) -> None:
    create = sql.SQL("CREATE DATABASE {}" if like is None else "CREATE DATABASE {} TEMPLATE {}")
    parts = [sql.Identifier(name) for name in (database, like) if name is not None]
    maintenance.execute(create.format(*parts))


def _use(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name  # shared by the threads that come later


def _bare(database: str, schema: str) -> psycopg.Connection:
    usual: dict[str, Any] = {**connections[DIRECTORY].settings_dict, **settings.OWNER}
    return psycopg.connect(
        make_conninfo(
            dbname=database,
            host=usual["HOST"],
            port=usual["PORT"] or None,
            user=usual["USER"],
            password=usual["PASSWORD"],
            options=f"-c search_path={schema} -c TimeZone=UTC",
        )
    )


def _founded(database: str, count: int) -> Ground:
    cell = next(alias for alias in settings.DATABASES if alias != DIRECTORY)
    cooperative = found_cooperative(slug="bench", name="Koperasi Bench", hosts=[], cell=cell)
    with acting_for(cooperative):
        today = clock.today()
        chart.open_book(name="Bench")
        chart.open_unit(code="uspps", name="USPPS", is_sharia=True)
        [period] = chart.open_periods(first=today, months=1)
        for role, code, kind in [
            ("cash", "1-1001", Kind.ASSET),
            ("savings", "2-1003", Kind.LIABILITY),
        ]:
            chart.open_account(
                unit="uspps", role=role, code=code, name=role, kind=kind, has_leaves=True
            )
        tills = _leaves("cash", "identity.staff", TELLERS)
        savers = _leaves("savings", "members.member", count)
    return Ground(cooperative, database, today, period.pk, savers, tills)


def _leaves(role: str, kind: str, count: int) -> list[AccountRef]:
    for id in range(1, count + 1):
        chart.open_leaf(unit="uspps", role=role, subject=SubjectRef(kind, id), name=f"{role} {id}")
    return list(queries.leaves(unit="uspps", role=role).values())
