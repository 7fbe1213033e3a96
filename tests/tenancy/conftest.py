"""Three cooperatives on a database of the test's own: two share a cell, one lives in the second."""

from dataclasses import dataclass

import pytest
from django.core.cache import cache

from sokoguru.tenancy.models import Cooperative
from tests.conftest import cooperative


@dataclass(frozen=True)
class Neighbours:
    """Melati and Dahlia in the first cell, Kenanga in the second."""

    melati: Cooperative
    dahlia: Cooperative
    kenanga: Cooperative


@pytest.fixture
def neighbours(committed: str) -> Neighbours:
    """The three of them; what they commit stays until the test is over."""
    cache.clear()
    return Neighbours(
        melati=cooperative("melati", "cell_001"),
        dahlia=cooperative("dahlia", "cell_001"),
        kenanga=cooperative("kenanga", "cell_002"),
    )
