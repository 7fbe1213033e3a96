"""The processes of ``soko up``: pages, worker, what the wiring names; restarted when they die.

Run as a module it is the HTTP server itself.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from sokoguru.project.connecting import OWNER
from sokoguru.project.errors import PortTaken
from sokoguru.project.processes import PARENT, end_with_parent

THREADS = 4
PORTS_TRIED = 100
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
GOOD_RUN_SECONDS = 30.0
STOP_SECONDS = 10.0


@dataclass
class Child:
    """One process that ``soko up`` keeps alive, with growing pauses when it keeps dying."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = SHORTEST_PAUSE
    again_at: float = field(default=0.0)

    def start(self) -> None:
        """Begin. Same process group: whoever kills the group leaves nothing behind.

        A terminal sends Ctrl-C to the whole group; only ``soko up`` hears it, and ends its children
        in good order.
        """
        told = {**os.environ, PARENT: str(os.getpid())}
        told.pop(OWNER, None)  # who serves need not be able to own
        usual = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the child inherits it
        try:
            self.process = subprocess.Popen(  # noqa: S603 (our own modules, no shell)
                self.command, stdin=subprocess.DEVNULL, env=told
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, usual)
        self.started_at = time.monotonic()

    @property
    def lives(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def tend(self) -> None:
        """Start it again if it died and its pause is over."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
        elif self.process.poll() is not None:
            code, self.process = self.process.returncode, None
            if now - self.started_at > GOOD_RUN_SECONDS:
                self.pause = SHORTEST_PAUSE
            self.again_at, again = now + self.pause, self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            print(f"soko up: {self.name} ({code}), +{again:.1f} s", file=sys.stderr, flush=True)


def child_of(name: str, module: str, *arguments: str) -> Child:
    """A module of ours as a child: without the current folder on its path."""
    return Child(name, [sys.executable, "-P", "-m", module, *arguments])


def stop_all(children: Sequence[Child]) -> None:
    """Ask all to end, wait for them, kill who stays."""
    running = [child.process for child in children if child.process and child.lives]
    for process in running:
        process.terminate()
    limit = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port(host: str, wanted: int, *, exactly: bool) -> int:
    """The port, if free; else the next, unless ``exactly`` it is wanted. Raises ``PortTaken``."""
    for port in range(wanted, min(wanted + (1 if exactly else PORTS_TRIED), 65_536)):
        try:
            return _listens(host, port)
        except OSError as error:
            reason = error.strerror or str(error)
    raise PortTaken(host=host, port=wanted, reason=reason)


def _listens(host: str, port: int) -> int:
    family, kind, protocol, _, where = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(where)
        trial.listen(1)
        return int(trial.getsockname()[1])


def near(host: str) -> str:
    """Where this machine reaches itself, if it serves on ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def answers(host: str, port: int) -> bool:
    """Whether the pages are there: ``/sehat`` says 200."""
    asked = http.client.HTTPConnection(near(host), port, timeout=5)
    try:
        asked.request("GET", "/sehat")
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def wait_until(true: Callable[[], bool], *, unless: Callable[[], bool], seconds: float) -> bool:
    """Look again and again; false when the time is over or ``unless`` holds."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and not unless():
        if true():
            return True
        time.sleep(0.05)
    return False


def main() -> None:
    """Be the HTTP server: one process, a few threads, until SIGTERM."""
    end_with_parent()
    host, port = sys.argv[1], int(sys.argv[2])
    Server(
        "sokoguru.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=8,
    ).serve()


if __name__ == "__main__":
    main()
