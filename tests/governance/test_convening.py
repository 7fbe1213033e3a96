"""The report, the invitation, the calendar and the second call; refused and nothing changed."""

from datetime import date, time

import pytest

from sokoguru.audit.models import Record
from sokoguru.governance import errors, queries
from sokoguru.governance.actions import convening, sitting
from sokoguru.governance.actions.convening import StatuteTerms
from sokoguru.governance.models import AnnualReport, Meeting, Question, Voter
from sokoguru.governance.rules import MeetingState
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel.refs import SYSTEM
from sokoguru.members.actions import people
from sokoguru.members.models import Member
from tests.cast import Cast
from tests.governance.meeting import (
    HELD_ON,
    NAMES,
    YEAR,
    come,
    convened,
    on,
    reported,
    shu_question,
    year_closed,
)


def test_members_are_invited_with_the_two_questions_of_a_rat(cast: Cast) -> None:
    proposal = year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    assert (meeting.state, meeting.call) == (MeetingState.INVITED, 1)
    assert (meeting.invited_on, meeting.record_on) == (date(2027, 1, 13), date(2027, 2, 13))
    first, second = queries.questions(meeting.pk)
    assert (first.subject, first.proposal_id) == ("umum", None)
    assert (second.subject, second.proposal_id, second.digest) == (
        "shu",
        proposal.pk,
        proposal.digest,
    )
    told = Record.objects.get(name="governance.RatConvened")
    assert told.body["held_on"] == "2027-02-27"
    assert told.body["starts_at"] == "09:00"
    assert convened(cast).pk == meeting.pk
    with pytest.raises(errors.AlreadyConvened):
        convened(cast, held_on=date(2027, 3, 1))
    assert Record.objects.filter(name="governance.RatConvened").count() == 1


@pytest.mark.parametrize(
    ("report_on", "invited_on", "held_on", "refusal"),
    [
        (date(2027, 1, 28), date(2027, 2, 1), HELD_ON, errors.ReportTooLate),
        (date(2027, 1, 27), date(2027, 2, 14), HELD_ON, errors.InvitedTooLate),
        (date(2027, 1, 12), date(2027, 1, 13), date(2027, 7, 1), errors.MeetingTooLate),  # TV-44
        (date(2027, 1, 12), date(2027, 1, 13), date(2026, 12, 31), errors.MeetingTooEarly),
    ],
)
def test_days_that_do_not_fit_are_refused_and_nobody_is_invited(
    cast: Cast, report_on: date, invited_on: date, held_on: date, refusal: type[Exception]
) -> None:
    year_closed(cast)
    reported(cast, day=report_on)
    records = Record.objects.count()
    with pytest.raises(refusal):
        convened(cast, held_on=held_on, day=invited_on)
    assert (Meeting.objects.count(), Question.objects.count()) == (0, 0)
    assert Record.objects.count() == records


def test_the_last_lawful_days_are_accepted(cast: Cast) -> None:
    """TV-44: the RAT by 30 June, the report a month before, the invitation 14 days."""
    year_closed(cast)
    reported(cast, day=date(2027, 5, 30))
    assert convened(cast, held_on=date(2027, 6, 30), day=date(2027, 6, 16)).call == 1


def test_without_a_report_or_a_closed_year_nobody_is_invited(cast: Cast) -> None:
    with on(date(2027, 1, 12)), pytest.raises(errors.ReportMissing):
        convening.publish_report(year=YEAR, words="x", signed_by=[], actor=cast.actor("ratna"))
    year_closed(cast)
    with pytest.raises(errors.ReportMissing):
        convened(cast)
    assert (AnnualReport.objects.count(), Meeting.objects.count()) == (0, 0)


def test_every_pengurus_signs_or_the_report_says_why_not(cast: Cast) -> None:
    year_closed(cast)
    for name, position in (("Siti", "Ketua"), ("Budi", "Bendahara")):
        people.elect(
            body="pengurus",
            position=position,
            name=name,
            member_id=cast.member(name).pk,
            since=date(2026, 1, 1),
            actor=SYSTEM,
        )
    told = {"year": YEAR, "words": "x", "signed_by": ["Siti"], "actor": cast.actor("ratna")}
    with on(date(2027, 1, 12)):
        with pytest.raises(errors.ReportUnsigned) as refused:
            convening.publish_report(**told)
        assert refused.value.facts == {"missing": "Budi"}
        report = convening.publish_report(**told, unsigned_reason="Budi dirawat di rumah sakit.")
        assert convening.publish_report(**told).pk == report.pk
    assert report.ready_on == date(2027, 1, 12)


def test_the_ads_own_terms_count(cast: Cast) -> None:
    convening.set_statute(
        since=date(2026, 1, 1),
        terms=StatuteTerms("AD pasal 20", quorum_first="seperlima", invitation_days_min=7),
        actor=cast.actor("ratna"),
    )
    year_closed(cast)
    reported(cast)
    meeting = convened(cast, day=date(2027, 2, 20))
    with on(HELD_ON):
        come(cast, meeting, "Siti", "Budi")
        now = queries.quorum(queries.meeting(meeting.pk))
    assert (now.present, now.needed, now.voters) == (2, 2, 9)


def test_voters_are_frozen_at_the_record_date(cast: Cast) -> None:
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    with on(date(2027, 2, 12)):
        assert convening.list_due_voters() == 0
    Member.objects.filter(pk=cast.member("Gani").pk).update(joined_on=date(2027, 2, 14))
    with on(date(2027, 2, 13)):
        assert convening.list_due_voters() == 1
        assert convening.list_due_voters() == 0
    voters = Voter.objects.filter(meeting=meeting)
    assert voters.count() == 8
    assert len({voter.card for voter in voters}) == 8
    with on(HELD_ON), pytest.raises(errors.NotEntitled):
        come(cast, meeting, "Gani")


def test_a_second_call_needs_a_missed_quorum_and_seven_days(cast: Cast) -> None:
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    ask = {"meeting_id": meeting.pk, "starts_at": time(13), "place": "Balai desa"}
    with on(date(2027, 2, 26)), pytest.raises(errors.NotThatFar):
        convening.call_again(held_on=date(2027, 3, 6), actor=cast.actor("ratna"), **ask)
    with on(HELD_ON):
        come(cast, meeting, "Siti", "Budi", "Wati", "Imas")
        with pytest.raises(errors.NoQuorum) as refused:
            sitting.open_meeting(meeting_id=meeting.pk, actor=cast.actor("ratna"))
        assert refused.value.facts == {"present": 4, "needed": 5, "members": 9}
        with pytest.raises(errors.SecondCallTooEarly):
            convening.call_again(held_on=date(2027, 3, 5), actor=cast.actor("ratna"), **ask)
        second = convening.call_again(held_on=date(2027, 3, 6), actor=cast.actor("ratna"), **ask)
        again = convening.call_again(held_on=date(2027, 3, 6), actor=cast.actor("ratna"), **ask)
    assert again.pk == second.pk
    assert (second.call, second.first_id) == (2, meeting.pk)
    assert queries.meeting(meeting.pk).state == MeetingState.NO_QUORUM
    assert shu_question(second).digest == shu_question(meeting).digest
    with on(date(2027, 3, 6)):
        come(cast, second, "Siti", "Budi")
        opened = sitting.open_meeting(meeting_id=second.pk, actor=cast.actor("ratna"))
    assert (opened.needed, opened.state) == (2, MeetingState.OPEN)


def test_with_a_quorum_there_is_no_second_call(cast: Cast) -> None:
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    with on(HELD_ON):
        come(cast, meeting, *NAMES[:5])
        with pytest.raises(errors.QuorumReached):
            convening.call_again(
                meeting_id=meeting.pk,
                held_on=date(2027, 3, 6),
                starts_at=time(9),
                place="x",
                actor=cast.actor("ratna"),
            )
    assert Meeting.objects.count() == 1


def test_who_may_not_convene_does_not(cast: Cast) -> None:
    for act in (
        lambda: convened_by(cast, "umar"),
        lambda: convening.publish_report(
            year=YEAR, words="x", signed_by=[], actor=cast.actor("hasan")
        ),
        lambda: convening.set_statute(
            since=HELD_ON, terms=StatuteTerms("AD"), actor=cast.as_member("Siti")
        ),
    ):
        with pytest.raises(ActNotGranted):
            act()


def convened_by(cast: Cast, name: str) -> Meeting:
    return convening.convene(
        year=YEAR,
        held_on=HELD_ON,
        starts_at=time(9),
        place="x",
        agenda=[],
        actor=cast.actor(name),
    )
