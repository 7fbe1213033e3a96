"""The house keeps its shape: the stack, the doors, the order inside, sizes, templates, names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import shape


def test_every_contract_of_the_linter_is_kept() -> None:
    assert shape.broken_contracts(shape.imports()) == set()


def test_the_linters_own_command_says_the_same() -> None:
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=shape.ROOT,
        env={**os.environ, "PYTHONPATH": str(shape.ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    assert f"{len(shape.contracts())} kept, 0 broken" in ran.stdout


def test_the_stack_knows_no_office_twice() -> None:
    rows: list[str] = shape.contracts()[0]["layers"]
    names = [name.strip(" ()") for row in rows for name in row.split("|")]
    assert len(names) == len(set(names))
    assert (names[0], names[-1]) == ("project", "kernel")


def test_every_built_office_is_held_to_an_inner_order() -> None:
    """An office that is new here joins ``containers`` of an "Inside" contract in pyproject.toml."""
    assert shape.not_held() == set()


def test_offices_meet_only_at_their_doors() -> None:
    assert shape.past_the_doors(shape.imports()) == []


def test_no_room_is_named_after_nothing() -> None:
    assert shape.forbidden_names() == []


def test_templates_extend_and_include_downwards() -> None:
    assert shape.upward_templates() == []


@pytest.mark.parametrize("path", shape.sources(), ids=lambda path: str(path.relative_to(shape.SRC)))
def test_files_and_functions_stay_readable(path: Path) -> None:
    assert shape.unreadable(path) == []


def test_no_import_hides_in_a_function() -> None:
    hidden = {
        str(path.relative_to(shape.SRC)): found
        for path in shape.sources()
        if (found := shape.hidden_imports(path))
    }
    assert set(hidden) == shape.HIDDEN_IMPORTS_ALLOWED
