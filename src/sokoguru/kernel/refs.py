"""Small frozen names for people and things that cross offices without their tables."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["staff", "member", "system", "visitor"]


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Who did it.

    ``id`` is the login's id in the cooperative's cell (0 for the system and for visitors).
    ``person_id`` is the directory user behind the login: maker and checker are compared by it.
    """

    kind: ActorKind
    id: int
    name: str
    person_id: int = 0


SYSTEM = ActorRef(kind="system", id=0, name="Sokoguru")
VISITOR = ActorRef(kind="visitor", id=0, name="Pengunjung")


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """A thing of another office, opaque here: ``kind`` is ``office.noun``, ``id`` its row."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"
