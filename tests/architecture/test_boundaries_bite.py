"""Each wall is broken on purpose once, to see that it bites."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import grimp
import pytest

from tests.architecture import shape

STACK = "Apps form a stack: imports only go down"
INSIDE = "Inside every office: pages over writes over reads over tables over rules"
GROUND = "Inside the ground floors: rooms of their own"
PLAIN = "Rules are plain Python"
WRITER = "The ledger has one writer"
HTTP = "HTTP is nobody's library"
FORMS = "Forms are HTTP too"
CYCLES = "No cycles between siblings anywhere"


def imports_with(*pairs: tuple[str, str]) -> grimp.ImportGraph:
    """The real imports and some more; modules that do not exist yet are built for it."""
    graph = deepcopy(shape.imports())
    for importer, imported in pairs:
        for name in (importer, imported):
            parts = name.split(".")
            for end in range(2, len(parts) + 1) if parts[0] == "sokoguru" else ():
                graph.add_module(".".join(parts[:end]))
        graph.add_import(importer=importer, imported=imported)
    return graph


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("sokoguru.ledger.actions.posting", "sokoguru.members.rules.nik", STACK),
        ("sokoguru.savings.rules", "sokoguru.financing.rules", STACK),
        ("sokoguru.audit.actions", "sokoguru.ledger.queries", STACK),
        ("sokoguru.kernel.clock", "sokoguru.tenancy.errors", STACK),
        ("sokoguru.members.rules.nik", "django.utils.timezone", PLAIN),
        ("sokoguru.kernel.rupiah", "django.conf", PLAIN),
        ("sokoguru.audit.ports", "django.db.models", PLAIN),
        ("sokoguru.members.actions", "sokoguru.ledger.models", WRITER),
        ("sokoguru.savings.actions", "sokoguru.savings.views", HTTP),
        ("sokoguru.savings.queries", "sokoguru.members.api", HTTP),
        ("sokoguru.savings.actions", "sokoguru.savings.forms", FORMS),
        ("sokoguru.ledger.queries", "sokoguru.ledger.actions.posting", INSIDE),
        ("sokoguru.ledger.rules", "sokoguru.ledger.models", INSIDE),
        ("sokoguru.tenancy.scope", "sokoguru.tenancy.models", GROUND),
        ("sokoguru.kernel.dates", "sokoguru.kernel.period", CYCLES),
    ],
)
def test_an_import_that_must_not_be(importer: str, imported: str, contract: str) -> None:
    graph = imports_with((importer, imported))
    if contract == CYCLES:
        graph.add_import(importer=imported, imported=importer)
    assert contract in shape.broken_contracts(graph)


def test_an_office_without_a_storey() -> None:
    graph = imports_with(("sokoguru.lottery.rules", "sokoguru.kernel.rupiah"))
    assert STACK in shape.broken_contracts(graph)


def test_a_room_that_nobody_planned() -> None:
    graph = imports_with(("sokoguru.ledger.utils", "sokoguru.kernel.rupiah"))
    assert INSIDE in shape.broken_contracts(graph)


def test_an_office_outside_the_inner_order(tmp_path: Path) -> None:
    for name in [*shape.held_offices(), "project", "kernel", "lottery"]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    assert shape.not_held(tmp_path) == {"lottery"}


def found_beside(*pairs: tuple[str, str]) -> list[str]:
    """What is wrong with these imports, and was not wrong before."""
    before = set(shape.past_the_doors(shape.imports()))
    return [each for each in shape.past_the_doors(imports_with(*pairs)) if each not in before]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("sokoguru.savings.views", "sokoguru.identity.views.doors"),
        ("sokoguru.savings.actions", "sokoguru.members.models"),
        ("sokoguru.savings.actions", "sokoguru.members.locks"),
        ("sokoguru.savings.views", "sokoguru.members.views"),
        ("sokoguru.savings.forms", "sokoguru.members.forms"),
        ("sokoguru.savings.rules", "sokoguru.ledger"),
    ],
)
def test_a_way_in_beside_the_door(importer: str, imported: str) -> None:
    assert found_beside((importer, imported)) == [f"{importer} -> {imported}"]


def test_the_ground_floors_stand_open() -> None:
    found = found_beside(
        ("sokoguru.savings.views", "sokoguru.identity.views"),
        ("sokoguru.savings.views", "sokoguru.ui.views"),
        ("sokoguru.savings.models", "sokoguru.tenancy.fields"),
        ("sokoguru.savings.actions", "sokoguru.ledger.actions.posting"),
        ("sokoguru.project.wiring", "sokoguru.savings.handlers"),
    )
    assert found == []


def test_a_template_that_points_up_or_aside(tmp_path: Path) -> None:
    page = tmp_path / "members" / "templates" / "members" / "card.html"
    page.parent.mkdir(parents=True)
    page.write_text('{% extends "ui/base.html" %}{% include "savings/balance.html" %}')
    aside = tmp_path / "savings" / "templates" / "savings" / "page.html"
    aside.parent.mkdir(parents=True)
    aside.write_text("{% extends 'members/card.html' %}{% include 'financing/akad.html' %}")
    assert shape.upward_templates(tmp_path) == [
        "members/templates/members/card.html -> savings",
        "savings/templates/savings/page.html -> financing",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"""One."""\n' + "A = 1\n" * 401, ["402 lines"]),
        ('"""One."""\n' + "A = 1\n" * 399, []),
        ('"""One."""\ndef long() -> None:\n' + "    pass\n" * 60, ["long: 61 lines"]),
        ('"""One."""\ndef long() -> None:\n' + "    pass\n" * 59, []),
        ("A = 1\n", ["no docstring"]),
    ],
)
def test_a_file_or_function_too_long(tmp_path: Path, text: str, said: list[str]) -> None:
    path = tmp_path / "long.py"
    path.write_text(text)
    assert shape.unreadable(path) == said


def test_an_import_inside_a_function(tmp_path: Path) -> None:
    path = tmp_path / "hiding.py"
    path.write_text("def act() -> None:\n    from sokoguru.site import views\n")
    assert shape.hidden_imports(path) == ["act:2"]


def test_a_room_named_utils(tmp_path: Path) -> None:
    (tmp_path / "savings").mkdir()
    (tmp_path / "savings" / "utils.py").write_text("")
    (tmp_path / "savings" / "services").mkdir()
    assert shape.forbidden_names(tmp_path) == ["savings/services", "savings/utils.py"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package that a test may break."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(shape.SRC, tmp_path / "src" / "sokoguru", ignore=ignore)
    shutil.copy(shape.ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> str:
    """What the linter's own command says of a house; empty when all is kept."""
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    return "" if ran.returncode == 0 else ran.stdout


def _import_upwards(package: Path) -> None:
    path = package / "ledger" / "__init__.py"
    path.write_text(path.read_text() + "\ndef x():\n    from sokoguru.members.rules import nik\n")


def _add_utils(package: Path) -> None:
    (package / "ledger" / "utils.py").write_text('"""Odds and ends."""\n')


def _add_an_office(package: Path) -> None:
    (package / "lottery").mkdir()
    (package / "lottery" / "__init__.py").write_text('"""Luck."""\n')


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (_import_upwards, "sokoguru.ledger is not allowed to import sokoguru.members"),
        (_add_utils, "utils"),
        (_add_an_office, "lottery"),
    ],
)
def test_the_command_finds_it_in_real_files(
    house: Path, change: Callable[[Path], None], word: str
) -> None:
    change(house / "src" / "sokoguru")
    assert word in lint(house)


BANNED = {
    "from django.db import transaction\n": "TID251",
    "from django.db import connection\n": "TID251",
    "from django.http import HttpResponse\n": "TID251",
    "from django.shortcuts import render\n": "TID251",
    "from django.dispatch import receiver\n": "TID251",
    "from django.db.models.signals import post_save\n": "TID251",
    "from django.db import models\nA = models.OneToOneField('x')\n": "TID251",
    "import datetime\nA = datetime.datetime.now()\n": "TID251",
    "import datetime\nA = datetime.date.today()\n": "TID251",
    "def act() -> None:\n    import json\n": "PLC0415",
    "print('x')\n": "T201",
}


@pytest.mark.parametrize("text", BANNED, ids=lambda text: text.splitlines()[0])
def test_ruff_refuses_what_the_house_forbids(text: str) -> None:
    ran = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "check", "--no-cache", "--output-format=concise",
         "--stdin-filename", "src/sokoguru/savings/actions.py", "-"],
        cwd=shape.ROOT, input=text, capture_output=True, text=True,
    )  # fmt: skip
    assert BANNED[text] in ran.stdout
