"""What happens to messages, in the past tense. No secret and no text of a letter is a fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelConnected:
    """An account was connected, or connected anew."""

    account_id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ChannelSwitchedOff:
    """An account was switched off: by a person, or because the network no longer knows us."""

    account_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class MessagePublished:
    """A message is out."""

    outbox_id: int
    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class MessageStuck:
    """A message was rejected, or nobody knows whether it is out: a person must look."""

    outbox_id: int
    reference: str
    state: str
