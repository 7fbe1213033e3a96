"""The counter under load: parallel withdrawals, parallel retries, and the bugs they must catch."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import pytest

from sokoguru.audit.models import Record
from sokoguru.identity import actions as identity
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.ledger.models import Entry
from sokoguru.members.models import Member
from sokoguru.savings import locks
from sokoguru.savings.actions import counter
from sokoguru.savings.errors import Overdrawn
from sokoguru.savings.models import Saving
from sokoguru.savings.queries import balances
from sokoguru.savings.rules import SavingTerms, Simpanan
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests import databases
from tests.cast import FIRST, load
from tests.conftest import NOON
from tests.races import at_once
from tests.savings.conftest import open_wadiah

THREADS = 8


@dataclass(frozen=True)
class Place:
    """A cooperative whose acts stay: Siti with Rp1.000, eight tellers with cash."""

    cooperative: Cooperative
    siti: int
    tellers: list[ActorRef]

    @contextmanager
    def open(self) -> Iterator[None]:
        with clock.frozen(NOON), acting_for(self.cooperative):
            yield

    def at_once(self, acts: list[Callable[[], object]]) -> list[object]:
        """Run every act in a thread, scope and transaction of its own, all let go at one moment."""
        return at_once(acts, within=self.open)


@pytest.fixture
def place(committed: str) -> Place:
    return prepared(SavingTerms())


def prepared(terms: SavingTerms) -> Place:
    cooperative = cooperative_named("lestari")
    with clock.frozen(NOON), acting_for(cooperative):
        cast = load(cooperative)
        open_wadiah(cast, terms)
        for name in ("wulan", "joko", "sari", "bayu", "tuti", "yuli"):
            login = cast.staff[name].login_id
            identity.give_duty(login_id=login, role="teller", since=FIRST, actor=SYSTEM)
        names = ("deni", "hasan", "wulan", "joko", "sari", "bayu", "tuti", "yuli")
        tellers = [cast.actor(name) for name in names]
        for teller in tellers:  # cash for their drawers, of other members
            counter.deposit(
                member_id=cast.member("Budi").pk, kind=Simpanan.SUKARELA, amount=10_000,
                request_key=str(uuid4()), actor=teller,
            )  # fmt: skip
        counter.deposit(
            member_id=cast.member("Siti").pk, kind=Simpanan.SUKARELA, amount=1_000,
            request_key=str(uuid4()), actor=tellers[0],
        )  # fmt: skip
        return Place(cooperative, cast.member("Siti").pk, tellers)


def withdrawals(place: Place, count: int) -> list[object]:
    """``count`` withdrawals of Rp100 at the same moment, by eight tellers in turn."""

    def act(turn: int) -> Callable[[], object]:
        return lambda: counter.withdraw(
            member_id=place.siti, kind=Simpanan.SUKARELA, amount=100, request_key=f"k-{turn}",
            actor=place.tellers[turn % len(place.tellers)],
        )  # fmt: skip

    return place.at_once([act(turn) for turn in range(count)])


def paid_of(place: Place, answers: list[object]) -> tuple[int, int, int, int]:
    """How many were paid, how many refused as overdrawn, and what the books say of both."""
    with place.open():
        left = balances.passbook(place.siti).sukarela
        entries = Entry.objects.filter(reference__startswith="TRK-").count()
    paid = sum(isinstance(answer, counter.Moved) for answer in answers)
    return paid, sum(isinstance(answer, Overdrawn) for answer in answers), left, entries


def test_of_forty_parallel_withdrawals_exactly_ten_are_paid(place: Place) -> None:
    assert paid_of(place, withdrawals(place, 40)) == (10, 30, 0, 10)


def test_the_ledger_alone_would_pay_exactly_ten_too(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock of savings the floor of the leaf stands: a rule stated twice."""
    monkeypatch.setattr(locks, "saving", lambda pk: Saving.objects.get(pk=pk))
    assert paid_of(place, withdrawals(place, 40)) == (10, 30, 0, 10)


def test_the_check_catches_a_counter_without_lock_and_floor(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: balance read first, money moved later, nothing in between."""
    monkeypatch.setattr(locks, "saving", lambda pk: Saving.objects.get(pk=pk))
    with place.open():
        leaf = balances.leaf(place.siti, Simpanan.SUKARELA)
    with databases.owner_connection() as owner:
        owner.execute("UPDATE ledger_balance SET floor = NULL WHERE account_id = %s", [leaf.id])
    gate = threading.Barrier(THREADS)
    judged = counter.takeable

    def slow(*args: object, **more: object) -> object:
        found = judged(*args, **more)  # type: ignore[arg-type]
        gate.wait(timeout=20)  # everybody has read the balance before anybody moves it
        return found

    monkeypatch.setattr(counter, "takeable", slow)
    with place.open():
        counter_left = balances.passbook(place.siti).sukarela
        assert counter_left == 1_000
    for turn in range(2):
        answers = place.at_once(
            [
                lambda turn=turn, teller=teller: counter.withdraw(  # type: ignore[misc]
                    member_id=place.siti, kind=Simpanan.SUKARELA, amount=100,
                    request_key=f"b-{turn}", actor=teller,
                )
                for teller in place.tellers
            ]
        )  # fmt: skip
        if turn == 0:
            assert all(isinstance(answer, counter.Moved) for answer in answers), answers
    paid, _, left, _ = paid_of(place, answers)
    assert (paid, left) == (8, -600)


def test_what_must_stay_stays_however_many_ask(committed: str) -> None:
    place = prepared(SavingTerms(balance_min=500))
    assert paid_of(place, withdrawals(place, 16)) == (5, 11, 500, 5)


def test_the_check_catches_a_minimum_without_a_lock(
    committed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: the balance that must stay is only a rule, so reading must be locked."""
    place = prepared(SavingTerms(balance_min=500))
    monkeypatch.setattr(locks, "saving", lambda pk: Saving.objects.get(pk=pk))
    gate = threading.Barrier(THREADS)
    judged = counter.takeable

    def slow(*args: object, **more: object) -> object:
        found = judged(*args, **more)  # type: ignore[arg-type]
        gate.wait(timeout=20)
        return found

    monkeypatch.setattr(counter, "takeable", slow)
    paid, _, left, _ = paid_of(place, withdrawals(place, THREADS))
    assert (paid, left) == (8, 200)


def test_one_key_on_eight_threads_is_one_slip_one_event_one_answer(place: Place) -> None:
    for verb, event in (
        (counter.deposit, "savings.DepositTaken"),
        (counter.withdraw, "savings.WithdrawalPaid"),
    ):
        with place.open():
            before = Entry.objects.count(), Record.objects.filter(name=event).count()
        answers = place.at_once(
            [
                lambda verb=verb: verb(  # type: ignore[misc]
                    member_id=place.siti, kind=Simpanan.SUKARELA, amount=700,
                    request_key="satu", actor=place.tellers[0],
                )
            ]
            * THREADS
        )  # fmt: skip
        assert all(isinstance(answer, counter.Moved) for answer in answers), answers
        assert len({answer.entry_id for answer in answers}) == 1  # type: ignore[attr-defined]
        assert sum(not answer.replayed for answer in answers) == 1  # type: ignore[attr-defined]
        with place.open():
            after = Entry.objects.count(), Record.objects.filter(name=event).count()
        assert after == (before[0] + 1, before[1] + 1)


def test_a_first_deposit_on_eight_threads_opens_one_simpanan(place: Place) -> None:
    with place.open():
        wati = Member.objects.get(name="Wati").pk
    answers = place.at_once(
        [
            lambda teller=teller: counter.deposit(  # type: ignore[misc]
                member_id=wati, kind=Simpanan.SUKARELA, amount=1_000, request_key="w", actor=teller
            )
            for teller in place.tellers
        ]
    )
    assert all(isinstance(answer, counter.Moved) for answer in answers), answers
    with place.open():
        assert balances.passbook(wati).sukarela == 8_000
        assert Saving.objects.filter(member_id=wati).count() == 1
