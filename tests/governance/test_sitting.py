"""Presence, ballots, and from the resolution to every member's SHU."""

from datetime import date

import pytest

from sokoguru.audit.models import Record
from sokoguru.governance import errors, invariants, queries
from sokoguru.governance.actions import carrying, convening, sitting
from sokoguru.governance.models import Attendance, Question, Resolution, Vote
from sokoguru.governance.rules import Choice, MeetingState, Way
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotAllowed
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.members.models import Member
from sokoguru.surplus import invariants as surplus
from sokoguru.surplus.actions import distributing, proposing
from sokoguru.surplus.errors import NotMandated
from sokoguru.surplus.models import Distribution
from tests.cast import Cast
from tests.databases import owner_connection
from tests.governance.meeting import (
    HELD_ON,
    NAMES,
    SPLIT,
    YEAR,
    come,
    convened,
    ended,
    in_session,
    on,
    reported,
    shu_question,
    vote,
    year_closed,
)
from tests.surplus.year import set_policy, standing

FIVE = NAMES[:5]


def ballot(cast: Cast, question: Question) -> None:
    sitting.open_ballot(question_id=question.pk, actor=cast.actor("ratna"))


def close(cast: Cast, question: Question) -> Resolution:
    return sitting.close_ballot(question_id=question.pk, actor=cast.actor("ratna"))


def carry_out(cast: Cast, question: Question) -> Distribution:
    return carrying.distribute_shu(question_id=question.pk, actor=cast.actor("ratna"))


def nothing_paid() -> bool:
    return not Entry.objects.filter(reference__startswith="shu:").exists() and (
        Distribution.objects.count() == 0 and standing("induk", Role.SHU_CURRENT) == 9_000_000
    )


def test_from_the_vote_to_every_members_shu(cast: Cast) -> None:
    meeting = in_session(cast, *FIVE)
    question = shu_question(meeting)
    with on(HELD_ON):
        ballot(cast, question)
        vote(cast, question, Choice.IN_FAVOUR, *FIVE[:3])
        vote(cast, question, Choice.AGAINST, FIVE[3])
        vote(cast, question, Choice.ABSTAIN, FIVE[4])
        resolution = close(cast, question)
        assert (resolution.in_favour, resolution.against, resolution.abstaining) == (3, 1, 1)
        assert (resolution.outcome, resolution.number) == ("diterima", "02/RAT-1/2026")
        assert (resolution.present, resolution.needed, resolution.voters) == (5, 5, 9)
        with pytest.raises(errors.MinutesMissing):
            carry_out(cast, question)
        assert nothing_paid()
        ended(cast, meeting)
        done = carry_out(cast, question)
        assert carry_out(cast, question).pk == done.pk
    # 9 members of equal capital and no business: 30 per cent, floored; the rest to cadangan
    assert (done.members, done.amount) == (9, 2_700_000)
    assert standing("induk", Role.RESERVE) == 1_800_000 + 3_600_000
    assert standing("induk", Role.FUND_SOSIAL) == 900_000
    assert standing("induk", Role.SHU_CURRENT) == 0
    assert surplus.proposals_add_up().ok
    assert surplus.distributions_equal_proposals().ok
    found = invariants.ballots_count_once()
    assert (found.ok, found.checked) == (True, 5)
    assert Record.objects.filter(name="surplus.ShuCredited").count() == 9


def test_nothing_is_paid_before_the_ballot_is_closed_or_when_it_is_not_carried(cast: Cast) -> None:
    meeting = in_session(cast, *FIVE[:4], NAMES[8])
    question = shu_question(meeting)
    with on(HELD_ON):
        with pytest.raises(errors.BallotNotClosed):
            carry_out(cast, question)
        ballot(cast, question)
        vote(cast, question, Choice.IN_FAVOUR, *FIVE[:2])
        with pytest.raises(errors.BallotNotClosed):
            carry_out(cast, question)
        vote(cast, question, Choice.AGAINST, *FIVE[2:4])
        assert close(cast, question).outcome == "seimbang"
        with pytest.raises(errors.NotCarried):
            carry_out(cast, question)
        resolution = Resolution.objects.get()
        assert question.proposal_id is not None
        with pytest.raises(NotMandated):  # surplus asks for itself too
            distributing.distribute(
                proposal_id=question.proposal_id,
                resolution=SubjectRef("governance.resolution", resolution.pk),
                actor=cast.actor("ratna"),
            )
    assert nothing_paid()


def test_without_a_quorum_no_ballot_opens_and_nothing_is_paid(cast: Cast) -> None:
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    question = shu_question(meeting)
    with on(HELD_ON):
        come(cast, meeting, *FIVE[:4])
        with pytest.raises(errors.NoQuorum):
            sitting.open_meeting(meeting_id=meeting.pk, actor=cast.actor("ratna"))
        with pytest.raises(errors.NotThatFar):
            ballot(cast, question)
        with pytest.raises(errors.BallotNotClosed):
            carry_out(cast, question)
    assert nothing_paid()
    assert queries.meeting(meeting.pk).state == MeetingState.INVITED


def test_another_proposal_than_the_one_voted_on_is_not_paid(cast: Cast) -> None:
    meeting = in_session(cast, *FIVE)
    question = shu_question(meeting)
    with on(HELD_ON):
        ballot(cast, question)
        vote(cast, question, Choice.IN_FAVOUR, *FIVE)
        close(cast, question)
        ended(cast, meeting)
        set_policy({**SPLIT, "cadangan": 10, "dana_sosial": 20})
        other = proposing.propose(year=YEAR, actor=cast.actor("hasan"))
        with pytest.raises(NotMandated):
            distributing.distribute(
                proposal_id=other.pk,
                resolution=SubjectRef("governance.resolution", Resolution.objects.get().pk),
                actor=cast.actor("ratna"),
            )
    assert nothing_paid()


def test_a_question_whose_proposal_changed_is_not_put(cast: Cast) -> None:
    meeting = in_session(cast, *FIVE)
    question = shu_question(meeting)
    Question.objects.filter(pk=question.pk).update(digest="f" * 64)
    with on(HELD_ON), pytest.raises(errors.ProposalChanged):
        ballot(cast, question)
    assert queries.question(question.pk).state == "siap"


def test_one_member_one_vote(cast: Cast) -> None:
    meeting = in_session(cast, *FIVE)
    question = shu_question(meeting)
    with on(HELD_ON):
        ballot(cast, question)
        vote(cast, question, Choice.IN_FAVOUR, "Siti", "Siti", "Siti")
        with pytest.raises(errors.VotedTwice):
            vote(cast, question, Choice.AGAINST, "Siti")
        assert Vote.objects.filter(question=question).count() == 1
        assert Record.objects.filter(name="governance.VoteCast").count() == 1


def test_only_the_present_vote_only_while_the_ballot_is_open_and_only_for_themselves(
    cast: Cast,
) -> None:
    meeting = in_session(cast, *FIVE)
    question = shu_question(meeting)
    with on(HELD_ON):
        with pytest.raises(errors.BallotNotOpen):
            vote(cast, question, Choice.IN_FAVOUR, "Siti")
        ballot(cast, question)
        with pytest.raises(errors.NotPresent):
            vote(cast, question, Choice.IN_FAVOUR, "Gani")
        with pytest.raises(NotAllowed):
            sitting.cast_vote(
                question_id=question.pk,
                member_id=cast.member("Siti").pk,
                choice=Choice.IN_FAVOUR,
                actor=cast.as_member("Budi"),
            )
        with pytest.raises(NotAllowed):
            sitting.cast_vote(
                question_id=question.pk,
                member_id=cast.member("Siti").pk,
                choice=Choice.IN_FAVOUR,
                actor=cast.actor("ratna"),
            )
        vote(cast, question, Choice.IN_FAVOUR, *FIVE[:3])
        close(cast, question)
        with pytest.raises(errors.BallotNotOpen):
            vote(cast, question, Choice.IN_FAVOUR, FIVE[4])
    assert Vote.objects.filter(question=question).count() == 3
    assert Resolution.objects.get().in_favour == 3


def test_one_question_at_a_time(cast: Cast) -> None:
    meeting = in_session(cast, *FIVE)
    report, shu = queries.questions(meeting.pk)
    with on(HELD_ON):
        ballot(cast, report)
        with pytest.raises(errors.BallotRunning):
            ballot(cast, shu)
        with pytest.raises(errors.BallotRunning):
            end(cast, meeting.pk)
        close(cast, report)
        ballot(cast, shu)
        close(cast, shu)
        with pytest.raises(errors.NotThatFar):
            ballot(cast, report)
        with pytest.raises(errors.NotAboutShu):
            carry_out(cast, queries.question(report.pk))
        ended = end(cast, meeting.pk)
    assert (ended.state, ended.chair) == (MeetingState.ENDED, "Ratna")
    with on(HELD_ON), pytest.raises(errors.NotThatFar):
        come(cast, meeting, "Gani")


def end(cast: Cast, meeting_id: int):
    return sitting.end_meeting(
        meeting_id=meeting_id,
        chair="Ratna",
        secretary="Yuli",
        notes="Usul: tambah jam loket.",
        actor=cast.actor("yuli"),
    )


def test_presence_is_noted_once_by_card_by_staff_or_by_oneself(cast: Cast) -> None:
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    with on(HELD_ON):
        convening.list_due_voters()
        siti = queries.voter(meeting_id=meeting.pk, member_id=cast.member("Siti").pk)
        assert siti is not None
        typed = siti.card.lower().replace("-", " ")
        first = sitting.attend_by_card(meeting_id=meeting.pk, card=typed, actor=cast.actor("yuli"))
        again = sitting.attend_by_card(
            meeting_id=meeting.pk, card=siti.card, actor=cast.actor("yuli")
        )
        come(cast, meeting, "Siti", "Budi")
        sitting.attend(
            meeting_id=meeting.pk,
            member_id=cast.member("Wati").pk,
            way=Way.STAFF,
            actor=cast.actor("yuli"),
        )
        other = "222-222" if siti.card != "222-222" else "333-333"
        with pytest.raises(errors.CardUnknown):
            sitting.attend_by_card(meeting_id=meeting.pk, card=other, actor=cast.actor("yuli"))
        with pytest.raises(ActNotGranted):
            sitting.attend_by_card(meeting_id=meeting.pk, card=siti.card, actor=cast.actor("deni"))
        with pytest.raises(NotAllowed):
            sitting.attend(
                meeting_id=meeting.pk,
                member_id=cast.member("Imas").pk,
                way=Way.ONLINE,
                actor=cast.as_member("Siti"),
            )
    assert first.pk == again.pk
    ways = Attendance.objects.filter(meeting=meeting).order_by("pk").values_list("way", flat=True)
    assert list(ways) == ["kartu", "sendiri", "petugas"]
    assert Record.objects.filter(name="governance.MemberAttended").count() == 3


def test_presence_is_noted_on_the_day_only_and_of_members_only(cast: Cast) -> None:
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    for day in (date(2027, 2, 26), date(2027, 2, 28)):
        with on(day), pytest.raises(errors.NotToday):
            come(cast, meeting, "Siti")
    Member.objects.filter(pk=cast.member("Siti").pk).update(state="nonaktif")
    with on(HELD_ON), pytest.raises(errors.NotEntitled):
        come(cast, meeting, "Siti")
    assert Attendance.objects.count() == 0


def test_votes_and_resolutions_are_never_changed(committed: str) -> None:
    with owner_connection() as connection:
        rows = connection.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'never_changed'"
        ).fetchall()
    kept = {name for (name,) in rows}
    assert {
        "governance_vote",
        "governance_attendance",
        "governance_voter",
        "governance_resolution",
        "governance_annualreport",
        "surplus_proposal",
        "surplus_proposalhead",
        "surplus_share",
        "surplus_policy",
        "surplus_yearclosing",
    } <= kept
