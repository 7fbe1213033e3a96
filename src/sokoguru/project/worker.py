"""The background work of one cell: deliveries, periodic works, steps into the outside world.

Survives what fails inside it and a database that goes away: one line says so, a growing pause
follows, then it tries again. No line says more of a failure than its kind and its place.

While nobody writes there is nothing new to do: twice a second it asks only whether anything was
committed, and goes round when that is so, or when time itself may have made something due.
"""

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.db import connections

from sokoguru.audit.actions import deliver_next, run_due
from sokoguru.project import health, wiring
from sokoguru.project.connecting import is_lost
from sokoguru.project.processes import Stop
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import commits_on, cooperatives
from sokoguru.tenancy.scope import acting_for, sqlstate

IDLE_SECONDS = 0.5
"""How long a commit waits at most before the worker looks for what it brought."""
UNASKED_SECONDS = float(health.BEAT_SECONDS)
"""What falls due by the clock alone (a retry, an order that expires) waits at most this long."""
DELIVERIES_A_ROUND = 200
STEPS_A_ROUND = 20
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
ASKED_AGAIN_SECONDS = 60.0
"""A periodic work that another worker has done is asked for again after at most this long."""

log = logging.getLogger("sokoguru.worker")


@dataclass
class Worker:
    """One cell's worker. ``work`` runs in a thread of its own until ``stop`` is set."""

    cell: str
    stop: Stop
    _not_before: dict[str, float] = field(default_factory=dict)
    _pauses: dict[str, float] = field(default_factory=dict)
    _next_beat: float = 0.0
    _seen: str = ""
    _next_round: float = 0.0

    def work(self) -> None:
        """Go round until told to stop; what is under way is finished first."""
        pause = IDLE_SECONDS
        while not self.stop.is_set():
            for connection in connections.all(initialized_only=True):
                connection.close_if_unusable_or_obsolete()
            try:
                busy = self.has_reason() and self.go_round()
            except Exception as error:
                self._tell("round", error)
                self._next_round = 0.0
                connections.close_all()
                pause = min(pause * 2, LONGEST_PAUSE / 6)
                self.stop.wait(pause)
            else:
                pause = IDLE_SECONDS
                if not busy:
                    self.stop.wait(IDLE_SECONDS)
        connections.close_all()

    def has_reason(self) -> bool:
        """Whether a round may find anything: a commit since the last one began, or time passed.

        What a round writes is a commit too, so one that did something is followed by another.
        """
        return time.monotonic() >= self._next_round or commits_on(self.cell) != self._seen

    def go_round(self) -> bool:
        """Everything once; true when there may be more at once. Raises if the database is lost."""
        if time.monotonic() >= self._next_beat:
            health.beat(self.cell)
            self._next_beat = time.monotonic() + health.BEAT_SECONDS
        self._seen = commits_on(self.cell)  # before anything is looked for, so nothing is missed
        busy = self._attempt("deliveries", self._deliver)
        for cooperative in cooperatives():
            if cooperative.cell == self.cell and not self.stop.is_set():
                busy = self._serve(cooperative) or busy
        now = time.monotonic()
        paused = [moment for moment in self._not_before.values() if moment > now]
        self._next_round = min([now + UNASKED_SECONDS, self._next_beat, *paused])
        return busy

    def _deliver(self) -> bool:
        for _ in range(DELIVERIES_A_ROUND):
            if self.stop.is_set() or not deliver_next(self.cell):
                return False
        return True

    def _serve(self, cooperative: Cooperative) -> bool:
        busy = False
        for work in wiring.PERIODIC:
            key = f"{cooperative.slug} {work[0]}"
            self._attempt(key, partial(self._run_if_due, cooperative, key, work))
        for step in wiring.STEPS:
            name = f"{step.__module__.removeprefix('sokoguru.')}.{step.__qualname__}"
            act = partial(self._step_on, cooperative, step)
            busy = self._attempt(f"{cooperative.slug} {name}", act) or busy
        return busy

    def _run_if_due(self, cooperative: Cooperative, key: str, work: wiring.Work) -> bool:
        """The mark that it ran commits with what it did; memory spares the question meanwhile."""
        name, every_seconds, act = work
        with acting_for(cooperative):
            due = run_due(work=name, every_seconds=every_seconds)
            if due:
                act()
        wait = every_seconds if due else min(every_seconds, ASKED_AGAIN_SECONDS)
        self._not_before[key] = time.monotonic() + wait
        return due

    def _step_on(self, cooperative: Cooperative, step: wiring.Step) -> bool:
        more = True
        for _ in range(STEPS_A_ROUND):
            more = more and not self.stop.is_set() and step(cooperative)
        return more

    def _attempt(self, key: str, act: Callable[[], bool]) -> bool:
        """Try, unless its pause lasts. A failure is told, and pauses this act only."""
        if time.monotonic() < self._not_before.get(key, 0.0):
            return False
        try:
            busy = act()
        except Exception as error:
            if is_lost(error):
                raise
            pause = min(self._pauses.get(key, SHORTEST_PAUSE / 2) * 2, LONGEST_PAUSE)
            self._pauses[key] = pause
            self._not_before[key] = time.monotonic() + pause
            self._tell(key, error)
            return False
        self._pauses.pop(key, None)
        return busy

    def _tell(self, what: str, error: Exception) -> None:
        log.warning("%s: %s: %s", self.cell, what, kind_and_place(error))


def _is_an_office(filename: str) -> bool:
    path = Path(filename)
    return "sokoguru" in path.parts and path.name not in ("scope.py", "worker.py")


def kind_and_place(error: Exception) -> str:
    """``DatabaseError 23514 at savings/actions.py:12``: what and where, never the words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_an_office(frame.filename)] or frames
    place = f"{'/'.join(Path(ours[-1].filename).parts[-2:])}:{ours[-1].lineno}" if ours else "?"
    return " ".join(filter(None, [type(error).__name__, sqlstate(error), "at", place]))
