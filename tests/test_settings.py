"""Every variable is read, checked and documented."""

from pathlib import Path

import pytest

from modelario.environment import SETTINGS_FILE
from modelario.settings import VARIABLES, SettingsError, checked, from_environment
from modelario.upstream.sources import LIVE_ADDRESSES
from modelario.witnesses.table import BY_ID, WITNESSES


def test_nothing_needs_to_be_set():
    settings = from_environment({})
    assert settings.database_url == f"sqlite:///{settings.data_dir / 'modelario.db'}"
    assert settings.sync_interval_hours == 24
    assert settings.upstream_urls == LIVE_ADDRESSES
    assert settings.base_url is None
    assert settings.witnesses == WITNESSES


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("DATA_DIR", "/srv/modelario", "data_dir", Path("/srv/modelario")),
        ("DATA_DIR", "/srv/m", "database_url", "sqlite:////srv/m/modelario.db"),
        ("DATA_DIR", "/a b%20?#", "database_url", "sqlite:////a%20b%2520%3F%23/modelario.db"),
        ("DATABASE_URL", "postgresql://u@h/n", "database_url", "postgresql://u@h/n"),
        (
            "BASE_URL",
            "https://m.example.org/catalogue/",
            "base_url",
            "https://m.example.org/catalogue",
        ),
        ("SYNC_INTERVAL_HOURS", "0.5", "sync_interval_hours", 0.5),
        ("SYNC_INTERVAL_HOURS", "0", "sync_interval_hours", None),
        ("SYNC_INTERVAL_HOURS", " ", "sync_interval_hours", 24),
        ("WITNESSES", "none", "witnesses", ()),
        ("WITNESSES", "all", "witnesses", WITNESSES),
        (
            "WITNESSES",
            "openrouter, litellm=https://mirror.example/map.json",
            "witnesses",
            (
                BY_ID["openrouter"],
                BY_ID["litellm"]._replace(address="https://mirror.example/map.json"),
            ),
        ),
        (
            "UPSTREAM_URL",
            "http://a/1.json, http://b/2.json",
            "upstream_urls",
            ("http://a/1.json", "http://b/2.json"),
        ),
    ],
)
def test_a_variable_sets_its_field(name, value, field, expected):
    assert getattr(from_environment({f"MODELARIO_{name}": value}), field) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATA_DIR", __file__),
        ("BASE_URL", "models.example.org"),
        ("BASE_URL", "https://m.example.org/?a=b"),
        ("BASE_URL", "https://me:secret@m.example.org"),
        ("BASE_URL", "http://[::1"),
        ("SYNC_INTERVAL_HOURS", "daily"),
        ("SYNC_INTERVAL_HOURS", "-1"),
        ("SYNC_INTERVAL_HOURS", "nan"),
        ("SYNC_INTERVAL_HOURS", "1e9"),
        ("WITNESSES", "litelm"),
        ("WITNESSES", "litellm=mirror"),
        ("UPSTREAM_URL", "models.dev"),
        ("UPSTREAM_URL", "http://a:port/"),
    ],
)
def test_a_value_that_cannot_be_meant_names_its_variable(name, value):
    with pytest.raises(SettingsError, match=f"^MODELARIO_{name}"):
        from_environment({f"MODELARIO_{name}": value})


def test_secrets_are_not_printed():
    settings = from_environment({"MODELARIO_DATABASE_URL": "postgresql://u:hush@h/n"})
    assert "hush" not in repr(settings)


def test_every_variable_is_documented_once():
    names = [variable.name for variable in VARIABLES]
    assert len(set(names)) == len(names)
    assert all(v.default and v.meaning.endswith(".") for v in VARIABLES)
    read = set()

    class Recording(dict[str, str]):
        def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
            read.add(name)
            return default

    checked(Recording())
    assert read == {*names} - {SETTINGS_FILE}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DATA_DIR", "~nobody-of-that-name/x", "MODELARIO_DATA_DIR="),
        ("DATA_DIR", "/srv/" + "x" * 300, "MODELARIO_DATA_DIR="),
        ("DATABASE_URL", "nonsense", "the database address must look like"),
        ("DATABASE_URL", "mysql://u:hunter2@h/n", "the database address must look like"),
        ("SETTINGS", "~nobody-of-that-name/x", "MODELARIO_SETTINGS"),
        ("SETTINGS", "/dev/zero", "has more than"),
        ("ADMIN_TOKEN_FILE", "/dev/zero", "has more than"),
    ],
)
def test_what_cannot_be_meant_names_its_variable(name, value, told):
    """Be it a home that nobody has, or a name that no system takes."""
    with pytest.raises(SettingsError) as caught:
        from_environment({f"MODELARIO_{name}": value})
    assert told in str(caught.value)
    assert f"MODELARIO_{name}" in str(caught.value)
    assert "hunter2" not in str(caught.value)
