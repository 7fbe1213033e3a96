"""What ``soko check`` recomputes of notices: who had to be told was told."""

from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from sokoguru.audit import queries as record
from sokoguru.governance import queries as meetings
from sokoguru.kernel import clock
from sokoguru.kernel.findings import Finding, shown
from sokoguru.members import queries as members
from sokoguru.notices.models import Notice
from sokoguru.notices.rules import OF_ONE_MEMBER

OURS = "notices."
"""How the names of our handlers begin."""
Judged = tuple[int, list[str]]


def members_were_told() -> Finding:
    """Every credited share has a notice to its member; so has every settlement, order, admission,
    and every invitation to a meeting.

    What the worker has not delivered yet is counted and not blamed; what was parked is.
    """
    waiting = record.on_their_way(OURS)
    found = [_of_one_member(name, waiting) for name in OF_ONE_MEMBER]
    for row in record.every("surplus.DistributionFinished"):
        checked, missing = _of_one_member("surplus.ShuCredited", waiting, year=row.body["year"])
        found.append((checked, [] if row.pk in waiting else missing))
    found += [_invited(row, waiting) for row in record.every("governance.RatConvened")]
    broken = [words for _, missing in found for words in missing]
    return Finding("notices.members_were_told", sum(n for n, _ in found), shown(broken))


def _of_one_member(name: str, waiting: set[int], **facts: object) -> Judged:
    """How many records of a name there are, and which of them their member was not told of."""
    rows = record.every(name, **facts)
    told = Notice.objects.filter(record_id=OuterRef("pk"), member_id=OuterRef("who"))
    untold = rows.annotate(who=Cast(KT("body__member_id"), BigIntegerField())).exclude(Exists(told))
    missing = [
        f"{name} #{row.pk}: anggota {row.body['member_id']} belum dikabari"
        for row in untold.iterator()
        if row.pk not in waiting
    ]
    return rows.count(), missing


def _invited(row: Any, waiting: set[int]) -> Judged:
    """How many had to be invited to a meeting, and who was not: the full members of the day before
    (who was admitted on the day itself may have come too late), and every listed voter.
    """
    meeting_id = row.body["meeting_id"]
    due = set(members.voters(record_on=clock.local(row.at).date() - timedelta(days=1)))
    listed = record.every("governance.VotersListed", meeting_id=meeting_id)
    if not any(each.pk in waiting for each in listed):
        due |= set(meetings.voter_ids(meeting_id))
    told = set(Notice.objects.filter(record_id=row.pk).values_list("member_id", flat=True))
    if row.pk in waiting:
        return len(due), []
    missing = [f"rapat {meeting_id}: anggota {each} tidak diundang" for each in sorted(due - told)]
    return len(due), missing
