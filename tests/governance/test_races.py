"""Many at once on a real database: one member's sixteen votes, and votes against the closing."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from sokoguru.audit.models import Record
from sokoguru.governance import invariants, queries
from sokoguru.governance.actions import carrying, convening, sitting
from sokoguru.governance.errors import BallotNotOpen, ProposalChanged
from sokoguru.governance.models import Meeting, Question, Resolution, Vote
from sokoguru.governance.rules import Choice
from sokoguru.kernel.refusals import Refused
from sokoguru.ledger import invariants as ledger
from sokoguru.surplus import invariants as surplus
from sokoguru.surplus.actions import closing, proposing
from sokoguru.surplus.models import Distribution
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import Cast, load
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
    shu_question,
    vote,
)
from tests.races import at_once
from tests.surplus.year import earn, profit_before_tax, set_policy

Ballot = tuple[Cooperative, Cast, Question]


@pytest.fixture
def ballot(committed: str) -> Ballot:
    """An open ballot with everybody present, committed."""
    lestari = cooperative_named("lestari")
    with acting_for(lestari):
        people = load(lestari)
        meeting = in_session(people, *NAMES)
        question = shu_question(meeting)
        with on(HELD_ON):
            sitting.open_ballot(question_id=question.pk, actor=people.actor("ratna"))
    return lestari, people, question


@contextmanager
def sitting_on(lestari: Cooperative, day: date = HELD_ON) -> Iterator[None]:
    """A day of the cooperative, in a scope of one's own."""
    with on(day), acting_for(lestari):
        yield


def test_sixteen_votes_of_one_member_are_one(ballot: Ballot) -> None:
    lestari, people, question = ballot
    with acting_for(lestari):
        siti, actor = people.member("Siti").pk, people.as_member("Siti")
    said = at_once(
        [
            lambda choice=choice: sitting.cast_vote(
                question_id=question.pk, member_id=siti, choice=choice, actor=actor
            )
            for choice in [Choice.IN_FAVOUR, Choice.AGAINST] * 8
        ],
        within=lambda: sitting_on(lestari),
    )
    with acting_for(lestari):
        (vote,) = Vote.objects.filter(question=question)
        assert queries.votes_cast(question.pk) == 1
    accepted = [each for each in said if isinstance(each, Vote)]
    refused = [each for each in said if isinstance(each, Refused)]
    assert {each.choice for each in accepted} == {vote.choice}
    assert (len(accepted), {each.code for each in refused}) == (8, {"governance.voted_twice"})


def test_a_vote_counts_or_is_refused_when_the_ballot_closes_meanwhile(ballot: Ballot) -> None:
    lestari, people, question = ballot
    with acting_for(lestari):
        actors = {name: (people.member(name).pk, people.as_member(name)) for name in NAMES}
        ratna = people.actor("ratna")
    votes = [
        lambda who=who: sitting.cast_vote(
            question_id=question.pk, member_id=who[0], choice=Choice.IN_FAVOUR, actor=who[1]
        )
        for who in actors.values()
    ]
    closing = [lambda: sitting.close_ballot(question_id=question.pk, actor=ratna)]
    said = at_once([*votes[:5], *closing, *votes[5:]], within=lambda: sitting_on(lestari))
    counted = sum(isinstance(each, Vote) for each in said)
    assert sum(isinstance(each, BallotNotOpen) for each in said) == 9 - counted
    with acting_for(lestari):
        resolution = Resolution.objects.get(question=question)
        assert resolution.in_favour == counted == queries.votes_cast(question.pk)
        assert invariants.ballots_count_once().ok


def test_every_step_to_the_shu_asked_twice_at_once_is_taken_once(committed: str) -> None:
    """A double click on two lines: one effect, one answer, for each act on the way."""
    lestari = cooperative_named("lestari")
    with acting_for(lestari):
        people = load(lestari)
        set_policy(SPLIT)
        earn(profit_before_tax(9_000_000))
        ratna, hasan = people.actor("ratna"), people.actor("hasan")

    def both(day: date, act: Callable[[], object]) -> list[object]:
        said = at_once([act] * 4, within=lambda: sitting_on(lestari, day))
        assert not [each for each in said if isinstance(each, Exception)]
        return said

    both(date(2027, 1, 11), lambda: closing.close_year(year=YEAR, actor=hasan))
    both(date(2027, 1, 11), lambda: proposing.propose(year=YEAR, actor=hasan))
    both(
        date(2027, 1, 12),
        lambda: convening.publish_report(year=YEAR, words="x", signed_by=[], actor=ratna),
    )
    both(date(2027, 1, 13), lambda: convened(people))
    with acting_for(lestari):
        meeting = Meeting.objects.get()
        question = shu_question(meeting)
        with on(HELD_ON):
            come(people, meeting, *NAMES)
    both(HELD_ON, lambda: sitting.open_meeting(meeting_id=meeting.pk, actor=ratna))
    both(HELD_ON, lambda: sitting.open_ballot(question_id=question.pk, actor=ratna))
    with acting_for(lestari), on(HELD_ON):
        vote(people, question, Choice.IN_FAVOUR, *NAMES)
    both(HELD_ON, lambda: sitting.close_ballot(question_id=question.pk, actor=ratna))
    with acting_for(lestari), on(HELD_ON):
        ended(people, meeting)
    both(HELD_ON, lambda: carrying.distribute_shu(question_id=question.pk, actor=ratna))
    with acting_for(lestari):
        told = Counter(Record.objects.values_list("name", flat=True))
        once = (
            *("surplus.TaxReckoned", "surplus.YearClosed", "surplus.ProposalMade"),
            *("governance.ReportPublished", "governance.RatConvened", "governance.RatOpened"),
            *("governance.BallotOpened", "governance.ResolutionMade"),
            *("surplus.DistributionBegun", "surplus.DistributionFinished"),
        )
        assert {name: told[name] for name in once} == dict.fromkeys(once, 1)
        assert (told["surplus.ShuCredited"], told["governance.VoteCast"]) == (9, 9)
        for finding in (
            surplus.proposals_add_up(),
            surplus.distributions_equal_proposals(),
            invariants.ballots_count_once(),
            ledger.balances_equal_lines(),
            ledger.books_balance(),
        ):
            assert finding.ok, finding


def test_a_share_rewritten_behind_the_database_is_not_paid(ballot: Ballot) -> None:
    """The owner switches the triggers off and moves a rupiah: the fingerprint says no."""
    lestari, people, question = ballot
    with acting_for(lestari), on(HELD_ON):
        vote(people, question, Choice.IN_FAVOUR, *NAMES)
        sitting.close_ballot(question_id=question.pk, actor=people.actor("ratna"))
        ended(people, question.meeting)
    with owner_connection() as owner:
        owner.execute("ALTER TABLE surplus_share DISABLE TRIGGER never_changed")
        owner.execute(
            "UPDATE surplus_share SET jasa_modal = jasa_modal + 1 WHERE member_id = %s",
            [people.member("Siti").pk],
        )
        owner.execute("ALTER TABLE surplus_share ENABLE TRIGGER never_changed")
    with acting_for(lestari), on(HELD_ON):
        with pytest.raises(ProposalChanged):
            carrying.distribute_shu(question_id=question.pk, actor=people.actor("ratna"))
        assert Distribution.objects.count() == 0
        found = surplus.proposals_add_up()
        assert "tidak sama dengan sidik jarinya" in " ".join(found.broken)
