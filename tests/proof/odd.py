"""Filling a form the way nobody should: every odd value in every box, alone and all at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sokoguru.identity.queries import Person
from sokoguru.kernel import clock
from tests import databases
from tests.proof import corpus
from tests.proof.pages import Form
from tests.proof.people import Villagers
from tests.proof.trying import Tried, standing, tried
from tests.proof.walking import Walk
from tests.web import Browser

NUMERIC = {"money", "quantity", "date"}
OURS = {"csrfmiddlewaretoken", "langkah", "request_key"}
"""Boxes that only a program changes; each is tried alone."""
SENTENCE = re.compile(r'(?:class="note bad"|id="galat")[^>]*>.*?</div>', re.S)
ASKED_AGAIN = 'class="card confirm'
"""The page between a form and its act."""
SHARE = 100_000
"""Letters of the longest value where it stands in every box at once."""


@dataclass
class Trial:
    """How many odd forms were sent, and what went wrong, in words.

    ``every``: of all the odd values each box gets every so-manieth, another share at each form.
    """

    every: int
    values: tuple[str, ...] = (*corpus.TYPED, *corpus.NAUGHTY)
    sent: int = 0
    faults: list[str] = field(default_factory=list)
    turn: int = 0

    def form(self, place: Villagers, client: Browser, form: Form, body: dict[str, str]) -> None:
        """Send the form in every odd way as this person. Nothing of it stays."""
        self.turn += 1
        with databases.rolled_back():
            before = standing(place.cooperative)
            for names, value, odd in self._bodies(form, body):
                said = tried(lambda odd=odd: _sent(client, form, odd))  # type: ignore[misc]
                self._judge(form, names, value, said)
            after = standing(place.cooperative)
        left = [table for table in before if before[table] != after[table]]
        if left:
            self.faults.append(f"{form.route}: refused, and yet {left} changed")

    def _bodies(
        self, form: Form, body: dict[str, str]
    ) -> Iterator[tuple[list[str], str, dict[str, str]]]:
        boxes = [name for name in form.boxes if name not in OURS]
        for value in self._share(0):
            odd = dict.fromkeys(boxes, value[:SHARE])
            yield boxes, value, {**body, **odd}
        for at, name in enumerate([*boxes, "request_key"], 1):
            for value in self._share(at):
                yield [name], value, {**body, name: value}

    def _share(self, at: int) -> tuple[str, ...]:
        return self.values[(self.turn * 5 + at) % self.every :: self.every]

    def _judge(self, form: Form, names: list[str], value: str, said: Tried) -> None:
        self.sent += 1
        where = names[0] if len(names) == 1 else "*"
        shown = f"{form.method} {form.route} {where}={value[:40]!r}"
        kinds = {form.boxes[name].kind for name in names if name in form.boxes}
        if said.broke:
            self.faults.append(f"{shown}: {said.broke}")
        elif said.status >= 400 and not has_words(said):
            self.faults.append(f"{shown}: {said.status} without words")
        elif has_gone_on(said) and kinds & NUMERIC and corpus.is_no_number(value):
            self.faults.append(f"{shown}: taken, {said.status}")

    def queries(self, place: Villagers, client: Browser, url: str) -> None:
        """Ask for a page with something odd in each of its questions."""
        parts = urlsplit(url)
        asked = parse_qsl(parts.query)
        for at, (name, _) in enumerate(asked):
            for value in self._share(at + len(url)):
                odd = {**dict(asked), name: value[:4_000]}
                self.sent += 1
                said = tried(lambda odd=odd: client.get(f"{parts.path}?{encoded(odd)}"))  # type: ignore[misc]
                if said.broke or (said.status >= 400 and not has_words(said)):
                    self.faults.append(f"{url} {name}={value[:40]!r}: {said.broke or said.status}")


def has_words(said: Tried) -> bool:
    """Whether a refusal says what is wrong."""
    found = SENTENCE.search(said.text)
    return bool(found and len(re.sub(r"<[^>]+>", "", found[0]).strip()) > 8)


def has_gone_on(said: Tried) -> bool:
    """Whether what was typed was believed: the act is done, or is about to be."""
    return said.status == 303 or (said.status == 200 and ASKED_AGAIN in said.text)


def encoded(body: dict[str, str]) -> str:
    """As a browser would send it; a lone surrogate too."""
    return urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in body.items()})


def _sent(client: Browser, form: Form, body: dict[str, str]) -> Any:
    if form.method == "get":
        return client.get(f"{form.action}?{encoded(body)}")
    return client.post(form.action, encoded(body), "application/x-www-form-urlencoded")


def walked(trial: Trial, place: Villagers, found: Walk) -> None:
    """Every form without a key, and every page with questions, once, by who has found it."""
    clients: dict[str, Browser] = {}

    def client(person: Person | None) -> Browser:
        name = person.name if person else ""
        if name not in clients:
            clients[name] = place.browser(person)
        return clients[name]

    for forms in (*found.forms.values(), *found.searches.values()):
        person, form = forms[0]
        if not form.moves:
            trial.form(place, client(person), form, form.filled())
    for person, url in found.questions.values():
        trial.queries(place, client(person), url)


def at(scene: Any, trial: Trial, by: str, form: Form, body: dict[str, str]) -> None:
    """What a scene does with a form before it is sent in earnest."""
    client = scene.place.browser(None)
    for name, value in scene.by(by).cookies.items():
        client.cookies[name] = value
    with clock.frozen(scene.moment):
        trial.form(scene.place, client, form, body)
