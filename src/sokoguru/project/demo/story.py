"""What the chapters of the example share: the cooperative, its year, its people by first name."""

from dataclasses import dataclass, field
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from sokoguru.identity.queries import Person
from sokoguru.kernel.refs import ActorRef
from sokoguru.members.models import Member
from sokoguru.tenancy.models import Cooperative


@dataclass
class Example:
    """One example cooperative while it is being told."""

    cooperative: Cooperative
    first: date
    today: date
    place: str
    staff: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def by(self, role: str) -> ActorRef:
        """The first holder of a role, as actor."""
        return self.staff[role].actor

    def key(self, *what: object) -> str:
        """A request key that is the same whenever the same thing is told again."""
        return str(uuid5(NAMESPACE_URL, ":".join([self.cooperative.slug, *map(str, what)])))
