"""Writes to the directory: founding a cooperative, moving an example's clock, taking one guess."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When

from sokoguru.kernel import clock
from sokoguru.tenancy.errors import CellUnknown, ClockFixed, HostTaken, TooManyAttempts
from sokoguru.tenancy.models import Attempt, Cooperative, Host
from sokoguru.tenancy.queries import hostname_of
from sokoguru.tenancy.routing import DIRECTORY
from sokoguru.tenancy.scope import first_time


@transaction.atomic
def found_cooperative(
    *,
    slug: str,
    name: str,
    hosts: list[str],
    cell: str,
    legal_number: str = "",
    is_example: bool = False,
    dye: str = "nila",
) -> Cooperative:
    """Enter a cooperative in the directory, with its hostnames. Safe to repeat by slug.

    Raises ``CellUnknown``, ``HostTaken`` (then nothing is entered).
    """
    if cell == DIRECTORY or cell not in settings.DATABASES:
        raise CellUnknown(cell=cell)
    cooperative, _ = Cooperative.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "cell": cell,
            "legal_number": legal_number,
            "is_example": is_example,
            "dye": dye,
        },
    )
    for host in map(hostname_of, hosts):
        row, _ = Host.objects.get_or_create(name=host, defaults={"cooperative": cooperative})
        if row.cooperative_id != cooperative.pk:
            raise HostTaken(host=host)
    return cooperative


def move_clock(*, cooperative: Cooperative, days: int) -> Cooperative:
    """Move an example's clock on by whole days. Raises ``ClockFixed``, as does the database."""
    if not cooperative.is_example or days < 1:
        raise ClockFixed(days=days)
    Cooperative.objects.filter(pk=cooperative.pk).update(
        clock_offset_days=F("clock_offset_days") + days
    )
    cooperative.refresh_from_db()
    return cooperative


def take_attempt(*, cooperative_id: int, subject: str, limit: int, minutes: int) -> None:
    """Take one guess *before* the secret is checked; the counter is full again after ``minutes``.

    One UPDATE in the directory, committed at once: 64 parallel guesses find at most ``limit``.
    A request that the middleware repeats takes one guess. Raises ``TooManyAttempts``.
    """
    if not first_time(f"{cooperative_id}/{subject}"):
        return
    now = clock.machine_now()
    full_at = now + timedelta(minutes=minutes)
    mine = Attempt.objects.filter(cooperative_id=cooperative_id, subject=subject)
    if _spend(mine, limit, now, full_at):
        return
    fresh = Attempt(cooperative_id=cooperative_id, subject=subject, left=limit, full_at=full_at)
    Attempt.objects.bulk_create([fresh], ignore_conflicts=True)
    if not _spend(mine, limit, now, full_at):
        until = mine.values_list("full_at", flat=True).first() or now
        raise TooManyAttempts(retry_after=max(1, ceil((until - now).total_seconds())))


def _spend(mine: QuerySet[Attempt], limit: int, now: datetime, full_at: datetime) -> bool:
    """Take one guess from a counter that is there and not empty, or whose time is up."""
    over = Q(full_at__lte=now)
    return bool(
        mine.filter(over | Q(left__gt=0)).update(
            left=Case(When(over, then=limit - 1), default=F("left") - 1),
            full_at=Case(When(over, then=full_at), default=F("full_at")),
        )
    )


def give_attempts_back(*, cooperative_id: int, subject: str) -> None:
    """The secret was right: forget the guesses before it."""
    Attempt.objects.filter(cooperative_id=cooperative_id, subject=subject).delete()
