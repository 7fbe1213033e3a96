"""The whole application over real HTTP, in this process, so that a test may stop its clock."""

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import psycopg.conninfo
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from sokoguru.kernel import clock
from sokoguru.project.serving import answers, wait_until
from tests.project.installation import environment, free_port
from tests.proof.pages import Form, read
from tests.proof.people import Villagers

AT_ONCE = 16
"""Requests that are served at the same moment; each may hold two connections."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 256


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(moment: Callable[[], datetime], *, dressed: bool = False) -> Iterator[int]:
    """The port of the running site; every request is answered at ``moment``. ``dressed``: with
    style and script, for a real browser.
    """
    handler: WSGIHandler = StaticFilesHandler(WSGIHandler()) if dressed else WSGIHandler()
    places = threading.BoundedSemaphore(AT_ONCE)

    def site(environ: dict[str, Any], start: Any) -> list[bytes]:
        with places:
            try:
                with clock.frozen(moment()):
                    answer = handler(environ, start)
                    body = list(answer)
                    answer.close()
                    return body
            finally:
                connections.close_all()

    server = make_server("127.0.0.1", 0, site, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def granian(database: str, folder: Path, **more: str) -> Iterator[int]:
    """The port of the server that users get, in a process of its own, on this database.

    Its clock runs; its temporary files go to ``folder``.
    """
    port = free_port()
    told = psycopg.conninfo.make_conninfo(os.environ["SOKO_TEST_APP"], dbname=database)
    own = environment(
        SOKO_DATABASE_URL=told, SOKO_SECRET_KEY=settings.SECRET_KEY, SOKO_DATA=str(folder),
        SOKO_CELLS=",".join(settings.ENVIRONMENT.cells), TMPDIR=str(folder), **more,
    )  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "sokoguru.project.serving", "127.0.0.1", str(port)], env=own
    )
    try:
        ready = wait_until(
            lambda: answers("127.0.0.1", port), unless=lambda: process.poll() is not None,
            seconds=60,
        )  # fmt: skip
        assert ready
        yield port
    finally:
        process.terminate()
        process.wait(20)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Surfer:
    """Somebody with cookies, who speaks HTTP to one host; threads may share it."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: dict[str, str] | bytes, **headers: str) -> Answer:
        """A form, with the CSRF token that the cookie asks for."""
        if isinstance(body, dict):
            token = self.cookies.get(settings.CSRF_COOKIE_NAME, "")
            body = urlencode({**body, "csrfmiddlewaretoken": token}).encode(
                "utf-8", "surrogatepass"
            )
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        return self.ask("POST", path, body, **headers)

    def ask(
        self, method: str, path: str, body: bytes | Iterable[bytes] | None = None, **headers: str
    ) -> Answer:
        """One request; a body that is not one piece goes in chunks, without its length."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            asked.request(method, path, body, {"Host": self.host, "Cookie": cookie, **headers})
            answer = asked.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    for morsel in SimpleCookie(value).values():
                        self.cookies[morsel.key] = morsel.value
            text = answer.read().decode("utf-8", "replace")
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, text)
        finally:
            asked.close()

    def forms(self, path: str) -> list[Form]:
        """The forms of a page."""
        shown = self.get(path)
        assert shown.status == 200, f"{path}: {shown.status} {shown.location}"
        return read(shown.body, path).forms


def surfer(place: Villagers, port: int, first_name: str) -> Surfer:
    """A browser over HTTP of a person by first name (none: a visitor)."""
    made = Surfer(place.host, port)
    if first_name:
        inside = place.browser(place.named(first_name))
        made.cookies[settings.SESSION_COOKIE_NAME] = inside.cookies[
            settings.SESSION_COOKIE_NAME
        ].value
    made.get("/toko/")  # any page brings the cookie of the CSRF token
    return made


def path_of(url: str) -> str:
    """The address without what stands behind the question mark."""
    return urlsplit(url).path
