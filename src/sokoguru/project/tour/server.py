"""The installation that the tour walks through: its own folder, ports and examples, gone after it.

Everything is started as a user starts it, by the command line.
"""

import json
import os
import re
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sokoguru.project.serving import free_port, wait_until
from sokoguru.project.tour.walker import TourFailed

CELLS = ("cell_001", "cell_002")
FILL_SECONDS, READY_SECONDS, STOP_SECONDS = 300.0, 90.0, 30.0
_GREETED = re.compile(r"^  (?P<role>\S.*?) {2,}(?P<name>\S.*?) {2,}(?P<url>http://\S+)$", re.M)
_OURS = ("SOKO_",)


@dataclass(frozen=True)
class Login:
    """One line of the greeting: a role, who holds it, and the link that lets him or her in."""

    role: str
    name: str
    host: str
    address: str


@dataclass
class Server:
    """A running ``soko up`` with the example's founding day in it, one cooperative a cell."""

    data: Path
    http_port: int = 0
    mail_port: int = 0
    logins: list[Login] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.http_port}"

    def command(self, *words: str) -> list[str]:
        """A command of this version."""
        return [sys.executable, "-m", "sokoguru.project.cli", *words]

    def environment(self) -> dict[str, str]:
        """Nothing of the caller's installation; settings of the tour's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        return {
            **kept,
            "LANG": "C.UTF-8",
            "SOKO_DATA": str(self.data),
            "SOKO_CELLS": ",".join(CELLS),
            "SOKO_ALLOW_PRIVATE_ADDRESSES": "1",
            "SOKO_MAIL_PORT": str(self.mail_port),
        }

    def fill(self) -> None:
        """Found the example cooperatives."""
        self._done("demo", "--size", "people")

    def check(self) -> dict[str, Any]:
        """What ``soko check`` says of the books."""
        return _facts(self._done("check", "--json", may_fail=True))

    def _done(self, *words: str, may_fail: bool = False) -> str:
        ran = subprocess.run(  # noqa: S603 (our own command, no shell)
            self.command(*words), env=self.environment(), capture_output=True, text=True,
            timeout=FILL_SECONDS, check=False,
        )  # fmt: skip
        if ran.returncode and not may_fail:
            raise TourFailed(f"soko {' '.join(words)}: {ran.stderr[-2_000:]}")
        return ran.stdout


def _facts(said: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise TourFailed(f"soko check: {said[:500]}") from error
    return told


@contextmanager
def serving() -> Iterator[Server]:
    """Make the folder, fill it, serve it. Raises ``TourFailed`` when it does not come up."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="soko-tour-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)  # the database's own user must reach its folder
        server = Server(folder / "data", _port(), _port())
        server.fill()
        log = folder / "up.log"
        with log.open("w") as out:
            process = subprocess.Popen(  # noqa: S603 (our own command, no shell)
                server.command("up", "--port", str(server.http_port)),
                env=server.environment(), stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        stack.callback(_end, process)
        ready = lambda: "Ctrl-C" in log.read_text() and _takes_mail(server)  # noqa: E731
        ended = lambda: process.poll() is not None  # noqa: E731
        if not wait_until(ready, unless=ended, seconds=READY_SECONDS):
            raise TourFailed(f"soko up: {log.read_text()[-2_000:]}")
        server.logins = _logins(log.read_text())
        yield server


def _takes_mail(server: Server) -> bool:
    try:
        smtplib.SMTP("127.0.0.1", server.mail_port, timeout=5).close()
    except OSError:
        return False
    return True


def _logins(greeting: str) -> list[Login]:
    return [
        Login(
            found["role"].strip(), found["name"].strip(), _host_of(found["url"]),
            f"/{found['url'].split('/', 3)[3]}",
        )
        for found in _GREETED.finditer(greeting)
    ]  # fmt: skip


def _host_of(url: str) -> str:
    return url.split("/")[2]


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _port() -> int:
    return free_port("127.0.0.1", 0, exactly=True)
