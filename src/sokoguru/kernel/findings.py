"""What ``soko check`` reports: each invariant recomputed from the rows, with what breaks it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One invariant of one cooperative. ``checked`` counts what was looked at, never zero by
    design.
    """

    name: str
    checked: int
    broken: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing breaks it."""
        return not self.broken


def shown(broken: Iterable[str]) -> list[str]:
    """The first breakers, in words an auditor can look up."""
    several: Iterator[str] = iter(broken)
    return list(islice(several, MOST_SHOWN))
