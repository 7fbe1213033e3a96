"""What ``soko check`` recomputes of governance (``contracts.md``, invariant 13)."""

from collections import Counter

from sokoguru.governance.models import Attendance, Resolution, Vote, Voter
from sokoguru.kernel.findings import Finding, shown


def ballots_count_once() -> Finding:
    """Each resolution says what its votes say: one of each member, on the list and present."""
    checked, broken = 0, []
    rows = Resolution.objects.select_related("question").order_by("pk")
    for row in rows:
        meeting = row.question.meeting_id
        listed = set(Voter.objects.filter(meeting_id=meeting).values_list("member_id", flat=True))
        present = Attendance.objects.filter(meeting_id=meeting)
        came = set(present.values_list("member_id", flat=True))
        votes = list(Vote.objects.filter(question=row.question).values_list("member_id", "choice"))
        checked += len(votes)
        counted = Counter(choice for _, choice in votes)
        said = (row.in_favour, row.against, row.abstaining)
        if (counted["setuju"], counted["tidak_setuju"], counted["abstain"]) != said:
            broken.append(f"keputusan {row.number}: hitungan tidak sama dengan suaranya")
        for member_id, times in Counter(member_id for member_id, _ in votes).items():
            if times != 1 or member_id not in listed or member_id not in came:
                broken.append(f"keputusan {row.number}: suara anggota {member_id} tidak sah")
        if not came <= listed:
            broken.append(f"keputusan {row.number}: ada yang hadir di luar daftar pemilih")
    return Finding("governance.ballots_count_once", checked, shown(broken))
