"""The one client for outbound HTTP: public addresses only, bounded in time, bytes and redirects.

A name is resolved once, every address it has must be public, and the connection goes to one of
those addresses, so a second answer of the resolver changes nothing (no rebinding).
"""

import ipaddress
import socket
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx
from django.conf import settings

LONGEST_SECONDS = 5.0
MOST_BYTES = 1_000_000
PORTS = frozenset({80, 443})
OURS = {"User-Agent": "Sokoguru/0.1", "Accept-Encoding": "gzip, identity"}

_NAT64 = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48")]
_SPECIAL = [
    ipaddress.ip_network(net)
    for net in ("192.88.99.0/24", "192.0.0.0/24", "fec0::/10", "::/96", "2001::/23")
]


class Unreachable(Exception):
    """Nothing was sent: the address is not allowed, or the name or port does not answer."""


class Broken(Exception):
    """The request may have arrived: the answer did not come, was too long, or came too late."""


def is_public(address: str) -> bool:
    """Whether an address is global unicast, in no form that hides another one."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour or ip.teredo
        if hidden or any(ip in net for net in _NAT64):
            return False
    if any(ip.version == net.version and ip in net for net in _SPECIAL):
        return False
    wrong = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback
    return ip.is_global and not (wrong or ip.is_link_local or ip.is_private)


class _Deadline(httpcore.NetworkStream):
    """A stream whose every read and write ends at one common moment."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left())
        return _Deadline(inner, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Guarded(httpcore.SyncBackend):
    """Connects to public addresses only, whatever the name says a moment later."""

    def __init__(self, *, private: bool, until: float) -> None:
        super().__init__()
        self._private, self._until = private, until

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        if not self._private and port not in PORTS:
            raise Unreachable(f"port {port}")
        addresses = _resolved(host, port)
        if not addresses or not (self._private or all(map(is_public, addresses))):
            raise Unreachable(f"address of {host}")
        left = max(0.1, self._until - time.monotonic())
        inner = super().connect_tcp(addresses[0], port, left, local_address, socket_options)
        return _Deadline(inner, self._until)


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(each[4][0]) for each in found]


class _Transport(httpx.BaseTransport):
    """httpx over one guarded connection."""

    def __init__(self, backend: _Guarded) -> None:
        self._pool = httpcore.ConnectionPool(network_backend=backend, max_connections=1)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Bytes(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Bytes(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Any:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in lower case, at most ``MOST_BYTES`` of decoded body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    json: Any = None,
) -> Answer:
    """One request, no redirect, no cookie. Raises ``Unreachable`` (nothing sent) or ``Broken``."""
    private = settings.ENVIRONMENT.allow_private_addresses
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL as wrong:
        raise Unreachable("address") from wrong
    if parts.scheme not in ("http", "https") or parts.userinfo or not parts.host:
        raise Unreachable("address")
    backend = _Guarded(private=private, until=time.monotonic() + LONGEST_SECONDS)
    with httpx.Client(transport=_Transport(backend), follow_redirects=False) as client:
        sent = client.build_request(method, parts, headers={**OURS, **(headers or {})}, json=json)
        try:
            answer = client.send(sent, stream=True)
            body = _bounded(answer)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
            raise Unreachable(type(failure).__name__) from failure
        except (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
        ) as failure:
            raise Broken(type(failure).__name__) from failure
        except httpx.StreamError as failure:
            raise Broken(type(failure).__name__) from failure
        return Answer(answer.status_code, dict(answer.headers), body)


def _bounded(answer: httpx.Response) -> bytes:
    """The body, counted before and after it is unpacked; what is longer is cut off and refused."""
    packed = answer.headers.get("content-encoding", "identity").strip().lower()
    kept = bytearray()
    try:
        for piece in answer.iter_raw(chunk_size=16_384):
            kept += piece
            if len(kept) > MOST_BYTES:
                raise Broken("too long")
    finally:
        answer.close()
    if packed in ("", "identity"):
        return bytes(kept)
    if packed != "gzip":
        raise Broken(f"encoding {packed[:20]}")
    return _unpacked(bytes(kept))


def _unpacked(packed: bytes) -> bytes:
    """What was packed, never more than is allowed in memory."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        body = unpacking.decompress(packed, MOST_BYTES + 1)
    except zlib.error as wrong:
        raise Broken("not gzip") from wrong
    if len(body) > MOST_BYTES or not unpacking.eof:
        raise Broken("too long")
    return body
