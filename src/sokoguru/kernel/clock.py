"""The only place that asks the time.

Instants are aware and UTC; business dates are the cooperative's own. An example cooperative may
move its clock on by a stored offset ("Time in examples" in the architecture); the scope sets it
for the length of a request. Tests freeze the instant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WIB = "Asia/Jakarta"

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)
_offset: ContextVar[timedelta] = ContextVar("offset", default=timedelta(0))
_zone: ContextVar[str] = ContextVar("zone", default=WIB)


def now() -> datetime:
    """The instant of this act, UTC, moved by the example's offset where one is in force."""
    return (_frozen.get() or datetime.now(UTC)) + _offset.get()


def machine_now() -> datetime:
    """The machine's own instant, whatever an example's clock says: queues, leases, guesses."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The business date: the day at the cooperative's own place (WIB, WITA or WIT)."""
    return local(now()).date()


def local(at: datetime) -> datetime:
    """The same instant on the wall clock of the cooperative in force."""
    return at.astimezone(ZoneInfo(_zone.get()))


@contextmanager
def at_place(*, zone: str, offset_days: int = 0) -> Iterator[None]:
    """Read the clock of one cooperative: its time zone, and the offset of an example."""
    zone_token = _zone.set(zone)
    offset_token = _offset.set(timedelta(days=offset_days))
    try:
        yield
    finally:
        _offset.reset(offset_token)
        _zone.reset(zone_token)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stand still at one instant (tests)."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(count: int) -> timedelta:
    """A length of time."""
    return timedelta(seconds=count)
