"""While the store fails, what is published is served on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dated import DAYS, Dated, dated


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dated]:
    """The site over a store whose file is no database any more."""
    with dated(tmp_path_factory.mktemp("failing")) as site:
        store = site.store.place
        site.store.close()
        for path in Path(store).parent.iterdir():
            path.write_bytes(b"no database at all" * 100)
        yield site


@pytest.mark.parametrize("ending", ["", "?min_context=1"])
@pytest.mark.parametrize(
    "path",
    ["/en/", "/es/models", "/en/models/openai/o4-mini", "/en/methodology", "/es/providers/openai"],
)
def test_what_is_published_stays(failing: Dated, path, ending) -> None:
    assert failing.get(path + ending).status_code == 200


def test_the_status_says_so(failing: Dated) -> None:
    answer = failing.get("/en/status")
    assert answer.status_code == 200
    assert "The history cannot be read just now" in answer.text
    assert failing.get("/en/status.json").json()["store_fails"] is True


@pytest.mark.parametrize(
    "path",
    ["/en/changelog", "/es/models/openai/o4-mini/history", f"/en/models?as_of={DAYS[0]}"],
)
def test_what_needs_the_history_says_that_it_cannot_be_had(failing: Dated, path) -> None:
    answer = failing.get(path)
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert "sqlite" not in answer.text.lower()


def test_a_page_without_its_history_is_not_kept(growing: Dated) -> None:
    path, place = "/en/models/openai/o4-mini", Path(growing.store.place)
    growing.store.close()
    whole = place.read_bytes()
    place.write_bytes(b"no database at all" * 100)
    assert "cannot be read just now" in growing.get(path).text
    growing.store.close()
    place.write_bytes(whole)
    assert "cannot be read just now" not in growing.get(path).text


def test_a_fault_of_our_own_has_a_page_too(growing: Dated, monkeypatch) -> None:
    monkeypatch.setattr(type(growing.app.site), "answer", lambda *_: 1 / 0)
    answer = growing.get("/es/models")
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert 'lang="es"' in answer.text
