"""Koperasi Lestari with an account on a Mastodon server of this machine."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sokoguru.channels.actions import queueing, sending
from sokoguru.channels.models import ChannelAccount, Outbox
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.channels.fakes import TOKEN, FakeMail, FakeMastodon, serving
from tests.conftest import NOON

LINK = "http://localhost:8000/l/abcd2345"
TEXT = f"Gula aren semut dari lereng.\n\n{LINK}"


@pytest.fixture
def private(settings: Any) -> None:
    """Outbound HTTP may reach this machine."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, allow_private_addresses=True)


@pytest.fixture
def mastodon() -> Iterator[FakeMastodon]:
    with serving(FakeMastodon()) as server:
        yield server


@pytest.fixture
def mail_server(settings: Any) -> Iterator[FakeMail]:
    with serving(FakeMail()) as server:
        settings.ENVIRONMENT = replace(
            settings.ENVIRONMENT, smtp=server.address, mail_from="Redaksi <redaksi@lestari.example>"
        )
        yield server


@dataclass
class Desk:
    """A cooperative whose messages a worker sends, step by step."""

    cooperative: Cooperative
    account: ChannelAccount

    def queue(self, reference: str = "siaran:1", text: str = TEXT, link: str = LINK) -> Outbox:
        with acting_for(self.cooperative):
            return queueing.queue_post(
                account_id=self.account.pk, text=text, link=link, reference=reference
            )

    def letter(self, reference: str = "surat:1", **said: str) -> Outbox:
        told = {"to": "siti@contoh.example", "subject": "Kabar", "text": "Terima kasih.", **said}
        with acting_for(self.cooperative):
            return queueing.queue_mail(reference=reference, **told)

    def step(self, *, after: float = 0) -> bool:
        """One step of the worker, so many seconds after noon."""
        with clock.frozen(NOON + timedelta(seconds=after)):
            return sending.send_next(self.cooperative)

    def seen(self, row: Outbox) -> tuple[str, str, str, int]:
        """State, the network's id, what is said, attempts."""
        with acting_for(self.cooperative):
            found = Outbox.objects.get(pk=row.pk)
        return found.state, found.external_id, found.said, found.attempts

    def due_in(self, row: Outbox) -> float:
        """When the message is looked at again, in seconds after noon."""
        with acting_for(self.cooperative):
            found: datetime = Outbox.objects.get(pk=row.pk).not_before
        return (found - NOON).total_seconds()

    def health(self) -> tuple[str, str]:
        with acting_for(self.cooperative):
            row = ChannelAccount.objects.get(pk=self.account.pk)
        return row.state, row.health


def open_desk(mastodon: FakeMastodon) -> Desk:
    """Connect Lestari to the server."""
    cooperative = cooperative_named("lestari")
    with acting_for(cooperative):
        account = queueing.connect(
            kind="mastodon", name="Mastodon", base_url=mastodon.url, secret=TOKEN, actor=SYSTEM
        )
    return Desk(cooperative, account)


@pytest.fixture
def desk(rolled_back: None, noon: datetime, private: None, mastodon: FakeMastodon) -> Desk:
    return open_desk(mastodon)
