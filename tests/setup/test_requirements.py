"""What is installed is locked by hash, names no address, and has a reason."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.txt").read_text()
PROJECT = (ROOT / "pyproject.toml").read_text()
ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==\S+(?P<rest>.*(?:\n[ \t].*)*)", re.MULTILINE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=;~!]", name)[0]).lower()


def entries() -> dict[str, str]:
    return {plain(found["name"]): found["rest"] for found in ENTRY.finditer(LOCK)}


def test_every_locked_requirement_has_a_hash():
    assert len(entries()) > 50
    assert [name for name, rest in entries().items() if "--hash=sha256:" not in rest] == []


def test_nothing_stands_in_the_lock_beside_pinned_requirements():
    rest = ENTRY.sub("", LOCK)
    assert [line for line in rest.splitlines() if line and not line.startswith("#")] == []


@pytest.mark.parametrize("address", ["://", "--index-url", "--find-links", "--extra-index", " @ "])
def test_the_lock_names_no_address(address):
    assert address not in LOCK


def test_every_dependency_of_the_project_is_locked():
    project = tomllib.loads(PROJECT)["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {plain(each) for each in named} - entries().keys() == set()


def test_every_dependency_carries_its_reason():
    block = PROJECT.split("\ndependencies = [\n")[1].split("\n]")[0]
    assert len(block.splitlines()) == len(tomllib.loads(PROJECT)["project"]["dependencies"])
    bare = [line for line in block.splitlines() if not re.search(r'",\s+# \w.{5,}', line)]
    assert bare == []
