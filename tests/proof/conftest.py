"""The village, for each test that stands in this folder."""

from collections.abc import Iterator

import pytest

from tests.proof import ground


@pytest.fixture
def village() -> Iterator[str]:
    """Both example cooperatives, one in each cell; commits stay, in the test's own database."""
    with ground.cloned() as name:
        yield name
