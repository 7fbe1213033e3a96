"""Telling members: one notice an event and member, with a letter to who wants one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.template.loader import render_to_string

from sokoguru.channels.actions.queueing import Letter, queue_letters
from sokoguru.members import queries as members
from sokoguru.notices import queries
from sokoguru.notices.models import Notice
from sokoguru.notices.rules import LETTERS, Fact, Kind, letter_reference
from sokoguru.tenancy.queries import cooperative_here, site_address
from sokoguru.tenancy.scope import atomic

BATCH = 10_000
"""How many members are told in one go: four statements, however many they are."""


@dataclass(frozen=True, slots=True)
class Told:
    """Whom an event concerns: the event's record and instant, and the facts for this member."""

    member_id: int
    record_id: int
    at: datetime
    facts: Mapping[str, Fact]


@atomic
def tell(*, kind: Kind, told: Iterable[Told]) -> int:
    """Tell each member once of each event. Safe to repeat. Returns how many were told now."""
    rest = iter(told)
    return sum(_tell_batch(kind, batch) for batch in _batches(rest))


def _batches(rest: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(rest, BATCH)):
        yield batch


def _tell_batch(kind: Kind, batch: Sequence[Told]) -> int:
    records = {each.record_id for each in batch}
    known = set(Notice.objects.filter(record_id__in=records).values_list("record_id", "member_id"))
    new = [each for each in batch if (each.record_id, each.member_id) not in known]
    if not new:
        return 0
    letters = queue_letters(list(_letters(kind, new)))
    Notice.objects.bulk_create(
        [
            Notice(
                member_id=each.member_id,
                record_id=each.record_id,
                kind=kind,
                facts=dict(each.facts),
                happened_at=each.at,
                letter=reference if (reference := _reference(each)) in letters else "",
            )
            for each in new
        ],
        ignore_conflicts=True,
    )
    return len(new)


def _letters(kind: Kind, told: Sequence[Told]) -> Iterator[Letter]:
    """The letters to those who said yes to letters and have an address in the register."""
    wanted = members.addresses(purpose=LETTERS, member_ids=[each.member_id for each in told])
    if not wanted:
        return
    frame = {"cooperative": cooperative_here(), "site": site_address()}
    for each in told:
        if to := wanted.get(each.member_id):
            words = queries.words_of(kind, each.facts)
            text = render_to_string("notices/mail.txt", {**frame, "name": to.name, "words": words})
            yield Letter(to=to.email, subject=words.title, text=text, reference=_reference(each))


def _reference(told: Told) -> str:
    return letter_reference(record_id=told.record_id, member_id=told.member_id)
