"""Many hands on one scale and one debt; each race finds the bug planted for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from sokoguru.kernel import clock
from sokoguru.kernel.refusals import Refused
from sokoguru.ledger import queries as books
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.stock.invariants import STOCK
from sokoguru.supply import locks, queries
from sokoguru.supply.actions import settling
from sokoguru.supply.invariants import SUPPLY
from sokoguru.supply.models import Intake, Maker, Settlement
from sokoguru.tenancy.scope import acting_for
from tests.conftest import NOON
from tests.stock.test_concurrency import BUYERS, Crowd, crowd
from tests.supply.conftest import Desk, priced

KEY = "7f0e8a52-9f1b-4c3f-8a43-1d2b3c4d5e6f"


@contextmanager
def warehouse() -> Iterator[tuple[Crowd, Desk]]:
    """Eight hands in the warehouse of a database whose commits stay."""
    with crowd() as (hands, barn):
        with clock.frozen(NOON), acting_for(hands.cooperative):
            desk = priced(Desk(barn.cast, barn))
        yield hands, desk


def broken(hands: Crowd) -> list[str]:
    """What the invariants of stock and supply find."""
    with acting_for(hands.cooperative):
        return [line for invariant in (*STOCK, *SUPPLY) for line in invariant().broken]


def pay_at_once(*, one_key: bool) -> list[str]:
    """Eight payments of 105.600 owed, with 500.000 in the till; what went wrong, in words."""
    with warehouse() as (hands, desk):
        with clock.frozen(NOON), acting_for(hands.cooperative):
            desk.take_in(desk.consigned())
            desk.sell(4_000)
            desk.fund(500_000)
        answers = hands.rush(
            lambda place: settling.settle(
                member_id=desk.wati,
                into=Settlement.Into.CASH,
                request_key=KEY if one_key else f"kunci-{place}",
                actor=desk.hasan,
            )
        )
        paid = {answer.number for answer in answers if isinstance(answer, Settlement)}
        refused = sum(isinstance(answer, Refused) for answer in answers)
        wrong = broken(hands)
        if (len(paid), refused) != (1, 0 if one_key else BUYERS - 1):
            wrong.append(f"{len(paid)} papers, {refused} refused: {answers}")
        with acting_for(hands.cooperative):
            left = queries.owed(desk.wati).consignment
            cash = books.balance(books.account(unit="toko", role=Role.CASH).id)
        if (left, cash) != (0, 514_400):
            wrong.append(f"owed {left}, in the till {cash}")
        return wrong


def test_one_key_on_eight_threads_pays_once(committed: str) -> None:
    assert pay_at_once(one_key=True) == []


def test_eight_who_pay_one_debt_pay_it_once(committed: str) -> None:
    assert pay_at_once(one_key=False) == []


def test_the_race_finds_a_debt_that_was_read_without_a_lock(committed: str) -> None:
    def unlocked(member_id: int) -> Maker | None:
        return Maker.objects.filter(member_id=member_id).first()

    with patch.object(locks, "maker", unlocked):
        assert pay_at_once(one_key=False) != []


def test_one_key_on_eight_threads_weighs_once(committed: str) -> None:
    with warehouse() as (hands, desk):
        answers = hands.rush(lambda place: desk.take_in(desk.harvest(), KEY))
        assert all(isinstance(answer, Intake) for answer in answers), answers
        assert len({answer.number for answer in answers}) == 1
        assert broken(hands) == []
        with acting_for(hands.cooperative):
            assert Intake.objects.count() == 1
            assert Entry.objects.filter(reference=f"terima:{KEY}").count() == 1
            assert queries.owed(desk.wati).produce == 7_805_590
