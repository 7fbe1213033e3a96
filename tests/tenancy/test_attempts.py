"""Guesses are counted before the secret is looked at, in the directory, whatever happens after."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from sokoguru.kernel import clock
from sokoguru.tenancy import actions
from sokoguru.tenancy.errors import TooManyAttempts
from sokoguru.tenancy.models import Attempt
from sokoguru.tenancy.scope import acting_for
from tests.conftest import NOON
from tests.tenancy.conftest import Neighbours

LIMIT = 5
Take = Callable[..., None]


def take(minutes: int = 30, subject: str = "pin:1", cooperative_id: int = 1) -> None:
    actions.take_attempt(
        cooperative_id=cooperative_id, subject=subject, limit=LIMIT, minutes=minutes
    )


def guesses_that_reach_the_check(guess: Take, threads: int = 64) -> int:
    """How many of many parallel wrong guesses come to the check, counted inside the check."""
    reached, at_once = [], threading.Barrier(threads)

    def wrong() -> None:
        at_once.wait()
        try:
            guess(cooperative_id=1, subject="pin:1", limit=LIMIT, minutes=30)
            reached.append(1)
        except TooManyAttempts:
            pass
        finally:
            connections.close_all()

    several = [threading.Thread(target=wrong) for _ in range(threads)]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
    return len(reached)


def test_64_parallel_wrong_guesses_reach_the_check_5_times(committed: str) -> None:
    assert guesses_that_reach_the_check(actions.take_attempt) == LIMIT
    assert Attempt.objects.get().left == 0


def test_a_counter_that_is_read_and_then_written_is_caught(committed: str) -> None:
    Attempt.objects.create(cooperative_id=1, subject="pin:1", left=LIMIT, full_at=clock.now())
    read = threading.Barrier(8)

    def planted(*, cooperative_id: int, subject: str, limit: int, minutes: int) -> None:
        row = Attempt.objects.get(cooperative_id=cooperative_id, subject=subject)
        if row.left < 1:
            raise TooManyAttempts
        read.wait()
        Attempt.objects.filter(pk=row.pk).update(left=row.left - 1)

    assert guesses_that_reach_the_check(planted, threads=8) == 8 > LIMIT


def test_the_sixth_guess_waits_until_the_counter_is_full_again(rolled_back: None) -> None:
    with clock.frozen(NOON):
        for _ in range(LIMIT):
            take()
        with pytest.raises(TooManyAttempts) as refused:
            take()
        assert refused.value.facts == {"retry_after": 1800}
    with clock.frozen(NOON + timedelta(minutes=30, seconds=-1)):
        with pytest.raises(TooManyAttempts) as refused:
            take()
        assert refused.value.facts == {"retry_after": 1}
    with clock.frozen(NOON + timedelta(minutes=30)):
        for _ in range(LIMIT):
            take()
        with pytest.raises(TooManyAttempts):
            take()


def test_counters_of_two_people_and_of_two_cooperatives_are_apart(rolled_back: None) -> None:
    for _ in range(LIMIT):
        take()
    take(subject="pin:2")
    take(cooperative_id=2)
    with pytest.raises(TooManyAttempts):
        take()


def test_the_right_secret_gives_the_guesses_back(rolled_back: None) -> None:
    for _ in range(LIMIT):
        take()
    actions.give_attempts_back(cooperative_id=1, subject="pin:1")
    take()
    assert Attempt.objects.get().left == LIMIT - 1


def test_a_guess_outlives_the_refusal_that_follows(neighbours: Neighbours) -> None:
    with suppress(TooManyAttempts), acting_for(neighbours.melati):
        for _ in range(LIMIT + 1):
            take(cooperative_id=neighbours.melati.pk)
    assert Attempt.objects.get().left == 0


@pytest.mark.parametrize(("before", "queries"), [(0, 3), (1, 1), (4, 1), (5, 4)])
def test_a_guess_costs_few_queries(rolled_back: None, before: int, queries: int) -> None:
    for _ in range(before):
        take()
    with CaptureQueriesContext(connections["default"]) as asked:
        try:
            take()
        except TooManyAttempts:
            assert before == LIMIT
    assert len(asked) == queries
