"""Events reach their handlers once each, whatever dies, fails or waits."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from sokoguru.audit import actions, ports, queries
from sokoguru.audit.models import Delivery, Record, Run
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for, cooperative_in_force
from tests import databases
from tests.audit.conftest import LotTaken, keep, poison
from tests.conftest import NOON

CELL = "cell_001"
Pair = tuple[Cooperative, Cooperative]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def take_lots(row: Cooperative, teller: ActorRef, *numbers: int) -> None:
    with acting_for(row):
        for number in numbers:
            actions.record(LotTaken(lot_id=number, amount=50_000), actor=teller)


def deliver_all() -> int:
    count = 0
    while actions.deliver_next(CELL):
        count += 1
    return count


def states(row: Cooperative) -> list[tuple[str, int]]:
    with acting_for(row):
        return list(Delivery.objects.order_by("id").values_list("state", "attempts"))


def effects(row: Cooperative) -> list[str]:
    with acting_for(row):
        return list(Run.objects.order_by("id").values_list("work", flat=True))


def test_a_record_says_who_did_what_and_when(
    melati: Cooperative, teller: ActorRef, wiring: None
) -> None:
    number = actions.record(LotTaken(lot_id=7, amount=50_000), actor=teller)
    row = Record.objects.get()
    assert (row.pk, row.name, row.body) == (
        number,
        "tests.LotTaken",
        {"lot_id": 7, "amount": 50_000},
    )
    assert (row.actor_kind, row.actor_id, row.actor_name, row.person_id) == (
        "staff",
        1,
        "Deni",
        101,
    )
    assert (row.at, row.entry_id, row.cooperative_id) == (NOON, None, melati.pk)
    assert Delivery.objects.count() == 0
    assert list(queries.records(name="tests.LotTaken")) == [row]


def test_each_handler_gets_a_delivery_of_its_own(
    melati: Cooperative, teller: ActorRef, heard: None
) -> None:
    ports.listen(LotTaken, poison)
    ports.listen(LotTaken, keep)  # a second time changes nothing
    actions.record(LotTaken(lot_id=7, amount=1), actor=teller)
    names = Delivery.objects.order_by("id").values_list("handler", "state")
    assert list(names) == [
        ("tests.audit.conftest.keep", "open"),
        ("tests.audit.conftest.poison", "open"),
    ]


def test_a_refused_act_leaves_neither_record_nor_delivery(
    pair: Pair, teller: ActorRef, heard: None
) -> None:
    with pytest.raises(NotFound), acting_for(pair[0]):
        refused_after_record(teller)
    assert states(pair[0]) == []
    with acting_for(pair[0]):
        assert Record.objects.count() == 0


def refused_after_record(teller: ActorRef) -> None:
    actions.record(LotTaken(lot_id=7, amount=1), actor=teller)
    raise NotFound


def test_every_event_takes_effect_once(pair: Pair, teller: ActorRef, heard: None) -> None:
    melati, _ = pair
    take_lots(melati, teller, 1, 2, 3)
    assert deliver_all() == 3
    assert effects(melati) == [f"{melati.pk}:{lot}" for lot in (1, 2, 3)]
    assert states(melati) == [("done", 1)] * 3
    assert not actions.deliver_next(CELL)


def test_a_delivery_runs_under_its_own_cooperative(
    pair: Pair, teller: ActorRef, heard: None
) -> None:
    melati, dahlia = pair
    for lot in range(4):
        take_lots(melati, teller, lot)
        take_lots(dahlia, teller, lot)
    assert deliver_all() == 8
    for row in pair:
        assert effects(row) == [f"{row.pk}:{lot}" for lot in range(4)]
    assert {work.partition(":")[0] for work in effects(dahlia)} == {str(dahlia.pk)}


def test_a_handler_sees_the_facts_the_actor_and_the_instant(
    pair: Pair, teller: ActorRef, wiring: None
) -> None:
    seen: list[ports.Heard] = []

    def look(event: ports.Heard) -> None:
        seen.append(event)

    ports.listen(LotTaken, look)
    with clock.frozen(NOON):
        take_lots(pair[0], teller, 7)
        deliver_all()
    (event,) = seen
    assert (event.name, event.body) == ("tests.LotTaken", {"lot_id": 7, "amount": 50_000})
    assert (event.actor, event.at, event.entry_id) == (teller, NOON, None)


def test_poison_is_parked_after_six_attempts_and_others_pass(
    pair: Pair, teller: ActorRef, wiring: None
) -> None:
    melati, dahlia = pair
    ports.listen(LotTaken, poison)
    with clock.frozen(NOON):
        take_lots(melati, teller, 1)
    ports._listeners.clear()
    ports.listen(LotTaken, keep)
    with clock.frozen(NOON):
        take_lots(dahlia, teller, 2)
    at = NOON
    for wait in (0, 10, 60, 360, 2160, 12960):
        if wait:
            with clock.frozen(at + timedelta(seconds=wait - 1)):
                assert deliver_all() == 0
        at += timedelta(seconds=wait)
        with clock.frozen(at):
            assert deliver_all() == (1 if wait else 2)
    assert states(melati) == [("parked", 6)]
    assert (effects(melati), effects(dahlia)) == ([], [f"{dahlia.pk}:2"])
    with clock.frozen(at + timedelta(days=365)):
        assert deliver_all() == 0
    with acting_for(melati):
        (row,) = queries.parked()
        assert row.problem.startswith("ValueError at conftest.py:")
        assert "Siti" not in row.problem
    with acting_for(dahlia):
        assert list(queries.parked()) == []


def test_a_parked_delivery_is_sent_again_by_its_own_people_only(
    pair: Pair, teller: ActorRef, heard: None
) -> None:
    melati, dahlia = pair
    take_lots(melati, teller, 1)
    with acting_for(melati):
        Delivery.objects.update(state="parked", attempts=6, problem="ValueError")
        number = Delivery.objects.get().pk
    with pytest.raises(NotFound), acting_for(dahlia):
        actions.deliver_again(delivery_id=number)
    assert states(melati) == [("parked", 6)]
    with acting_for(melati):
        actions.deliver_again(delivery_id=number)
    assert deliver_all() == 1
    assert (states(melati), effects(melati)) == ([("done", 1)], [f"{melati.pk}:1"])
    with pytest.raises(NotFound), acting_for(melati):
        actions.deliver_again(delivery_id=number)


def test_a_handler_that_is_gone_parks_its_delivery_in_the_end(
    pair: Pair, teller: ActorRef, heard: None
) -> None:
    take_lots(pair[0], teller, 1)
    ports._handlers.pop("tests.audit.conftest.keep")
    for day in range(6):
        with clock.frozen(clock.machine_now() + timedelta(days=day)):
            deliver_all()
    assert states(pair[0]) == [("parked", 6)]


def test_a_delivery_whose_cooperative_moved_away_stops_nobody(
    pair: Pair, teller: ActorRef, heard: None
) -> None:
    melati, dahlia = pair
    take_lots(melati, teller, 1)
    take_lots(dahlia, teller, 2)
    Cooperative.objects.filter(pk=melati.pk).update(cell="cell_002")
    assert deliver_all() == 2
    assert states(melati) == [("parked", 1)]
    assert effects(dahlia) == [f"{dahlia.pk}:2"]


def test_two_workers_take_different_deliveries(pair: Pair, teller: ActorRef, wiring: None) -> None:
    meet = threading.Barrier(2, timeout=20)

    def together(event: ports.Heard) -> None:
        meet.wait()  # passes only when both hold a delivery at the same moment
        keep(event)

    ports.listen(LotTaken, together)
    take_lots(pair[0], teller, 1, 2)
    took: list[bool] = []

    def work() -> None:
        took.append(actions.deliver_next(CELL))
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert took == [True, True]
    assert sorted(effects(pair[0])) == [f"{pair[0].pk}:{lot}" for lot in (1, 2)]
    assert states(pair[0]) == [("done", 1)] * 2


WORKER = """
import sys, django
django.setup()
from tests import databases
databases.connect_django()
databases.use(sys.argv[1])
from sokoguru.audit import actions, ports
from sokoguru.audit.models import Delivery, Record
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for
from tests.audit.conftest import LotTaken, keep
def effect(heard):
    keep(heard)
    wait()
def wait():
    print("here", flush=True)
    sys.stdin.read()
effect.__module__, effect.__qualname__ = "tests.audit.conftest", "keep"
ports.listen(LotTaken, effect)
melati = Cooperative.objects.get(slug="melati")
"""
HOW = {
    "ours": "actions.deliver_next('cell_001')",
    "marks first": """
with acting_for(melati):
    Delivery.objects.update(state="done")
wait()
""",
    "marks later": """
with acting_for(melati):
    row = Record.objects.get()
    keep(ports.Heard(row.pk, row.name, row.body, None, row.at, None))
wait()
""",
}


def killed_after_the_effect(database: str, how: str) -> None:
    """A worker process of its own that is killed where it waits."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER + HOW[how], database],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "src:."},
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "here\n"
    worker.kill()
    worker.communicate()
    with databases.owner_connection(
        database
    ) as owner:  # the server has noticed: its locks are gone
        owner.execute("SELECT FROM audit_delivery FOR UPDATE")


@pytest.mark.parametrize(
    ("how", "count"),
    [("ours", 1), ("marks first", 0), ("marks later", 2)],
    ids=["ours", "planted: mark first", "planted: mark later"],
)
def test_a_worker_killed_between_effect_and_mark_leaves_one_effect(
    pair: Pair, teller: ActorRef, wiring: None, committed: str, how: str, count: int
) -> None:
    """The two planted workers show that the count would tell."""
    seen: list[int] = []
    ports.listen(LotTaken, keep)
    melati, _ = pair
    take_lots(melati, teller, 1)
    killed_after_the_effect(committed, how)
    ports._handlers["tests.audit.conftest.keep"] = lambda heard: seen.append(heard.record_id)
    deliver_all()
    assert len(effects(melati)) + len(seen) == count


def test_work_is_due_once_a_period_and_for_each_cooperative(pair: Pair) -> None:
    def due(row: Cooperative, seconds: int) -> bool:
        with clock.frozen(NOON + timedelta(seconds=seconds)), acting_for(row):
            return actions.run_due(work="audit.sweep", every_seconds=60)

    melati, dahlia = pair
    asked = [due(melati, 0), due(melati, 59), due(dahlia, 59), due(melati, 60), due(melati, 61)]
    assert asked == [True, False, True, True, False]


def test_one_of_two_workers_gets_the_work_and_the_other_does_not_wait(pair: Pair) -> None:
    melati, _ = pair
    with acting_for(melati):
        Run.objects.create(work="audit.sweep", last_at=clock.EPOCH)
    other: list[bool] = []

    def ask() -> None:
        with acting_for(melati, lock_timeout_ms=1):
            other.append(actions.run_due(work="audit.sweep", every_seconds=60))
        connections.close_all()

    with acting_for(melati):
        assert actions.run_due(work="audit.sweep", every_seconds=60)
        worker = threading.Thread(target=ask)
        worker.start()
        worker.join()
    assert other == [False]


def test_work_that_failed_is_due_again(pair: Pair) -> None:
    with pytest.raises(NotFound), acting_for(pair[0]):
        fail_after_due()
    with acting_for(pair[0]):
        assert actions.run_due(work="audit.sweep", every_seconds=60)


def fail_after_due() -> None:
    assert cooperative_in_force()
    assert actions.run_due(work="audit.sweep", every_seconds=60)
    raise NotFound
