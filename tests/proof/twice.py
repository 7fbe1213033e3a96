"""Sending a form twice at one moment, and seeing what it left behind."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.test.signals import template_rendered

import sokoguru
from sokoguru.audit.models import Record
from sokoguru.kernel import clock
from sokoguru.ledger.models import Entry
from sokoguru.tenancy.scope import acting_for
from tests.conftest import NOON
from tests.proof import serving
from tests.proof.pages import Form, route_of
from tests.proof.people import Villagers
from tests.proof.serving import Answer, Surfer
from tests.races import at_once

KEY = "request_key"


@dataclass
class Scene:
    """A village that is served, its moment, and which forms were sent so far."""

    place: Villagers
    port: int = 0
    moment: datetime = NOON
    sent: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    surfers: dict[str, Surfer] = field(default_factory=dict)
    first: Callable[["Scene", str, Form, dict[str, str]], None] | None = None
    """What is done with a form, as somebody has filled it, before it is sent."""

    def by(self, first_name: str) -> Surfer:
        """A person's browser; logged in at the first use."""
        if first_name not in self.surfers:
            self.surfers[first_name] = serving.surfer(self.place, self.port, first_name)
        return self.surfers[first_name]

    @contextmanager
    def inside(self) -> Iterator[None]:
        """In the cooperative's scope, at the scene's moment: to prepare, or to look."""
        with clock.frozen(self.moment), acting_for(self.place.cooperative):
            yield

    def standing(self) -> tuple[int, Counter[str]]:
        """How many entries there are, and how many events of each name."""
        with self.inside():
            return Entry.objects.count(), Counter(Record.objects.values_list("name", flat=True))

    def form(self, by: str, url: str, route: str = "") -> Form:
        """The form with a key on a page; ``route`` where it is sent elsewhere."""
        wanted = route or route_of(url)
        found = [form for form in self.by(by).forms(url) if form.moves and form.route == wanted]
        assert found, f"no form with a key to {wanted} on {url} for {by}"
        return found[0]

    def twice(
        self,
        by: str,
        url: str,
        *,
        events: str,
        entries: int = 1,
        route: str = "",
        form: Form | None = None,
        status: int = 303,
        **typed: str,
    ) -> Answer:
        """Render the form (or take this one), fill it, send it from two places at once.

        One effect, one answer.
        """
        form = form or self.form(by, url, route)
        body = {"langkah": "catat", **form.filled(**typed)}
        if self.first is not None:
            self.first(self, by, form, body)
        before, events_before = self.standing()
        answers = at_once([lambda: self.by(by).post(form.action, body)] * 2)
        after, events_after = self.standing()
        said = [(each.status, each.location) for each in answers]
        told = sorted((events_after - events_before).elements())
        assert said == [(status, answers[0].location)] * 2, (url, said, complaint(answers[0].body))
        left = (after - before, told)
        assert left == (entries, sorted(events.split())), f"{url} left {left}"
        self.sent.add(form.route)
        return answers[0]


@contextmanager
def scene(place: Villagers) -> Iterator[Scene]:
    """A scene on the database in use."""
    made = Scene(place)

    def seen(template: Any, **_: Any) -> None:
        made.templates.add(template.name)

    template_rendered.connect(seen)
    try:
        with serving.served(lambda: made.moment) as made.port:
            yield made
    finally:
        template_rendered.disconnect(seen)


def templates_with_a_key() -> set[str]:
    """Every template of ours that draws the hidden key of an act."""
    root = Path(sokoguru.__file__).parent
    return {
        str(file.relative_to(office / "templates"))
        for office in root.iterdir()
        if office.is_dir()
        for file in (office / "templates").rglob("*.html")
        if KEY in file.read_text()
    }


def complaint(body: str) -> str:
    """What a page says is wrong."""
    found = re.findall(r'class="(?:note bad|problem|error)[^>]*>(.*?)</(?:div|p|ul)>', body, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(found)).split()) or body[-500:]
