"""The ground of the desk's tests: a folder of their own for pictures."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: Any) -> None:
    """Pictures of a test lie in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
