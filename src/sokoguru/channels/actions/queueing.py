"""Accounts, and putting a message into the outbox in the transaction of the business change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from sokoguru.audit import actions as audit
from sokoguru.channels import locks, queries
from sokoguru.channels.errors import AlreadyOnItsWay, NotConnected, NotUnknown
from sokoguru.channels.events import ChannelConnected, ChannelSwitchedOff, MessagePublished
from sokoguru.channels.models import ChannelAccount, Outbox
from sokoguru.channels.ports import channel
from sokoguru.channels.rules import (
    check_address,
    check_fits,
    check_server,
    check_token,
    clean_subject,
    content_hash,
    is_address,
)
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.sealing import sealed
from sokoguru.tenancy.queries import installation_secret
from sokoguru.tenancy.scope import atomic, cooperative_in_force


@atomic
def connect(
    *, kind: str, name: str, base_url: str = "", secret: str = "", actor: ActorRef
) -> ChannelAccount:
    """Connect an account, or connect it anew with another secret.

    Raises ``ChannelUnknown``, ``AddressUnfit``, ``TokenUnfit``.
    """
    channel(kind)
    if base_url:
        plain = settings.ENVIRONMENT.allow_private_addresses
        base_url = check_server(base_url, allow_plain=plain)
    cipher = None
    if secret:
        cipher = sealed(
            check_token(secret),
            secret=installation_secret(),
            cooperative_id=cooperative_in_force(),
            place=queries.KEPT_AT,
        )
    row, _ = ChannelAccount.objects.update_or_create(
        kind=kind,
        name=name,
        defaults={
            "base_url": base_url,
            "secret_cipher": cipher,
            "state": ChannelAccount.State.CONNECTED,
            "health": "",
            "blocked_until": None,
        },
    )
    audit.record(ChannelConnected(account_id=row.pk, kind=kind, name=name), actor=actor)
    return row


@atomic
def open_built_in(*, actor: ActorRef) -> None:
    """Give a cooperative the channels that need no token. Safe to repeat."""
    for kind, name in queries.BUILT_IN:
        if not ChannelAccount.objects.filter(kind=kind, name=name).exists():
            connect(kind=kind, name=name, actor=actor)


@atomic
def switch_off(*, account_id: int, reason: str, actor: ActorRef) -> None:
    """Send nothing through an account any more. What is queued stays and waits."""
    row = queries.account(account_id)
    ChannelAccount.objects.filter(pk=row.pk).update(
        state=ChannelAccount.State.OFF, health=reason[:300]
    )
    audit.record(ChannelSwitchedOff(account_id=row.pk, reason=reason[:200]), actor=actor)


@atomic
def queue_post(
    *, account_id: int, text: str, link: str, reference: str, not_before: datetime | None = None
) -> Outbox:
    """Queue a post for an account. Safe to repeat by reference: one copy a channel, ever.

    ``not_before`` is an instant of the machine's own clock (now, when none is named).
    Raises ``DoesNotFit``, ``NotConnected``.
    """
    row = queries.account(account_id)
    if row.state == ChannelAccount.State.OFF:
        raise NotConnected(name=row.name)
    check_fits(text, (), queries.limits_of(row))
    return _queue(row, reference, not_before, text=text, link=link)


@atomic
def queue_mail(
    *, to: str, subject: str, text: str, reference: str, in_reply_to: str = ""
) -> Outbox:
    """Queue a letter. Safe to repeat by reference. Raises ``AddressUnfit``."""
    return _queue(
        _mail_account(),
        reference,
        None,
        text=text,
        to=check_address(to),
        subject=clean_subject(subject),
        in_reply_to=clean_subject(in_reply_to),
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """One of many letters that are queued together."""

    to: str
    subject: str
    text: str
    reference: str


@atomic
def queue_letters(letters: Sequence[Letter]) -> set[str]:
    """Queue many letters in one go, safe to repeat by reference.

    Returns the references of those that are queued: an address that no server takes is left out.
    """
    fitting = [each for each in letters if is_address(each.to)]
    if not fitting:
        return set()
    row = _mail_account()
    rows = [
        Outbox(
            account=row,
            reference=each.reference,
            **_said(
                text=each.text,
                to=check_address(each.to),
                subject=clean_subject(each.subject),
                in_reply_to="",
            ),
        )
        for each in fitting
    ]
    Outbox.objects.bulk_create(rows, ignore_conflicts=True)
    return {each.reference for each in fitting}


def _mail_account() -> ChannelAccount:
    row = ChannelAccount.objects.filter(kind=queries.MAIL).order_by("pk").first()
    if row is None:
        raise NotConnected(name=queries.MAIL)
    return row


def _queue(row: ChannelAccount, reference: str, not_before: datetime | None, **said: str) -> Outbox:
    queued, _ = Outbox.objects.get_or_create(
        account=row, reference=reference, defaults=_said(not_before, **said)
    )
    return queued


def _said(not_before: datetime | None = None, **said: str) -> dict[str, Any]:
    """What a message says, its hash, and the instant from which it may go."""
    return {
        **said,
        "content_hash": content_hash(said),
        "not_before": not_before or clock.machine_now(),
    }


@atomic
def cancel(*, outbox_id: int) -> None:
    """Take a message back that nobody has begun to send. Raises ``AlreadyOnItsWay``."""
    row = locks.message(outbox_id)
    if row.state != Outbox.State.QUEUED:
        raise AlreadyOnItsWay(state=row.state)
    Outbox.objects.filter(pk=row.pk).update(state=Outbox.State.CANCELLED)


@atomic
def tick_sent(*, outbox_id: int, actor: ActorRef) -> Outbox:
    """A person has carried a message and says so (*Bagikan*). Safe to repeat."""
    row = locks.message(outbox_id)
    if row.state != Outbox.State.QUEUED:
        if row.state != Outbox.State.PUBLISHED:
            raise AlreadyOnItsWay(state=row.state)
        return row
    now = clock.now()
    Outbox.objects.filter(pk=row.pk).update(
        state=Outbox.State.PUBLISHED, published_at=now, said=f"Dikirim oleh {actor.name}."
    )
    row.state, row.published_at = Outbox.State.PUBLISHED, now
    event = MessagePublished(outbox_id=row.pk, reference=row.reference, url=row.link)
    audit.record(event, actor=actor)
    return row


@atomic
def settle(*, outbox_id: int, is_out: bool, actor: ActorRef) -> None:
    """A person has looked at the account: the message is out, or it is not and is queued again.

    Raises ``NotUnknown``.
    """
    row = locks.message(outbox_id)
    if row.state != Outbox.State.UNKNOWN:
        raise NotUnknown(state=row.state)
    if is_out:
        Outbox.objects.filter(pk=row.pk).update(
            state=Outbox.State.PUBLISHED,
            published_at=clock.now(),
            said=f"Diperiksa oleh {actor.name}.",
        )
        event = MessagePublished(outbox_id=row.pk, reference=row.reference, url=row.url)
        audit.record(event, actor=actor)
    else:
        Outbox.objects.filter(pk=row.pk).update(
            state=Outbox.State.QUEUED, not_before=clock.machine_now(), lease_until=None
        )
