"""Mail: by the installation's SMTP server, else kept readable at the desk, and said so.

RFC 5322 and 3834: our letters name themselves, thread, and are marked as written by a machine.
"""

import smtplib
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate

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
from sokoguru.channels.rules import MAIL, Problem, problems_of

SECONDS = 10.0
RETRY_SECONDS = 300
KEPT = "disimpan"
"""The id of a letter that no server carried: it can be read at the desk."""


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
        letter = written(parcel, sender=settings.ENVIRONMENT.mail_from)
        try:
            with smtplib.SMTP(host, int(port or 25), timeout=SECONDS) as smtp:
                smtp.send_message(letter)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refused:
            return _refusal(refused)
        except (smtplib.SMTPConnectError, ConnectionRefusedError):
            return RetryLater(RETRY_SECONDS, "Server surat belum bisa dihubungi.")
        except (smtplib.SMTPException, OSError):
            return Unknown("Server surat tidak menjawab sesudah menerima surat.")
        return Published(str(letter["Message-ID"]))

    def check(self, account: Account, parcel: Parcel) -> Seen:
        return Unknown("Surat tidak bisa dibaca ulang di server.")


def _refusal(refused: Exception) -> Outcome:
    codes = [refused.smtp_code] if isinstance(refused, smtplib.SMTPDataError) else []
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in refused.recipients.values()]
    if codes and all(400 <= code < 500 for code in codes):
        return RetryLater(RETRY_SECONDS, "Server surat meminta mencoba lagi nanti.")
    return Rejected("refused", "Server surat menolak alamat atau isi surat.")


def written(parcel: Parcel, *, sender: str) -> EmailMessage:
    """The letter. ``EmailMessage`` refuses a header with a line break; ours are cleaned before."""
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = parcel.to
    letter["Subject"] = parcel.subject
    letter["Date"] = formatdate(usegmt=True)
    letter["Message-ID"] = f"<{parcel.key}@{sender.rpartition('@')[2].rstrip('>')}>"
    letter["Auto-Submitted"] = "auto-generated"
    if parcel.in_reply_to:
        letter["In-Reply-To"] = parcel.in_reply_to
        letter["References"] = parcel.in_reply_to
    letter.set_content(parcel.text)
    return letter
