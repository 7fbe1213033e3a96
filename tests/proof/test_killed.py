"""The power goes six times under load: what was acknowledged is there once, and the books agree."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.project.installation import soko
from tests.proof.killing import shell, survive

pytestmark = pytest.mark.slow

Stall = tuple[Path, dict[str, Any]]
SEED = 20261124


@pytest.fixture(scope="module")
def made() -> Iterator[Stall]:
    """A data folder with the founding day of the example, goods, tills and keys."""
    folder = Path(tempfile.mkdtemp(prefix="soko-kill-"))
    folder.chmod(0o711)
    data = folder / "d"
    filled = soko("demo", "--size", "people", SOKO_DATA=str(data), seconds=300)
    assert filled.returncode == 0, filled.stderr
    yield data, shell(data, "prepare")
    shutil.rmtree(folder)


@pytest.fixture
def stall(made: Stall) -> Iterator[Stall]:
    """A copy of it for this test alone."""
    data, told = made
    copy = data.parent / "k"
    subprocess.run(["cp", "-a", data, copy], check=True)
    yield copy, told
    shutil.rmtree(copy)


def test_what_was_acknowledged_survives_six_kills_exactly_once(stall: Stall) -> None:
    data, told = stall
    verdict = survive(data, told, rounds=6, seed=SEED)
    assert verdict.promised > 100
    assert (verdict.lost, verdict.doubled, verdict.unasked) == ([], [], 0), f"seed {SEED}"
    assert [row for row in verdict.check["invariants"] if row["broken"]] == []
    assert verdict.check["ok"]


def test_a_yes_before_the_commit_is_caught(stall: Stall) -> None:
    data, told = stall
    verdict = survive(
        data, told, rounds=1, seed=SEED, heal=False,
        DJANGO_SETTINGS_MODULE="tests.proof.early",
    )  # fmt: skip
    assert verdict.lost != []
