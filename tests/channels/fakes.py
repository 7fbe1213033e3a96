"""Networks of the tests: real sockets on loopback that answer as they are told, and keep count."""

import gzip
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, TypeVar

TOKEN = "token-rahasia-lestari"


@dataclass
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class FakeMastodon(ThreadingHTTPServer):
    """A Mastodon server with one account. ``next`` names how the next POSTs answer, in order.

    ``ok``; ``429``, ``429-reset``, ``500``, ``401``, ``422``, ``404``: nothing is kept;
    ``silent``: the status is kept, and the line is cut before an answer; ``late``: it is kept, and
    the answer waits for ``go``; ``500-kept``, ``odd``, ``huge``, ``bomb``: kept, with an answer
    that says nothing; ``drip``: kept, and the answer comes a letter at a time; ``302``: elsewhere.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Mastodon)
        self.statuses: list[dict[str, Any]] = []
        self.by_key: dict[str, dict[str, Any]] = {}
        self.asked: list[Asked] = []
        self.next: list[str] = []
        self.reads: list[str] = []
        self.elsewhere = ""
        self.accepted, self.go = threading.Event(), threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def posts(self) -> int:
        """How many POSTs arrived."""
        return sum(asked.method == "POST" for asked in self.asked)

    def keep(self, key: str, text: str) -> dict[str, Any]:
        """One status a key, as the real one."""
        with self.lock:
            if key not in self.by_key:
                number = 100 + len(self.statuses)
                links = re.sub(r"(https?://\S+)", r'<a href="\1">\1</a>', text)
                status = {
                    "id": str(number),
                    "url": f"{self.url}/@lestari/{number}",
                    "content": f"<p>{links}</p>",
                    "created_at": "2026-11-24T05:00:00.000Z",
                }
                self.by_key[key] = status
                self.statuses.insert(0, status)
            return self.by_key[key]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news."""


class _Mastodon(BaseHTTPRequestHandler):
    server: FakeMastodon
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        """Silence."""

    def _asked(self) -> Asked:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, self.rfile.read(length))
        self.server.asked.append(asked)
        return asked

    def _answer(self, status: int, body: Any = None, **headers: str) -> None:
        packed = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    def _known(self, asked: Asked) -> bool:
        if asked.headers.get("authorization") == f"Bearer {TOKEN}":
            return True
        self._answer(401, {"error": "The access token is invalid"})
        return False

    def do_GET(self) -> None:
        asked = self._asked()
        how = self.server.reads.pop(0) if self.server.reads else "ok"
        if how == "silent":
            self.close_connection = True
        elif how != "ok":
            self._answer(int(how), {"error": how})
        elif not self._known(asked):
            return
        elif asked.path == "/api/v1/accounts/verify_credentials":
            self._answer(200, {"id": "7", "acct": "lestari"})
        elif asked.path == "/api/v1/accounts/7/statuses?limit=40":
            self._answer(200, self.server.statuses[:40])
        else:
            self._answer(404, {"error": "Record not found"})

    def do_POST(self) -> None:
        asked = self._asked()
        how = self.server.next.pop(0) if self.server.next else "ok"
        if not self._known(asked):
            return
        refusal = self._refusals().get(how)
        if refusal is not None:
            refusal()
            return
        status = self.server.keep(
            asked.headers["idempotency-key"], json.loads(asked.body)["status"]
        )
        self.server.accepted.set()
        self._kept(how, status)

    def _refusals(self) -> dict[str, Callable[[], None]]:
        return {
            "401": lambda: self._answer(401, {"error": "The access token was revoked"}),
            "404": lambda: self._answer(404, {"error": "Not found"}),
            "422": lambda: self._answer(422, {"error": "Text can't be blank"}),
            "429": lambda: self._answer(429, {"error": "Too many"}, Retry_After="120"),
            "429-reset": lambda: self._answer(
                429, {"error": "Too many"}, X_RateLimit_Reset="2026-11-24T05:30:00.000Z"
            ),
            "500": lambda: self._answer(500, {"error": "Oops"}),
            "302": lambda: self._answer(302, {}, Location=self.server.elsewhere),
        }

    def _kept(self, how: str, status: dict[str, Any]) -> None:
        match how:
            case "silent":
                self.close_connection = True
            case "late":
                self.server.go.wait(30)
                self.close_connection = True
            case "500-kept":
                self._answer(500, {"error": "Oops"})
            case "odd":
                self._answer(200, b"<html>Welcome</html>")
            case "bomb":
                packed = gzip.compress(bytes(50_000_000), 9)
                self._answer(200, packed, Content_Encoding="gzip")
            case "huge":
                self._pour(1 << 30)
            case "drip":
                self._drip()
            case _:
                self._answer(200, status)

    def _pour(self, size: int) -> None:
        """A gigabyte, or as much of it as somebody takes."""
        self.send_response(200)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        piece, sent = b" " * 65_536, 0
        while sent < size:
            self.wfile.write(piece)
            sent += len(piece)

    def _drip(self) -> None:
        """Never done: each byte comes before a read would time out by itself."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b" ")
            self.wfile.flush()
            if self.server.go.wait(0.02):
                return


class Trap(ThreadingTCPServer):
    """A socket that nobody may come to; it counts who does."""

    daemon_threads = True

    def __init__(self) -> None:
        self.visits = 0
        super().__init__(("127.0.0.1", 0), _Trapped)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Trapped(StreamRequestHandler):
    server: Trap

    def handle(self) -> None:
        self.server.visits += 1


@dataclass
class Letter:
    """A letter as a mail server got it."""

    sender: str
    to: str
    content: bytes


@dataclass
class MailScript:
    """How the mail server answers: the code of a step by its verb; ``cut`` hangs up after it."""

    codes: dict[str, int] = field(default_factory=dict)
    cut: str = ""


class FakeMail(ThreadingTCPServer):
    """An SMTP server that keeps what it takes."""

    daemon_threads = True

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.script = MailScript()
        super().__init__(("127.0.0.1", 0), _Mail)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Mail(StreamRequestHandler):
    server: FakeMail

    def _say(self, verb: str, usual: int) -> bool:
        """Answer a step; false where the line is cut instead."""
        if self.server.script.cut == verb:
            return False
        code = self.server.script.codes.get(verb, usual)
        self.wfile.write(f"{code} {verb}\r\n".encode())
        return True

    def handle(self) -> None:
        usual = {"EHLO": 250, "HELO": 250, "MAIL": 250, "RCPT": 250, "DATA": 354, "QUIT": 221}
        sender = to = ""
        if not self._say("CONNECT", 220):
            return
        for line in self.rfile:
            text = line.decode().strip()
            verb = text[:4].upper()
            sender = (
                text.partition("<")[2].rstrip(">").partition(">")[0] if verb == "MAIL" else sender
            )
            to = text.partition("<")[2].rstrip(">") if verb == "RCPT" else to
            if not self._say(verb, usual.get(verb, 250)):
                return
            if verb == "DATA" and self.server.script.codes.get("DATA", 354) == 354:
                self.server.letters.append(Letter(sender, to, self._content()))
                if not self._say("DOT", 250):
                    return
            if verb == "QUIT":
                return

    def _content(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        return b"".join(lines)


Server = TypeVar("Server", "FakeMastodon", "Trap", "FakeMail")


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """The server on a thread of its own, until the test is over."""
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        if isinstance(server, FakeMastodon):
            server.go.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def unused_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
