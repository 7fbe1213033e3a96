"""Reads of accounts and of what is on its way."""

from datetime import datetime
from email import policy
from email.message import EmailMessage

from django.conf import settings
from django.db.models import QuerySet

from sokoguru.channels.models import ChannelAccount, Outbox
from sokoguru.channels.ports import Account, Parcel, channel
from sokoguru.channels.rules import Limits
from sokoguru.kernel.refusals import NotFound
from sokoguru.kernel.sealing import opened
from sokoguru.tenancy.queries import installation_secret
from sokoguru.tenancy.scope import cooperative_in_force

KEPT_AT = "channels_account|secret"
MAIL, SHARE = "mail", "share"
BUILT_IN = ((MAIL, "Surat"), (SHARE, "Bagikan"))
"""Channels that need no token: every cooperative has them."""
LETTER = policy.SMTP.clone(cte_type="7bit")
"""Any server takes it: lines end as SMTP wants, and bytes beyond ASCII are encoded."""
KEPT = "disimpan"
"""The network's id of a letter that no server carried: it can be read at the desk."""


def accounts() -> list[ChannelAccount]:
    """The accounts of the cooperative, the built-in ones first."""
    return list(ChannelAccount.objects.order_by("pk")[:100])


def account(account_id: int) -> ChannelAccount:
    """One account. Raises ``NotFound``."""
    found = ChannelAccount.objects.filter(pk=account_id).first()
    if found is None:
        raise NotFound(kind="channels.account", id=account_id)
    return found


def as_account(row: ChannelAccount) -> Account:
    """The account as an adapter takes it, its secret opened."""
    secret = ""
    if row.secret_cipher:
        secret = opened(
            bytes(row.secret_cipher),
            secret=installation_secret(),
            cooperative_id=cooperative_in_force(),
            place=KEPT_AT,
        )
    return Account(row.pk, row.kind, row.name, row.base_url, secret)


def as_parcel(row: Outbox) -> Parcel:
    """The message as an adapter takes it."""
    return Parcel(
        key=str(row.key),
        text=row.text,
        link=row.link,
        to=row.to,
        subject=row.subject,
        in_reply_to=row.in_reply_to,
        since=row.created_at,
    )


def message(outbox_id: int) -> Outbox:
    """One message. Raises ``NotFound``."""
    found = Outbox.objects.select_related("account").filter(pk=outbox_id).first()
    if found is None:
        raise NotFound(kind="channels.outbox", id=outbox_id)
    return found


def message_of(*, account_id: int, reference: str) -> Outbox | None:
    """The message of a reference through an account, if it was queued."""
    found: Outbox | None = Outbox.objects.filter(account_id=account_id, reference=reference).first()
    return found


def limits_of(row: ChannelAccount) -> Limits:
    """What an account takes."""
    return channel(row.kind).capabilities(Account(row.pk, row.kind, row.name, "", "")).limits


def to_settle() -> QuerySet[Outbox]:
    """Messages that a person must look at: unknown or rejected, oldest first."""
    rows: QuerySet[Outbox] = Outbox.objects.filter(
        state__in=[Outbox.State.UNKNOWN, Outbox.State.REJECTED]
    )
    return rows.select_related("account").order_by("pk")[:100]


def letter(outbox_id: int) -> Outbox:
    """One letter, sent or kept. Raises ``NotFound``."""
    found = Outbox.objects.filter(pk=outbox_id, account__kind=MAIL).first()
    if found is None:
        raise NotFound(kind="channels.letter", id=outbox_id)
    return found


def letter_file(row: Outbox) -> bytes:
    """The letter as it is, or would be, handed to a mail server (RFC 5322)."""
    return written(
        as_parcel(row),
        sender=settings.ENVIRONMENT.mail_from,
        at=row.published_at or row.not_before,
    ).as_bytes()


def written(parcel: Parcel, *, sender: str, at: datetime) -> EmailMessage:
    """The letter. ``EmailMessage`` refuses a header with a line break; ours are cleaned before.

    RFC 5322 and 3834: it names itself, threads, and is marked as written by a machine, so that no
    other machine answers it.
    """
    made = EmailMessage(policy=LETTER)
    made["From"] = sender
    made["To"] = parcel.to
    made["Subject"] = parcel.subject
    made["Date"] = at
    made["Message-ID"] = f"<{parcel.key}@{sender.rpartition('@')[2].rstrip('>')}>"
    made["Auto-Submitted"] = "auto-replied" if parcel.in_reply_to else "auto-generated"
    if parcel.in_reply_to:
        made["In-Reply-To"] = parcel.in_reply_to
        made["References"] = parcel.in_reply_to
    made.set_content(parcel.text)
    return made


def has_mail_server() -> bool:
    """Whether letters leave this installation; without a server they are only kept."""
    return bool(settings.ENVIRONMENT.smtp)


def letters(*, limit: int = 50) -> QuerySet[Outbox]:
    """The newest letters, sent or kept."""
    rows: QuerySet[Outbox] = Outbox.objects.filter(account__kind=MAIL)
    return rows.order_by("-pk")[:limit]
