"""Data folders for the tests of the embedded database."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sokoguru.project.embedded import running


@pytest.fixture(scope="session")
def short() -> Iterator[Path]:
    """A folder with a short name that the system user may pass."""
    folder = Path(tempfile.mkdtemp(prefix="soko-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def made(short: Path) -> Path:
    """A data folder as the first command leaves it."""
    with running(short / "made"):
        pass
    return short / "made"


@pytest.fixture
def data(short: Path, made: Path) -> Iterator[Path]:
    """A copy of it, at another path, for this test alone."""
    copy = Path(tempfile.mkdtemp(dir=short)) / "d"
    copy.parent.chmod(0o711)
    subprocess.run(["cp", "-a", made, copy], check=True)
    yield copy
    assert not (copy / "postgres/pg/postmaster.pid").exists()
    shutil.rmtree(copy.parent)


@pytest.fixture
def fresh(short: Path) -> Iterator[Path]:
    """A data folder that is not there yet."""
    folder = Path(tempfile.mkdtemp(dir=short))
    folder.chmod(0o711)
    yield folder / "d"
    assert not (folder / "d/postgres/pg/postmaster.pid").exists()
    shutil.rmtree(folder)
