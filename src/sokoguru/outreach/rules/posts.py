"""What a post says on each channel, where it leads, and the hash that an approval is of."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sokoguru.channels.rules import Limits, length_of
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.outreach.errors import NothingToSay, TargetUnfit

TEXT_MAX = 5_000
TITLE_MAX = 120
TARGET_MAX = 300
_CUT = "…"


class PostState(StrEnum):
    """Where a post stands; how far each channel is stands with the channel's own message."""

    DRAFT = "draft"
    APPROVED = "approved"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """How a variant travels: by the network itself, or by hand in one of three ways."""

    NETWORK = "kiriman"
    WHATSAPP = "wa"
    LINK = "tautan"
    POSTER = "poster"


BY_HAND = (Way.WHATSAPP, Way.LINK, Way.POSTER)
"""*Bagikan*: each way has a token of its own, so that each is counted apart."""
MEDIUM = {
    Way.NETWORK: "sosial",
    Way.WHATSAPP: "bagikan",
    Way.LINK: "bagikan",
    Way.POSTER: "cetak",
}
"""``utm_medium`` of each way."""
SOURCE = {Way.WHATSAPP: "whatsapp", Way.LINK: "tautan", Way.POSTER: "poster"}
"""``utm_source`` of each way by hand; a network is its own source."""


@dataclass(frozen=True, slots=True)
class Story:
    """The article that a post speaks of."""

    title: str
    lead: str
    path: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The good that a post offers, at what everybody and what members pay for a unit (rupiah)."""

    name: str
    unit: str
    price_public: int
    price_member: int
    path: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one variant says, for the hash."""

    account_id: int
    way: str
    text: str


def title_of(story: Story | None, offer: Offer | None) -> str:
    """What a post is called at the desk."""
    return (story.title if story else _some(offer).name)[:TITLE_MAX]


def target_of(story: Story | None, offer: Offer | None) -> str:
    """Where the links of a post lead: to the story, which shows its good; else to the good."""
    return check_target(story.path if story else _some(offer).path)


def check_target(path: str) -> str:
    """A path on this site and nothing else: a link of ours never leads away."""
    is_path = path.startswith("/") and not path.startswith("//") and "\\" not in path
    if not is_path or not path.isprintable() or " " in path or len(path) > TARGET_MAX:
        raise TargetUnfit(path=path[:60])
    return path


def draft_text(
    way: Way, story: Story | None, offer: Offer | None, *, limits: Limits, url: str
) -> str:
    """The words that a variant begins with: title, lead and price, cut to what the channel takes.

    A poster says the title and the price; a bare link says nothing of its own.
    """
    if way is Way.LINK:
        return ""
    head = story.title if story else _some(offer).name
    price = priced(offer, with_name=story is not None) if offer else ""
    lead = story.lead if story and way is not Way.POSTER else ""
    for words in _shorter(lead):
        text = "\n\n".join(part for part in (head, words, price) if part)
        if length_of(with_link(text, url), limits) <= limits.text_max:
            return text
    return head[: limits.text_max // 4]


def priced(offer: Offer, *, with_name: bool = True) -> str:
    """A good with what it costs, for everybody and for members."""
    price = format_rupiah(offer.price_public)
    unit = f" per {offer.unit}" if offer.unit not in ("", "pcs") else ""
    said = f"{offer.name}, {price}{unit}" if with_name else f"{price}{unit}"
    if offer.price_member < offer.price_public:
        return f"{said} (anggota {format_rupiah(offer.price_member)})"
    return said


def with_link(text: str, url: str) -> str:
    """The text as it is sent: the link stands last, on a line of its own."""
    return f"{text.strip()}\n\n{url}" if text.strip() else url


def is_sent(way: str, text: str) -> bool:
    """Whether a variant goes out: a bare link always, any other only with words."""
    return way == Way.LINK or bool(text.strip())


def check_says_something(variants: Iterable[Said]) -> None:
    """Refuse a post of which nothing would be sent."""
    if not any(is_sent(said.way, said.text) for said in variants):
        raise NothingToSay


def content_hash(target: str, variants: Sequence[Said]) -> bytes:
    """Everything that a post says and where it leads: what was approved, and nothing else."""
    rows = sorted([said.account_id, said.way, said.text] for said in variants)
    return hashlib.sha256(json.dumps([target, rows], ensure_ascii=False).encode()).digest()


def _shorter(lead: str) -> Iterable[str]:
    """The lead, then less and less of it by whole words, at last none."""
    yield lead
    words = lead.split()
    while len(words) > 3:
        words = words[: len(words) * 3 // 4]
        yield " ".join(words).rstrip(",.;:") + _CUT
    yield ""


def _some(offer: Offer | None) -> Offer:
    if offer is None:
        raise NothingToSay
    return offer
