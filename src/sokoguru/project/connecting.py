"""The database that a command works with: the one that is named, or our own in the data folder."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import InterfaceError, OperationalError
from psycopg import InterfaceError as BareInterfaceError
from psycopg import OperationalError as BareOperationalError
from psycopg.conninfo import make_conninfo

from sokoguru.project.data_folder import make_folder
from sokoguru.project.embedded import running
from sokoguru.project.errors import SettingInvalid
from sokoguru.project.secrets import secret_key

APP, OWNER = "SOKO_DATABASE_URL", "SOKO_OWNER_DATABASE_URL"
LOST = ("08", "57P")
"""Classes of SQLSTATE that mean: the connection is gone. Without a code it never came about."""


@contextmanager
def connected(data: Path, *, owner: bool) -> Iterator[bool]:
    """Put connections and secret key where the settings look. Yields whether the server is ours."""
    if os.environ.get(APP) or os.environ.get(OWNER):
        _check_named(owner=owner)
        make_folder(data, None)
        _put_secret(data)
        yield False
        return
    if sys.stderr.isatty() and not (data / "postgres" / "pg").exists():
        print("PostgreSQL …", file=sys.stderr, flush=True)
    with running(data) as cluster:
        os.environ[APP] = make_conninfo("", **cluster.app)
        os.environ[OWNER] = make_conninfo("", **cluster.owner)
        try:
            _put_secret(data)
            yield True
        finally:
            del os.environ[APP], os.environ[OWNER]


def _check_named(*, owner: bool) -> None:
    for name in (APP, OWNER) if owner else (APP,):
        if not os.environ.get(name):
            raise SettingInvalid(name=name, value="", expected="postgresql://…")


def _put_secret(data: Path) -> None:
    if not os.environ.get("SOKO_SECRET_KEY"):
        os.environ["SOKO_SECRET_KEY"] = secret_key(data)


def is_lost(error: BaseException) -> bool:
    """Whether the database went away (or was never there), as against a statement that failed."""
    kinds = (OperationalError, InterfaceError, BareOperationalError, BareInterfaceError)
    if not isinstance(error, kinds):
        return False
    bare = error if hasattr(error, "sqlstate") else error.__cause__
    code = getattr(bare, "sqlstate", None)
    return code is None or code.startswith(LOST)


def first_line(error: BaseException) -> str:
    """What the database's client said, in one line (it never says a password)."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
