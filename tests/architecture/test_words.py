"""Every refusal has a code of its own office and words at the edge; every office has its page."""

import importlib
import re
from pathlib import Path

import pytest

from sokoguru.kernel.refusals import Refused
from sokoguru.ui.queries import OWN
from tests.architecture import shape

WITHOUT_A_PAGE = {"kernel", "project"}
WORDS_OWED: set[str] = set()
"""Offices whose refusals still lack words. The list may only get shorter."""
PAGES_OWED: set[str] = set()
"""Offices that still lack ``docs/apps/<office>.md``. The list may only get shorter."""


def load_refusals() -> list[type[Refused]]:
    """Every kind of refusal in the package."""
    for name in shape.modules_of():
        parts = name.split(".")
        if len(parts) > 2 and (parts[1] == "kernel" or parts[2] == "errors"):
            importlib.import_module(name)
    importlib.import_module("sokoguru.project.errors")
    found, open_ = [], [Refused]
    while open_:
        kind = open_.pop()
        found.append(kind)
        open_ += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("sokoguru.")]


def without_words(kinds: list[type[Refused]], source: Path = shape.SRC) -> dict[str, list[str]]:
    """By office, the codes without words in ``refusals.txt`` (lower storeys' stand in ``ui``)."""
    missing: dict[str, list[str]] = {}
    for kind in kinds:
        office = kind.code.partition(".")[0]
        home = "ui" if office in OWN else office
        if kind.__subclasses__():
            continue  # only its kinds are ever raised
        if kind.code not in shape.refusal_words(home, source):
            missing.setdefault(office, []).append(kind.code)
    return {office: sorted(codes) for office, codes in sorted(missing.items())}


def test_every_refusal_has_words() -> None:
    missing = without_words(load_refusals())
    assert {office: codes for office, codes in missing.items() if office not in WORDS_OWED} == {}
    assert set(missing) == WORDS_OWED, "an office that has its words now is taken off the list"


def test_a_refusal_without_words_is_named(tmp_path: Path) -> None:
    kind = type("Forgotten", (Refused,), {"code": "savings.forgotten"})
    words = tmp_path / "savings" / "templates" / "savings" / "refusals.txt"
    words.parent.mkdir(parents=True)
    words.write_text('{% if code == "savings.below_minimum" %}Kurang.{% endif %}')
    assert without_words([kind], tmp_path) == {"savings": ["savings.forgotten"]}


def test_every_code_is_its_offices_own_and_stands_once() -> None:
    kinds = load_refusals()
    wrong = [
        f"{kind.__module__}.{kind.__name__}: {kind.code}"
        for kind in kinds
        if not re.fullmatch(rf"{kind.__module__.split('.')[1]}\.[a-z]+(_[a-z]+)*", kind.code)
    ]
    assert wrong == []
    codes = [kind.code for kind in kinds]
    assert sorted(codes) == sorted(set(codes))


def test_words_are_for_refusals_that_exist() -> None:
    source = "".join(path.read_text() for path in shape.sources())
    stale = [
        code
        for office in sorted(shape.built_offices())
        for code in sorted(shape.refusal_words(office))
        if f'"{code}"' not in source
    ]
    assert stale == []


def test_every_office_has_its_page() -> None:
    offices = shape.built_offices() - WITHOUT_A_PAGE
    missing = {
        office for office in offices if not (shape.ROOT / "docs" / "apps" / f"{office}.md").exists()
    }
    assert missing - PAGES_OWED == set()
    assert missing == PAGES_OWED & offices, "an office that has its page is taken off the list"


@pytest.mark.parametrize("kind", load_refusals(), ids=lambda kind: kind.code)
def test_a_refusal_is_never_an_error_of_the_server(kind: type[Refused]) -> None:
    """The project's own are: they say that it cannot serve."""
    assert 400 <= kind.status < (500 if "sokoguru.project." not in kind.__module__ else 504)
