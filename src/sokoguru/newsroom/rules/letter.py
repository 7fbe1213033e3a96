"""What a mail says, read without trust: who, what, which pictures, and what is odd about it.

Pure, but for hostile mail it must run in a bounded process (``adapters/reading.py``): parsers can
be made slow, deep and fat. Nothing here decides to publish or to answer; it only says what may be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from sokoguru.kernel.text import clean_block, clean_line
from sokoguru.newsroom.errors import PictureNotTaken, PictureTooLarge, PictureUnreadable
from sokoguru.newsroom.rules import headers
from sokoguru.newsroom.rules.headers import NOTHING_SAID, Reason, Remark
from sokoguru.newsroom.rules.pictures import Encoded, kind_of, re_encoded
from sokoguru.newsroom.rules.prose import text_of_html

SIZE_MAX = 10 * 1024 * 1024
DEPTH_MAX = 10
PARTS_MAX = 100
PICTURES_MAX = 5
TEXT_MAX = 60_000
TITLE_MAX = 200
BIO_MAX = 300
_SIGNATURE = re.compile(r"\n-- ?\n")


class _Stop(Exception):
    """The message is more than we read; ``reason`` says of what."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as the desk gets it: a draft, or in quarantine when ``reason`` says why."""

    sender_name: str = ""
    sender_address: str = ""
    title: str = ""
    text: str = ""
    bio: str = ""
    rubric: str = NOTHING_SAID.value
    message_id: str = ""
    reason: str = ""
    remarks: tuple[str, ...] = ()
    may_answer: bool = False
    """Whether anything may ever be mailed to the sender."""
    may_acknowledge: bool = False
    """Whether the sender may be answered at once, without a person."""
    pictures: tuple[Encoded, ...] = field(default=(), repr=False)


@dataclass(slots=True)
class _Said:
    """What is collected while the parts are walked."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    pictures: list[Encoded] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_letter(raw: bytes, *, mail_from: str | None, own_hosts: frozenset[str]) -> Letter:
    """Read a whole message. ``mail_from`` is the envelope's sender (``""`` for a bounce), or none.

    Raises whatever a parser raises; the caller keeps such a message by ``unread_letter``.
    """
    message = BytesParser(policy=compat32).parsebytes(raw)
    letter = _of_headers(message, mail_from=mail_from, own_hosts=own_hosts)
    said = _Said()
    try:
        for part in _leaves(message):
            _take(part, said)
    except _Stop as stop:
        return replace(letter, reason=stop.reason.value, may_acknowledge=False)
    return _with_text(letter, said)


def unread_letter(raw: bytes, *, reason: Reason, detail: str = "") -> Letter:
    """What is still known of a message that could not be read: its first headers, perhaps."""
    remarks = (f"{Remark.DETAIL}:{detail[:80]}",) if detail else ()
    try:
        message = BytesHeaderParser(policy=compat32).parsebytes(raw[:65_536])
        letter = _of_headers(message, mail_from=None, own_hosts=frozenset())
    except Exception:  # even the head of it is hostile
        letter = Letter()
    return replace(
        letter,
        reason=reason.value,
        remarks=(*letter.remarks, *remarks),
        may_answer=False,
        may_acknowledge=False,
    )


def _of_headers(message: Message, *, mail_from: str | None, own_hosts: frozenset[str]) -> Letter:
    heads = headers.heads_of(message)
    sender = headers.sender_of(heads)
    address = sender.address
    automatic = headers.automatic(
        heads, mail_from=mail_from, address=address, kind=message.get_content_type()
    )
    if address.rpartition("@")[2] in own_hosts and headers.is_desk(address):
        automatic = Reason.OURSELVES
    reason = automatic or sender.reason
    remarks = [*sender.remarks, *headers.remarks_of(heads, address)]
    is_true_envelope = mail_from is not None and mail_from.casefold() == address.casefold()
    if mail_from and not is_true_envelope:
        remarks.append(Remark.SENDER_DIFFERS)
    may_answer = bool(address) and not automatic and not headers.asks_no_reply(heads)
    rubric, title = headers.rubric_and_title(heads)
    return Letter(
        sender_name=sender.name,
        sender_address=address,
        title=title[:TITLE_MAX],
        rubric=(rubric or NOTHING_SAID).value,
        message_id=headers.message_id(heads),
        reason=reason.value if reason else "",
        remarks=tuple(str(remark) for remark in remarks),
        may_answer=may_answer,
        may_acknowledge=may_answer and not reason and is_true_envelope,
    )


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; never more than we are ready to read."""
    waiting, seen = [(message, 1)], 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if depth > DEPTH_MAX:
            raise _Stop(Reason.TOO_DEEP)
        if seen > PARTS_MAX:
            raise _Stop(Reason.TOO_MANY_PARTS)
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            if len(inside) > PARTS_MAX:
                raise _Stop(Reason.TOO_MANY_PARTS)
            waiting += [(each, depth + 1) for each in reversed(inside) if isinstance(each, Message)]
        else:
            yield part


def _take(part: Message, said: _Said) -> None:
    content = part.get_payload(decode=True)
    name = headers.decoded(str(part.get_filename() or ""))[:60]
    if part.get_content_maintype() == "multipart":
        said.remarks.append(Remark.BROKEN)  # says it has parts, and has none
    if not isinstance(content, bytes):  # a message inside the message
        said.remarks.append(f"{Remark.ATTACHMENT_LEFT}:{name or part.get_content_type()}")
    elif kind_of(content):
        _take_picture(content, name, said)
    elif part.get_content_disposition() == "attachment" or not _is_text(part):
        if content.strip():
            said.remarks.append(f"{Remark.ATTACHMENT_LEFT}:{name or part.get_content_type()}")
    else:
        text, is_odd = headers.text_of(content, part.get_content_charset())
        if is_odd:
            said.remarks.append(Remark.CHARSET)
        if "\0" in text:
            said.remarks.append(Remark.NUL)
        target = said.html if part.get_content_subtype() == "html" else said.plain
        target.append(text)


def _take_picture(content: bytes, name: str, said: _Said) -> None:
    if len(said.pictures) >= PICTURES_MAX:
        said.remarks.append(f"{Remark.PICTURE_LEFT}:{name}")
        return
    try:
        said.pictures.append(re_encoded(content))
    except (PictureTooLarge, PictureNotTaken, PictureUnreadable) as refused:
        said.remarks.append(f"{Remark.PICTURE_LEFT}:{name or refused.code}")


def _is_text(part: Message) -> bool:
    return part.get_content_maintype() in ("text", "multipart") or part.get("Content-Type") is None


def _with_text(letter: Letter, said: _Said) -> Letter:
    remarks = list(letter.remarks) + said.remarks
    text = "\n\n".join(part.strip() for part in said.plain if part.strip())
    if not text and said.html:
        text = "\n\n".join(text_of_html(each) for each in said.html)
        remarks.append(Remark.HTML_ONLY)
    body, *signature = _SIGNATURE.split("\n" + clean_block(text), maxsplit=1)
    body = body.strip()
    reason = letter.reason
    if not reason and not body:
        reason = Reason.NO_TEXT.value
    if not reason and len(body) > TEXT_MAX:
        reason = Reason.LONG_TEXT.value
    return replace(
        letter,
        text=body[:TEXT_MAX],
        bio=clean_line(signature[0])[:BIO_MAX] if signature else "",
        reason=reason,
        remarks=tuple(dict.fromkeys(str(remark) for remark in remarks))[:50],
        may_acknowledge=letter.may_acknowledge and not reason,
        pictures=tuple(said.pictures),
    )
