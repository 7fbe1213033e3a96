"""Many at once on a real database: one member's sixteen votes, and votes against the closing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from sokoguru.governance import invariants, queries
from sokoguru.governance.actions import sitting
from sokoguru.governance.errors import BallotNotOpen
from sokoguru.governance.models import Question, Resolution, Vote
from sokoguru.governance.rules import Choice
from sokoguru.kernel.refusals import Refused
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import Cast, load
from tests.governance.meeting import HELD_ON, NAMES, in_session, on, shu_question

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


def at_once(acts: list[Callable[[], object]], lestari: Cooperative) -> list[object]:
    """Every act in a thread and scope of its own, at once; refusals come back as values."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait()
            with on(HELD_ON), acting_for(lestari):
                return act()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


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
        lestari,
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
    said = at_once([*votes[:5], *closing, *votes[5:]], lestari)
    counted = sum(isinstance(each, Vote) for each in said)
    assert sum(isinstance(each, BallotNotOpen) for each in said) == 9 - counted
    with acting_for(lestari):
        resolution = Resolution.objects.get(question=question)
        assert resolution.in_favour == counted == queries.votes_cast(question.pk)
        assert invariants.ballots_count_once().ok
