"""From a resolution to money: the meeting decided, so surplus pays."""

from typing import TYPE_CHECKING

from sokoguru.governance import errors, queries, rules
from sokoguru.governance.models import Question, Resolution
from sokoguru.governance.rules import MeetingState, QuestionState, Subject
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel.refs import ActorRef, SubjectRef
from sokoguru.surplus.actions import distributing
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.surplus.models import Distribution


@atomic
def distribute_shu(*, question_id: int, actor: ActorRef) -> "Distribution":
    """Carry out what the meeting decided about the SHU: exactly the proposal it voted on.

    Everything is judged anew from the rows: the ballot is closed, the quorum was there, the
    majority too, the minutes stand, and the proposal has the fingerprint that was voted on. Safe
    to repeat. Raises ``NotAboutShu``, ``BallotNotClosed``, ``NoQuorum``, ``NotCarried``,
    ``MinutesMissing``, ``ProposalChanged``.
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    question = queries.question(question_id)
    resolution = check_shu_decided(question)
    assert question.proposal_id is not None, "a question about SHU names a proposal"
    return distributing.distribute(
        proposal_id=question.proposal_id,
        resolution=SubjectRef(queries.RESOLUTION, resolution.pk),
        actor=actor,
    )


def check_shu_decided(question: Question) -> Resolution:
    """Refuse to carry out what the meeting has not decided so. Returns the resolution."""
    if question.subject != Subject.SHU:
        raise errors.NotAboutShu
    resolution = queries.resolution_of(question.pk)
    if question.state != QuestionState.CLOSED or resolution is None:
        raise errors.BallotNotClosed(state=question.state)
    meeting = question.meeting
    terms, now = queries.terms(meeting.held_on), queries.quorum(meeting)
    rules.check_quorum(
        present=now.present, members=now.voters, terms=terms, is_second_call=meeting.call == 2
    )
    rules.check_carried(queries.tally(question), terms.majority)
    if meeting.state != MeetingState.ENDED:
        raise errors.MinutesMissing(state=meeting.state)
    rules.check_unchanged(voted=resolution.digest, carried_out=queries.proposal_digest(question))
    return resolution
