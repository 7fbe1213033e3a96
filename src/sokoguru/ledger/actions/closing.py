"""Closing a month, and chaining what was committed."""

from datetime import date

from sokoguru.audit import actions as audit
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.ledger import locks, queries, rules
from sokoguru.ledger.errors import PeriodMissing
from sokoguru.ledger.events import EntriesSealed, PeriodClosed
from sokoguru.ledger.models import Period, Seal, SealedEntry
from sokoguru.tenancy.scope import atomic

BATCH = 1_000
"""Entries a seal."""


@atomic
def close_period(*, on: date, actor: ActorRef) -> Period:
    """Close the month that holds ``on``. Waits for every posting under way. Safe to repeat.

    Raises ``PeriodMissing``.
    """
    found = queries.period_of(on)
    if found is None:
        raise PeriodMissing(on=on.isoformat())
    period = locks.period(found.pk)
    if period.closed_at is None:
        period.closed_at = clock.now()
        Period.objects.filter(pk=period.pk).update(closed_at=period.closed_at)
        audit.record(PeriodClosed(starts_on=period.starts_on, ends_on=period.ends_on), actor=actor)
    return period


@atomic
def seal_entries() -> int:
    """Chain the oldest committed entries that no seal names yet, at most ``BATCH``.

    Returns how many; call again until that is 0. Ids commit out of order, so a seal names its
    entries one by one.
    """
    locks.chain()
    entries = queries.unsealed_entries(limit=BATCH)
    if not entries:
        return 0
    last = queries.last_seal()
    digests = queries.digests_of(entries)
    previous = bytes(last.digest) if last else rules.GENESIS
    seal = Seal.objects.create(
        number=last.number + 1 if last else 1,
        previous=previous,
        digest=rules.seal_digest(previous=previous, digests=digests),
        at=clock.now(),
    )
    SealedEntry.objects.bulk_create(
        [
            SealedEntry(seal=seal, entry=entry, position=place, digest=digest)
            for place, (entry, digest) in enumerate(zip(entries, digests, strict=True))
        ]
    )
    audit.record(EntriesSealed(number=seal.number, count=len(entries)), actor=SYSTEM)
    return len(entries)
