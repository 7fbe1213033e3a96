"""Walking through a cooperative as its own people, and knocking on every door as a stranger."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.apps import apps
from django.db import models
from django.utils.html import escape

from sokoguru.identity.queries import Person
from sokoguru.tenancy.models import Stamped
from sokoguru.tenancy.scope import acting_for
from tests.databases import app_connection
from tests.proof.pages import Form, here, read, route_of
from tests.proof.people import Villagers

BEGIN = ("/", "/meja/", "/saya/")
NOT_OURS = re.compile(r"^/(static|akun|bahasa|tampilan|kode-sumber|api/docs)")
AGAIN = 1
"""How many pages of one pattern a person opens that somebody else has opened already."""
LIKE_EACH_OTHER = 3
"""How many addresses are opened that differ only in the values behind the question mark."""
SHORTEST = 5
"""A marker is at least so long: shorter words stand everywhere."""
TELLING = ("name", "title", "reference", "code", "sku", "slug", "phone", "nik_masked", "email",
           "number", "text", "words", "description", "street", "token", "key", "uuid", "subject",
           "contact", "memo", "card")  # fmt: skip


@dataclass
class Walk:
    """What a cooperative's own people can read, and the forms that they found on the way."""

    pages: dict[str, str] = field(default_factory=dict)
    forms: dict[str, list[tuple[Person | None, Form]]] = field(default_factory=dict)
    searches: dict[str, list[tuple[Person | None, Form]]] = field(default_factory=dict)
    questions: dict[str, tuple[Person | None, str]] = field(default_factory=dict)
    """By pattern: a page that is asked with something behind a question mark."""

    def by_route(self, only: str = "") -> dict[str, list[str]]:
        """The readable addresses by pattern."""
        found: dict[str, list[str]] = {}
        for path in self.pages:
            if path.startswith(only or "/"):
                found.setdefault(route_of(path), []).append(path)
        return found


def walk(place: Villagers, *, most: int = 10_000) -> Walk:
    """Follow every link as everybody; each page of objects is opened by who can read it.

    ``most``: how many objects of one pattern a person opens at most.
    """
    found = Walk()
    for person in (*place.people, None):
        _walk_as(place, person, found, most)
    return found


def _walk_as(place: Villagers, person: Person | None, found: Walk, most: int) -> None:
    client = place.browser(person)
    queue, queued = deque(BEGIN), set(BEGIN)
    again: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    alike: Counter[tuple[str, tuple[str, ...]]] = Counter()
    while queue:
        path = queue.popleft()
        route = route_of(path)
        if path in found.pages:
            again[route] += 1
            if again[route] > AGAIN:
                continue
        opened[route] += 1
        if opened[route] > most:
            continue
        answer = client.get(path)
        assert answer.status_code < 500, f"{path} as {person}: {answer.status_code}"
        if answer.status_code in (301, 302, 303):
            _queue(queue, queued, [answer["Location"]], alike)
        if answer.status_code != 200:
            continue
        body = text_of(answer)
        found.pages.setdefault(path, body)
        if "?" in path:
            asked = ",".join(sorted(name for name, _ in parse_qsl(urlsplit(path).query)))
            found.questions.setdefault(f"{route}?{asked}", (person, path))
        if "html" in answer["Content-Type"]:
            page = read(body, path)
            _queue(queue, queued, page.links, alike)
            for form in page.forms:
                if not NOT_OURS.match(form.action):
                    kept = found.forms if form.method == "post" else found.searches
                    kept.setdefault(form.route, []).append((person, form))


def _queue(
    queue: deque[str],
    queued: set[str],
    links: Iterable[str],
    alike: Counter[tuple[str, tuple[str, ...]]],
) -> None:
    for link in links:
        path = here(link)
        if not path or path in queued or NOT_OURS.match(path):
            continue
        queued.add(path)
        parts = urlsplit(path)
        if parts.query:
            kind = (parts.path, tuple(sorted(name for name, _ in parse_qsl(parts.query))))
            alike[kind] += 1
            if alike[kind] > LIKE_EACH_OTHER:
                continue
        queue.append(path)


def text_of(answer: Any) -> str:
    """The body of an answer as text."""
    return answer.content.decode("utf-8", "replace")


def models_of_cells() -> Iterator[type[Stamped]]:
    """Every model whose rows belong to a cooperative."""
    for model in apps.get_models():
        if issubclass(model, Stamped):
            yield model


def words_of(place: Villagers) -> set[str]:
    """Every telling word in the rows of a cooperative."""
    found: set[str] = set()
    with acting_for(place.cooperative):
        for model in models_of_cells():
            names = [
                each.name
                for each in model._meta.local_fields
                if isinstance(each, (models.CharField, models.TextField, models.UUIDField))
                and each.name in TELLING
            ]
            for row in (
                model._base_manager.filter(cooperative_id=place.cooperative.pk).values_list(*names)
                if names
                else ()
            ):
                found.update(str(value) for value in row if value)
    return found


def markers(place: Villagers, other: Villagers) -> frozenset[str]:
    """What only this cooperative's rows say, as it stands in a page."""
    own = {word for word in words_of(place) if SHORTEST <= len(word) <= 200}
    theirs = "\n".join(words_of(other))
    return frozenset(escape(word) for word in own if word not in theirs)


IDS = re.compile(r"(_id|^product|^officer|^article|^requests|^good_\d|^anggota|^cash|_\d+)$")
NUMBERED = re.compile(r"_\d+$")
"""Names of boxes whose value, or whose own name, is the number of an object."""


def with_ids_of(form: Form, theirs: Form) -> dict[str, str]:
    """Our form, filled, with every number of an object taken from the same form of theirs."""
    foreign = {
        name: box.filled() or next((each for each in box.choices if each), "")
        for name, box in theirs.boxes.items()
        if IDS.search(name)
    }
    own = {name: value for name, value in form.filled().items() if not NUMBERED.search(name)}
    return {**own, **foreign, "langkah": "catat"} if foreign else {}


@dataclass
class Leak:
    """A door that showed something."""

    who: str
    path: str
    status: int
    shown: list[str]


def knock(
    who: str, client: Any, paths: dict[str, list[str]], told: frozenset[str]
) -> Iterator[Leak]:
    """Ask for every page; where a view's mark already says no to one, the others are left out."""
    for same_route in paths.values():
        for path in same_route:
            answer = client.get(path)
            leak = judged(who, path, answer, told)
            if leak:
                yield leak
            if answer.status_code in (403, 405) or leads_to_the_door(answer):
                break


def leads_to_the_door(answer: Any) -> bool:
    """Whether an answer says: log in first."""
    return answer.status_code in (302, 401) and answer.get("Location", "/masuk/").startswith(
        ("/masuk/", "/akun/login/")
    )


def judged(who: str, path: str, answer: Any, told: frozenset[str]) -> Leak | None:
    """The leak in an answer: it failed, or it says what only the other cooperative knows."""
    body = text_of(answer) + answer.get("Location", "")
    asked = unquote(path)
    for part in {asked, path, escape(asked), escape(path)}:
        body = body.replace(part, "")
    shown = [word for word in told if word in body and word not in asked]
    if answer.status_code >= 500 or shown:
        return Leak(who, path, answer.status_code, sorted(shown)[:5])
    return None


def standing(place: Villagers) -> dict[str, tuple[int, str]]:
    """Count and hash of every table's rows of a cooperative."""
    found = {}
    cell = place.cooperative.cell
    with app_connection(schema=cell) as connection, connection.cursor() as cursor:
        cursor.execute(f"SET soko.cooperative_id = {int(place.cooperative.pk)}")
        for model in models_of_cells():
            table = model._meta.db_table
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t.id)), '') "
                f"FROM {table} t WHERE cooperative_id = {int(place.cooperative.pk)}"
            )
            row = cursor.fetchone()
            assert row is not None
            found[table] = (int(row[0]), str(row[1]))
    return found
