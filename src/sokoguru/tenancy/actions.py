"""Writes to the directory: founding a cooperative, moving an example's clock, taking one guess."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from sokoguru.kernel import clock
from sokoguru.tenancy.errors import TooManyAttempts
from sokoguru.tenancy.models import Attempt, Cooperative, Host
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
    """Enter a cooperative in the directory, with the hostnames it answers on. Safe to repeat by slug."""
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
    for host in hosts:
        Host.objects.get_or_create(name=host, defaults={"cooperative": cooperative})
    return cooperative


def move_clock(*, cooperative: Cooperative, days: int) -> Cooperative:
    """Move an example's clock on by whole days. The database refuses it for a real cooperative."""
    Cooperative.objects.filter(pk=cooperative.pk).update(
        clock_offset_days=F("clock_offset_days") + days
    )
    cooperative.refresh_from_db()
    return cooperative


def take_attempt(*, cooperative_id: int, subject: str, limit: int, minutes: int) -> None:
    """Take one guess from the counter *before* the secret is checked; it is full again after ``minutes``.

    One atomic UPDATE in the directory, committed at once: 64 parallel guesses find at most ``limit``.
    A request that the middleware repeats takes one guess. Raises ``TooManyAttempts``.
    """
    if not first_time(subject):
        return
    now = clock.machine_now()
    mine = Attempt.objects.filter(cooperative_id=cooperative_id, subject=subject)
    Attempt.objects.bulk_create(
        [
            Attempt(
                cooperative_id=cooperative_id,
                subject=subject,
                left=limit,
                full_at=now + timedelta(minutes=minutes),
            )
        ],
        ignore_conflicts=True,
    )
    mine.filter(full_at__lte=now).update(left=limit, full_at=now + timedelta(minutes=minutes))
    if not mine.filter(left__gt=0).update(left=F("left") - 1):
        full_at = mine.values_list("full_at", flat=True).first() or now
        raise TooManyAttempts(retry_after=max(1, int((full_at - now).total_seconds())))


def give_attempts_back(*, cooperative_id: int, subject: str) -> None:
    """The secret was right: forget the guesses before it."""
    Attempt.objects.filter(cooperative_id=cooperative_id, subject=subject).delete()
