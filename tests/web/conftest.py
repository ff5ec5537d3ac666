"""The real application on the real embedded catalogue, in process."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from described import check
from litestar.testing import TestClient

from dated import Dated, dated
from installed import installed_edition
from modelario.editions import Editions
from modelario.queries.edition import Edition
from modelario.settings import from_environment
from modelario.web.addresses import Addresses
from modelario.web.app import Front, create_app
from modelario.web.pages import Asked
from modelario.web.parameters import Parameters
from modelario.web.words.i18n import languages

BASE = "https://models.example.org"


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The embedded catalogue."""
    return installed_edition(datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture(scope="session")
def app(edition: Edition) -> Front:
    """The site over the embedded catalogue."""
    return create_app(
        Editions(edition),
        from_environment({"MODELARIO_BASE_URL": BASE, "MODELARIO_WORK_PER_ADDRESS": "0"}),
    )


@pytest.fixture(scope="session")
def client(app: Front) -> Iterator[TestClient[Front]]:
    """A reader of the site who follows no redirects, and checks what the API answers."""
    with TestClient(app) as reader:
        reader.follow_redirects = False
        reader.event_hooks = {"response": [check]}
        yield reader


#: The models that :func:`asked` names: one of a page, two of a comparison.
_ONE = {"lab": "openai", "slug": "o4-mini"}
_TWO = {"lab_1": "openai", "slug_1": "o3", "lab_2": "openai", "slug_2": "o4-mini"}


@pytest.fixture(scope="session")
def asked(edition: Edition) -> Asked:
    """A request for the page of a model, or for a comparison."""
    return Asked(
        Editions(edition),
        edition,
        edition,
        languages()["en"],
        Addresses(BASE),
        _ONE | _TWO,
        Parameters(),
        edition.catalogue.origin.fetched_at,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dated]:
    """The site over a store of four days, for tests that add none."""
    with dated(tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Dated]:
    """The site over a store of four days, for tests that add further ones."""
    with dated(tmp_path) as opened:
        yield opened
