"""What fits a channel: lengths as each network counts them, checked before anything is sent."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

from sokoguru.channels.errors import AddressUnfit, DoesNotFit, TokenUnfit

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_REMOTE_MENTION = re.compile(r"(?<![\w/@])@(\w+)@[\w.-]+\w")
_JOINER = "\u200d"
_FLAGS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_HANGUL_PARTS = range(0x1100, 0x1200)


class LengthUnit(StrEnum):
    """What a network counts."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"
    GRAPHEME = "grapheme"
    """What a reader sees as one character (UAX 29)."""
    BYTE = "byte"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one channel takes (an instance may say otherwise when asked)."""

    text_max: int
    unit: LengthUnit = LengthUnit.CODEPOINT
    link_length: int | None = None
    """What every link counts for, however long it is; ``None``: as long as it is."""
    counts_mention_domain: bool = True
    pictures_max: int = 4
    picture_bytes_max: int = 8 * 1024 * 1024
    picture_types: frozenset[str] = frozenset({"image/jpeg", "image/png", "image/webp"})
    alt_max: int = 1500


MASTODON = Limits(
    text_max=500,
    unit=LengthUnit.GRAPHEME,
    link_length=23,
    counts_mention_domain=False,
    picture_bytes_max=16 * 1024 * 1024,
)
"""The defaults of Mastodon's own instance; each tells its own at ``/api/v2/instance``."""
MAIL = Limits(text_max=100_000, pictures_max=10, alt_max=500)
SHARE_LINK = Limits(text_max=1_500, unit=LengthUnit.BYTE, pictures_max=0)
"""A text that travels inside a ``wa.me`` address: browsers and phones cut long ones."""
TELEGRAM = Limits(text_max=4_096, unit=LengthUnit.UTF16, pictures_max=10)
BLUESKY = Limits(text_max=300, unit=LengthUnit.GRAPHEME, picture_bytes_max=1_000_000)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a post, as far as limits go."""

    media_type: str
    size_bytes: int
    alt: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit: a code, how much it is and how much it may be."""

    code: str
    found: int = 0
    bound: int = 0


def length_of(text: str, limits: Limits) -> int:
    """How long the network will say the text is."""
    counted = unicodedata.normalize("NFC", text)
    if not limits.counts_mention_domain:
        counted = _REMOTE_MENTION.sub(r"@\1", counted)
    if limits.link_length is not None:
        counted = _LINK.sub("x" * limits.link_length, counted)
    return count(counted, limits.unit)


def count(text: str, unit: LengthUnit) -> int:
    """The length of a text in one unit."""
    match unit:
        case LengthUnit.CODEPOINT:
            return len(text)
        case LengthUnit.UTF16:
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case LengthUnit.BYTE:
            return len(text.encode("utf-8", "surrogatepass"))
        case LengthUnit.GRAPHEME:
            return graphemes(text)


def graphemes(text: str) -> int:
    """Characters as a reader sees them.

    The rules of UAX 29 that occur here: marks, joined emoji, skin tones, flags by pairs, Hangul
    parts and line ends. Rare scripts with prepended marks count one more, never one less.
    """
    number, before, flags = 0, "", 0
    for character in text:
        point = ord(character)
        is_flag = point in _FLAGS
        if not before or not (_extends(character, before) or (is_flag and flags % 2 == 1)):
            number += 1
        flags = flags + 1 if is_flag else 0
        before = character
    return number


def problems_of(text: str, pictures: Sequence[Picture], limits: Limits) -> tuple[Problem, ...]:
    """Everything that does not fit this channel."""
    length = length_of(text, limits)
    checks = [
        (not text.strip() and not pictures, Problem("empty")),
        (length > limits.text_max, Problem("text_long", length, limits.text_max)),
        (
            len(pictures) > limits.pictures_max,
            Problem("pictures_many", len(pictures), limits.pictures_max),
        ),
    ]
    for place, picture in enumerate(pictures, start=1):
        size, alt = picture.size_bytes, picture.alt.strip()
        checks += [
            (picture.media_type not in limits.picture_types, Problem("picture_type", place)),
            (
                size > limits.picture_bytes_max,
                Problem("picture_large", size, limits.picture_bytes_max),
            ),
            (not alt, Problem("picture_alt_missing", place)),
            (len(alt) > limits.alt_max, Problem("picture_alt_long", len(alt), limits.alt_max)),
        ]
    return tuple(problem for is_wrong, problem in checks if is_wrong)


def check_fits(text: str, pictures: Sequence[Picture], limits: Limits) -> None:
    """Refuse what does not fit, naming all of it."""
    problems = problems_of(text, pictures, limits)
    if problems:
        raise DoesNotFit(problems=[[p.code, p.found, p.bound] for p in problems])


def _extends(character: str, before: str) -> bool:
    """Whether a character only adds to the one before it."""
    point = ord(character)
    if before in "\r\n":
        return (before, character) == ("\r", "\n")
    if before == _JOINER:
        return unicodedata.category(character) == "So"
    if point in _HANGUL_PARTS and ord(before) in _HANGUL_PARTS:
        return True
    is_mark = unicodedata.category(character) in ("Mn", "Me", "Mc")
    is_joiner = character in ("\u200c", _JOINER)
    return is_mark or is_joiner or point in _SKIN_TONES or point in _TAGS


_ADDRESS = re.compile(r"[^\s@<>,;:\"\\()\[\]]{1,64}@[A-Za-z0-9.-]{1,190}\.?[A-Za-z0-9-]{1,63}")
SUBJECT_MAX = 200
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


def check_address(address: str) -> str:
    """A mail address that is one and nothing more: no second line, no list, no display name."""
    wanted = address.strip()
    if not is_address(wanted):
        raise AddressUnfit(address=wanted[:60])
    return wanted


def is_address(text: str) -> bool:
    """Whether a text is one mail address that a server takes."""
    is_plain = len(text) <= 254 and text.isascii() and text.isprintable()
    return is_plain and _ADDRESS.fullmatch(text) is not None


def clean_subject(subject: str) -> str:
    """A header's value on one line: what would start another header is gone."""
    line = "".join(c if c.isprintable() else " " for c in subject)
    return " ".join(line.split())[:SUBJECT_MAX]


def check_server(address: str, *, allow_plain: bool = False) -> str:
    """The address of a server: ``https://`` and a host, nothing behind it.

    ``allow_plain``: ``http://`` and a port too, for fakes on this machine.
    """
    wanted = address.strip().rstrip("/")
    wanted = wanted if "://" in wanted else f"https://{wanted}"
    try:
        parts = urlsplit(wanted)
        port = parts.port
    except ValueError:
        raise AddressUnfit(address=address[:60]) from None
    is_bare = not (parts.path or parts.query or parts.fragment or parts.username is not None)
    is_host = bool(_HOST.fullmatch(parts.hostname or "")) and wanted.isascii()
    is_open = parts.scheme == "https" and port in (None, 443)
    if len(wanted) > 200 or not is_bare or not is_host or not (is_open or allow_plain):
        raise AddressUnfit(address=address[:60])
    if parts.scheme not in ("http", "https"):
        raise AddressUnfit(address=address[:60])
    return wanted.lower()


def check_token(token: str) -> str:
    """A token that fits into one header line: visible ASCII, without a space."""
    wanted = token.strip()
    if not 8 <= len(wanted) <= 500 or not wanted.isascii() or not wanted.isprintable():
        raise TokenUnfit
    if " " in wanted:
        raise TokenUnfit
    return wanted


def whatsapp_address(text: str, *, phone: str = "") -> str:
    """The address that opens WhatsApp with the text written, to choose a chat or to one number."""
    return f"https://wa.me/{phone}?text={quote(text, safe='')}"


def content_hash(said: Mapping[str, str]) -> bytes:
    """What a message says, as one hash: an approval is of this and of nothing else."""
    text = json.dumps(dict(said), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()
