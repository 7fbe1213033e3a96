"""Mail: by the installation's SMTP server, else kept readable at the desk, and said so.

Each step of the conversation (RFC 5321) is taken by itself, because only a silence after the text
was handed over leaves anything unknown.
"""

import smtplib
from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings

from sokoguru.channels.ports import (
    Account,
    Capabilities,
    Outcome,
    Parcel,
    Published,
    Rejected,
    RetryLater,
    Seen,
    Unknown,
)
from sokoguru.channels.queries import KEPT, written
from sokoguru.channels.rules import MAIL, Problem, problems_of
from sokoguru.kernel import clock

SECONDS = 5.0
RETRY_SECONDS = 60
SUBMISSION = 25


class MailChannel:
    """Letters of the cooperative."""

    kind = "mail"

    def capabilities(self, account: Account) -> Capabilities:
        return Capabilities(limits=MAIL, idempotency="none")

    def problems(self, account: Account, parcel: Parcel) -> Sequence[Problem]:
        return problems_of(parcel.text, (), MAIL)

    def commit(self, account: Account, parcel: Parcel) -> Outcome:
        """Hand the letter to the SMTP server once; without one it is kept, and nothing is sent."""
        server = settings.ENVIRONMENT.smtp
        if not server:
            return Published(KEPT)
        host, _, port = server.partition(":")
        sender = settings.ENVIRONMENT.mail_from
        letter = written(parcel, sender=sender, at=clock.machine_now())
        smtp = smtplib.SMTP(timeout=SECONDS)
        try:
            refused = _greet(smtp, host, int(port or SUBMISSION), _bare(sender), parcel.to)
            return refused or _hand_over(smtp, letter.as_bytes(), str(letter["Message-ID"]))
        finally:
            smtp.close()

    def check(self, account: Account, parcel: Parcel) -> Seen:
        return Unknown("Surat tidak bisa dibaca ulang di server.")


def _greet(smtp: smtplib.SMTP, host: str, port: int, sender: str, to: str) -> Outcome | None:
    """Everything before the text: whatever fails here, nothing was sent."""
    try:
        code, _ = smtp.connect(host, port)
        if code == 220:
            smtp.ehlo_or_helo_if_needed()
            code, _ = smtp.mail(sender)
        if code == 250:
            code, _ = smtp.rcpt(to)
    except (smtplib.SMTPException, OSError):
        return RetryLater(RETRY_SECONDS, "Server surat belum bisa dihubungi.", named=False)
    return None if code in (250, 251) else _refusal(code)


def _hand_over(smtp: smtplib.SMTP, letter: bytes, name: str) -> Outcome:
    """The text itself: after it, only the server's answer tells what became of it."""
    try:
        code, _ = smtp.data(letter)
    except smtplib.SMTPDataError as refused:  # refused before the text was asked for
        return _refusal(refused.smtp_code)
    except (smtplib.SMTPException, OSError):
        return Unknown("Server surat tidak menjawab sesudah menerima surat.")
    if code != 250:
        return _refusal(code)
    with suppress(smtplib.SMTPException, OSError):  # it has the letter, however it says goodbye
        smtp.quit()
    return Published(name)


def _refusal(code: int) -> Outcome:
    if 400 <= code < 500:
        return RetryLater(RETRY_SECONDS, "Server surat meminta mencoba lagi nanti.", named=False)
    return Rejected(str(code), f"Server surat menolak alamat atau isi surat ({code}).")


def _bare(sender: str) -> str:
    """The address in ``Redaksi <redaksi@...>``."""
    return sender.rpartition("<")[2].rstrip(">").strip()
