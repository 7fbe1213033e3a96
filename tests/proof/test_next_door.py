"""Next door: nobody of one cooperative reads or touches anything of the other, in one cell or two.

Every page of Mekar is first opened by Mekar's own people, by following links; then somebody of
every role of Lestari, and a visitor, asks for it at Lestari's host, and sends Mekar's numbers in
Lestari's forms.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db.models import Manager

from sokoguru.audit.actions import deliver_next
from sokoguru.members.models import Member
from sokoguru.tenancy.models import ScopedManager
from tests.access import matrix
from tests.databases import owner_connection
from tests.proof import ground, walking
from tests.proof.people import Villagers, villagers
from tests.proof.walking import Leak, Walk, judged

pytestmark = pytest.mark.slow

FOR_EVERYBODY = 2
"""At how many doors of one pattern everybody knocks."""
AT_EACH_DOOR = 3
"""How many people knock at each of the others."""


@dataclass(frozen=True)
class Doors:
    """Our people, the neighbours, and everything that the neighbours can read themselves."""

    ours: Villagers
    theirs: Villagers
    walk: Walk
    told: frozenset[str]

    def knocked(self, paths: dict[str, list[str]]) -> list[Leak]:
        """What anybody of ours gets to see behind these doors: everybody knocks at some of each
        pattern, and at every door somebody does.
        """
        asking = self.ours.of_every_role()
        return [
            leak
            for place, role in enumerate(asking)
            for leak in self._knock(
                role, {route: shared(found, place, len(asking)) for route, found in paths.items()}
            )
        ]

    def knocked_by_who_has_such_a_door(self, paths: dict[str, list[str]]) -> list[Leak]:
        """The same from a few: a visitor, and three of those who may open that pattern at home."""
        table, asking = matrix.read(), tuple(self.ours.of_every_role())
        doors: dict[str, dict[str, list[str]]] = {role: {} for role in asking}
        for place, (route, found) in enumerate(paths.items()):
            answers = table[route, "GET"]
            may = [role for role in asking if answers[role] == "ya"]
            turned = may[place % len(may) :] + may[: place % len(may)]
            for role in {"pengunjung", *turned[:AT_EACH_DOOR]}:
                doors[role][route] = found
        return [leak for role in asking for leak in self._knock(role, doors[role])]

    def _knock(self, role: str, paths: dict[str, list[str]]) -> Iterator[Leak]:
        client = self.ours.browser(self.ours.of_every_role()[role])
        return walking.knock(role, client, paths, self.told)


def shared(doors: list[str], place: int, people: int) -> list[str]:
    """The doors of one pattern for one of so many people: the first ones, and a share of the rest
    that overlaps with the shares of two others.
    """
    rest = doors[FOR_EVERYBODY:]
    mine = [door for at, door in enumerate(rest) if (at - place) % people < AT_EACH_DOOR]
    return [*doors[:FOR_EVERYBODY], *mine]


def found_in(cells: tuple[str, ...], most: int) -> Iterator[Doors]:
    with ground.cloned(cells), ground.at_noon():
        for cell in cells:
            while deliver_next(cell):  # what members are told stands on their pages too
                pass
        ours, theirs = villagers("lestari"), villagers("mekar")
        yield Doors(ours, theirs, walking.walk(theirs, most=most), walking.markers(theirs, ours))


@pytest.fixture(scope="module")
def next_door(_tables: None) -> Iterator[Doors]:
    """Both in one cell, where only the walls of the rows stand between them."""
    yield from found_in(ground.ONE_CELL, 10_000)


@pytest.fixture
def far_away(_tables: None) -> Iterator[Doors]:
    """Each in a cell of its own; a few objects of each kind."""
    yield from found_in(ground.TWO_CELLS, 2)


def test_no_page_of_the_neighbours_opens(next_door: Doors) -> None:
    pages = next_door.walk.pages
    telling = [path for path, body in pages.items() if any(word in body for word in next_door.told)]
    assert (len(pages) > 500, len(next_door.walk.by_route()) > 80) == (True, True)
    assert "/saya/kabar/<int:notice_id>/" in next_door.walk.by_route()
    assert len(telling) > 300, "the markers do stand on the pages of their own people"
    assert next_door.knocked(next_door.walk.by_route()) == []


def test_no_page_of_another_cell_opens(far_away: Doors) -> None:
    assert len(far_away.walk.by_route()) > 80
    assert far_away.knocked_by_who_has_such_a_door(far_away.walk.by_route()) == []


def test_somebody_knocks_at_every_door_and_everybody_at_some() -> None:
    doors = [str(at) for at in range(40)]
    asked = Counter(door for place in range(14) for door in shared(doors, place, 14))
    assert asked == {door: 14 if at < FOR_EVERYBODY else 3 for at, door in enumerate(doors)}


def test_a_session_carried_to_the_neighbours_host_is_worth_nothing(next_door: Doors) -> None:
    ours, theirs = next_door.ours, next_door.theirs
    clients = {role: ours.browser(person) for role, person in ours.of_every_role().items()}
    for paths in next_door.walk.by_route().values():
        answers = {
            role: client.get(paths[0], SERVER_NAME=theirs.host) for role, client in clients.items()
        }
        said = {role: (each.status_code, each.get("Location")) for role, each in answers.items()}
        assert set(said.values()) == {said["pengunjung"]}, paths[0]


def test_their_numbers_in_our_forms_are_refused_and_nothing_of_theirs_moves(
    next_door: Doors,
) -> None:
    before = walking.standing(next_door.theirs)
    assert sum(count for count, _hash in before.values()) > 1_000
    sent = [*sent_to_them(next_door), *sent_at_home(next_door)]
    assert len(sent) > 150
    assert [each for each in sent if each[2] < 400 and not each[3]] == []
    assert walking.standing(next_door.theirs) == before


Answered = tuple[str, str, int, bool]
"""Who sent it, to where, the status, and whether the answer leads to the door."""


def sent_to_them(doors: Doors) -> Iterator[Answered]:
    """Each form of theirs that stands under an object, sent there by somebody of every role."""
    clients = {role: doors.ours.browser(who) for role, who in doors.ours.of_every_role().items()}
    for route, found in doors.walk.forms.items():
        if "<" not in route:
            continue
        form = found[0][1]
        for role, client in clients.items():
            answer = client.post(form.action, {**form.filled(), "langkah": "catat"})
            yield weighed(doors, role, form.action, answer)


def sent_at_home(doors: Doors) -> Iterator[Answered]:
    """Our own forms with their numbers in them, sent by those of ours who see the form."""
    home = walking.walk(doors.ours, most=1)
    for route, found in home.forms.items():
        theirs = doors.walk.forms.get(route)
        if theirs is None:
            continue
        person, form = found[0]
        body = walking.with_ids_of(form, theirs[0][1])
        if body:
            answer = doors.ours.browser(person).post(form.action, body)
            yield weighed(doors, person.name if person else "", form.action, answer)


def weighed(doors: Doors, who: str, path: str, answer: object) -> Answered:
    leak = judged(who, path, answer, doors.told)
    assert leak is None, leak
    status: int = answer.status_code  # type: ignore[attr-defined]
    return who, path, status, walking.leads_to_the_door(answer)


@pytest.fixture
def unscoped_members(next_door: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: members are read without a scope, as ``_base_manager`` would."""
    scoped = ScopedManager.get_queryset

    def everybody(manager: Manager[Member]) -> object:
        return Manager.get_queryset(manager) if manager.model is Member else scoped(manager)

    monkeypatch.setattr(ScopedManager, "get_queryset", everybody)


def open_rows(is_open: bool) -> None:
    """Planted: the policy of members is switched off."""
    how = "DISABLE" if is_open else "ENABLE"
    with owner_connection() as connection:
        connection.execute(f"ALTER TABLE members_member {how} ROW LEVEL SECURITY")


@pytest.mark.usefixtures("unscoped_members")
def test_a_query_without_a_scope_is_stopped_by_the_database(next_door: Doors) -> None:
    assert next_door.knocked(next_door.walk.by_route("/meja/anggota/")) == []


@pytest.mark.usefixtures("unscoped_members")
def test_the_walk_finds_a_hole_in_both_walls(next_door: Doors) -> None:
    open_rows(True)
    try:
        leaks = next_door.knocked(next_door.walk.by_route("/meja/anggota/"))
    finally:
        open_rows(False)
    assert {leak.who for leak in leaks} >= {"ketua", "sekretaris", "teller"}
    assert any("Made Sudarma" in leak.shown for leak in leaks)
