"""The scope in force: one cooperative, one cell, one transaction.

Every query on a tenant row needs it; the database needs it too (row level security reads
``soko.cooperative_id``, set for one transaction only and never for a session).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ContextDecorator, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol, TypeVar, overload

import psycopg
from django.db import DatabaseError, connections, transaction
from psycopg import pq, sql

from sokoguru.kernel import clock
from sokoguru.tenancy.errors import Busy, NoScope

_SET = "SET LOCAL soko.cooperative_id = {id}; SET LOCAL lock_timeout = {lock}; "
_WRITES = sql.SQL(_SET + "SET LOCAL statement_timeout = {time}")
_NOT_IN_TIME = {"55P03", "57014"}  # lock_timeout, statement_timeout
_READS = sql.SQL("SET TRANSACTION READ ONLY; " + _SET + "SET LOCAL statement_timeout = {time}")


class CooperativeRow(Protocol):
    """What the scope needs to know of a cooperative (``tenancy.models.Cooperative`` is one)."""

    pk: Any
    cell: str
    zone: str
    is_example: bool
    clock_offset_days: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The cooperative in force and the database alias (cell) that holds its rows."""

    cooperative_id: int
    cell: str


Act = TypeVar("Act", bound=Callable[..., Any])

_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
_guesses: ContextVar["_Guesses | None"] = ContextVar("guesses", default=None)


def current() -> Scope:
    """The scope in force. Raises ``NoScope`` when there is none: a bug, never a refusal."""
    scope = _scope.get()
    if scope is None:
        raise NoScope
    return scope


def in_force() -> bool:
    """Whether a scope is open here."""
    return _scope.get() is not None


def cooperative_in_force() -> int:
    """The id of the cooperative in force: the default of every ``cooperative_id``."""
    return current().cooperative_id


@contextmanager
def acting_for(
    cooperative: CooperativeRow,
    *,
    read_only: bool = False,
    lock_timeout_ms: int = 5_000,
    statement_timeout_ms: int = 30_000,
) -> Iterator[Scope]:
    """Open the scope and the transaction of one cooperative (requests, commands, the worker).

    Nests inside the same cooperative's scope; inside another's it is a bug, because the setting
    would outlive the inner block.
    """
    outer = _scope.get()
    if outer is not None:
        assert outer == _scope_of(cooperative), "a scope inside another cooperative's scope"
        with atomic():
            yield outer
        return
    with (
        transaction.atomic(using=cooperative.cell),
        adopted(
            cooperative,
            read_only=read_only,
            lock_timeout_ms=lock_timeout_ms,
            statement_timeout_ms=statement_timeout_ms,
        ) as scope,
    ):
        yield scope


@contextmanager
def on_cell(cell: str) -> Iterator[None]:
    """A transaction on a cell without a scope: only rows that are ``seen_across`` show in it."""
    assert not in_force(), "a scope is open: use atomic()"
    with transaction.atomic(using=cell):
        yield


@contextmanager
def adopted(
    cooperative: CooperativeRow,
    *,
    read_only: bool = False,
    lock_timeout_ms: int = 5_000,
    statement_timeout_ms: int = 30_000,
) -> Iterator[Scope]:
    """Put a transaction that is already open on the cell under one cooperative's scope.

    For the worker, which learns whose delivery it holds only after it has locked the row.
    """
    scope = _scope_of(cooperative)
    offset = cooperative.clock_offset_days if cooperative.is_example else 0
    connection = connections[scope.cell]
    assert connection.in_atomic_block, "a scope lives in a transaction"
    limits = (scope.cooperative_id, int(lock_timeout_ms), int(statement_timeout_ms))
    _begin_with(connection, _settings(*limits, read_only=read_only))
    token = _scope.set(scope)
    try:
        with (
            connection.execute_wrapper(_in_time),
            clock.at_place(zone=cooperative.zone, offset_days=offset),
        ):
            yield scope
    finally:
        _scope.reset(token)


@lru_cache(maxsize=1_000)
def _settings(id: int, lock_ms: int, time_ms: int, *, read_only: bool) -> str:
    values = {"id": sql.Literal(id), "lock": sql.Literal(lock_ms), "time": sql.Literal(time_ms)}
    return (_READS if read_only else _WRITES).format(**values).as_string()


def _begin_with(connection: Any, settings: str) -> None:
    """Set what holds for this transaction: no parameters, one simple query, one round trip.

    The driver sends BEGIN alone and waits for it before the first statement; here it goes along.
    """
    driver = connection.connection.pgconn
    if driver.transaction_status != pq.TransactionStatus.IDLE:
        with connection.cursor() as cursor:
            cursor.execute(settings)
        return
    with connection.wrap_database_errors:
        succeeded(driver.exec_(f"BEGIN; {settings}".encode()))


def _scope_of(cooperative: CooperativeRow) -> Scope:
    return Scope(int(cooperative.pk), cooperative.cell)


def sqlstate(error: BaseException) -> str | None:
    """The SQLSTATE behind Django's wrapper: errors are told apart by it, never by a name."""
    return getattr(error.__cause__, "sqlstate", None)


@contextmanager
def in_time() -> Iterator[None]:
    """A lock or an answer that was not to be had in time is ``Busy``, wherever it was asked for."""
    try:
        yield
    except DatabaseError as error:
        if sqlstate(error) in _NOT_IN_TIME:
            raise Busy from error
        raise


def _in_time(execute: Callable[..., Any], statement: Any, values: Any, many: Any, told: Any) -> Any:
    with in_time():
        return execute(statement, values, many, told)


@dataclass(slots=True)
class _Guesses:
    """How often this request took a guess at each subject, in all its tries and in this one."""

    taken: Counter[str] = field(default_factory=Counter)
    this_try: Counter[str] = field(default_factory=Counter)


@contextmanager
def one_request() -> Iterator[None]:
    """All tries of one request: a guess that was taken in the first try is not taken again."""
    token = _guesses.set(_Guesses())
    try:
        yield
    finally:
        _guesses.reset(token)


def next_try() -> None:
    """The request starts from the beginning."""
    guesses = _guesses.get()
    assert guesses is not None, "tries are counted within one request"
    guesses.this_try.clear()


def first_time(subject: str) -> bool:
    """Whether this guess is new, not the echo of one from an earlier try of the same request.

    The second guess within one try is new as well: a request cannot guess twice for one.
    """
    guesses = _guesses.get()
    if guesses is None:
        return True
    guesses.this_try[subject] += 1
    if guesses.this_try[subject] <= guesses.taken[subject]:
        return False
    guesses.taken[subject] += 1
    return True


class _Atomic(ContextDecorator):
    def __init__(self, savepoint: bool) -> None:
        self.savepoint = savepoint

    def _recreate_cm(self) -> "_Atomic":
        return _Atomic(self.savepoint)  # a decorator is shared between calls

    def __enter__(self) -> None:
        self._inner = transaction.atomic(using=current().cell, savepoint=self.savepoint)
        self._inner.__enter__()

    def __exit__(self, *failure: Any) -> None:
        self._inner.__exit__(*failure)


@overload
def atomic(act: Act) -> Act: ...
@overload
def atomic(*, savepoint: bool = ...) -> _Atomic: ...
def atomic(act: Any = None, *, savepoint: bool = True) -> Any:
    """All or nothing, on the cell of the cooperative in force: ``@atomic`` or ``with atomic():``.

    A refusal inside takes back its own part only, so the caller may catch it and go on.
    ``savepoint=False`` saves two round trips where a refusal always ends the whole request.
    """
    return _Atomic(savepoint)(act) if act else _Atomic(savepoint)


def after_commit(act: Callable[[], None]) -> None:
    """Run after commit: a wake-up of the worker, never a side effect that matters."""
    transaction.on_commit(act, using=current().cell)


def succeeded(answer: Any) -> Any:
    """An answer of libpq that is no error. A server that is gone answers without a code."""
    if answer.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        failure = psycopg.errors.error_from_result(answer)
        raise failure if failure.sqlstate else psycopg.errors.OperationalError(str(failure))
    return answer
