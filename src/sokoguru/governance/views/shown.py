"""What the pages of a meeting share: quorum, agenda, results, the proposal that is voted on."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sokoguru.governance import queries
from sokoguru.governance.models import Meeting, Question, Resolution
from sokoguru.governance.queries import Quorum
from sokoguru.governance.rules import Choice, MeetingState, Outcome, QuestionState
from sokoguru.kernel.percentage import format_percentage
from sokoguru.surplus import queries as surplus
from sokoguru.surplus.rules.shu import HEAD_NAMES
from sokoguru.ui.rules.parts import Column, Share, Table, Tag

STATES = {
    MeetingState.INVITED: ("info", "Diundang"),
    MeetingState.OPEN: ("ok", "Berlangsung"),
    MeetingState.ENDED: ("", "Selesai"),
    MeetingState.NO_QUORUM: ("wait", "Kuorum tidak tercapai"),
}
CHOICES = {
    Choice.IN_FAVOUR: "Setuju",
    Choice.AGAINST: "Tidak setuju",
    Choice.ABSTAIN: "Abstain",
}


def number_in(text: str) -> int:
    """An id from an address or a button; 0, which is nobody's, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def state_tag(row: Meeting) -> Tag:
    """How far a meeting has come, icon and word."""
    tone, word = STATES[MeetingState(row.state)]
    return Tag(tone, _(word), "check" if tone == "" else "")  # type: ignore[arg-type]


def choice_name(choice: str) -> str:
    """A vote in words."""
    return _(CHOICES[Choice(choice)])


COLOURS = 6
"""Colours of a bar of parts."""


@dataclass(frozen=True, slots=True)
class QuorumBar:
    """The quorum as it is drawn: parts of a hundred with two places."""

    now: Quorum
    width: str
    tick: str


def quorum_bar(now: Quorum) -> QuorumBar:
    """How much of the bar is filled, and where the threshold stands."""
    return QuorumBar(now, _part(now.present, now.voters), _part(now.needed, now.voters))


def _part(part: int, whole: int) -> str:
    hundredths = min(part, whole) * 10_000 // whole if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with where it stands."""

    question: Question
    resolution: Resolution | None
    cast: int
    tag: Tag

    @property
    def is_ready(self) -> bool:
        return self.question.state == QuestionState.READY

    @property
    def is_open(self) -> bool:
        return self.question.state == QuestionState.OPEN

    @property
    def is_carried(self) -> bool:
        return self.resolution is not None and self.resolution.outcome == Outcome.CARRIED

    @property
    def may_distribute(self) -> bool:
        """Whether it is about SHU, carried, in the minutes, and not carried out yet."""
        is_ended = self.question.meeting.state == MeetingState.ENDED
        return is_ended and self.awaits_distribution

    @property
    def awaits_distribution(self) -> bool:
        """Whether it is about SHU, carried, and not carried out yet."""
        return self.is_carried and self.question.subject == "shu" and not self.is_distributed

    @property
    def is_distributed(self) -> bool:
        begun = surplus.distribution(self.question.meeting.year)
        return begun is not None and begun.proposal_id == self.question.proposal_id


def asked(row: Meeting) -> list[Asked]:
    """The questions of a meeting with their results."""
    resolved = queries.resolutions(row.pk)
    return [
        Asked(
            question=question,
            resolution=resolved.get(question.pk),
            cast=queries.votes_cast(question.pk),
            tag=_question_tag(question, resolved.get(question.pk)),
        )
        for question in queries.questions(row.pk)
    ]


def _question_tag(question: Question, resolution: Resolution | None) -> Tag:
    if question.state == QuestionState.OPEN:
        return Tag("info", _("Suara dibuka"), "vote")
    if resolution is None:
        return Tag("", _("Berikutnya"), "clock")
    if resolution.outcome == Outcome.CARRIED:
        return Tag("ok", _("Diterima, %s setuju") % resolution.in_favour)
    word = _("Seimbang") if resolution.outcome == Outcome.TIED else _("Ditolak")
    return Tag(
        "wait", _("%(word)s, %(count)s setuju") % {"word": word, "count": resolution.in_favour}
    )


def proposal_table(question: Question) -> Table | None:
    """What is voted on, as numbers; none for a question that is not about SHU."""
    if question.proposal_id is None:
        return None
    row = surplus.proposal(question.proposal_id)
    rows: list[list[Any]] = []
    if row.village:
        rows.append(
            [
                _("Hak desa"),
                _("%s dari seluruhnya") % format_percentage(row.policy.village_percentage),
                row.village,
            ]
        )
    rows += [
        [_(HEAD_NAMES[head]), format_percentage(percentage), amount]
        for head, percentage, amount in surplus.heads_of(row.pk)
    ]
    return Table(
        caption=_("Usul pembagian SHU %s") % row.year,
        columns=[Column(_("Untuk")), Column(_("Bagian"), "num"), Column(_("Jumlah"), "rupiah")],
        rows=rows,
        foot=[_("SHU %s") % row.year, "" if row.village else "100%", row.surplus],
        scroll=True,
    )


def proposal_bars(question: Question) -> list[Share]:
    """The same as one bar: what is nothing is left out, the smallest stand together."""
    if question.proposal_id is None:
        return []
    row = surplus.proposal(question.proposal_id)
    heads = [(_(HEAD_NAMES[head]), amount) for head, _percent, amount in surplus.heads_of(row.pk)]
    parts = sorted(
        [(name, amount) for name, amount in [*heads, (_("Hak desa"), row.village)] if amount],
        key=lambda part: -part[1],
    )
    kept, rest = parts[: COLOURS - 1], parts[COLOURS - 1 :]
    if len(rest) > 1:
        rest = [(_("Lainnya"), sum(amount for _name, amount in rest))]
    return [Share(name, amount) for name, amount in [*kept, *rest]]
