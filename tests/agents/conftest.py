"""What agents ask in these tests: the embedded catalogue."""

import pytest

from builders import NOW
from modelario.editions import Editions, embedded


@pytest.fixture(scope="session")
def editions() -> Editions:
    """The embedded catalogue, as it is published."""
    return Editions(embedded(NOW))
