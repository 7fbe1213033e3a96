"""``soko doctor``: one line for each thing that this installation needs to keep books safely."""

import json
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import django
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from sokoguru import __version__
from sokoguru.kernel import clock
from sokoguru.ledger import queries as ledger
from sokoguru.project import health
from sokoguru.project.command import Call
from sokoguru.tenancy.queries import cooperatives
from sokoguru.tenancy.routing import DIRECTORY
from sokoguru.tenancy.scope import acting_for

OLDEST_SERVER = 15
FREE_BYTES_LEAST = 2**30
CLOCK_OFF_MOST = timedelta(seconds=5)
DURABLE = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_apply"},
}
MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was looked at."""

    name: str
    state: Literal["ok", "warn", "bad"]
    detail: str


def run(call: Call) -> int:
    """0 when nothing is bad; a warning is not."""
    told = list(_looked_at(call))
    ok = all(each.state != "bad" for each in told)
    if call.arguments.json:
        rows = [{"name": each.name, "state": each.state, "detail": each.detail} for each in told]
        print(json.dumps({"ok": ok, "checks": rows}, ensure_ascii=False))
    else:
        for each in told:
            print(f"{MARKS[each.state]} {each.name:<12} {each.detail}")
    return 0 if ok else 1


def _looked_at(call: Call) -> Iterator[Told]:
    yield _versions()
    yield _role()
    yield _durability()
    missing = {name for alias in connections for name in health.pending(alias)}
    yield _judged("migrations", not missing, ", ".join(sorted(missing)[:5]) or _("lengkap"))
    free = shutil.disk_usage(call.data).free
    yield _judged(
        "disk", free >= FREE_BYTES_LEAST, _("%(gib)s GiB kosong") % {"gib": free // 2**30}
    )
    if not missing:
        yield _clock()
        yield _worker()
    private = settings.ENVIRONMENT.allow_private_addresses
    words = _("alamat pribadi dibuka untuk permintaan keluar") if private else _("tertutup")
    yield Told("addresses", "warn" if private else "ok", words)


def _judged(name: str, good: bool, detail: str) -> Told:
    return Told(name, "ok" if good else "bad", detail)


def _versions() -> Told:
    server = health.server_version()
    detail = (
        f"Sokoguru {__version__}, Python {platform.python_version()}, "
        f"Django {django.get_version()}, PostgreSQL {server}"
    )
    return _judged("versions", int(server.split(".")[0]) >= OLDEST_SERVER, detail)


def _role() -> Told:
    """The role that serves may own nothing and pass no policy."""
    with connections[DIRECTORY].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb"
            " OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        name, powerful = cursor.fetchone()
    return _judged("role", not powerful, str(name))


def _durability() -> Told:
    with connections[DIRECTORY].cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            [list(DURABLE)],
        )
        found = dict(cursor.fetchall())
    good = all(found.get(name) in allowed for name, allowed in DURABLE.items())
    return _judged("durability", good, ", ".join(f"{name}={found.get(name)}" for name in DURABLE))


def _clock() -> Told:
    """The machine's clock may not run behind what is already in the books."""
    newest = None
    for cooperative in cooperatives():
        with acting_for(cooperative, read_only=True):
            last = ledger.last_written_at()
        newest = max(filter(None, (newest, last)), default=None)
    now = clock.machine_now()
    words = now.isoformat(timespec="seconds")
    if newest is None or newest <= now + CLOCK_OFF_MOST:
        return _judged("clock", True, words)
    words += _(", di belakang entri terakhir %(last)s") % {"last": newest.isoformat()}
    return _judged("clock", False, words)


def _worker() -> Told:
    alive = health.workers(settings.ENVIRONMENT.cells)
    idle = [cell for cell, works in alive.items() if not works]
    return _judged(
        "worker", not idle, _("tidak berjalan: ") + ", ".join(idle) if idle else _("berjalan")
    )
