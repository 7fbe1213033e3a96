"""Everything that comes in: a message kept raw, a message read, a text typed on a page."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may, login_of_member
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock, tokens
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.kernel.text import clean_block, clean_line
from sokoguru.members import queries as register
from sokoguru.newsroom import locks, queries
from sokoguru.newsroom.actions import pictures
from sokoguru.newsroom.errors import MailEmpty, MailTooLarge, SubmissionReused
from sokoguru.newsroom.events import PieceQuarantined, PieceReceived
from sokoguru.newsroom.models import Attachment, RawMail, Reading, Submission
from sokoguru.newsroom.rules.desk import State, check_move
from sokoguru.newsroom.rules.headers import Reason, Remark
from sokoguru.newsroom.rules.letter import SIZE_MAX, Letter
from sokoguru.tenancy.scope import atomic

LEASE = timedelta(minutes=2)
READINGS_MAX = 3
"""A message whose reading ended without a word so often is put in quarantine unread."""
PAUSE_OF_ANSWERS = timedelta(hours=1)
"""One acknowledgement an hour for one address, so that nobody can have us fill a stranger's box."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed on a page."""

    rubric: str
    title: str
    body: str
    name: str = ""
    contact: str = ""
    bio: str = ""
    picture_alt: str = ""


@atomic
def keep_mail(
    *,
    content: bytes,
    mail_from: str | None,
    mail_to: str = "",
    peer: str = "",
    source: str = RawMail.Source.SMTP,
    actor: ActorRef = SYSTEM,
) -> RawMail:
    """Keep a message as it came, before anything reads it. Safe to repeat: once by its bytes.

    Raises ``MailEmpty``, ``MailTooLarge``.
    """
    if source == RawMail.Source.FILE:
        check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    if not content.strip():
        raise MailEmpty()
    if len(content) > SIZE_MAX:
        raise MailTooLarge(found=len(content), bound=SIZE_MAX)
    digest = hashlib.sha256(content).digest()
    row = RawMail(
        sha256=digest,
        content=content,
        size=len(content),
        source=source,
        mail_from=None if mail_from is None else clean_line(mail_from)[:320],
        mail_to=clean_line(mail_to)[:320],
        peer=peer[:60],
        received_at=clock.now(),
    )
    RawMail.objects.bulk_create([row], ignore_conflicts=True)
    kept = RawMail.objects.defer("content").get(sha256=digest)
    Reading.objects.bulk_create([Reading(raw=kept)], ignore_conflicts=True)
    return kept


@atomic
def take_reading() -> Reading | None:
    """Take the oldest unread message for two minutes; a reader that dies gives it back so."""
    now = clock.machine_now()
    found = locks.next_reading(now=now)
    if found is not None:
        found.attempts += 1
        found.lease_until = now + LEASE
        found.save(update_fields=["attempts", "lease_until"])
    return found


@atomic
def file_letter(*, reading_id: int, letter: Letter) -> Submission:
    """Put what was read before the desk: a draft, or in quarantine. Once for each message."""
    reading = locks.reading(reading_id)
    raw = RawMail.objects.defer("content").get(pk=reading.raw_id)
    done = Submission.objects.filter(raw=raw).first()
    if done is not None:
        return done
    reason, hint_id = letter.reason, _hint_id(letter.sender_address)
    if not reason and queries.is_known_message(letter.message_id):
        reason = Reason.TWICE.value
    remarks = list(letter.remarks)
    if letter.sender_name and hint_id is None and queries.is_name_of_member(letter.sender_name):
        remarks.append(Remark.NAME_OF_MEMBER.value)
    acknowledge = (
        letter.may_acknowledge and not reason and _is_answered_first(letter.sender_address)
    )
    row = Submission.objects.create(
        source=Submission.Source.FILE
        if raw.source == RawMail.Source.FILE
        else Submission.Source.MAIL,
        raw=raw,
        request_key=f"surat:{raw.pk}",
        ticket=tokens.link_token(),
        hint_id=hint_id,
        author_name=clean_line(letter.sender_name)[:120],
        author_bio=letter.bio,
        contact=letter.sender_address[:320],
        may_answer=letter.may_answer,
        rubric=letter.rubric,
        title=letter.title,
        body=letter.text,
        message_id=letter.message_id,
        state=State.QUARANTINED if reason else State.RECEIVED,
        reason=reason,
        remarks=[remark[:120] for remark in remarks],
        received_at=raw.received_at,
    )
    for encoded in letter.pictures:
        picture = pictures.store(encoded=encoded)
        Attachment.objects.get_or_create(submission=row, picture=picture)
    Reading.objects.filter(pk=reading.pk).update(done=True, lease_until=None)
    _told(row, acknowledge=acknowledge, actor=SYSTEM)
    return row


@atomic
def submit(
    *,
    typed: Typed,
    request_key: str,
    actor: ActorRef,
    member_id: int | None = None,
    picture: bytes = b"",
) -> Submission:
    """Take a text from a page, of a member who is logged in or of a visitor. Safe to repeat by key.

    Raises ``SubmissionReused`` and what ``pictures.keep_picture`` raises.
    """
    row = Submission(request_key=request_key, **_fields_of(typed, member_id=member_id))
    known = Submission.objects.filter(request_key=request_key).first()
    if known is not None:
        if (known.title, known.body, known.member_id) != (row.title, row.body, row.member_id):
            raise SubmissionReused()
        return known
    row.source, row.ticket = Submission.Source.PAGE, tokens.link_token()
    row.state, row.received_at = State.RECEIVED, clock.now()
    acknowledge = _is_answered_first(row.contact)
    Submission.objects.bulk_create([row], ignore_conflicts=True)  # a twin waits here
    kept_row = Submission.objects.get(request_key=request_key)
    if kept_row.ticket != row.ticket:
        return kept_row
    row = kept_row
    if picture:
        kept = pictures.keep_picture(content=picture, person_id=actor.person_id)
        Attachment.objects.get_or_create(submission=row, picture=kept)
    _told(row, acknowledge=acknowledge, actor=actor)
    return row


@atomic
def resubmit(*, submission_id: int, typed: Typed, actor: ActorRef, member_id: int) -> Submission:
    """Send a returned piece again with a new text. Only its own author. Raises ``NotFound``."""
    row = locks.submission(submission_id)
    queries.check_own(row, member_id)
    fields = _fields_of(typed, member_id=member_id)
    if queries.standing(row) is State.RECEIVED and (row.title, row.body) == (
        fields["title"],
        fields["body"],
    ):
        return row
    check_move(queries.standing(row), State.RECEIVED)
    for name, value in fields.items():
        setattr(row, name, value)
    row.state, row.article, row.decision, row.decided_at = State.RECEIVED, None, "", None
    row.save(update_fields=[*fields, "state", "article", "decision", "decided_at"])
    _told(row, acknowledge=False, actor=actor)
    return row


def _fields_of(typed: Typed, *, member_id: int | None) -> dict[str, Any]:
    """The columns of a typed text; a member's name is the register's, not what was typed."""
    fields: dict[str, Any] = {
        "rubric": typed.rubric,
        "title": clean_line(typed.title)[:200],
        "body": clean_block(typed.body),
        "author_bio": clean_line(typed.bio)[:300],
        "picture_alt": clean_line(typed.picture_alt)[:300],
    }
    if member_id is None:
        contact = clean_line(typed.contact)[:320]
        return {
            **fields,
            "member": None,
            "author_name": clean_line(typed.name)[:120],
            "author_role": "",
            "contact": contact,
            "hint_id": _hint_id(contact),
        }
    member = register.member(member_id)
    login = login_of_member(member_id)
    return {
        **fields,
        "member": member,
        "author_name": member.name,
        "author_role": "anggota",
        "contact": member.email,
        "author_person_id": login.user_id if login else 0,
    }


def _is_answered_first(address: str) -> bool:
    """Whether an acknowledgement to this address is due: none within the hour."""
    since = clock.now() - PAUSE_OF_ANSWERS
    return bool(address) and not queries.was_answered_lately(address, since=since)


def _hint_id(address: str) -> int | None:
    """The one member with this address; two with the same one are no hint."""
    found = register.members_by_email(address) if address else []
    return found[0].pk if len(found) == 1 else None


def _told(row: Submission, *, acknowledge: bool, actor: ActorRef) -> None:
    if row.state == State.QUARANTINED:
        audit.record(PieceQuarantined(submission_id=row.pk, reason=row.reason), actor=actor)
        return
    event = PieceReceived(
        submission_id=row.pk, source=row.source, acknowledge=acknowledge and row.may_answer
    )
    audit.record(event, actor=actor)
