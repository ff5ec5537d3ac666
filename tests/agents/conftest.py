"""What agents ask in these tests: the embedded catalogue."""

import pytest

from installed import installed_edition
from modelario.editions import Editions


@pytest.fixture(scope="session")
def editions() -> Editions:
    """The embedded catalogue, as it is published."""
    return Editions(installed_edition())
