"""Many buyers at once on the real database; each race also finds the bug planted for it."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connections

from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.kernel.refusals import Refused
from sokoguru.stock import locks, queries, sql
from sokoguru.stock.actions import reserving, taking
from sokoguru.stock.errors import Short
from sokoguru.stock.invariants import STOCK
from sokoguru.stock.models import Reservation, Slip, StockBalance
from sokoguru.stock.rules.acts import Taken
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import load
from tests.conftest import NOON
from tests.stock.conftest import Barn, furnish

ROUNDS = int(os.environ.get("SOKO_ROUNDS", "20"))
BUYERS = 8


class Crowd:
    """So many threads that start each act together and keep their connections between rounds."""

    def __init__(self, cooperative: Cooperative, pool: ThreadPoolExecutor) -> None:
        self.cooperative, self.pool = cooperative, pool

    def rush(self, act: Callable[[int], object]) -> list[object]:
        """What each of them was answered: a result, or the exception."""
        barrier = Barrier(BUYERS)

        def one(place: int) -> object:
            barrier.wait(timeout=60)
            try:
                with clock.frozen(NOON), acting_for(self.cooperative):
                    return act(place)
            except (Refused, DatabaseError, AssertionError) as problem:
                return problem

        return list(self.pool.map(one, range(BUYERS)))


@contextmanager
def crowd(name: str = "lestari") -> Iterator[tuple[Crowd, Barn]]:
    """Eight buyers before the shop of a database whose commits stay."""
    cooperative = cooperative_named(name)
    with clock.frozen(NOON), acting_for(cooperative):
        barn = furnish(load(cooperative))
    with ThreadPoolExecutor(BUYERS) as pool:
        try:
            yield Crowd(cooperative, pool), barn
        finally:
            barrier = Barrier(BUYERS)
            list(pool.map(lambda _: (barrier.wait(60), connections.close_all()), range(BUYERS)))


def last_unit(rounds: int) -> list[str]:
    """Eight buyers of the last unit, ``rounds`` times; what went wrong, in words."""
    wrong: list[str] = []
    with crowd() as (buyers, barn):
        for round_ in range(rounds):
            with clock.frozen(NOON), acting_for(buyers.cooperative):
                barn.own(barn.coffee, 1_000, 20_000, name=f"r{round_}")
            answers = buyers.rush(
                lambda place, round_=round_: reserving.reserve(
                    reference=f"beli:{round_}:{place}",
                    demands=[(barn.coffee.pk, 1_000)],
                    location_id=barn.shop,
                )
            )
            got = sum(isinstance(answer, reserving.Reserved) for answer in answers)
            short = sum(isinstance(answer, Short) for answer in answers)
            if (got, short) != (1, BUYERS - 1):
                others = [each for each in answers if isinstance(each, DatabaseError)]
                wrong.append(f"round {round_}: {got} got it, {short} refused, {others[:1]}")
        with acting_for(buyers.cooperative):
            if Reservation.objects.count() != rounds:
                wrong.append(f"{Reservation.objects.count()} reservations in {rounds} rounds")
            wrong += [line for invariant in STOCK for line in invariant().broken]
    return wrong


def opposite_orders(rounds: int) -> list[str]:
    """Buyers who want the same goods in opposite orders, and give them back; what went wrong."""
    wrong: list[str] = []
    with crowd() as (buyers, barn):
        with clock.frozen(NOON), acting_for(buyers.cooperative):
            barn.own(barn.coffee, 4_000, 80_000, name="kopi")
            barn.own(barn.sugar, 4_000, 80_000, name="gula")
        goods = [(barn.coffee.pk, 1_000), (barn.sugar.pk, 1_000)]

        def act(place: int, round_: int) -> object:
            reference = f"tukar:{round_}:{place}"
            found = reserving.reserve(
                reference=reference,
                demands=goods if place % 2 else goods[::-1],
                location_id=barn.shop,
            )
            return found if place % 3 else reserving.release(reference=reference)

        for round_ in range(rounds):
            answers = buyers.rush(lambda place, round_=round_: act(place, round_))
            wrong += [repr(each) for each in answers if isinstance(each, DatabaseError)]
            if wrong:
                break
            with acting_for(buyers.cooperative):
                for reference in Reservation.objects.values_list("reference", flat=True):
                    reserving.release(reference=reference)
                wrong += [line for invariant in STOCK for line in invariant().broken]
    return wrong


def unlocked_shelf(*, product_ids: list[int], location_id: int) -> list[StockBalance]:
    """The planted bug: what is there is read without waiting for those who are buying it."""
    rows = StockBalance.objects.filter(
        location_id=location_id, lot__product_id__in=product_ids, quantity__gt=0
    )
    return list(rows.select_related("lot").order_by("pk"))


def overwritten(balance_id: int, *, quantity: int = 0, value: int = 0, reserved: int = 0) -> bool:
    """The planted bug: read, change, write."""
    row = StockBalance.objects.get(pk=balance_id)
    new = min(row.quantity, row.reserved + reserved)
    return bool(StockBalance.objects.filter(pk=balance_id).update(reserved=new))


def test_the_last_unit_is_promised_once(committed: str) -> None:
    assert last_unit(ROUNDS) == []


@pytest.mark.heavy
@pytest.mark.slow
def test_the_last_unit_is_promised_once_in_full_size(committed: str) -> None:
    assert last_unit(200) == []


def test_the_race_finds_a_promise_made_without_a_lock(committed: str) -> None:
    with patch.object(locks, "shelf", unlocked_shelf), patch.object(sql, "shift", overwritten):
        assert last_unit(5) != []


def test_opposite_orders_do_not_wait_for_each_other(committed: str) -> None:
    assert opposite_orders(ROUNDS) == []


def test_the_race_finds_rows_touched_in_the_order_of_the_buyer(committed: str) -> None:
    def by_hand(*, product_ids: list[int], location_id: int) -> list[StockBalance]:
        return [
            row
            for product_id in product_ids
            for row in usual(product_ids=[product_id], location_id=location_id)
        ]

    def as_asked(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return list(pairs)

    usual = locks.shelf
    with patch.object(locks, "shelf", by_hand), patch.object(reserving, "summed", as_asked):
        assert any("deadlock" in line for line in opposite_orders(ROUNDS))


def test_one_reference_on_eight_threads_takes_once(committed: str) -> None:
    with crowd() as (buyers, barn):
        with clock.frozen(NOON), acting_for(buyers.cooperative):
            lot = barn.own(barn.coffee, 5_000, 100_000, name="kopi")
        answers = buyers.rush(
            lambda place: taking.take(
                reference="sekali",
                demands=[(barn.coffee.pk, 2_000)],
                location_id=barn.shop,
                actor=SYSTEM,
            )
        )
        assert all(isinstance(answer, Taken) for answer in answers), answers
        assert {answer.lots for answer in answers} == {answers[0].lots}
        assert sum(not answer.replayed for answer in answers) == 1
        with acting_for(buyers.cooperative):
            assert queries.on_hand(lot_id=lot.pk, location_id=barn.shop).quantity == 3_000
            assert Slip.objects.filter(reference="sekali").count() == 1
