"""The way of a piece through the desk: states, moves, and four eyes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sokoguru.kernel.text import clean_line
from sokoguru.newsroom import errors

RIGHT_OF_REPLY = timedelta(hours=48)
"""Two days of 24 hours to serve a right of reply (the house's promise, after UU 40/1999 art. 5)."""


class State(StrEnum):
    """Where a piece stands."""

    QUARANTINED = "karantina"
    RECEIVED = "diterima"
    TRIAGE = "ditimbang"
    ASSIGNED = "ditugaskan"
    EDITING = "disunting"
    REVIEW = "diperiksa"
    APPROVED = "disetujui"
    SCHEDULED = "dijadwalkan"
    PUBLISHED = "terbit"
    CORRECTING = "diralat"
    CORRECTED = "sudah_diralat"
    WITHDRAWN = "dicabut"
    RETURNED = "dikembalikan"
    REJECTED = "ditolak"
    SPAM = "spam"


MOVES: dict[State, frozenset[State]] = {
    State.QUARANTINED: frozenset({State.RECEIVED, State.SPAM, State.REJECTED}),
    State.RECEIVED: frozenset({State.TRIAGE, State.QUARANTINED, State.SPAM}),
    State.TRIAGE: frozenset({State.ASSIGNED, State.RETURNED, State.REJECTED, State.SPAM}),
    State.ASSIGNED: frozenset({State.EDITING, State.TRIAGE}),
    State.EDITING: frozenset({State.REVIEW, State.RETURNED, State.REJECTED}),
    State.REVIEW: frozenset({State.APPROVED, State.EDITING, State.RETURNED, State.REJECTED}),
    State.APPROVED: frozenset({State.PUBLISHED, State.SCHEDULED, State.EDITING}),
    State.SCHEDULED: frozenset({State.PUBLISHED, State.APPROVED, State.EDITING}),
    State.PUBLISHED: frozenset({State.CORRECTING, State.WITHDRAWN}),
    State.CORRECTING: frozenset({State.CORRECTED, State.PUBLISHED, State.WITHDRAWN}),
    State.CORRECTED: frozenset({State.CORRECTING, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
    State.RETURNED: frozenset({State.RECEIVED}),
    State.REJECTED: frozenset({State.TRIAGE}),
    State.SPAM: frozenset({State.RECEIVED}),
}
"""Every move there is. Whoever edits what was approved sends it through review again."""

PUBLIC = frozenset({State.PUBLISHED, State.CORRECTING, State.CORRECTED})
NEEDS_REASON = frozenset({State.RETURNED, State.REJECTED, State.WITHDRAWN, State.CORRECTING})
NEEDS_FOUR_EYES = frozenset({State.APPROVED, State.CORRECTED})


@dataclass(frozen=True, slots=True)
class Writer:
    """Whoever wrote a piece: a known person (``person_id``), an address, or both."""

    person_id: int = 0
    address: str = ""


def check_move(here: State, there: State, *, reason: str = "") -> None:
    """Refuse a move that the table does not know, or one that owes a reason."""
    if there not in MOVES[here]:
        raise errors.MoveNotAllowed(here=here.value, there=there.value)
    if there in NEEDS_REASON and not clean_line(reason):
        raise errors.ReasonMissing(there=there.value)


def check_four_eyes(author: Writer, approver: Writer) -> None:
    """Refuse an approval by the author (the same person or address), or by nobody known."""
    if approver.person_id == 0:
        raise errors.NotThePersonAtTheDesk()
    is_same_person = author.person_id == approver.person_id
    is_same_address = bool(author.address) and _same(author.address, approver.address)
    if is_same_person or is_same_address:
        raise errors.OwnPiece()


def content_hash(
    *, title: str, summary: str, body: str, picture: str, byline: str, rest: str = ""
) -> str:
    """The fingerprint that an approval is given to: any change of what is shown changes it.

    ``rest`` is what else the page shows: rubric, biography, goods.
    """
    parts = (title, summary, body, picture, byline, rest)
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def check_as_approved(*, approved: str, now: str) -> None:
    """Refuse to publish another text than the one that was approved."""
    if approved != now:
        raise errors.ChangedSinceApproval()


def reply_due_at(asked_at: datetime) -> datetime:
    """When a right of reply must have been served."""
    return asked_at + RIGHT_OF_REPLY


def _same(address: str, other: str) -> bool:
    return address.strip().casefold() == other.strip().casefold()
