"""Who may say that a surplus is shared: the meeting, an office above, bound by the wiring."""

from collections.abc import Callable
from dataclasses import dataclass

from sokoguru.kernel.refs import SubjectRef


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a meeting carried: this proposal, with this fingerprint."""

    proposal_id: int
    digest: str


Decider = Callable[[SubjectRef], Mandate | None]
"""From a resolution to what it carries out; none where it is not carried, or not about SHU."""

_deciders: list[Decider] = []


def decided_by(decider: Decider) -> None:
    """Name the office that decides. Safe to repeat; the last one named counts."""
    _deciders[:] = [decider]


def mandate_of(resolution: SubjectRef) -> Mandate | None:
    """What a resolution carries out; none while nobody may decide."""
    return _deciders[0](resolution) if _deciders else None
