"""A Sokoguru as its users start it: a process, a data folder, an address."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sokoguru.project.serving import wait_until

OURS = ("SOKO_", "DJANGO_")


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what the suite has put there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return {**kept, **paths, "LANG": "C.UTF-8", "SOKO_MAIL_PORT": "0", **more}


def soko(*words: object, seconds: float = 60, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "sokoguru.project.cli", *map(str, words)],
        env=environment(**more), capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip


class Up:
    """A running ``soko up``, leader of its own process group."""

    def __init__(self, data: Path, port: int, **more: str) -> None:
        self.data, self.port, self.begun, self.took = data, port, time.monotonic(), 0.0
        self.log = data.parent / f"{data.name}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sokoguru.project.cli", "up",
                 "--data", str(data), "--port", str(port)],
                env=environment(**more), stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def ready(self) -> None:
        """Wait until it is healthy, in ``took`` seconds, and has said so."""
        assert self.until(lambda: self.health()[0] == 200), self.log.read_text()
        self.took = time.monotonic() - self.begun
        assert self.until(lambda: "Ctrl-C" in self.log.read_text())

    def until(self, true: Any) -> bool:
        return wait_until(true, unless=lambda: self.process.poll() is not None, seconds=60)

    def health(self, host: str = "localhost") -> tuple[int, dict[str, Any]]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            asked.request("GET", "/sehat", headers={"Host": host, "Cookie": "sessionid=someone"})
            answer = asked.getresponse()
            body = answer.read()
            return answer.status, json.loads(body) if body.startswith(b"{") else {}
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            asked.close()

    def works(self) -> bool:
        status, facts = self.health()
        return status == 200 and bool(facts["worker"]["ok"])

    def children(self) -> dict[str, int]:
        """The process numbers of its children by what they are."""
        kinds = {"serving": "pages", "worker": "worker"}
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal() and parent_of(int(folder.name)) == self.process.pid:
                words = (folder / "cmdline").read_bytes().decode().replace("\0", " ")
                found |= {kind: int(folder.name) for word, kind in kinds.items() if word in words}
        return found

    def group(self) -> list[int]:
        """Everyone who still lives in its process group."""
        return [
            int(folder.name)
            for folder in Path("/proc").iterdir()
            if folder.name.isdecimal() and group_of(int(folder.name)) == self.process.pid
        ]

    def postmaster(self) -> int:
        return int((self.data / "postgres/pg/postmaster.pid").read_text().split()[0])

    def kill_all(self) -> None:
        """As the power does to its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def stat_of(number: int) -> list[str]:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return ["X", "0", "0"]


def parent_of(number: int) -> int:
    return int(stat_of(number)[1])


def group_of(number: int) -> int:
    state, _, group = stat_of(number)[:3]
    return 0 if state in "XZ" else int(group)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def up(data: Path, port: int = 0, **more: str) -> Iterator[Up]:
    """A healthy installation, which is gone afterwards."""
    begun = Up(data, port or free_port(), **more)
    try:
        begun.ready()
        yield begun
    finally:
        if begun.process.poll() is None:
            begun.stop()
        for number in begun.group():
            os.kill(number, signal.SIGKILL)
