"""``soko up``: from nothing to a served cooperative; then until it is told to stop."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from psycopg import pq

from sokoguru import __version__
from sokoguru.kernel.refusals import Refused
from sokoguru.project import wiring
from sokoguru.project.command import Call
from sokoguru.project.commands.demo import DEMO
from sokoguru.project.connecting import APP
from sokoguru.project.data_folder import open_lock
from sokoguru.project.database import prepare_all
from sokoguru.project.doing import demo
from sokoguru.project.embedded import running
from sokoguru.project.errors import AlreadyUp, ServingFailed
from sokoguru.project.performing import sentence
from sokoguru.project.serving import (
    Child,
    answers,
    child_of,
    free_port,
    near,
    stop_all,
    wait_until,
)

PATIENCE_SECONDS = 60.0
WATCH_SECONDS = 0.2
PING_SECONDS = 2.0


def run(call: Call) -> int:
    """Serve until told to stop. Raises ``AlreadyUp``, ``PortTaken``, ``ServingFailed``."""
    host, asked = call.arguments.host, call.arguments.port or os.environ.get("SOKO_PORT")
    with ExitStack() as stack:
        lock = stack.enter_context(alone_up(call.data))
        wanted = call.arguments.port or settings.ENVIRONMENT.http_port
        port = free_port(host, wanted, exactly=bool(asked))
        address = f"http://{_shown(host)}:{port}"
        os.truncate(lock, 0)
        os.write(lock, address.encode())
        prepare_all()
        _links_lead_to(port)
        if call.arguments.demo:
            _fill()
        connections.close_all()
        if call.stop.is_set():
            return 0
        children = _children(host, port)
        stack.callback(stop_all, children)
        pages, *others = children
        pages.start()
        if not _serves(call, pages, host, port):
            return 0
        for child in others:  # after the pages: on two cores they would only wait for each other
            child.start()
        _greet(call, address, port, moved=port != wanted)
        _watch(call, children, stack)
    print(_("Sokoguru berhenti."), flush=True)
    return 0


@contextmanager
def alone_up(data: Path) -> Iterator[int]:
    """One ``soko up`` a data folder; the lock goes with the process. Raises ``AlreadyUp``."""
    with open_lock(data / "up.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            address = (data / "up.lock").read_text()
            raise AlreadyUp(folder=str(data), address=address) from None
        yield lock


def _links_lead_to(port: int) -> None:
    """The links that the example, the greeting and the children write name the port in use."""
    os.environ["SOKO_PORT"] = str(port)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, http_port=port)


def _shown(host: str) -> str:
    """The host as it is typed into a browser on this machine."""
    here = near(host)
    if here in ("127.0.0.1", "::1"):
        return "localhost" if here == "127.0.0.1" else "[::1]"
    return f"[{here}]" if ":" in here else here


def _children(host: str, port: int) -> list[Child]:
    return [
        child_of("pages", "sokoguru.project.serving", host, str(port)),
        child_of("worker", "sokoguru.project.cli", "worker"),
        *(
            child_of(name, "sokoguru.project.child", path)
            for name, path in wiring.PROCESSES.items()
        ),
    ]


def _serves(call: Call, pages: Child, host: str, port: int) -> bool:
    """Wait for the first answer; false when told to stop meanwhile. Raises ``ServingFailed``."""
    ended = lambda: call.stop.is_set() or not pages.lives  # noqa: E731
    if wait_until(lambda: answers(host, port), unless=ended, seconds=PATIENCE_SECONDS):
        return True
    if call.stop.is_set():
        return False
    raise ServingFailed


def _fill() -> None:
    """The example, where nothing is yet; never beside real books."""
    if find_spec(DEMO) is None:
        print(_("Koperasi contoh belum ada dalam versi ini."), file=sys.stderr)
    elif not demo.fill("village"):
        print(_("Basis data sudah berisi: koperasi contoh tidak ditambahkan."), flush=True)


def _greet(call: Call, address: str, port: int, *, moved: bool) -> None:
    print(f"Sokoguru {__version__}")
    print(_("Data    : %(data)s") % {"data": call.data})
    if moved:
        print(_("Port yang biasa sedang terpakai; dipakai port %(port)s.") % {"port": port})
    print(_("Alamat  : %(address)s") % {"address": address})
    links = _links(port)
    if links:
        print(_("Tautan masuk, masing-masing sekali pakai, berlaku 24 jam:"))
    for link in links:
        print(f"  {link.role:<28} {link.name:<24} {link.url}")
    print(_("Berhenti: Ctrl-C"), flush=True)


def _links(port: int) -> list[Any]:
    if not apps.is_installed("sokoguru.identity"):
        return []
    links: list[Any] = import_module("sokoguru.project.logins").first_links(port=port)
    connections.close_all()
    return links


def _watch(call: Call, children: list[Child], stack: ExitStack) -> None:
    """Keep everything alive; our own database too, should it die under us."""
    next_ping = time.monotonic() + PING_SECONDS
    where = os.environ[APP].encode()
    while not call.stop.wait(WATCH_SECONDS):
        for child in children:
            child.tend()
        if call.embedded and time.monotonic() >= next_ping:
            next_ping = time.monotonic() + PING_SECONDS
            if pq.PGconn.ping(where) == pq.Ping.NO_RESPONSE:
                print("soko up: database", file=sys.stderr, flush=True)
                try:
                    stack.enter_context(running(call.data))
                except Refused as refused:
                    print(sentence(refused), file=sys.stderr, flush=True)
