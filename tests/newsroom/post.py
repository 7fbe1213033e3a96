"""The receiver on a real socket, in a thread of the test's own."""

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from sokoguru.newsroom.adapters.smtp import Receiver


@contextmanager
def listening() -> Iterator[int]:
    """The port on which mail is taken while the block lasts."""
    ready, stop, port = threading.Event(), threading.Event(), []

    async def run() -> None:
        receiver = Receiver("127.0.0.1", 0)
        await receiver.start()
        port.append(receiver.port)
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.02)
        await receiver.stop()
        await asyncio.to_thread(connections.close_all)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    try:
        assert ready.wait(10)
        yield port[0]
    finally:
        stop.set()
        thread.join(10)


def post(port: int, content: bytes, *, mail_from: str, to: str) -> tuple[int, str]:
    """Send bytes as they are; the answer's code and words."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        client.ehlo("uji.example")
        for code, words in (client.mail(mail_from), client.rcpt(to)):
            if code != 250:
                return code, words.decode()
        code, words = client.data(content)
        return code, words.decode()
