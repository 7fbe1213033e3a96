"""What makes a meeting's decision lawful: time, quorum, one vote each, and a majority.

UU 25/1992 art. 22-28 and 35; the numbers are those of the AD (Permenkop 19/2015), so each is
a setting with a common default.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from sokoguru.governance import errors
from sokoguru.kernel.period import add_months, month_of
from sokoguru.members.rules.admission import MemberState, is_full_member


@dataclass(frozen=True, slots=True)
class Threshold:
    """A part of a whole: more than a half, or at least a fifth."""

    part: Fraction
    is_more_than: bool = False

    def needed_of(self, whole: int) -> int:
        """The least number that satisfies it."""
        exact = self.part * whole
        if self.is_more_than:
            return int(exact) + 1
        return -int(-exact // 1)


MORE_THAN_HALF = Threshold(Fraction(1, 2), is_more_than=True)
A_FIFTH = Threshold(Fraction(1, 5))
TWO_THIRDS = Threshold(Fraction(2, 3))
THREE_QUARTERS = Threshold(Fraction(3, 4))
THRESHOLDS: Mapping[str, Threshold] = {
    "lebih_setengah": MORE_THAN_HALF,
    "seperlima": A_FIFTH,
    "dua_pertiga": TWO_THIRDS,
    "tiga_perempat": THREE_QUARTERS,
}
"""The parts that an AD names, as they are stored."""


@dataclass(frozen=True, slots=True)
class MeetingTerms:
    """What the AD says of a meeting."""

    first_call: Threshold = MORE_THAN_HALF
    second_call: Threshold = A_FIFTH
    second_call_after_days: int = 7
    invitation_days_min: int = 14
    report_months_before: int = 1
    held_within_months: int = 6
    record_days_before: int = 14
    """So many days before the meeting the list of voters is frozen."""
    majority: Threshold = MORE_THAN_HALF


@dataclass(frozen=True, slots=True)
class RatCalendar:
    """The latest days for a RAT about a book year."""

    report_ready_by: date
    invited_by: date
    held_by: date


class MeetingState(StrEnum):
    """How far a meeting has come."""

    INVITED = "diundang"
    OPEN = "berlangsung"
    ENDED = "selesai"
    NO_QUORUM = "tanpa_kuorum"


class QuestionState(StrEnum):
    """A question is put once: prepared, open for votes, closed with a resolution."""

    READY = "siap"
    OPEN = "dibuka"
    CLOSED = "ditutup"


class Subject(StrEnum):
    """What a question decides."""

    GENERAL = "umum"
    SHU = "shu"


class Way(StrEnum):
    """How a member's presence was noted."""

    CARD = "kartu"
    STAFF = "petugas"
    ONLINE = "sendiri"


class Choice(StrEnum):
    """What one may vote."""

    IN_FAVOUR = "setuju"
    AGAINST = "tidak_setuju"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """What the votes say."""

    CARRIED = "diterima"
    REJECTED = "ditolak"
    TIED = "seimbang"


@dataclass(frozen=True, slots=True)
class Vote:
    """An open vote of one member."""

    member_id: int
    choice: Choice


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes counted. Who abstains is present but weighs on neither side."""

    in_favour: int
    against: int
    abstaining: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstaining


def quorum(members: int, terms: MeetingTerms, *, is_second_call: bool = False) -> int:
    """How many of so many members must be present."""
    threshold = terms.second_call if is_second_call else terms.first_call
    return max(threshold.needed_of(members), 1)


def check_quorum(
    *, present: int, members: int, terms: MeetingTerms, is_second_call: bool = False
) -> None:
    """Refuse to open a meeting to which too few have come; nobody is present without members."""
    needed = quorum(members, terms, is_second_call=is_second_call)
    if present < needed or present > members:
        raise errors.NoQuorum(present=present, needed=needed, members=members)


def check_second_call(*, first_held_on: date, held_on: date, terms: MeetingTerms) -> None:
    """Refuse a second call on the heels of the first."""
    earliest = first_held_on + timedelta(days=terms.second_call_after_days)
    if held_on < earliest:
        raise errors.SecondCallTooEarly(held_on=str(held_on), earliest_on=str(earliest))


def rat_calendar(book_year_ends_on: date, terms: MeetingTerms) -> RatCalendar:
    """The latest days: the meeting in the month that the law names, the report before it."""
    held_by = (month_of(book_year_ends_on) + terms.held_within_months).ends_on
    return RatCalendar(
        report_ready_by=add_months(held_by, -terms.report_months_before),
        invited_by=held_by - timedelta(days=terms.invitation_days_min),
        held_by=held_by,
    )


def check_calendar(
    *,
    book_year_ends_on: date,
    report_ready_on: date,
    invited_on: date,
    record_on: date,
    held_on: date,
    terms: MeetingTerms,
) -> None:
    """Refuse a RAT whose days do not fit; the first that does not is named."""
    if held_on <= book_year_ends_on:
        raise errors.MeetingTooEarly(held_on=str(held_on), ends_on=str(book_year_ends_on))
    held_by = rat_calendar(book_year_ends_on, terms).held_by
    if held_on > held_by:
        raise errors.MeetingTooLate(held_on=str(held_on), held_by=str(held_by))
    ready_by = add_months(held_on, -terms.report_months_before)
    if report_ready_on > ready_by:
        raise errors.ReportTooLate(ready_on=str(report_ready_on), ready_by=str(ready_by))
    invited_by = held_on - timedelta(days=terms.invitation_days_min)
    if invited_on > invited_by:
        raise errors.InvitedTooLate(invited_on=str(invited_on), invited_by=str(invited_by))
    if not book_year_ends_on <= record_on <= held_on:
        raise errors.RecordDateWrong(record_on=str(record_on), held_on=str(held_on))


def check_entitled(
    state: MemberState, *, member_since: date | None, left_on: date | None, record_on: date
) -> None:
    """Refuse the vote of anyone who was not a full member at the record date, or is none now."""
    is_of_the_record = member_since is not None and member_since <= record_on
    has_left = left_on is not None and left_on <= record_on
    if not is_full_member(state) or not is_of_the_record or has_left:
        raise errors.NotEntitled(state=state.value, record_on=str(record_on))


def count(votes: Iterable[Vote], *, entitled: frozenset[int]) -> Tally:
    """Count each member once; refuse a second vote and the vote of who is not entitled."""
    seen: set[int] = set()
    by_choice = dict.fromkeys(Choice, 0)
    for vote in votes:
        if vote.member_id not in entitled:
            raise errors.NotEntitled(member_id=vote.member_id)
        if vote.member_id in seen:
            raise errors.VotedTwice(member_id=vote.member_id)
        seen.add(vote.member_id)
        by_choice[vote.choice] += 1
    return Tally(
        in_favour=by_choice[Choice.IN_FAVOUR],
        against=by_choice[Choice.AGAINST],
        abstaining=by_choice[Choice.ABSTAIN],
    )


def outcome(tally: Tally, majority: Threshold = MORE_THAN_HALF) -> Outcome:
    """What the votes say. A tie is no majority; without votes nothing is carried."""
    decided = tally.in_favour + tally.against
    if decided and tally.in_favour >= majority.needed_of(decided):
        return Outcome.CARRIED
    if decided and tally.in_favour == tally.against:
        return Outcome.TIED
    return Outcome.REJECTED


def check_carried(tally: Tally, majority: Threshold = MORE_THAN_HALF) -> None:
    """Refuse to carry out what the meeting did not carry."""
    said = outcome(tally, majority)
    if said is not Outcome.CARRIED:
        raise errors.NotCarried(
            outcome=said.value, in_favour=tally.in_favour, against=tally.against
        )


def check_unchanged(*, voted: str, carried_out: str) -> None:
    """Refuse to carry out another proposal than the one that was voted on."""
    if voted != carried_out:
        raise errors.ProposalChanged(voted=voted, carried_out=carried_out)
