"""What an adapter of a network promises, and the table of adapters.

A mutation is attempted at most once by itself; an outcome that nobody knows is a state of its own,
settled by reading back where the network allows it, else by a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from sokoguru.channels.errors import ChannelUnknown
from sokoguru.channels.rules import Limits, Problem

Idempotency = Literal["key", "own_id", "readback", "none"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do: its limits, and how an unknown outcome is settled.

    ``by_hand``: a person carries the message and ticks it as sent.
    """

    limits: Limits
    idempotency: Idempotency
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """A connected account as an adapter needs it; the secret in plain, for this call only."""

    id: int
    kind: str
    name: str
    base_url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message on its way: its own id, its text, and what a mail needs besides."""

    key: str
    text: str
    link: str = ""
    to: str = ""
    subject: str = ""
    in_reply_to: str = ""
    language: str = "id"
    since: datetime | None = None
    """When it was queued: what a network shows from before that cannot be it."""


@dataclass(frozen=True, slots=True)
class Published:
    """It is out: the network's id and, where there is one, its address."""

    id: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The network refused the content for good. ``said`` is a plain sentence for a person."""

    code: str
    said: str


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Nothing was sent. ``named``: the network itself said how long to wait, and it is obeyed;
    else the seconds are ours and double with each attempt.
    """

    seconds: int
    said: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Reauth:
    """The network no longer knows us: the account is switched off until a person connects it."""

    said: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The network may or may not have it. ``said`` tells what was seen."""

    said: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """Reading back found that the network does not have it: a new attempt is safe."""

    said: str


Outcome = Published | Rejected | RetryLater | Reauth | Unknown
Seen = Published | NotThere | Unknown | Reauth


class Channel(Protocol):
    """An adapter of one kind of network. Raises nothing of its own: every end is an ``Outcome``."""

    kind: str

    def capabilities(self, account: Account) -> Capabilities:
        """What this account can do, without asking the network."""
        ...

    def problems(self, account: Account, parcel: Parcel) -> Sequence[Problem]:
        """What does not fit, before anything is sent."""
        ...

    def commit(self, account: Account, parcel: Parcel) -> Outcome:
        """THE mutation: called at most once for each attempt that was granted."""
        ...

    def check(self, account: Account, parcel: Parcel) -> Seen:
        """Look whether it is there. Changes nothing, may be repeated."""
        ...


_channels: dict[str, Channel] = {}


def serve(channel: Channel) -> None:
    """Offer an adapter (``project/wiring.py``). Safe to repeat."""
    _channels[channel.kind] = channel


def channel(kind: str) -> Channel:
    """The adapter of a kind. Raises ``ChannelUnknown``."""
    if kind not in _channels:
        raise ChannelUnknown(kind=kind)
    return _channels[kind]


def kinds() -> list[str]:
    """The kinds that are installed."""
    return sorted(_channels)
