"""Reads of governance: terms, meetings, who is present, what was decided."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sokoguru.governance import rules
from sokoguru.governance.models import (
    AnnualReport,
    Attendance,
    Meeting,
    Question,
    Resolution,
    Statute,
    Vote,
    Voter,
)
from sokoguru.governance.rules import (
    THRESHOLDS,
    Choice,
    MeetingState,
    MeetingTerms,
    Outcome,
    QuestionState,
    Subject,
    Tally,
)
from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.members.queries import officers
from sokoguru.surplus import queries as surplus
from sokoguru.surplus.ports import Mandate

RESOLUTION = "governance.resolution"


def statute(on: date) -> Statute | None:
    """What the AD says of meetings on a day, if it was entered."""
    found: Statute | None = Statute.objects.filter(since__lte=on).order_by("-since", "-pk").first()
    return found


def terms(on: date) -> MeetingTerms:
    """The terms in force on a day; those of most AD where none were entered."""
    row = statute(on)
    if row is None:
        return MeetingTerms()
    return MeetingTerms(
        first_call=THRESHOLDS[row.quorum_first],
        second_call=THRESHOLDS[row.quorum_second],
        second_call_after_days=row.second_call_after_days,
        invitation_days_min=row.invitation_days_min,
        report_months_before=row.report_months_before,
        held_within_months=row.held_within_months,
        record_days_before=row.record_days_before,
        majority=THRESHOLDS[row.majority],
    )


def report(year: int) -> AnnualReport | None:
    """The annual report about a year, if it lies open."""
    found: AnnualReport | None = (
        AnnualReport.objects.filter(year=year).select_related("closing").first()
    )
    return found


def reports() -> list[AnnualReport]:
    """Annual reports, the newest first."""
    return list(AnnualReport.objects.order_by("-year")[:50])


def pengurus() -> list[str]:
    """The names of the pengurus today: they sign the report."""
    return [officer.name for officer in officers("pengurus")]


def meeting(meeting_id: int) -> Meeting:
    """A meeting. Raises ``NotFound``."""
    found = Meeting.objects.filter(pk=meeting_id).select_related("report", "first").first()
    if found is None:
        raise NotFound(kind="governance.meeting", id=meeting_id)
    return found


def meetings() -> list[Meeting]:
    """Meetings, the newest first."""
    return list(Meeting.objects.order_by("-held_on", "-pk")[:50])


def current_meeting() -> Meeting | None:
    """The meeting that members are invited to or sit in, else the last one that ended."""
    under_way = Meeting.objects.filter(state__in=(MeetingState.INVITED, MeetingState.OPEN))
    ended = Meeting.objects.filter(state=MeetingState.ENDED)
    found: Meeting | None = (
        under_way.order_by("held_on").first() or ended.order_by("-held_on").first()
    )
    return found


def unlisted(on: date) -> list[Meeting]:
    """Meetings whose record date has come and whose voters are not listed yet."""
    rows = Meeting.objects.filter(state=MeetingState.INVITED, listed_at=None, record_on__lte=on)
    return list(rows.order_by("pk")[:20])


def voter(*, meeting_id: int, member_id: int) -> Voter | None:
    """A member's place in the list of voters."""
    found: Voter | None = Voter.objects.filter(meeting_id=meeting_id, member_id=member_id).first()
    return found


def voter_by_card(*, meeting_id: int, card: str) -> Voter | None:
    """Whose card this is in a meeting."""
    found: Voter | None = (
        Voter.objects.filter(meeting_id=meeting_id, card=card).select_related("member").first()
    )
    return found


def voter_ids(meeting_id: int) -> list[int]:
    """Who is on the list of voters, by member id."""
    rows = Voter.objects.filter(meeting_id=meeting_id).order_by("member_id")
    return list(rows.values_list("member_id", flat=True)[:1_000_000])


def roll(meeting_id: int, *, search: str = "") -> QuerySet[Voter]:
    """The list of voters by name."""
    rows: QuerySet[Voter] = Voter.objects.filter(meeting_id=meeting_id).select_related("member")
    if search:
        rows = rows.filter(member__name__icontains=search[:60])
    return rows.order_by("member__name", "pk")


def attendances(meeting_id: int) -> QuerySet[Attendance]:
    """Who is present, in the order in which they came."""
    rows: QuerySet[Attendance] = Attendance.objects.filter(meeting_id=meeting_id)
    return rows.select_related("member").order_by("pk")


def present_ids(meeting_id: int) -> frozenset[int]:
    """The members who are present."""
    rows = Attendance.objects.filter(meeting_id=meeting_id)
    return frozenset(rows.values_list("member_id", flat=True)[:1_000_000])


def attendance(*, meeting_id: int, member_id: int) -> Attendance | None:
    """A member's presence, if it was noted."""
    found: Attendance | None = Attendance.objects.filter(
        meeting_id=meeting_id, member_id=member_id
    ).first()
    return found


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many are present, how many are needed, of how many voters."""

    present: int
    needed: int
    voters: int

    @property
    def reached(self) -> bool:
        """Whether the meeting may decide."""
        return self.voters > 0 and self.present >= self.needed


def quorum(row: Meeting) -> Quorum:
    """The quorum of a meeting as it stands now, by the terms of its day."""
    voters = row.voters if row.voters is not None else 0
    needed = rules.quorum(voters, terms(row.held_on), is_second_call=row.call == 2)
    return Quorum(Attendance.objects.filter(meeting=row).count(), needed, voters)


def questions(meeting_id: int) -> list[Question]:
    """The questions of a meeting in their order."""
    rows = Question.objects.filter(meeting_id=meeting_id).select_related("proposal")
    return list(rows.order_by("position")[:100])


def question(question_id: int) -> Question:
    """A question. Raises ``NotFound``."""
    found = Question.objects.filter(pk=question_id).select_related("meeting", "proposal").first()
    if found is None:
        raise NotFound(kind="governance.question", id=question_id)
    return found


def shu_question(year: int) -> Question | None:
    """The question about the SHU of a year, in its newest meeting."""
    rows = Question.objects.filter(meeting__year=year, subject=Subject.SHU)
    found: Question | None = rows.order_by("-meeting__call").first()
    return found


def open_question(meeting_id: int) -> Question | None:
    """The one question that takes votes now."""
    rows = Question.objects.filter(meeting_id=meeting_id, state=QuestionState.OPEN)
    found: Question | None = rows.select_related("proposal").first()
    return found


def vote_of(*, question_id: int, member_id: int) -> Vote | None:
    """A member's vote on a question, if cast."""
    found: Vote | None = Vote.objects.filter(question_id=question_id, member_id=member_id).first()
    return found


def votes_cast(question_id: int) -> int:
    """How many have voted."""
    return int(Vote.objects.filter(question_id=question_id).count())


def tally(row: Question) -> Tally:
    """The votes of a question counted: each voter who is present once."""
    votes = Vote.objects.filter(question=row).values_list("member_id", "choice")
    return rules.count(
        (rules.Vote(member_id, Choice(choice)) for member_id, choice in votes[:1_000_000]),
        entitled=present_ids(row.meeting_id),
    )


def resolution_of(question_id: int) -> Resolution | None:
    """What a question came to, if its ballot is closed."""
    found: Resolution | None = Resolution.objects.filter(question_id=question_id).first()
    return found


def resolutions(meeting_id: int) -> dict[int, Resolution]:
    """What the questions of a meeting came to, by question."""
    rows = Resolution.objects.filter(question__meeting_id=meeting_id)
    return {row.question_id: row for row in rows[:100]}


def mandate_of(resolution: SubjectRef) -> Mandate | None:
    """What a resolution carries out of the SHU: none unless it is carried, with a quorum.

    Counted anew from the votes and the list of the present; ``surplus`` asks before it pays.
    """
    if resolution.kind != RESOLUTION:
        return None
    rows = Resolution.objects.filter(pk=resolution.id)
    row = rows.select_related("question", "question__meeting").first()
    if row is None or row.question.subject != Subject.SHU:
        return None
    asked = row.question
    has_quorum = quorum(asked.meeting).reached
    said = rules.outcome(tally(asked), terms(asked.meeting.held_on).majority)
    if asked.state != QuestionState.CLOSED or not has_quorum or said is not Outcome.CARRIED:
        return None
    return Mandate(proposal_id=asked.proposal_id, digest=row.digest)


def proposal_digest(row: Question) -> str:
    """The fingerprint of a question's proposal as its rows stand now."""
    assert row.proposal_id is not None, "a question about SHU names a proposal"
    return surplus.digest_of(surplus.proposal(row.proposal_id))
