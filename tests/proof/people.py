"""Everybody of a village, and a browser for each."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from sokoguru.identity import queries as identity
from sokoguru.identity.models import Login
from sokoguru.identity.queries import Person
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import address_of, cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.web import BACKEND, Browser, browser


@dataclass(frozen=True)
class Villagers:
    """A cooperative with the people who may log in."""

    cooperative: Cooperative
    host: str
    people: tuple[Person, ...]

    def browser(self, person: Person | None, *, host: str = "") -> Browser:
        """A browser at this cooperative's host (or another's), logged in as the person."""
        made = browser(host or self.host, raise_request_exception=False)
        if person is not None:
            made.force_login(User.objects.get(pk=person.user_id), backend=BACKEND)
            made.get("/masuk/lanjut/", SERVER_NAME=self.host)  # binds the session to this host
        return made

    def of_every_role(self) -> dict[str, Person | None]:
        """The first holder of each role, a member without one, and a visitor."""
        found: dict[str, Person | None] = {"pengunjung": None}
        for person in self.people:
            for role in person.roles or ("anggota",):
                found.setdefault(role, person)
        return found

    def named(self, first: str) -> Person:
        """A person by first name."""
        return next(each for each in self.people if each.name.split()[0] == first)


def villagers(slug: str) -> Villagers:
    """The people of a cooperative of the village."""
    cooperative = cooperative_named(slug)
    with acting_for(cooperative):
        rows = Login.objects.filter(active=True).order_by("pk")
        people = tuple(identity.person(row.pk) for row in rows)
    return Villagers(cooperative, address_of(cooperative), people)
