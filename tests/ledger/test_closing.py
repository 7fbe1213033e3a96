"""Closing a month: nothing is committed into it afterwards, whoever was on the way."""

from datetime import date
from threading import Barrier, Event
from unittest.mock import patch

import pytest
from django.db.models import QuerySet

from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import locks, queries
from sokoguru.ledger.actions import chart, closing, posting
from sokoguru.ledger.actions.posting import NewEntry
from sokoguru.ledger.errors import PeriodClosed, PeriodMissing
from sokoguru.ledger.models import Entry, Period
from sokoguru.ledger.rules import credit, debit
from tests import databases
from tests.ledger.books import TELLER, Committed, founded, in_threads
from tests.ledger.conftest import Desk, Happened, SmallBook, everything, refused

OCTOBER = date(2026, 10, 15)


def test_a_month_is_closed_once_and_recorded_once(book: SmallBook, teller: ActorRef) -> None:
    first = closing.close_period(on=OCTOBER, actor=teller)
    before = everything()
    again = closing.close_period(on=date(2026, 10, 1), actor=teller)
    assert (again.pk, again.closed_at) == (first.pk, first.closed_at)
    assert everything() == before


def test_a_month_that_the_book_has_not_is_not_closed(book: SmallBook, teller: ActorRef) -> None:
    with refused(PeriodMissing, on="2031-01-01"):
        closing.close_period(on=date(2031, 1, 1), actor=teller)


def test_an_entry_posted_before_the_close_is_still_answered_to_a_retry(
    book: SmallBook, desk: Desk
) -> None:
    lines = [debit(book.cash, 5), credit(book.siti, 5)]
    first = desk.post(*lines, on=OCTOBER, reference="A")
    closing.close_period(on=OCTOBER, actor=desk.actor)
    again = desk.post(*lines, on=OCTOBER, reference="A")
    assert (again.id, again.replayed) == (first.id, True)
    with refused(PeriodClosed, on="2026-10-15"):
        posting.reverse_entry(entry_id=first.id, reason="salah", actor=desk.actor, on=OCTOBER)
    posting.reverse_entry(entry_id=first.id, reason="salah", actor=desk.actor)
    assert queries.balance(book.siti.id) == 0


def _post_until_refused(made: Committed, month: date, place: int, *, bulk: bool) -> int:
    """Post entries, three a transaction, until the month is closed; how many were acknowledged."""
    acknowledged = 0
    for turn in range(200):
        lines = [debit(made.book.cash, 1), credit(made.book.deposits, 1)]
        references = [f"{month}:{place}:{turn}:{each}" for each in range(3)]
        try:
            with made.open() as desk:
                if bulk:
                    batch = [NewEntry(each, month, lines, Happened(1)) for each in references]
                    posting.post_batch(entries=batch, actor=TELLER)
                else:
                    for each in references:
                        desk.post(*lines, on=month, reference=each)
        except PeriodClosed:
            return acknowledged
        acknowledged += 3
    raise AssertionError("the month never closed")


def race_of_posting_and_closing(made: Committed, rounds: int) -> list[str]:
    """Clients post into a month while it is closed; what went wrong, in words."""
    wrong = []
    for place in range(rounds):
        month = date(2027 + place // 12, place % 12 + 1, 1)
        with made.open():
            chart.open_periods(first=month, months=1)
        barrier, counted = Barrier(4), list[int]()

        def act(
            thread: int,
            month: date = month,
            barrier: Barrier = barrier,
            counted: list[int] = counted,
        ) -> int:
            barrier.wait(timeout=60)
            if thread:
                return _post_until_refused(made, month, thread, bulk=thread == 1)
            with made.open():
                closing.close_period(on=month, actor=TELLER)
            with made.open():
                counted.append(Entry.objects.filter(period__starts_on=month).count())
            return 0

        answers = in_threads(4, act)
        problems = [answer for answer in answers if not isinstance(answer, int)]
        with made.open():
            there = Entry.objects.filter(period__starts_on=month).count()
        acknowledged = sum(answer for answer in answers if isinstance(answer, int))
        if problems:
            wrong.append(f"{month}: {problems[0]!r}")
        if counted != [there]:
            wrong.append(f"{month}: {counted} when it closed, {there} afterwards")
        elif acknowledged != there:
            wrong.append(f"{month}: {acknowledged} acknowledged, {there} there")
    return wrong


def test_nothing_is_committed_into_a_month_after_it_closed(committed: str) -> None:
    assert race_of_posting_and_closing(founded(committed), rounds=12) == []


@pytest.mark.heavy
def test_nothing_is_committed_into_two_hundred_months_after_they_closed(committed: str) -> None:
    assert race_of_posting_and_closing(founded(committed), rounds=200) == []


def without_a_lock(period_id: int) -> Period:
    """The planted bug: the closer does not wait for those who are on their way."""
    rows: QuerySet[Period] = Period.objects.filter(pk=period_id)
    return rows.get()


def test_the_race_notices_a_closer_who_does_not_wait(committed: str) -> None:
    made = founded(committed)
    with patch.object(locks, "period", without_a_lock):
        assert race_of_posting_and_closing(made, rounds=12) != []


def test_a_posting_on_its_way_holds_the_close_up_until_it_commits(committed: str) -> None:
    made, posted, release = founded(committed), Event(), Event()

    def act(place: int) -> object:
        if place == 0:
            with made.open() as desk:
                desk.post(debit(made.book.cash, 1), credit(made.book.deposits, 1), on=OCTOBER)
                posted.set()
                assert release.wait(timeout=60)
            return "posted"
        if place == 1:
            assert posted.wait(timeout=60)
            with made.open():
                return closing.close_period(on=OCTOBER, actor=TELLER).closed_at
        wait_until_somebody_waits(committed)
        with made.open():
            assert queries.period_of(OCTOBER).closed_at is None  # type: ignore[union-attr]
        release.set()
        return "seen waiting"

    answers = in_threads(3, act)
    assert answers[0] == "posted"
    assert answers[2] == "seen waiting"
    with made.open():
        assert Entry.objects.filter(on=OCTOBER).count() == 1
        assert queries.period_of(OCTOBER).closed_at == answers[1]  # type: ignore[union-attr]


def test_a_posting_that_waits_for_a_close_is_refused_as_data(committed: str) -> None:
    made, closed, release = founded(committed), Event(), Event()

    def act(place: int) -> object:
        if place == 0:
            with made.open():
                closing.close_period(on=OCTOBER, actor=TELLER)
                closed.set()
                assert release.wait(timeout=60)
            return "closed"
        if place == 1:
            assert closed.wait(timeout=60)
            with made.open() as desk:
                lines = [debit(made.book.cash, 1), credit(made.book.deposits, 1)]
                with pytest.raises(PeriodClosed):
                    desk.post(*lines, on=OCTOBER)
                return desk.post(*lines).replayed  # the transaction goes on
        wait_until_somebody_waits(committed)
        release.set()
        return "seen waiting"

    assert in_threads(3, act) == ["closed", False, "seen waiting"]
    with made.open():
        assert Entry.objects.count() == 1


def wait_until_somebody_waits(database: str) -> None:
    """Look until somebody waits for a lock: row locks wait for a transaction's."""
    with databases.owner_connection(database) as watcher:
        watcher.autocommit = True
        for _ in range(50_000):
            waiting = watcher.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
            if waiting != (0,):
                return
    raise AssertionError("nobody ever waited")
