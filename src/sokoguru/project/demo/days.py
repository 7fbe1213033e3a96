"""The example's calendar: acts happen on their days, chapter by chapter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sokoguru.kernel import clock
from sokoguru.project.demo.story import Example


@contextmanager
def at(day: date, hour: int, minute: int = 0) -> Iterator[None]:
    """Stand at a moment of a day in Indonesia's west."""
    moment = datetime.combine(day, time(hour, minute), ZoneInfo(clock.WIB)).astimezone(UTC)
    with clock.frozen(min(moment, clock.machine_now())):
        yield


def months(example: Example) -> Iterator[date]:
    """The first working day of each month of the year so far."""
    day = example.first
    while day <= example.today:
        yield day + timedelta(days=4)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
