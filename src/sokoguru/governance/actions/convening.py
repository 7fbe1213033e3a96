"""The terms of the AD, the annual report, inviting to the meeting and to its second call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sokoguru.audit import actions as audit
from sokoguru.governance import errors, locks, queries, rules
from sokoguru.governance.events import (
    QuestionAdded,
    RatConvened,
    ReportPublished,
    StatuteSet,
    VotersListed,
)
from sokoguru.governance.models import AnnualReport, Meeting, Question, Statute, Voter
from sokoguru.governance.rules import MeetingState, Subject
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock, tokens
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.members import queries as members
from sokoguru.surplus import queries as surplus
from sokoguru.tenancy.scope import atomic

CARD = (3, 3)
"""The shape of a voter's card: 30**6 are possible."""


@dataclass(frozen=True, slots=True)
class StatuteTerms:
    """What is entered of the AD: parts by the names of ``rules.THRESHOLDS``, days and months."""

    legal_basis: str
    quorum_first: str = "lebih_setengah"
    quorum_second: str = "seperlima"
    majority: str = "lebih_setengah"
    second_call_after_days: int = 7
    invitation_days_min: int = 14
    report_months_before: int = 1
    held_within_months: int = 6
    record_days_before: int = 14


@atomic
def set_statute(*, since: date, terms: StatuteTerms, actor: ActorRef) -> Statute:
    """Enter what the AD says of meetings from a day on."""
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    row: Statute = Statute.objects.create(
        since=since,
        legal_basis=terms.legal_basis,
        quorum_first=terms.quorum_first,
        quorum_second=terms.quorum_second,
        majority=terms.majority,
        second_call_after_days=terms.second_call_after_days,
        invitation_days_min=terms.invitation_days_min,
        report_months_before=terms.report_months_before,
        held_within_months=terms.held_within_months,
        record_days_before=terms.record_days_before,
    )
    audit.record(StatuteSet(statute_id=row.pk, since=since), actor=actor)
    return row


@atomic
def publish_report(
    *, year: int, words: str, signed_by: Sequence[str], unsigned_reason: str = "", actor: ActorRef
) -> AnnualReport:
    """Lay the report of the pengurus about a closed year open for the members, from today on.

    Safe to repeat: a report that lies open stays as it is. Raises ``ReportMissing`` where the year
    is not closed, ``ReportUnsigned`` where a signature is missing without a reason (art. 36).
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    standing = queries.report(year)
    if standing is not None:
        return standing
    closing = surplus.closing(year)
    if closing is None:
        raise errors.ReportMissing(year=year)
    missing = [name for name in queries.pengurus() if name not in signed_by]
    if missing and not unsigned_reason.strip():
        raise errors.ReportUnsigned(missing=", ".join(missing))
    row: AnnualReport
    row, created = AnnualReport.objects.get_or_create(
        year=year,
        defaults={
            "closing": closing,
            "ready_on": clock.today(),
            "words": words,
            "signed_by": list(signed_by),
            "unsigned_reason": unsigned_reason.strip(),
        },
    )
    if created:
        event = ReportPublished(report_id=row.pk, year=year, ready_on=row.ready_on)
        audit.record(event, actor=actor)
    return row


@atomic
def convene(
    *,
    year: int,
    held_on: date,
    starts_at: time,
    place: str,
    agenda: Sequence[str],
    actor: ActorRef,
) -> Meeting:
    """Invite the members to the RAT about a year, and put the two questions that every RAT has.

    Safe to repeat with the same day. Raises ``ReportMissing``, ``ProposalMissing``,
    ``ReportTooLate``, ``InvitedTooLate``, ``MeetingTooEarly``, ``MeetingTooLate``,
    ``AlreadyConvened``.
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    standing = Meeting.objects.filter(year=year, call=1).first()
    if standing is not None:
        if standing.held_on != held_on:
            raise errors.AlreadyConvened(year=year, held_on=standing.held_on.isoformat())
        return standing
    report = queries.report(year)
    if report is None:
        raise errors.ReportMissing(year=year)
    terms, today = queries.terms(held_on), clock.today()
    ends_on = surplus.book_year(year).ends_on
    record_on = max(held_on - timedelta(days=terms.record_days_before), ends_on)
    rules.check_calendar(
        book_year_ends_on=ends_on,
        report_ready_on=report.ready_on,
        invited_on=today,
        record_on=record_on,
        held_on=held_on,
        terms=terms,
    )
    meeting: Meeting
    meeting, created = Meeting.objects.get_or_create(
        year=year,
        call=1,
        defaults={
            "report": report,
            "invited_on": today,
            "record_on": record_on,
            "held_on": held_on,
            "starts_at": starts_at,
            "place": place,
            "agenda": list(agenda),
        },
    )
    if created:
        _first_questions(meeting, actor)
        _invite(meeting, actor)
    return meeting


def _first_questions(meeting: Meeting, actor: ActorRef) -> None:
    _add(
        meeting,
        text=f"Menerima laporan pengurus dan pengawas tahun buku {meeting.year}?",
        subject=Subject.GENERAL,
        actor=actor,
    )
    if meeting.report.closing.surplus > 0:  # a loss is not shared: there is nothing to ask
        _add(
            meeting,
            text=f"Menyetujui pembagian SHU tahun buku {meeting.year}?",
            subject=Subject.SHU,
            actor=actor,
        )


def _invite(meeting: Meeting, actor: ActorRef) -> None:
    audit.record(
        RatConvened(
            meeting_id=meeting.pk,
            year=meeting.year,
            call=meeting.call,
            held_on=meeting.held_on,
            starts_at=f"{meeting.starts_at:%H:%M}",
            place=meeting.place,
        ),
        actor=actor,
    )
    if meeting.record_on <= clock.today():
        list_voters(meeting_id=meeting.pk)


@atomic
def add_question(*, meeting_id: int, text: str, actor: ActorRef) -> Question:
    """Put one more question on the list of a meeting that is not over."""
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    meeting = locks.meeting(meeting_id)
    if meeting.state not in (MeetingState.INVITED, MeetingState.OPEN):
        raise errors.NotThatFar(state=meeting.state)
    return _add(meeting, text=text, subject=Subject.GENERAL, actor=actor)


def _add(meeting: Meeting, *, text: str, subject: Subject, actor: ActorRef) -> Question:
    proposal = surplus.newest_proposal(meeting.year) if subject is Subject.SHU else None
    if subject is Subject.SHU and proposal is None:
        raise errors.ProposalMissing(year=meeting.year)
    row: Question = Question.objects.create(
        meeting=meeting,
        position=Question.objects.filter(meeting=meeting).count() + 1,
        text=text,
        subject=subject,
        proposal=proposal,
        digest=proposal.digest if proposal else "",
    )
    audit.record(
        QuestionAdded(meeting_id=meeting.pk, question_id=row.pk, subject=subject.value),
        actor=actor,
    )
    return row


@atomic
def list_voters(*, meeting_id: int) -> int:
    """Freeze the list of who may vote, each with a card, once the record date has come.

    Returns how many they are. Safe to repeat: the list is made once.
    """
    meeting = locks.meeting(meeting_id)
    if meeting.listed_at is not None or meeting.record_on > clock.today():
        return meeting.voters or 0
    ids = members.voters(record_on=meeting.record_on)
    cards: set[str] = set()
    while len(cards) < len(ids):
        cards.add(tokens.human_code(*CARD))
    Voter.objects.bulk_create(
        [
            Voter(meeting=meeting, member_id=member_id, card=card)
            for member_id, card in zip(ids, cards, strict=True)
        ],
        batch_size=1_000,
    )
    Meeting.objects.filter(pk=meeting.pk).update(listed_at=clock.now(), voters=len(ids))
    audit.record(
        VotersListed(meeting_id=meeting.pk, record_on=meeting.record_on, voters=len(ids)),
        actor=SYSTEM,
    )
    return len(ids)


def list_due_voters() -> int:
    """Freeze every list whose day has come (the worker). Returns how many lists."""
    due = queries.unlisted(clock.today())
    for meeting in due:
        list_voters(meeting_id=meeting.pk)
    return len(due)


@atomic
def call_again(
    *, meeting_id: int, held_on: date, starts_at: time, place: str, actor: ActorRef
) -> Meeting:
    """Call a meeting that found no quorum a second time, with its agenda and questions.

    Raises ``QuorumReached``, ``SecondCallTooEarly``, ``MeetingTooLate``, ``NotThatFar``.
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    first = locks.meeting(meeting_id)
    standing = Meeting.objects.filter(first=first).first()
    if standing is not None:
        return standing
    if first.state != MeetingState.INVITED or first.call != 1 or clock.today() < first.held_on:
        raise errors.NotThatFar(state=first.state)
    list_voters(meeting_id=first.pk)
    first.refresh_from_db()
    now = queries.quorum(first)
    if now.reached:
        raise errors.QuorumReached(present=now.present, needed=now.needed)
    terms = queries.terms(held_on)
    rules.check_second_call(first_held_on=first.held_on, held_on=held_on, terms=terms)
    held_by = rules.rat_calendar(surplus.book_year(first.year).ends_on, terms).held_by
    if held_on > held_by:
        raise errors.MeetingTooLate(held_on=str(held_on), held_by=str(held_by))
    Meeting.objects.filter(pk=first.pk).update(state=MeetingState.NO_QUORUM, ended_at=clock.now())
    second: Meeting = Meeting.objects.create(
        year=first.year,
        call=2,
        first=first,
        report=first.report,
        invited_on=clock.today(),
        record_on=first.record_on,
        held_on=held_on,
        starts_at=starts_at,
        place=place,
        agenda=first.agenda,
    )
    for question in queries.questions(first.pk):
        _add(second, text=question.text, subject=Subject(question.subject), actor=actor)
    _invite(second, actor)
    return second
