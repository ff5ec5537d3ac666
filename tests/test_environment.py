"""What stands in files that the environment names is read as the environment is."""

from pathlib import Path

import pytest

from modelario.settings import SettingsError, checked, from_environment, whole_environment

TOKEN = "t" * 40


def written(folder: Path, text: str, name: str = "settings") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def test_a_file_sets_what_the_environment_does_not(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "# our own\n\nMODELARIO_WITNESSES=none\n"
        'MODELARIO_BASE_URL = "https://m.example.org"\nMODELARIO_WORK_PER_ADDRESS=2\n',
    )
    settings = from_environment({"MODELARIO_SETTINGS": path, "MODELARIO_WORK_PER_ADDRESS": "3"})
    assert settings.witnesses == ()
    assert settings.base_url == "https://m.example.org"
    assert settings.work_per_address == 3


@pytest.mark.parametrize("through", ["environment", "settings"])
def test_a_secret_stands_in_a_file_of_its_own(tmp_path: Path, through: str) -> None:
    named = {"MODELARIO_ADMIN_TOKEN_FILE": written(tmp_path, f"{TOKEN}\n", "token")}
    if through == "settings":
        text = "".join(f"{name}={path}\n" for name, path in named.items())
        named = {"MODELARIO_SETTINGS": written(tmp_path, text)}
    assert from_environment(named).admin_token == TOKEN
    assert from_environment({**named, "MODELARIO_ADMIN_TOKEN": "u" * 40}).admin_token == "u" * 40


def test_workers_need_no_file_any_more(tmp_path: Path) -> None:
    """What is handed to them is whole, whatever becomes of the files."""
    token = written(tmp_path, TOKEN, "token")
    whole = whole_environment(
        {"MODELARIO_SETTINGS": written(tmp_path, f"MODELARIO_ADMIN_TOKEN_FILE={token}"), "X": " "}
    )
    assert whole == {"MODELARIO_ADMIN_TOKEN": TOKEN}
    assert checked(whole).admin_token == TOKEN


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("MODELARIO_WITNESES=none", "'MODELARIO_WITNESES', which is none of"),
        ("PATH=/tmp", "line 1, sets 'PATH'"),
        ("MODELARIO_SETTINGS=/etc/passwd", "line 1, sets"),
        ("\nhush-hush-secret", "line 2, is no NAME=value"),
        ("MODELARIO_SYNC_INTERVAL_HOURS=daily", "MODELARIO_SYNC_INTERVAL_HOURS='daily'"),
        ("MODELARIO_STORE_KEY_FILE=/nowhere/at/all", "MODELARIO_STORE_KEY_FILE: /nowhere/at/all"),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_line(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(SettingsError) as told:
        from_environment({"MODELARIO_SETTINGS": written(tmp_path, text)})
    assert fault in str(told.value)
    assert "hush" not in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("content", [b"", b" \n", b"a\nb", b"x" * 5000, b"\xff\xfe"])
def test_a_file_that_holds_no_secret_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    for name in (str(path), str(tmp_path), str(tmp_path / "missing")):
        with pytest.raises(SettingsError, match=r"^MODELARIO_ADMIN_TOKEN_FILE: "):
            from_environment({"MODELARIO_ADMIN_TOKEN_FILE": name})


@pytest.mark.parametrize("token", ["short", "x" * 31, "ö" * 40, "a b" * 20, "x" * 40 + "\x07"])
def test_a_token_is_long_and_can_stand_in_a_header(token: str) -> None:
    with pytest.raises(SettingsError, match=r"^MODELARIO_ADMIN_TOKEN ") as told:
        from_environment({"MODELARIO_ADMIN_TOKEN": token})
    assert token not in str(told.value)
