"""Odd documents and odd places at the prompt: nothing is lost, and everything is told."""

import json

import pytest

from reference_page import api_document


@pytest.fixture
def document(tmp_path):
    def write(found):
        path = tmp_path / "document.json"
        path.write_text(json.dumps(found))
        return str(path)

    return write


def broken():
    """A document with a field, an offering and a provider that cannot be read."""
    found = api_document()
    found["openai"]["models"]["o4-mini"]["limit"]["output"] = 1000000000000000019884624838656
    found["kilo"] = 7
    provider = next(name for name in found if name not in ("openai", "kilo"))
    models = found[provider]["models"]
    models[next(iter(models))] = ["no", "model"]
    return found


def test_status_tells_what_was_lost_and_what_stays(modelario, document, tmp_path):
    """A "no limit" of a client is unknown, and what is broken outright stays as it was."""
    home = {"MODELARIO_DATA_DIR": str(tmp_path / "home")}
    for day, found in (("2026-03-01", api_document()), ("2026-03-02", broken())):
        done = modelario("sync", "--source", document(found), "--as-of", day, **home)
        assert done.code == 0, done.err
    assert "Set aside as faulty: 3" in done.err
    told = json.loads(modelario("status", "--format", "json", **home).out)
    assert told["rejected"] == 3
    assert sorted((each["reason"]["code"], each["kept"]) for each in told["rejects"]) == [
        ("no_models", True),
        ("no_object", True),
        ("no_tokens", False),
    ]
    shown = modelario("status", **home).out
    assert "1.000000000000000019" not in shown
    assert "its last good version stays" in " ".join(shown.split())
    days = json.loads(modelario("changes", "--format", "json", **home).out)["days"]
    assert {row["kind"] for day in days for row in day["rows"]} == {"output_limit"}
    assert modelario("show", "o4-mini", **home).code == 0


def test_a_data_directory_may_have_any_name(modelario, document, tmp_path):
    name = "100% a%20b?mode=memory&uri=true#"
    home = {"MODELARIO_DATA_DIR": str(tmp_path / name)}
    assert modelario("sync", "--source", document(api_document()), **home).code == 0
    told = json.loads(modelario("status", "--format", "json", **home).out)
    assert told["store"] == str(tmp_path / name / "modelario.db")
    assert modelario("verify", **home).code == 0
