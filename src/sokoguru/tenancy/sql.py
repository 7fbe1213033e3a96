"""Hand-written SQL of measured hot paths: prepared once a connection, one call of libpq a run.

Django's cursors bind on the client and never prepare; the driver's own adapt each value anew.
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import connections
from psycopg.adapt import Transformer

from sokoguru.tenancy.scope import current, in_time, succeeded

Plain = int | str | bytes | date | None
"""One value: a moment, a day, a truth, a StrEnum are among these."""

_ONE = (int, str, bytes, date)

Value = Plain | Sequence[Plain]
"""What goes into a ``Statement``: one value, or an array of them."""

_VALUE = re.compile(r"%\((\w+)\)s")
_numbers = itertools.count(1)


class Statement:
    """A statement on the cell in force; the server knows it by ``name``.

    Values are named ``%(name)s``; one goes as text, so the statement casts it where its type does
    not follow from the place (``%(amounts)s::bigint[]``).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._values = list(dict.fromkeys(_VALUE.findall(text)))
        places = {name: f"${place}" for place, name in enumerate(self._values, start=1)}
        self._numbered = _VALUE.sub(lambda found: places[found[1]], text).encode()
        self.name = f"soko_{next(_numbers)}"
        self._ready: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def rows(self, values: Mapping[str, Value]) -> list[tuple[Any, ...]]:
        """Run it in the transaction in force. Raises ``Busy`` as every query of a scope does."""
        connection = connections[current().cell]
        assert connection.in_atomic_block, "a scope lives in a transaction"
        driver = connection.connection
        with in_time(), connection.wrap_database_errors:
            answer = self._run(driver, [_sent(values[name]) for name in self._values])
        reader = Transformer(driver)
        reader.set_pgresult(answer)
        return list(reader.load_rows(0, answer.ntuples, tuple))

    def _run(self, driver: "psycopg.Connection[Any]", values: list[Any]) -> Any:
        if driver not in self._ready:
            succeeded(driver.pgconn.prepare(self.name.encode(), self._numbered))
            self._ready.add(driver)
        return succeeded(driver.pgconn.exec_prepared(self.name.encode(), values))


def array(values: Iterable[Plain]) -> str:
    """An array as PostgreSQL reads it: ``{1,2,NULL}``."""
    return "{" + ",".join(map(_element, values)) + "}"


_QUOTED = (str, bytes)


def _element(value: Plain) -> str:
    if type(value) is int:  # most of a thousand entries is ids and amounts
        return str(value)
    if value is None:
        return "NULL"
    if not isinstance(value, _QUOTED):
        return str(value)
    escaped = _text(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _text(value: int | str | bytes | date) -> str:
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def _sent(value: Value) -> bytes | None:
    """A value as it goes to the server. Raises ``DataError`` for a NUL, which would end it."""
    if value is None:
        return None
    text = _text(value) if isinstance(value, _ONE) else array(value)
    if "\0" in text:
        raise psycopg.DataError("a text with a NUL in it")
    return text.encode()
