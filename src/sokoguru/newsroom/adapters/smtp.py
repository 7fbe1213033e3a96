"""The built-in SMTP receiver: takes mail for ``redaksi@<host>``, keeps it raw, then says 250.

It reads nothing of a message, relays nothing, answers nothing. An unknown recipient is refused
with 550, a message beyond 10 MB with 552; what cannot be kept is answered 451, so that the sender
tries again.
"""

import asyncio
import errno
import logging
from collections.abc import Callable
from typing import Any, Protocol

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections

from sokoguru.newsroom.actions import intake
from sokoguru.newsroom.rules.headers import is_desk
from sokoguru.newsroom.rules.letter import SIZE_MAX
from sokoguru.tenancy.errors import HostUnknown
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_at
from sokoguru.tenancy.scope import acting_for

HOST = "127.0.0.1"
"""Loopback: what comes from outside comes through the machine's own mail server."""
TAKEN_SECONDS = 2.0
"""How long until a port that is taken is asked for again."""
SESSIONS_MAX = 20
RECIPIENTS_MAX = 20
IDLE_SECONDS = 60.0
SESSION_SECONDS_MAX = 600.0
SESSION_BYTES_MAX = 4 * SIZE_MAX
LINE_MAX = 64 * 1024
"""The standard asks for 1,000; machines that write more have something to say too."""
KEPT = "250 2.0.0 Tersimpan, menunggu redaksi"
UNKNOWN = "550 5.1.1 Tidak ada alamat itu di sini"
TOO_MANY = "452 4.5.3 Terlalu banyak penerima"
LATER = "451 4.3.0 Belum bisa disimpan, coba lagi nanti"
BUSY = b"421 4.3.2 Terlalu banyak sambungan, coba lagi nanti\r\n"

log = logging.getLogger(__name__)


class Ending(Protocol):
    """Told when the process has to end (``project.processes.Stop``, or an event)."""

    def wait(self, seconds: float, /) -> bool:
        """Wait for it, no longer than this; whether it was told."""


class Door:
    """Who may receive, and how a message is kept. Called by the SMTP machine."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only the desk of a cooperative that lives here."""
        if len(envelope.rcpt_tos) >= RECIPIENTS_MAX:
            return TOO_MANY
        if await _in_thread(cooperative_of, address) is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the bytes for each recipient's cooperative, each in a committed transaction."""
        content = envelope.original_content or b""
        peer = str(session.peer[0]) if session.peer else ""
        mail_from = (envelope.mail_from or "").removeprefix("<").removesuffix(">")
        try:
            for address in envelope.rcpt_tos:
                await _in_thread(keep, content, mail_from, address, peer)
        except Exception as problem:  # not kept: the sender keeps it and tries again
            log.warning("mail not kept: %s", type(problem).__name__)
            return LATER
        return KEPT


def cooperative_of(address: str) -> Cooperative | None:
    """Whose desk an address is: ``redaksi@<host>``, also with a ticket behind a ``+``."""
    host = address.rpartition("@")[2].strip("[]").removeprefix("IPv6:")
    if not is_desk(address) or not host:
        return None
    try:
        return cooperative_at(host)
    except HostUnknown:
        return None


def keep(content: bytes, mail_from: str, address: str, peer: str) -> None:
    """Keep a message for one recipient; returns after the commit."""
    cooperative = cooperative_of(address)
    assert cooperative is not None, "the recipient was known a moment ago"
    with acting_for(cooperative):
        intake.keep_mail(content=content, mail_from=mail_from, mail_to=address, peer=peer)


async def _in_thread(act: Callable[..., Any], *values: Any) -> Any:
    """Speak to the database beside the loop, on connections that are closed when they are old."""
    return await asyncio.to_thread(_with_connections, act, *values)


def _with_connections(act: Callable[..., Any], *values: Any) -> Any:
    close_old_connections()
    try:
        return act(*values)
    finally:
        close_old_connections()


class Receiver:
    """The listening socket and its sessions, never more than ``SESSIONS_MAX`` at once."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._sessions = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen; ``port`` 0 takes a free one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._machine, self.host, self.port, backlog=50)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Take nobody new; sessions that are open end with the process."""
        if self._server is not None:
            self._server.close()

    def _machine(self) -> asyncio.Protocol:
        if self._sessions >= SESSIONS_MAX:
            return _Full()
        self._sessions += 1
        return _Counted(self._left)

    def _left(self) -> None:
        self._sessions -= 1


class _Counted(SMTP):
    """One session: without login, without relaying, bounded in size, idle time and whole time."""

    line_length_limit = LINE_MAX

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__(
            Door(),
            data_size_limit=SIZE_MAX,
            enable_SMTPUTF8=True,
            hostname="sokoguru",
            ident="Sokoguru",
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            timeout=IDLE_SECONDS,
        )
        self._tell_left, self._bytes = left, 0
        self._over: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The session begins, and its whole time with it."""
        super().connection_made(transport)
        self._over = asyncio.get_running_loop().call_later(SESSION_SECONDS_MAX, self._hang_up)

    def data_received(self, data: bytes) -> None:
        """Hang up on a stream that does not end (the machine would collect a line without end)."""
        self._bytes += len(data)
        if self._bytes > SESSION_BYTES_MAX:
            self._hang_up()
        else:
            super().data_received(data)

    def connection_lost(self, error: Exception | None) -> None:
        """The session ends: its place is free."""
        if self._over is not None:
            self._over.cancel()
        self._tell_left()
        super().connection_lost(error)

    def _hang_up(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


class _Full(asyncio.Protocol):
    """Says that there is no room, and hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(BUSY)
        transport.close()


def serve(stop: Ending) -> None:
    """Receive on this machine until ``stop`` is set (the process that the wiring names)."""
    asyncio.run(receive(HOST, settings.ENVIRONMENT.mail_port, stop))


async def receive(host: str, port: int, stop: Ending) -> None:
    """Receive at an address until ``stop`` is set; one that is taken is asked for again."""
    receiver, told = Receiver(host, port), False
    while not await _listens(receiver):
        if not told:
            log.warning("port %s is taken; no mail comes in until it is free", port)
            told = True
        if await asyncio.to_thread(stop.wait, TAKEN_SECONDS):
            return
    while not await asyncio.to_thread(stop.wait, 1.0):
        pass
    await receiver.stop()


async def _listens(receiver: Receiver) -> bool:
    try:
        await receiver.start()
    except OSError as taken:
        if taken.errno != errno.EADDRINUSE:
            raise
        return False
    return True
