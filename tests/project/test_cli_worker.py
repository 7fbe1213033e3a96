"""The worker's rounds: what is due is done once, what fails is told in one line and tried again."""

import logging
import math
import signal
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connections

from sokoguru.audit.actions import record
from sokoguru.audit.models import Record, Run
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.project import health, wiring
from sokoguru.project.processes import Stop
from sokoguru.project.worker import SHORTEST_PAUSE, UNASKED_SECONDS, Worker
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for, in_force
from tests.project.bell.ringing import Rung


@pytest.fixture
def lestari(committed: str) -> Cooperative:
    """The only cooperative of the first cell; mawar lives in the second."""
    return cooperative_named("lestari")


@pytest.fixture
def worker(lestari: Cooperative, monkeypatch: pytest.MonkeyPatch) -> Worker:
    monkeypatch.setattr(wiring, "PERIODIC", ())
    monkeypatch.setattr(wiring, "STEPS", ())
    return Worker("cell_001", Stop())


def rung(lestari: Cooperative) -> int:
    with acting_for(lestari):
        return Record.objects.filter(name="tests.Rung").count()


def runs(cooperative: Cooperative) -> list[str]:
    with acting_for(cooperative):
        return list(Run.objects.values_list("work", flat=True))


def ring() -> None:
    record(Rung(times=1), actor=SYSTEM)


def test_a_periodic_work_runs_once_an_interval_whoever_asks(worker, lestari, monkeypatch):
    monkeypatch.setattr(wiring, "PERIODIC", (("bell.ring", 60, ring),))
    for each in (worker, worker, Worker("cell_001", Stop())):
        each.go_round()
    assert rung(lestari) == 1
    with acting_for(lestari):
        Run.objects.update(last_at=clock.machine_now() - timedelta(seconds=61))
    Worker("cell_001", Stop()).go_round()
    assert rung(lestari) == 2


def test_a_work_that_fails_is_told_in_one_line_without_its_words_and_leaves_no_mark(
    worker, lestari, monkeypatch, caplog
):
    def crack() -> None:
        ring()
        raise ValueError("sandi: geheim")

    monkeypatch.setattr(wiring, "PERIODIC", (("bell.crack", 60, crack), ("bell.ring", 60, ring)))
    with caplog.at_level(logging.WARNING):
        worker.go_round()
        worker.go_round()
    (line,) = caplog.messages
    assert line.startswith(
        "cell_001: lestari bell.crack: ValueError at project/test_cli_worker.py:"
    )
    assert "geheim" not in line
    assert rung(lestari) == 1
    assert runs(lestari) == ["bell.ring"]


def test_a_step_runs_outside_any_scope_for_each_cooperative_of_the_cell(worker, monkeypatch):
    seen = []

    def step(cooperative: Cooperative) -> bool:
        seen.append((cooperative.slug, in_force()))
        return len(seen) < 3

    monkeypatch.setattr(wiring, "STEPS", (step,))
    assert worker.go_round() is False
    assert seen == [("lestari", False)] * 3


def test_a_lost_database_ends_the_round_and_a_failed_statement_does_not(worker, monkeypatch):
    def lost(_cooperative: Cooperative) -> bool:
        raise OperationalError("the connection is closed")

    def refused(_cooperative: Cooperative) -> bool:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return True

    monkeypatch.setattr(wiring, "STEPS", (refused,))
    assert worker.go_round() is False
    monkeypatch.setattr(wiring, "STEPS", (lost,))
    with pytest.raises(OperationalError):
        worker.go_round()


@pytest.fixture
def nobody_writes(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quiet all around: in the suite's cluster somebody always writes, to another database."""
    monkeypatch.setattr("sokoguru.project.worker.commits_on", lambda _cell: "still")
    worker.go_round()


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    usual = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: usual() + seconds)


def test_a_commit_is_a_reason_to_go_round(worker, lestari):
    worker.go_round()
    with acting_for(lestari):
        ring()
    assert worker.has_reason()


def test_a_quiet_worker_goes_round_when_its_time_has_come(worker, nobody_writes, monkeypatch):
    assert not worker.has_reason()
    later(monkeypatch, UNASKED_SECONDS)
    assert worker.has_reason()


def test_a_work_that_failed_is_asked_for_again_when_its_pause_ends(
    worker, nobody_writes, monkeypatch
):
    def crack(_cooperative: Cooperative) -> bool:
        raise ValueError

    monkeypatch.setattr(wiring, "STEPS", (crack,))
    worker.go_round()
    assert not worker.has_reason()
    later(monkeypatch, SHORTEST_PAUSE)
    assert worker.has_reason()


def test_a_round_that_finds_nothing_writes_nothing_and_is_no_reason_for_another(lestari):
    worker, written = Worker("cell_001", Stop()), []

    def hear(execute, statement, *more):
        if not statement.lstrip().upper().startswith(("SELECT", "SET", "SAVEPOINT", "RELEASE")):
            written.append(statement)
        return execute(statement, *more)

    while worker.go_round():
        pass
    worker.go_round()  # what the first rounds told is delivered, sealed and counted
    worker._next_beat = math.inf
    with (
        connections["cell_001"].execute_wrapper(hear),
        connections["default"].execute_wrapper(hear),
    ):
        worker.go_round()
    assert written == []


def test_a_worker_at_work_is_seen(worker):
    assert health.workers(["cell_001", "cell_002"]) == {"cell_001": False, "cell_002": False}
    worker.go_round()
    assert health.workers(["cell_001", "cell_002"]) == {"cell_001": True, "cell_002": False}


def test_it_ends_when_it_is_told(worker):
    worker.stop.set()
    worker.work()
    assert worker.go_round() is False


def test_a_signal_in_the_middle_of_waiting_is_heard():
    """An event with a lock hangs here sooner or later: the lock is held when the signal comes."""
    for _ in range(200):
        stop = Stop()
        usual = signal.signal(signal.SIGALRM, lambda *_, stop=stop: stop.set())
        signal.setitimer(signal.ITIMER_REAL, 0.0005)
        try:
            while not stop.wait(0):
                assert not stop.is_set() or stop.wait(0)
        finally:
            signal.signal(signal.SIGALRM, usual)
        assert stop.wait(60)
