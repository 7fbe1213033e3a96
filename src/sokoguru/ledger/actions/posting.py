"""Posting: one entry, many entries, and taking one back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import IntegrityError

from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries, rules
from sokoguru.ledger.errors import (
    AlreadyReversed,
    BelowFloor,
    PeriodClosed,
    PeriodMissing,
    ReferenceReused,
    ReversalOfReversal,
    UnknownAccount,
)
from sokoguru.ledger.events import EntryReversed
from sokoguru.ledger.rules import Draft, EntryRef
from sokoguru.ledger.sql import bulk, posting
from sokoguru.ledger.sql.posting import Posting
from sokoguru.tenancy.scope import atomic

BATCH = 1_000
"""Entries a statement in mass work: larger batches were no faster (``docs/performance.md``)."""

TRIES = 3
UNIQUE_VIOLATION = "23505"


def post_entry(
    *,
    reference: str,
    on: date,
    lines: Sequence[Draft],
    event: object,
    actor: ActorRef,
    memo: str = "",
) -> EntryRef:
    """Write one balanced entry, move its balances and record its event, in one statement.

    A single statement is all or nothing by itself, and a refusal comes back as data, so the
    transaction in force stays usable without a savepoint. Safe to retry: the same reference with
    the same body (date and lines) returns the first entry and records nothing again; with another
    body it is refused, because one of the two callers is wrong. Balances are locked in account
    order, floors are checked by the database too, holds count; the month cannot close before the
    transaction in force has ended. Raises ``PeriodClosed``, ``PeriodMissing``, ``Unbalanced``,
    ``BelowFloor``, ``UnknownAccount``, ``ReferenceReused``.
    """
    return _post(reference=reference, on=on, lines=lines, event=event, actor=actor, memo=memo)


def _post(
    *,
    reference: str,
    on: date,
    lines: Sequence[Draft],
    event: object,
    actor: ActorRef,
    memo: str,
    reverses_id: int | None = None,
) -> EntryRef:
    rules.check_reference(reference)
    rules.check_entry(lines)
    hashed = rules.body_hash(on=on, lines=lines, reverses_id=reverses_id)
    verdict = posting.post(
        Posting(reference, hashed, on, memo[:200], lines, event, actor, reverses_id)
    )
    if verdict.entry_id is not None:
        return EntryRef(verdict.entry_id, reference)
    if verdict.stored_id is not None:
        if verdict.stored_hash != hashed:
            raise ReferenceReused(reference=reference)
        return EntryRef(verdict.stored_id, reference, replayed=True)
    if verdict.closed is None:
        raise PeriodMissing(on=on.isoformat())
    if verdict.closed:
        raise PeriodClosed(on=on.isoformat())
    if verdict.unknown:
        raise UnknownAccount(accounts=verdict.unknown)
    assert not verdict.afloat, "refused without a reason: a live account has no balance row"
    raise BelowFloor(account_id=verdict.below, available=verdict.available)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry of mass work."""

    reference: str
    on: date
    lines: Sequence[Draft]
    event: object
    memo: str = ""


def post_many(*, entries: Iterator[NewEntry], actor: ActorRef) -> Iterator[int]:
    """Write many entries, ``BATCH`` a statement, yielding how many each batch wrote anew.

    Each batch is all or nothing and is one savepoint of the caller's transaction; entries that are
    posted already (same reference, same body) are left out, so an interrupted run is simply run
    again. A run that should commit batch by batch calls ``post_batch`` in a scope of its own each
    time. Raises what ``post_entry`` raises, for the batch.
    """
    while batch := list(islice(entries, BATCH)):
        yield post_batch(entries=batch, actor=actor)


def post_batch(*, entries: Sequence[NewEntry], actor: ActorRef) -> int:
    """Write one batch of mass work, all or nothing. Returns how many were not posted before.

    Where another run commits one of the references meanwhile, the batch is judged once more.
    """
    for _ in range(TRIES - 1):
        try:
            return _write_batch(entries, actor)
        except IntegrityError as error:
            if getattr(error.__cause__, "sqlstate", None) != UNIQUE_VIOLATION:
                raise
    return _write_batch(entries, actor)


@atomic
def _write_batch(entries: Sequence[NewEntry], actor: ActorRef) -> int:
    postings = _distinct(entries, actor)
    stored = bulk.known(list(postings))
    for reference, (_, hashed) in stored.items():
        if hashed != postings[reference].body_hash:
            raise ReferenceReused(reference=reference)
    fresh = [each for each in postings.values() if each.reference not in stored]
    if not fresh:
        return 0
    verdict = bulk.post(fresh)
    if verdict.written == len(fresh):
        return len(fresh)
    if verdict.homeless is not None:
        raise PeriodMissing(on=verdict.homeless.isoformat())
    if verdict.closed is not None:
        raise PeriodClosed(on=verdict.closed.isoformat())
    if verdict.unknown:
        raise UnknownAccount(accounts=verdict.unknown)
    assert not verdict.afloat, "refused without a reason: a live account has no balance row"
    raise BelowFloor(account_id=verdict.below, available=verdict.available)


def _distinct(entries: Sequence[NewEntry], actor: ActorRef) -> dict[str, Posting]:
    """The entries by reference, checked; one that stands in the batch twice is written once."""
    postings: dict[str, Posting] = {}
    for each in entries:
        rules.check_reference(each.reference)
        rules.check_entry(each.lines)
        hashed = rules.body_hash(on=each.on, lines=each.lines)
        twin = postings.get(each.reference)
        if twin is not None and twin.body_hash != hashed:
            raise ReferenceReused(reference=each.reference)
        postings[each.reference] = Posting(
            each.reference, hashed, each.on, each.memo[:200], each.lines, each.event, actor
        )
    return postings


@atomic
def reverse_entry(
    *, entry_id: int, reason: str, actor: ActorRef, on: date | None = None
) -> EntryRef:
    """Take an entry back by its mirror, on the business date of today. Each entry at most once.

    Safe to retry: the second call returns the reversal that stands. Raises ``AlreadyReversed`` when
    another date was asked, ``ReversalOfReversal``, ``PeriodClosed``, ``BelowFloor`` when the money
    has gone.
    """
    original = queries.entry(entry_id)
    if original.reverses_id is not None:
        raise ReversalOfReversal(entry_id=entry_id)
    standing = queries.reversal_of(entry_id)
    if standing is not None:
        if on is not None and standing.on != on:
            raise AlreadyReversed(entry_id=entry_id, reversed_by=standing.pk)
        return EntryRef(standing.pk, standing.reference, replayed=True)
    try:
        return _post(
            reference=rules.reversal_reference(reference=original.reference, entry_id=entry_id),
            on=on or clock.today(),
            lines=rules.mirrored(queries.drafts_of(entry_id)),
            event=EntryReversed(entry_id=entry_id, reference=original.reference, reason=reason),
            actor=actor,
            memo=f"Balik {original.reference}: {reason}",
            reverses_id=entry_id,
        )
    except ReferenceReused:
        standing = queries.reversal_of(entry_id)  # of another date, committed meanwhile
        if standing is None:
            raise
        raise AlreadyReversed(entry_id=entry_id, reversed_by=standing.pk) from None
