"""Many clients at once on the real database; each race also finds the bug planted for it."""

import random
from threading import Barrier
from unittest.mock import patch

import pytest
from django.db import DatabaseError

from sokoguru.audit.models import Record
from sokoguru.ledger import locks, queries
from sokoguru.ledger.actions import holds, posting
from sokoguru.ledger.actions.posting import NewEntry
from sokoguru.ledger.errors import BelowFloor
from sokoguru.ledger.invariants import balances_equal_lines, entries_sum_to_zero, floors_hold
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import EntryRef, credit, debit
from sokoguru.ledger.sql import posting as posting_sql
from sokoguru.tenancy.sql import Statement
from tests import databases
from tests.ledger.books import TELLER, Committed, founded, in_threads
from tests.ledger.conftest import TODAY, Happened


def planted(statement: Statement, *changes: tuple[str, str]) -> Statement:
    """The posting statement with a mistake in it; every change must really change it."""
    text = statement.text
    for right, wrong in changes:
        assert right in text, right
        text = text.replace(right, wrong)
    return Statement(text)


UNLOCKED = planted(posting_sql.POST, ("    ORDER BY account_id FOR UPDATE\n", ""))
"""The floor is judged on what the snapshot shows, not on what a lock has made sure of."""

UNORDERED = planted(
    posting_sql.POST, ("    ORDER BY account_id FOR UPDATE\n", ""), ("FOR KEY SHARE", "")
)

BLIND_TO_TWINS = planted(
    posting_sql.POST,
    ("    ON CONFLICT (cooperative_id, reference) DO NOTHING\n", ""),
    ("%(reference)s, %(body_hash)s, %(on)s, %(at)s", "%(reference)s || random(), %(body_hash)s, "
     "%(on)s, %(at)s"),
)  # fmt: skip
"""A reference that no longer tells two acts from one."""


def parallel_withdrawals(made: Committed, clients: int = 40) -> list[str]:
    """Withdrawals of 100 from 1,000, all at once; what went wrong, in words."""
    with made.open() as desk:
        desk.move(1_000, into=made.book.cash, out_of=made.book.siti)
    barrier = Barrier(clients)

    def act(place: int) -> object:
        barrier.wait(timeout=60)
        with made.open() as desk:
            return desk.post(
                debit(made.book.siti, 100), credit(made.book.cash, 100), reference=f"out{place}"
            )

    answers = in_threads(clients, act)
    paid = sum(isinstance(answer, EntryRef) for answer in answers)
    refused = sum(isinstance(answer, BelowFloor) for answer in answers)
    with made.open():
        left, entries = queries.balance(made.book.siti.id), Entry.objects.count()
        whole = [*balances_equal_lines().broken, *floors_hold().broken]
    wrong = []
    if (paid, refused) != (10, clients - 10):
        others = [answer for answer in answers if not isinstance(answer, EntryRef | BelowFloor)]
        wrong.append(f"{paid} paid, {refused} refused, others: {others[:2]}")
    if (left, entries) != (0, 11):
        wrong.append(f"{left} left after {entries} entries")
    return wrong + whole


def one_reference_everywhere(made: Committed, clients: int = 8, *, amount: int = 100) -> list[str]:
    """One act on so many threads, taking all there is; what went wrong, in words."""
    with made.open() as desk:
        desk.move(amount, into=made.book.cash, out_of=made.book.siti)
    barrier = Barrier(clients)

    def act(place: int) -> object:
        barrier.wait(timeout=60)
        with made.open() as desk:
            lines = [debit(made.book.siti, amount), credit(made.book.cash, amount)]
            return desk.post(*lines, reference="once").id

    answers = in_threads(clients, act)
    with made.open():
        entries = Entry.objects.filter(reference__startswith="once").count()
        records = Record.objects.exclude(entry_id=None).count() - 1
        left = queries.balance(made.book.siti.id)
    wrong = []
    if len(set(answers)) != 1 or not isinstance(answers[0], int):
        wrong.append(f"answers: {answers}")
    if (entries, records, left) != (1, 1, 0):
        wrong.append(f"{entries} entries, {records} records, {left} left")
    return wrong


def hot_accounts(made: Committed, turns: int, clients: int = 8) -> list[str]:
    """Clients post between six accounts in random orders; what went wrong, in words."""
    book = made.book
    hot = [book.cash, book.deposits, book.siti, book.budi, book.kebajikan_cash, book.kebajikan]
    with made.open() as desk:
        desk.post(debit(book.cash, 2_000_000), credit(book.siti, 10**6), credit(book.budi, 10**6))
        desk.move(10**6, into=book.kebajikan_cash, out_of=book.kebajikan)
    barrier = Barrier(clients)

    def act(place: int) -> object:
        chance = random.Random(place)
        barrier.wait(timeout=60)
        for turn in range(turns):
            _random_act(made, chance, f"{place}:{turn}")
        return turns

    answers = in_threads(clients, act)
    wrong = [repr(answer) for answer in answers if answer != turns][:3]
    with made.open():
        assert len(hot) == 6
        return wrong + balances_equal_lines().broken + entries_sum_to_zero().broken


def _random_act(made: Committed, chance: random.Random, name: str) -> None:
    """An entry, a batch or a hold over several hot accounts, its lines in random order.

    Each act is a transaction: two acts in one may deadlock, which the middleware repeats.
    """
    book = made.book
    lines = [
        *(debit(book.cash, 3), credit(book.siti, 2), credit(book.budi, 1)),
        *(debit(book.deposits, 4), credit(book.budi, 4)),
        *(debit(book.kebajikan_cash, 5), credit(book.kebajikan, 5)),
    ]
    chance.shuffle(lines)
    turn = chance.random()
    if turn < 0.6:
        with made.open() as desk:
            desk.post(*lines, reference=name)
    elif turn < 0.8:
        batch = [NewEntry(f"{name}:{each}", TODAY, lines, Happened(1)) for each in range(3)]
        with made.open():
            posting.post_batch(entries=batch, actor=TELLER)
    else:
        account = chance.choice([book.siti, book.budi])
        with made.open():
            hold = holds.place_hold(account=account, amount=7, reference=name)
        back = [debit(account, 7), credit(book.cash, 7)]
        chance.shuffle(back)
        with made.open() as desk:
            desk.post_hold(hold, *back, reference=f"{name}:out")


def test_forty_withdrawals_of_100_from_1000_pay_exactly_ten(committed: str) -> None:
    assert parallel_withdrawals(founded(committed)) == []


def test_the_withdrawals_notice_a_floor_that_is_judged_outside_the_lock(committed: str) -> None:
    made = founded(committed)
    with databases.owner_connection(committed) as owner:
        owner.execute("ALTER TABLE ledger_balance DROP CONSTRAINT balance_keeps_its_floor")
    with patch.object(posting_sql, "POST", UNLOCKED):
        assert parallel_withdrawals(made) != []


def test_with_the_floor_judged_outside_the_lock_the_database_still_refuses(committed: str) -> None:
    made = founded(committed)
    with patch.object(posting_sql, "POST", UNLOCKED):
        parallel_withdrawals(made)
    with made.open():
        assert queries.balance(made.book.siti.id) >= 0
        assert floors_hold().broken == balances_equal_lines().broken == []


def test_one_reference_on_eight_threads_has_one_effect_and_one_answer(committed: str) -> None:
    assert one_reference_everywhere(founded(committed)) == []


def test_the_threads_notice_a_reference_that_is_not_kept_unique(committed: str) -> None:
    made = founded(committed)
    with patch.object(posting_sql, "POST", BLIND_TO_TWINS):
        assert one_reference_everywhere(made) != []


def test_the_threads_notice_a_twin_who_is_told_that_the_money_is_gone(committed: str) -> None:
    made = founded(committed)
    blind = planted(posting_sql.STORED, ("= %(reference)s", "= %(reference)s AND false"))
    with patch.object(posting_sql, "STORED", blind):
        assert one_reference_everywhere(made) != []


def test_hot_accounts_in_any_order_never_deadlock(committed: str) -> None:
    assert hot_accounts(founded(committed), turns=15) == []


@pytest.mark.heavy
def test_hot_accounts_in_any_order_never_deadlock_for_long(committed: str) -> None:
    assert hot_accounts(founded(committed), turns=400) == []


def test_the_hot_accounts_notice_holds_posted_out_of_account_order(committed: str) -> None:
    made = founded(committed)
    with (
        patch.object(posting_sql, "POST", UNORDERED),
        patch.object(locks, "balances", lambda account_ids: None),
    ):
        wrong = hot_accounts(made, turns=60)
    assert any("deadlock" in each for each in wrong), wrong


def test_two_runs_of_the_same_mass_work_write_it_once(committed: str) -> None:
    made, barrier = founded(committed), Barrier(2)
    lines = [debit(made.book.cash, 1), credit(made.book.budi, 1)]
    entries = [NewEntry(f"wajib:{each}", TODAY, lines, Happened(1)) for each in range(400)]

    def act(place: int) -> object:
        barrier.wait(timeout=60)
        written = 0
        for start in range(0, 400, 100):
            with made.open():
                batch = entries[start : start + 100]
                written += posting.post_batch(entries=batch, actor=TELLER)
        return written

    answers = in_threads(2, act)
    assert sum(answers) == 400, answers  # type: ignore[arg-type]
    with made.open():
        assert queries.balance(made.book.budi.id) == 400


def test_one_entry_is_reversed_once_however_many_try(committed: str) -> None:
    made, barrier = founded(committed), Barrier(6)
    with made.open() as desk:
        entry = desk.move(100, into=made.book.cash, out_of=made.book.siti)

    def act(place: int) -> object:
        barrier.wait(timeout=60)
        with made.open():
            return posting.reverse_entry(entry_id=entry.id, reason="salah", actor=TELLER).id

    answers = in_threads(6, act)
    assert len(set(answers)) == 1
    assert not isinstance(answers[0], DatabaseError)
    with made.open():
        assert (Entry.objects.count(), queries.balance(made.book.siti.id)) == (2, 0)
