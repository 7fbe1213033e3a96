"""A year, its proposal and its meeting, step by step, with the people of the cast."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from sokoguru.governance.actions import convening, sitting
from sokoguru.governance.models import Meeting, Question
from sokoguru.governance.rules import Choice, Way
from sokoguru.kernel import clock
from sokoguru.surplus.actions import closing, proposing
from sokoguru.surplus.models import Proposal
from tests.cast import Cast
from tests.surplus.year import YEAR, earn, profit_before_tax, set_policy

HELD_ON = date(2027, 2, 27)
NAMES = ("Siti", "Budi", "Wati", "Imas", "Asep", "Dewi", "Eko", "Fitri", "Gani")
SPLIT: dict[str, float | int] = {
    "cadangan": 20,
    "jasa_modal": 30,
    "jasa_usaha": 40,
    "dana_sosial": 10,
}


@contextmanager
def on(day: date, hour: int = 3) -> Iterator[None]:
    """Ten o'clock at the cooperative on a day."""
    with clock.frozen(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
        yield


def year_closed(cast: Cast, *, surplus: int = 9_000_000) -> Proposal:
    """A year that leaves this surplus after tax, closed, with its proposal."""
    set_policy(SPLIT)
    earn(profit_before_tax(surplus))
    with on(date(2027, 1, 11)):
        closing.close_year(year=YEAR, actor=cast.actor("hasan"))
        return proposing.propose(year=YEAR, actor=cast.actor("hasan"))


def reported(cast: Cast, *, day: date = date(2027, 1, 12)) -> None:
    """The annual report lies open."""
    with on(day):
        convening.publish_report(
            year=YEAR, words="Tahun yang baik.", signed_by=[], actor=cast.actor("ratna")
        )


def convened(cast: Cast, *, held_on: date = HELD_ON, day: date = date(2027, 1, 13)) -> Meeting:
    """The members are invited."""
    with on(day):
        return convening.convene(
            year=YEAR,
            held_on=held_on,
            starts_at=time(9, 0),
            place="Balai desa Sukamaju",
            agenda=["Pembukaan dan kuorum", "Laporan pengurus", "Pembagian SHU"],
            actor=cast.actor("ratna"),
        )


def come(cast: Cast, meeting: Meeting, *names: str) -> None:
    """These members are present, each by herself or himself."""
    for name in names:
        sitting.attend(
            meeting_id=meeting.pk,
            member_id=cast.member(name).pk,
            way=Way.ONLINE,
            actor=cast.as_member(name),
        )


def vote(cast: Cast, question: Question, choice: Choice, *names: str) -> None:
    """These members vote so."""
    for name in names:
        sitting.cast_vote(
            question_id=question.pk,
            member_id=cast.member(name).pk,
            choice=choice,
            actor=cast.as_member(name),
        )


def ended(cast: Cast, meeting: Meeting) -> None:
    """The minutes stand."""
    sitting.end_meeting(
        meeting_id=meeting.pk, chair="Ratna", secretary="Yuli", notes="", actor=cast.actor("ratna")
    )


def shu_question(meeting: Meeting) -> Question:
    """The question about SHU."""
    return Question.objects.get(meeting=meeting, subject="shu")


def in_session(cast: Cast, *names: str) -> Meeting:
    """The whole way to a meeting that is open, with these members present. Call on its day."""
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    with on(HELD_ON):
        come(cast, meeting, *names)
        sitting.open_meeting(meeting_id=meeting.pk, actor=cast.actor("ratna"))
    return meeting
