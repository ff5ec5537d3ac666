"""A small site as files, and a plain server of files over it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from modelario.editions import Editions
from modelario.export.exporting import Exported, ExportRequest, export
from modelario.settings import from_environment
from modelario.web.app import Front, create_app
from small_site import MOMENT, small_editions


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editions]:
    """A store of two days."""
    with small_editions(tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.fixture(scope="session")
def app(editions: Editions) -> Front:
    """The app itself, at the moment of the export."""
    settings = from_environment({"MODELARIO_WORK_PER_ADDRESS": "0"})
    return create_app(editions, settings, lambda: MOMENT)


@pytest.fixture(scope="session")
def reader(app: Front) -> Iterator[TestClient[Front]]:
    """A reader of it."""
    with TestClient(app) as reader:
        yield reader


Exporting = Callable[..., Exported]


@pytest.fixture(scope="session")
def exporting(editions: Editions) -> Exporting:
    """Write the small site, or another one, into a folder."""

    def write(folder: Path, of: Editions = editions, **wanted: Any) -> Exported:
        languages = wanted.pop("languages", ("en",))
        told = wanted.pop("told", lambda _done, _all: None)
        apart = wanted.pop("apart", None)
        request = ExportRequest(folder=folder, languages=languages, **wanted)
        return export(of, request, MOMENT, told, apart)

    return write


@pytest.fixture(scope="session")
def exported(exporting: Exporting, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, written to stand at the root."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    exporting(folder)
    return folder
