"""A Mastodon server for the tour, on a socket of its own: it accepts a post and then hangs up.

Contract: docs.joinmastodon.org, methods ``statuses`` and ``accounts``. Whoever sends must say that
the outcome is unknown, read back, and never post twice.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sokoguru.kernel import clock


class Network(ThreadingHTTPServer):
    """One account for each token; what was posted to it, and how often somebody tried."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.statuses: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.keys: set[str] = set()
        self.tries: dict[str, int] = defaultdict(int)
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def keep(self, token: str, key: str, text: str) -> None:
        """Keep a post once for each key."""
        with self.lock:
            self.tries[token] += 1
            if key in self.keys:
                return
            self.keys.add(key)
            number = str(100 + len(self.keys))
            self.statuses[token].insert(0, {
                "id": number, "url": f"{self.url}/@tur/{number}", "content": f"<p>{text}</p>",
                "created_at": clock.machine_now().isoformat(),
            })  # fmt: skip


class _Door(BaseHTTPRequestHandler):
    server: Network
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""

    def _token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _answer(self, status: int, body: Any) -> None:
        packed = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    def do_GET(self) -> None:
        """Who am I, and what have I posted."""
        if self.path.endswith("/verify_credentials"):
            self._answer(200, {"id": "7", "acct": "tur"})
        else:
            self._answer(200, self.server.statuses[self._token()])

    def do_POST(self) -> None:
        """Take the post, and cut the line before an answer."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        self.server.keep(self._token(), self.headers["Idempotency-Key"], str(body["status"]))
        self.close_connection = True


@contextmanager
def network() -> Iterator[Network]:
    """A running network, which is gone afterwards."""
    server = Network()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
