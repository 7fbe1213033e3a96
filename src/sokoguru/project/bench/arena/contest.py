"""Two contenders in turns, in one run: rates, latencies, and the ratio of ours to the limit."""

import gc
import resource
import statistics
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Barrier, Thread
from time import perf_counter
from typing import Any

from django.db import connections

Act = Callable[[], int]
"""One act of a client; returns how many entries it wrote."""

Client = Callable[[int], AbstractContextManager[Act]]
"""Opens the client of this place (its own connection) and hands out its act."""


@dataclass(frozen=True)
class Slice:
    """What one contender did in one turn."""

    entries: int
    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        return self.entries / self.seconds


@dataclass
class Contest:
    """One case of a bench: so many clients, so many turns of so many seconds each."""

    case: str
    ours: Client
    limit: Client
    clients: int
    rows_an_entry: int
    turns: list[tuple[Slice, Slice]] = field(default_factory=list)

    def run(self, *, turns: int, seconds: float) -> dict[str, Any]:
        """Ours and the limit in turns, each first once; medians of the turns."""
        for contender in (self.ours, self.limit):
            measure(contender, self.clients, min(seconds, 0.5))  # caches and plans are warm
        for turn in range(turns):
            order: Sequence[Client] = (self.ours, self.limit)[:: 1 if turn % 2 else -1]
            done = {each: measure(each, self.clients, seconds) for each in order}
            self.turns.append((done[self.ours], done[self.limit]))
        return self._row()

    def _row(self) -> dict[str, Any]:
        ours = statistics.median(mine.rate for mine, _ in self.turns)
        limit = statistics.median(theirs.rate for _, theirs in self.turns)
        ratio = statistics.median(mine.rate / theirs.rate for mine, theirs in self.turns)
        waits = sorted(each for mine, _ in self.turns for each in mine.latencies)
        return {
            "case": self.case,
            "ours_per_s": round(ours),
            "limit_per_s": round(limit),
            "ratio": round(ratio, 2),
            "rows": sum(mine.entries for mine, _ in self.turns) * self.rows_an_entry,
            "p50_ms": round(waits[len(waits) // 2] * 1_000, 2),
            "p99_ms": round(waits[len(waits) * 99 // 100] * 1_000, 2),
            "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024),
        }


def measure(client: Client, clients: int, seconds: float) -> Slice:
    """Let so many clients act for so long, each in a thread with a connection of its own."""
    ready, done = Barrier(clients + 1), list[tuple[int, list[float]]]()
    problems: list[Exception] = []

    def run(place: int) -> None:
        try:
            with client(place) as act:
                act()  # connects and prepares
                ready.wait(timeout=60)
                done.append(_until(act, perf_counter() + seconds))
        except Exception as problem:  # shown to whoever started the bench
            problems.append(problem)
            ready.abort()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(clients)]
    gc.collect()
    for thread in threads:
        thread.start()
    try:
        ready.wait(timeout=60)
    finally:
        began = perf_counter()
        for thread in threads:
            thread.join()
        took = perf_counter() - began
        if problems:
            raise problems[0]
    return Slice(
        entries=sum(entries for entries, _ in done),
        seconds=took,
        latencies=[each for _, waits in done for each in waits],
    )


def _until(act: Act, end: float) -> tuple[int, list[float]]:
    entries, waits = 0, []
    now = perf_counter()
    while now < end:
        entries += act()
        before, now = now, perf_counter()
        waits.append(now - before)
    return entries, waits
