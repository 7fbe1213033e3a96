"""Whether this installation can serve: its database, its migrations, its workers."""

from collections.abc import Iterable
from functools import cache as remember
from typing import Any

from django.core.cache import cache
from django.db import Error, connections
from django.db.migrations.loader import MigrationLoader

from sokoguru import __version__
from sokoguru.kernel import clock
from sokoguru.project.errors import NotPrepared
from sokoguru.tenancy.routing import DIRECTORY

BEAT_SECONDS = 5
BEATS_MISSED_MOST = 6


def beat(cell: str) -> None:
    """The worker of a cell says that it is at work."""
    cache.set(f"worker:{cell}", clock.machine_now().isoformat(), BEAT_SECONDS * BEATS_MISSED_MOST)


def workers(cells: Iterable[str]) -> dict[str, bool]:
    """For each cell, whether its worker was at work half a minute ago or later."""
    names = {f"worker:{cell}": cell for cell in cells}
    there = cache.get_many(names)
    return {cell: name in there for name, cell in names.items()}


def server_version(alias: str = DIRECTORY) -> str:
    """The version of the database's server, such as ``18.6``."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        (told,) = cursor.fetchone()
    return str(told).split()[0]


@remember
def newest() -> frozenset[tuple[str, str]]:
    """The last migrations of all offices, as this code brings them."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def pending(alias: str) -> list[str]:
    """What this code brings and the schema of this alias does not yet have."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return [f"{app}.{name}" for app, name in sorted(newest())]
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return [f"{app}.{name}" for app, name in sorted(newest() - applied)]


def check_prepared() -> None:
    """Refuse to read tables that are missing or older than this code. Raises ``NotPrepared``."""
    missing = sum(len(pending(alias)) for alias in connections)
    if missing:
        raise NotPrepared(pending=missing)


def report() -> tuple[bool, dict[str, Any]]:
    """Whether pages can be served, and what was looked at. Never raises for a lost database."""
    facts: dict[str, Any] = {"ok": False, "version": __version__}
    aliases = list(connections)
    cells = [alias for alias in aliases if alias != DIRECTORY]
    try:
        facts["database"] = {"ok": True, "version": server_version()}
        missing = sorted({name for alias in aliases for name in pending(alias)})
        facts["migrations"] = {"ok": not missing, "pending": missing}
        alive = {} if missing else workers(cells)
        facts["worker"] = {"ok": bool(alive) and all(alive.values()), "cells": alive}
        facts["ok"] = not missing
    except Error:
        facts["database"] = {"ok": False}
    return bool(facts["ok"]), facts
