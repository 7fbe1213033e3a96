"""What happens in meetings, in the past tense."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StatuteSet:
    """What the AD says of meetings was entered, from a day on."""

    statute_id: int
    since: date


@dataclass(frozen=True, slots=True)
class ReportPublished:
    """The annual report lies open for the members."""

    report_id: int
    year: int
    ready_on: date


@dataclass(frozen=True, slots=True)
class RatConvened:
    """The members were invited: ``notices`` tells each of them."""

    meeting_id: int
    year: int
    call: int
    held_on: date
    starts_at: str
    place: str


@dataclass(frozen=True, slots=True)
class VotersListed:
    """The list of who may vote was frozen at the record date."""

    meeting_id: int
    record_on: date
    voters: int


@dataclass(frozen=True, slots=True)
class MemberAttended:
    """A member is present."""

    meeting_id: int
    member_id: int
    way: str


@dataclass(frozen=True, slots=True)
class RatOpened:
    """The meeting has its quorum and may decide."""

    meeting_id: int
    present: int
    needed: int
    voters: int


@dataclass(frozen=True, slots=True)
class QuestionAdded:
    """A question was put on the meeting's list."""

    meeting_id: int
    question_id: int
    subject: str


@dataclass(frozen=True, slots=True)
class BallotOpened:
    """The members may vote on a question."""

    question_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class VoteCast:
    """A member voted (openly)."""

    question_id: int
    member_id: int
    choice: str


@dataclass(frozen=True, slots=True)
class ResolutionMade:
    """A ballot was closed and counted."""

    resolution_id: int
    question_id: int
    outcome: str
    in_favour: int
    against: int
    abstaining: int


@dataclass(frozen=True, slots=True)
class RatEnded:
    """The meeting is over; its minutes stand."""

    meeting_id: int
    chair: str
    secretary: str
