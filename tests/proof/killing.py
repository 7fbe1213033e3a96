"""Eight programs that deposit and sell while the power goes, and who remember every yes."""

import http.client
import json
import os
import random
import signal
import tempfile
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.project.installation import Up, free_port, soko
from tests.proof import stall

SELLERS = len(stall.TILLS)


@dataclass
class Asked:
    """One act: its key, what is sent, and whether somebody said yes."""

    key: str
    path: str
    token: str
    body: dict[str, Any]
    is_done: bool = False


@dataclass
class Program:
    """A client of the API. It asks for one act after the other, with a key of its own each."""

    port: int
    make: Callable[[int], Asked]
    acts: list[Asked] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        """Ask until told to stop; what got no answer is asked again with the same key."""
        while not stop.is_set():
            open_ones = [each for each in self.acts[-1:] if not each.is_done]
            act = open_ones[0] if open_ones else self.make(len(self.acts) + 1)
            if not open_ones:
                self.acts.append(act)
            if not self.ask(act):
                stop.wait(0.1)  # the power is gone, or others hold the row

    def ask(self, act: Asked) -> bool:
        """Send it once; remember a yes."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            asked.request("POST", act.path, json.dumps(act.body), {
                "Host": "localhost", "Content-Type": "application/json",
                "Idempotency-Key": act.key, "Authorization": f"Bearer {act.token}",
            })  # fmt: skip
            answer = asked.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()
        assert answer.status in (200, 201, 409, 429) or answer.status >= 500, said[:500]
        act.is_done = answer.status in (200, 201)
        return act.is_done


def programs(told: dict[str, Any], port: int) -> list[Program]:
    """Four tellers' programs and four tills."""

    def deposit(member_id: int) -> Callable[[int], Asked]:
        return lambda _turn: Asked(
            str(uuid.uuid4()), stall.DEPOSITS, told["teller"],
            {"member_id": member_id, "kind": "sukarela", "amount": stall.AMOUNT},
        )  # fmt: skip

    def sale(till: str) -> Callable[[int], Asked]:
        return lambda turn: Asked(
            key := str(uuid.uuid4()), stall.SALES, told["cashier"],
            {"till": till, "reports": [{"uuid": key, "seq": turn, "body": _report()}]},
        )  # fmt: skip

    makers = [*map(deposit, told["members"][:4]), *map(sale, stall.TILLS)]
    return [Program(port, make) for make in makers]


def _report() -> str:
    line = {"sku": stall.SKU, "quantity": 1_000, "price": stall.PRICE, "amount": stall.PRICE}
    return json.dumps({
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "lines": [line],
        "total": stall.PRICE, "tender": "tunai", "given": stall.PRICE, "member": "", "shift": None,
    })  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What was promised, and what the books say."""

    promised: int
    lost: list[str]
    doubled: list[str]
    unasked: int
    check: dict[str, Any] = field(default_factory=dict)


def survive(
    data: Path, told: dict[str, Any], *, rounds: int, seed: int, heal: bool = True, **more: str
) -> Verdict:
    """Kill everything at random moments under load, start again, and count.

    ``heal``: ask again for what was not answered, until the last yes, and look over the books.
    """
    chance, port, stop = random.Random(seed), free_port(), threading.Event()
    clients = programs(told, port)
    threads = [threading.Thread(target=each.work, args=(stop,)) for each in clients]
    running = Up(data, port, **more)
    try:
        running.ready()
        for thread in threads:
            thread.start()
        for turn in range(rounds):
            _until_busy(clients)
            stop.wait(chance.uniform(0.2, 1.5))
            if turn % 2:
                os.kill(running.postmaster(), signal.SIGKILL)
            running.kill_all()
            running = Up(data, port, **more)
            running.ready()
        _until_busy(clients)
        stop.set()
        for thread in threads:
            thread.join()
        if heal:
            assert all(
                each.is_done or client.ask(each) for client in clients for each in client.acts
            )
    finally:
        stop.set()
        if running.process.poll() is None:
            running.stop()
    verdict = _judged(data, told, clients)
    if heal:
        checked = soko("check", "--json", SOKO_DATA=str(data), seconds=300)
        verdict.check.update(json.loads(checked.stdout or "{}"))
    return verdict


def _until_busy(clients: list[Program]) -> None:
    """Every program has heard a yes since now."""
    before = [sum(act.is_done for act in each.acts) for each in clients]
    waiting = threading.Event()
    for _ in range(600):
        now = [sum(act.is_done for act in each.acts) for each in clients]
        if all(new > old for new, old in zip(now, before, strict=True)):
            return
        waiting.wait(0.1)
    raise AssertionError(f"a program hears no answer: {before} {now}")


def _judged(data: Path, told: dict[str, Any], clients: list[Program]) -> Verdict:
    acts = [act for client in clients for act in client.acts]
    keys = {
        "teller_id": told["teller_id"],
        "deposits": [act.key for act in acts if act.path == stall.DEPOSITS],
        "sales": [act.key for act in acts if act.path == stall.SALES],
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as asked:
        json.dump(keys, asked)
        asked.flush()
        found = shell(data, "count", STALL_ASKED=asked.name)
    times = {**found["deposits"], **found["sales"]}
    return Verdict(
        promised=sum(act.is_done for act in acts),
        lost=[act.key for act in acts if act.is_done and times[act.key] == 0],
        doubled=[key for key, count in times.items() if count not in (0, 1)],
        unasked=found["all_deposits"] + found["all_sales"] - sum(map(bool, times.values())),
    )


def shell(data: Path, what: str, **more: str) -> dict[str, Any]:
    """Call a function of the stall inside ``soko manage shell``."""
    said = soko(
        "manage", "shell", "-v0", "-c", f"from tests.proof import stall; stall.{what}()",
        SOKO_DATA=str(data), seconds=300, **more,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    found: dict[str, Any] = json.loads(said.stdout.strip().splitlines()[-1])
    return found
