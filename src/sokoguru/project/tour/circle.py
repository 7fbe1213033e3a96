"""One cooperative on its tour: who takes part, what was done, what each step showed."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sokoguru.project.tour.expected import Expected
from sokoguru.project.tour.network import Network
from sokoguru.project.tour.server import Login, Server
from sokoguru.project.tour.walker import Page, TourFailed, Walker

MEMBER = "Anggota"
AUTHOR, MAKER, BUYER = 0, 1, 2
"""Which of the plain members writes, which makes the goods, which reads and buys."""
PROOF = r"Nomor bukti (\S+)"
"""How a page names what was done."""


@dataclass(frozen=True)
class Step:
    """What one step left behind: a reference to look it up by, and its rupiah."""

    step: str
    reference: str
    amount: int
    url: str

    def as_facts(self) -> dict[str, Any]:
        """As ``soko tour --json`` prints it."""
        return asdict(self)


@dataclass
class Circle:
    """A cooperative's people at their browsers, and the steps so far."""

    server: Server
    network: Network
    host: str
    tell: Callable[[Step], None]
    steps: list[Step] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)
    """What a later step needs of an earlier one: addresses and references."""
    _inside: dict[str, Walker] = field(default_factory=dict)

    def _logins(self, role: str) -> list[Login]:
        return [each for each in self.server.logins if (each.host, each.role) == (self.host, role)]

    def visitor(self) -> Walker:
        """Somebody without a login."""
        return Walker(self.server.base, self.host)

    def name(self, role: str, place: int = 0) -> str:
        """Who holds the role."""
        found = self._logins(role)
        if place >= len(found):
            raise TourFailed(f"{self.host}: nobody to be {role} number {place + 1}")
        return found[place].name

    def by(self, role: str, place: int = 0) -> Walker:
        """The holder of a role, inside by the one-time link of the greeting."""
        name = self.name(role, place)
        if name not in self._inside:
            walker = self.visitor()
            page = walker.get(self._logins(role)[place].address)
            walker.send(page, page.form("csrfmiddlewaretoken", action=r"^$"))
            self._inside[name] = walker
        return self._inside[name]

    def everybody(self) -> list[Walker]:
        """Every person of the greeting, each once."""
        places: dict[str, int] = {}
        walkers: dict[str, Walker] = {}
        for login in self.server.logins:
            if login.host == self.host:
                place = places.get(login.role, 0)
                places[login.role] = place + 1
                walkers.setdefault(login.name, self.by(login.role, place))
        return list(walkers.values())

    def did(self, step: str, page: Page, *, reference: str, amount: int = 0) -> None:
        """Remember a step and tell it."""
        done = Step(step, reference, amount, f"http://{self.host}{page.path}")
        self.steps.append(done)
        self.tell(done)

    def must_be(self, what: str, found: int, wanted: int) -> None:
        """Compare to the rupiah."""
        if found != wanted:
            raise TourFailed(f"{self.host}: {what} is {found}, expected {wanted}")


Act = Callable[[Circle, Expected], None]
