"""Databases for the suite: one template through the real entry point, a clone for each who
commits.
"""

import fcntl
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections, transaction
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sokoguru.project.database import prepare_all
from sokoguru.project.embedded import running
from sokoguru.project.processes import server_lives

TEMPLATE = "sokoguru_template"
PREFIX, LEFT_BEHIND_SECONDS = "soko-suite-", 3_600
_clones = itertools.count(1)


def start_cluster(stack: ExitStack) -> None:
    """Start a PostgreSQL of the suite's own, unless one is named; workers inherit it by
    environment.
    """
    if "SOKO_TEST_OWNER" in os.environ:
        return
    _sweep()
    data = Path(tempfile.mkdtemp(prefix=PREFIX))
    data.chmod(0o711)
    stack.callback(shutil.rmtree, data, ignore_errors=True)
    cluster = stack.enter_context(running(data))
    os.environ["SOKO_TEST_OWNER"] = make_conninfo("", **cluster.owner)
    os.environ["SOKO_TEST_APP"] = make_conninfo("", **cluster.app)
    os.environ["SOKO_TEST_LOCK"] = str(data / "template.lock")


def _sweep() -> None:
    """Remove what suites that were killed have left: folders of ours, an hour old, without a
    server.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            told = left.stat()
            is_old = time.time() - told.st_mtime > LEFT_BEHIND_SECONDS
            if is_old and told.st_uid == os.getuid() and not server_lives(left / "postgres/pg"):
                shutil.rmtree(left, ignore_errors=True)


def connect_django() -> None:
    """Point every alias at the suite's cluster; ``settings_dict`` is shared by all threads."""
    told = conninfo_to_dict(os.environ["SOKO_TEST_APP"])
    owner = conninfo_to_dict(os.environ["SOKO_TEST_OWNER"])
    where = {"HOST": told["host"], "PORT": str(told.get("port", ""))}
    for connection in connections.all():
        connection.settings_dict.update(
            **where, USER=told["user"], PASSWORD=told["password"], NAME=TEMPLATE
        )
    settings.OWNER = {**where, "USER": owner["user"], "PASSWORD": owner["password"]}


def build_template(fill: Callable[[], None]) -> None:
    """Make the template once for all workers: tables through the entry point, then what ``fill``
    writes.
    """
    with open(os.environ["SOKO_TEST_LOCK"], "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _owner_says("SELECT 1 FROM pg_database WHERE datname = %s", TEMPLATE):
            return
        _owner_does(f"CREATE DATABASE {TEMPLATE}_building")
        use(f"{TEMPLATE}_building")
        prepare_all()
        fill()
        use(TEMPLATE)
        _owner_does(f"ALTER DATABASE {TEMPLATE}_building RENAME TO {TEMPLATE}")


def clone(name: str | None = None) -> str:
    """A fresh copy of the template; dropped with the cluster."""
    name = name or f"clone_{os.getpid()}_{next(_clones)}"
    _owner_does(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return name


def drop(name: str) -> None:
    """Remove a clone. Whoever still holds a line to it is cut off by his own role: no role may cut
    off another's, which is why FORCE is no way.
    """
    for role in ("SOKO_TEST_APP", "SOKO_TEST_OWNER"):
        with psycopg.connect(os.environ[role], dbname="postgres", autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s AND usename = current_user",
                [name],
            )
    _owner_does(f"DROP DATABASE {name}")


def use(name: str) -> None:
    """Send every alias to this database. Threads started later follow."""
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


@contextmanager
def rolled_back() -> Iterator[None]:
    """All aliases in a transaction that never commits."""
    with ExitStack() as stack:
        for alias in settings.DATABASES:
            stack.enter_context(transaction.atomic(using=alias))
        try:
            yield
        finally:
            for alias in settings.DATABASES:
                transaction.set_rollback(True, using=alias)


def owner_connection(name: str | None = None, schema: str = "cell_001") -> psycopg.Connection:
    """A bare connection in the owner's role, on the database in use."""
    return _bare("SOKO_TEST_OWNER", name, schema)


def app_connection(name: str | None = None, schema: str = "cell_001") -> psycopg.Connection:
    """A bare connection in the application's role, on the database in use."""
    return _bare("SOKO_TEST_APP", name, schema)


def _bare(role: str, name: str | None, schema: str) -> psycopg.Connection:
    name = name or connections["default"].settings_dict["NAME"]
    return psycopg.connect(
        os.environ[role], dbname=name, options=f"-c search_path={schema} -c TimeZone=UTC"
    )


def _owner_does(statement: str) -> None:
    with psycopg.connect(os.environ["SOKO_TEST_OWNER"], autocommit=True) as connection:
        connection.execute(statement)


def _owner_says(query: str, *values: str) -> bool:
    with psycopg.connect(os.environ["SOKO_TEST_OWNER"], autocommit=True) as connection:
        return connection.execute(query, values).fetchone() is not None
