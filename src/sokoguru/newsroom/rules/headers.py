"""The head of a mail, read strictly: one sender or none, and the signs that no person sent it."""

import base64
import binascii
import quopri
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from sokoguru.kernel.text import clean_line
from sokoguru.newsroom.rules.rubrics import Rubric

HEADER_MAX = 2_000
RECEIVED_MAX = 25
"""More stations than this and the mail runs in a circle (RFC 5321 section 6.3)."""
DESK = "redaksi"
NOTHING_SAID = Rubric.OPINI
"""The rubric of a mail whose subject names none; the desk chooses."""


class Reason(StrEnum):
    """Why a message waits in quarantine; the page has the words."""

    MANY_SENDERS = "many_senders"
    NO_SENDER = "no_sender"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    LIST = "list"
    OURSELVES = "ourselves"
    LOOP = "loop"
    TWICE = "twice"
    NO_TEXT = "no_text"
    LONG_TEXT = "long_text"
    TOO_DEEP = "too_deep"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_SLOW = "too_slow"
    TOO_FAT = "too_fat"
    UNREADABLE = "unreadable"


class Remark(StrEnum):
    """What an editor should know of a message; some carry a detail behind a colon."""

    SENDER_DIFFERS = "sender_differs"
    NAME_SHOWS_ADDRESS = "name_shows_address"
    NAME_OF_MEMBER = "name_of_member"
    REPLY_ELSEWHERE = "reply_elsewhere"
    CLAIMED_CHECKS = "claimed_checks"
    HTML_ONLY = "html_only"
    CHARSET = "charset"
    NUL = "nul"
    BROKEN = "broken"
    PICTURE_LEFT = "picture_left"
    ATTACHMENT_LEFT = "attachment_left"
    DETAIL = "detail"

    def __str__(self) -> str:
        return self.value


Heads = Mapping[str, Sequence[str]]
"""Raw values by lower-case name, each bounded."""

_CHARSETS = frozenset(
    {"utf-8", "us-ascii", "ascii", "utf8", "latin-1", "gb2312", "gbk", "gb18030", "big5",
     "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "koi8-r", "koi8-u", "utf-16",
     *(f"iso-8859-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
     *(f"windows-125{n}" for n in range(9)), *(f"cp125{n}" for n in range(9))}
)  # fmt: skip
"""Only these: some of Python's codecs are slow, and some are no encodings of text at all."""

_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
_NAMED = re.compile(
    r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^"<>,;]*))\s*'
    r"<\s*(?P<address>[^<>\s@,;()\"]+@[^<>\s@,;()\"]+)\s*>\s*(?:\([^()]*\))?\s*"
)
_BARE = re.compile(r"\s*(?P<address>[^<>\s@,;()\"]+@[^<>\s@,;()\"]+)\s*(?:\([^()]*\))?\s*")
_ADDRESS = re.compile(r"[^\s@]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.IGNORECASE)
_ANSWERED = re.compile(r"\s*(?:re|fwd?|fw|bls|trs|balas|teruskan)\s*(?:\[\d+\])?\s*:\s*", re.I)
_RUBRIC = re.compile(
    r"\s*(?:\[(berita|opini|esai|kolom)\]\s*:?|(berita|opini|esai|kolom)\s*[:–—-])\s*", re.I
)
_NO_PERSON = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply\..*|bounces?(?:[+-].*)?)@", re.I
)
_IN_TEXT = re.compile(r"[^\s@<>\"'()]+@[^\s@<>\"'()]+\.[^\s@<>\"'()]+")


@dataclass(frozen=True, slots=True)
class Sender:
    """The one person a message says it is from, or why there is none."""

    name: str = ""
    address: str = ""
    reason: Reason | None = None
    remarks: tuple[Remark, ...] = ()


def heads_of(message: Message) -> Heads:
    """All headers by name. Eight-bit bytes are read as UTF-8, else as Latin-1."""
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        seen = found.setdefault(name.lower(), [])
        if len(seen) <= 2 * RECEIVED_MAX:
            seen.append(_readable(str(value)[:HEADER_MAX]))
    return found


def sender_of(heads: Heads) -> Sender:
    """Exactly one ``From`` with exactly one address (RFC 5322 3.6.2), else nobody."""
    lines = heads.get("from", ())
    if len(lines) > 1:
        return Sender(reason=Reason.MANY_SENDERS)
    if not lines or "@" not in lines[0]:
        return Sender(decoded(lines[0])[:120] if lines else "", reason=Reason.NO_SENDER)
    line = re.sub(r"\r?\n[ \t]", " ", lines[0])
    match = _NAMED.fullmatch(line) or _BARE.fullmatch(line)
    if match is None or not _ADDRESS.fullmatch(match["address"]):
        return Sender(decoded(line)[:120], reason=Reason.MANY_SENDERS)
    parts = match.groupdict()
    quoted = re.sub(r"\\(.)", r"\1", parts.get("quoted") or "")
    name, address = decoded(quoted or parts.get("plain") or "")[:120], match["address"]
    local, _, domain = address.rpartition("@")
    address = f"{local}@{domain.lower()}"
    shown = _IN_TEXT.search(name)
    is_other = shown is not None and shown[0].casefold() != address.casefold()
    remarks = (Remark.NAME_SHOWS_ADDRESS,) if is_other else ()
    return Sender(name or local, address, remarks=remarks)


def automatic(heads: Heads, *, mail_from: str | None, address: str, kind: str) -> Reason | None:
    """Whether no person wrote this (RFC 3834): such mail is kept and never answered."""
    if mail_from == "" or kind == "multipart/report":
        return Reason.BOUNCE
    if len(heads.get("received", ())) > RECEIVED_MAX:
        return Reason.LOOP
    if any(name in heads for name in ("list-id", "list-post", "list-unsubscribe")):
        return Reason.LIST
    precedence = _first(heads, "precedence")
    if precedence in ("list", "bulk"):
        return Reason.LIST
    submitted = _first(heads, "auto-submitted").partition(";")[0].strip()
    replies = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-loop", "feedback-id")
    if (submitted and submitted != "no") or precedence in ("junk", "auto_reply"):
        return Reason.AUTOMATIC
    if any(name in heads for name in replies) or _NO_PERSON.match(address):
        return Reason.AUTOMATIC
    return None


def remarks_of(heads: Heads, address: str) -> list[Remark]:
    """What may be a disguise. Verdicts on arrival are somebody else's claim: we give none here."""
    found = []
    if any(name in heads for name in ("authentication-results", "arc-authentication-results")):
        found.append(Remark.CLAIMED_CHECKS)
    for other in (*heads.get("reply-to", ()), *heads.get("sender", ())):
        if address and address.casefold() not in other.casefold():
            found.append(Remark.REPLY_ELSEWHERE)
            break
    return found


def asks_no_reply(heads: Heads) -> bool:
    """Whether the sender's machine asks that no answer comes by itself."""
    suppress = _first(heads, "x-auto-response-suppress")
    return any(word in suppress for word in ("all", "autoreply", "oof"))


def rubric_and_title(heads: Heads) -> tuple[Rubric | None, str]:
    """``Re: [Opini] Kopi kami`` is an opini named *Kopi kami*."""
    subjects = heads.get("subject", ())
    title = decoded(subjects[0]) if subjects else ""
    for _ in range(5):
        if not (match := _ANSWERED.match(title)):
            break
        title = title[match.end() :]
    if match := _RUBRIC.match(title):
        return Rubric((match[1] or match[2]).lower()), title[match.end() :].strip()
    return None, title.strip()


def message_id(heads: Heads) -> str:
    """The name that the sender's machine gave the message, or nothing usable."""
    lines = heads.get("message-id", ())
    found = re.fullmatch(r"\s*(<[\x21-\x3b=\x3f-\x7e]{3,250}>)\s*", lines[0]) if lines else None
    return found[1] if found else ""


def is_desk(address: str) -> bool:
    """Whether an address is that of the desk: ``redaksi`` or ``redaksi+token``."""
    local = address.rpartition("@")[0].casefold()
    return local == DESK or local.startswith(f"{DESK}+")


def decoded(value: str) -> str:
    """A header as a person reads it: encoded words (RFC 2047) opened, one clean line."""
    return clean_line(_WORD.sub(_open, _BETWEEN.sub(r"\1", value[:HEADER_MAX])))


def text_of(content: bytes, charset: str | None) -> tuple[str, bool]:
    """Bytes as text, and whether something about their encoding was odd."""
    named = (charset or "").lower()
    if named in _CHARSETS:
        try:
            return content.decode(named), False
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return content.decode("utf-8"), bool(named) and named not in _CHARSETS
    except UnicodeDecodeError:
        return content.decode("windows-1252", "replace"), True


def _open(word: re.Match[str]) -> str:
    content = word[3].encode("ascii", "replace")
    try:
        if word[2] in "bB":
            content = base64.b64decode(content + b"=" * (-len(content) % 4))
        else:
            content = quopri.decodestring(content.replace(b"_", b" "), header=False)
    except (binascii.Error, ValueError):
        return word[0]
    return text_of(content, word[1].partition("*")[0])[0]


def _readable(value: str) -> str:
    content = value.encode("utf-8", "surrogateescape")
    return text_of(content, None)[0]


def _first(heads: Heads, name: str) -> str:
    lines = heads.get(name, ())
    return lines[0].strip().lower() if lines else ""
