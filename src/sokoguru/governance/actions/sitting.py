"""The meeting itself: presence, opening, ballots, votes, the end."""

from sokoguru.audit import actions as audit
from sokoguru.governance import errors, locks, queries, rules
from sokoguru.governance.actions import convening
from sokoguru.governance.events import (
    BallotOpened,
    MemberAttended,
    RatEnded,
    RatOpened,
    ResolutionMade,
    VoteCast,
)
from sokoguru.governance.models import Attendance, Meeting, Question, Resolution, Vote
from sokoguru.governance.rules import Choice, MeetingState, QuestionState, Subject, Way
from sokoguru.identity.queries import check_may, login_of_member
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock, tokens
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.refusals import NotAllowed
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState
from sokoguru.tenancy.scope import atomic


@atomic
def attend(*, meeting_id: int, member_id: int, way: Way, actor: ActorRef) -> Attendance:
    """Note a member's presence, by staff or by the member, on the day of the meeting. Once each.

    Raises ``NotToday``, ``NotEntitled``, ``NotThatFar``.
    """
    _check_hand(member_id=member_id, way=way, actor=actor)
    meeting = _listed(meeting_id)
    if meeting.state not in (MeetingState.INVITED, MeetingState.OPEN):
        raise errors.NotThatFar(state=meeting.state)
    if clock.today() != meeting.held_on:
        raise errors.NotToday(held_on=meeting.held_on.isoformat())
    member = members.member(member_id)
    rules.check_entitled(
        MemberState(member.state),
        member_since=member.joined_on,
        left_on=member.left_on,
        record_on=meeting.record_on,
    )
    if queries.voter(meeting_id=meeting_id, member_id=member_id) is None:
        raise errors.NotEntitled(state=member.state, record_on=meeting.record_on.isoformat())
    noted: Attendance
    noted, created = Attendance.objects.get_or_create(
        meeting=meeting,
        member_id=member_id,
        defaults={"way": way, "at": clock.now(), "noted_by": actor.name},
    )
    if created:
        audit.record(
            MemberAttended(meeting_id=meeting_id, member_id=member_id, way=way.value), actor=actor
        )
    return noted


def _listed(meeting_id: int) -> Meeting:
    """A meeting with its list of voters, which is made now where nobody has made it yet."""
    meeting = queries.meeting(meeting_id)
    if meeting.listed_at is None:
        convening.list_voters(meeting_id=meeting_id)
    return queries.meeting(meeting_id)


def _check_hand(*, member_id: int, way: Way, actor: ActorRef) -> None:
    if way is not Way.ONLINE:
        check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
        return
    _check_own(member_id, actor)


def _check_own(member_id: int, actor: ActorRef) -> None:
    """Refuse whoever acts for another member: there is no proxy."""
    login = login_of_member(member_id)
    if actor.kind != "member" or login is None or login.pk != actor.id:
        raise NotAllowed(needs="member")


@atomic
def attend_by_card(*, meeting_id: int, card: str, actor: ActorRef) -> Attendance:
    """Note the presence of who shows this card. Raises ``CardUnknown`` and what ``attend`` does."""
    code = tokens.read_human_code(card, *convening.CARD)
    _listed(meeting_id)
    voter = queries.voter_by_card(meeting_id=meeting_id, card=code)
    if voter is None:
        raise errors.CardUnknown
    return attend(meeting_id=meeting_id, member_id=voter.member_id, way=Way.CARD, actor=actor)


@atomic
def open_meeting(*, meeting_id: int, actor: ActorRef) -> Meeting:
    """Open a meeting that has its quorum. Safe to repeat. Raises ``NoQuorum``, ``NotToday``."""
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    convening.list_voters(meeting_id=meeting_id)
    meeting = locks.meeting(meeting_id)
    if meeting.state == MeetingState.OPEN:
        return meeting
    if meeting.state != MeetingState.INVITED:
        raise errors.NotThatFar(state=meeting.state)
    if clock.today() != meeting.held_on:
        raise errors.NotToday(held_on=meeting.held_on.isoformat())
    now = queries.quorum(meeting)
    rules.check_quorum(
        present=now.present,
        members=now.voters,
        terms=queries.terms(meeting.held_on),
        is_second_call=meeting.call == 2,
    )
    meeting.state, meeting.needed, meeting.opened_at = MeetingState.OPEN, now.needed, clock.now()
    Meeting.objects.filter(pk=meeting.pk).update(
        state=meeting.state, needed=now.needed, opened_at=meeting.opened_at
    )
    audit.record(
        RatOpened(meeting_id=meeting.pk, present=now.present, needed=now.needed, voters=now.voters),
        actor=actor,
    )
    return meeting


@atomic
def open_ballot(*, question_id: int, actor: ActorRef) -> Question:
    """Let the present vote on a question: one question at a time. Safe to repeat.

    Raises ``NotThatFar``, ``BallotRunning``, ``ProposalChanged``.
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    meeting = locks.meeting(queries.question(question_id).meeting_id)
    question = locks.question(question_id)
    if question.state == QuestionState.OPEN:
        return question
    if question.state != QuestionState.READY or meeting.state != MeetingState.OPEN:
        raise errors.NotThatFar(state=meeting.state)
    other = queries.open_question(meeting.pk)
    if other is not None:
        raise errors.BallotRunning(text=other.text)
    if question.subject == Subject.SHU:
        rules.check_unchanged(voted=question.digest, carried_out=queries.proposal_digest(question))
    question.state, question.opened_at = QuestionState.OPEN, clock.now()
    Question.objects.filter(pk=question.pk).update(
        state=question.state, opened_at=question.opened_at
    )
    audit.record(BallotOpened(question_id=question.pk, digest=question.digest), actor=actor)
    return question


@atomic
def cast_vote(*, question_id: int, member_id: int, choice: Choice, actor: ActorRef) -> Vote:
    """Write a member's own vote down: one, and never changed. The same vote again is the same one.

    Raises ``NotPresent``, ``BallotNotOpen``, ``VotedTwice``.
    """
    _check_own(member_id, actor)
    question = queries.question(question_id)
    if queries.attendance(meeting_id=question.meeting_id, member_id=member_id) is None:
        raise errors.NotPresent
    vote: Vote
    vote, created = Vote.objects.get_or_create(
        question=question, member_id=member_id, defaults={"choice": choice, "at": clock.now()}
    )
    if vote.choice != choice:
        raise errors.VotedTwice(member_id=member_id)
    if created:
        # The vote holds the question's key now: who closes the ballot waits, or came before it.
        state = queries.question(question_id).state
        if state != QuestionState.OPEN:
            raise errors.BallotNotOpen(state=state)
        audit.record(
            VoteCast(question_id=question_id, member_id=member_id, choice=choice.value),
            actor=actor,
        )
    return vote


@atomic
def close_ballot(*, question_id: int, actor: ActorRef) -> Resolution:
    """Close a ballot, count it, and write down what was resolved. Safe to repeat.

    Raises ``BallotNotOpen``, ``NoQuorum``.
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    standing = queries.resolution_of(question_id)
    if standing is not None:
        return standing
    meeting = locks.meeting(queries.question(question_id).meeting_id)
    question = locks.question(question_id)
    standing = queries.resolution_of(question_id)
    if standing is not None:  # another caller closed it while this one waited
        return standing
    if question.state != QuestionState.OPEN:
        raise errors.BallotNotOpen(state=question.state)
    now, terms = queries.quorum(meeting), queries.terms(meeting.held_on)
    rules.check_quorum(
        present=now.present, members=now.voters, terms=terms, is_second_call=meeting.call == 2
    )
    counted = queries.tally(question)
    said = rules.outcome(counted, terms.majority)
    Question.objects.filter(pk=question.pk).update(
        state=QuestionState.CLOSED, closed_at=clock.now()
    )
    row: Resolution = Resolution.objects.create(
        question=question,
        number=f"{question.position:02d}/RAT-{meeting.call}/{meeting.year}",
        outcome=said,
        in_favour=counted.in_favour,
        against=counted.against,
        abstaining=counted.abstaining,
        present=now.present,
        needed=now.needed,
        voters=now.voters,
        digest=question.digest,
        at=clock.now(),
    )
    audit.record(
        ResolutionMade(
            resolution_id=row.pk,
            question_id=question.pk,
            outcome=said.value,
            in_favour=counted.in_favour,
            against=counted.against,
            abstaining=counted.abstaining,
        ),
        actor=actor,
    )
    return row


@atomic
def end_meeting(
    *, meeting_id: int, chair: str, secretary: str, notes: str, actor: ActorRef
) -> Meeting:
    """End a meeting: its minutes name who led it and who wrote them. Safe to repeat.

    Raises ``BallotRunning``, ``NotThatFar``.
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    meeting = locks.meeting(meeting_id)
    if meeting.state == MeetingState.ENDED:
        return meeting
    if meeting.state != MeetingState.OPEN:
        raise errors.NotThatFar(state=meeting.state)
    running = queries.open_question(meeting_id)
    if running is not None:
        raise errors.BallotRunning(text=running.text)
    Meeting.objects.filter(pk=meeting_id).update(
        state=MeetingState.ENDED,
        ended_at=clock.now(),
        chair=chair,
        secretary=secretary,
        notes=notes,
    )
    audit.record(RatEnded(meeting_id=meeting_id, chair=chair, secretary=secretary), actor=actor)
    return queries.meeting(meeting_id)
