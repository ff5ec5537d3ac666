"""Whatever an id holds, its page has an address, or it is set aside with a report."""

import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from crawler import crawl
from litestar.testing import TestClient

from dated import DAYS, Dated, document
from hostile import FIRST, ids, publish, site
from modelario.building import head
from modelario.editions import Editions
from modelario.records import RejectKind
from modelario.store.store import Store
from modelario.upstream.document import split
from modelario.web.addresses import ENDINGS, PACKED, model_path, name_in, segments
from modelario.web.cache import ENCODERS
from modelario.web.drawing import FORMS
from modelario.web.sitemap import members, paths


def test_a_hostile_catalogue_has_no_dead_link(tmp_path: Path) -> None:
    """Every page in every form, and every link from one to another."""
    with Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as store:
        publish(store, ids(), FIRST)
        edition = head(store)
        app = site(Editions(edition, store))
        pages = [f"/en/{path}" for path in paths(edition)]
        found = crawl(app, pages, follow=_follow)
    dead = {address for address in found.broken if found.statuses.get(address, 404) >= 400}
    assert dead == set()
    odd = re.compile(r"//|/\.\.?(/|$)|\\|%5C|%2F|%00", re.IGNORECASE)
    assert [address for address in found.statuses if odd.search(address)] == []
    assert len(found.statuses) > 500


def test_whatever_an_id_holds_the_api_answers_to_it(tmp_path: Path) -> None:
    """A slash in it is encoded, as clients write what is one segment of an address."""
    with Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as store:
        publish(store, ids(), FIRST)
        edition = head(store)
        named = members(edition)
        assert any("/" in id_ for id_ in named["families"])
        with TestClient(site(Editions(edition, store))) as client:
            for folder, those in named.items():
                for id_ in those:
                    answer = client.get(f"/api/v1/{folder}/{quote(id_, safe='')}")
                    assert (id_, answer.status_code) == (id_, 200)
                    assert id_ in answer.json().values()


def _follow(address: str) -> bool:
    """One form stands for the others, and pairs for themselves."""
    return not any(each in address for each in ("?", "/compare/", ".csv", ".md"))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("gpt-4o", "gpt-4o"),
        ("qwen3:free", "qwen3:free"),
        ("a b", "a%20b"),
        ("x/y", "x~2Fy"),
        ("..", "~2E."),
        (".", "~2E"),
        ("...", "..."),
        ("gpt-4.json", "gpt-4~2Ejson"),
        ("e.feed.json", "e~2Efeed~2Ejson"),
        ("b.json.gz", "b.json~2Egz"),
        ("b.br", "b~2Ebr"),
        ("b.zst", "b~2Ezst"),
        ("index.html", "index~2Ehtml"),
        ("a.html.gz", "a.html~2Egz"),
        ("gpt-4.1", "gpt-4.1"),
        ("back\\slash", "back~5Cslash"),
        ("~2F", "~7E2F"),
        ("~openai", "~openai"),
    ],
)
def test_a_name_comes_back_out_of_its_segment(name: str, written: str) -> None:
    assert segments(name) == written
    assert name_in(written.replace("%20", " ")) == name


def test_a_model_stands_below_its_lab() -> None:
    assert model_path("openai/gpt-4.json") == "models/openai/gpt-4~2Ejson"


def test_what_ends_like_a_form_is_no_form() -> None:
    """The endings that are written otherwise are those that mean a form, in the browser too."""
    assert {*ENDINGS} == FORMS.keys()
    assert PACKED.keys() >= ENCODERS.keys()
    script = (Path(__file__).parents[2] / "src/modelario/web/static/addresses.js").read_text(
        "utf-8"
    )
    told = re.search(r"\(\?:(json[^)]*)\)", script)
    assert told is not None
    assert told[1].replace("\\", "").split("|") == [*ENDINGS, *PACKED.values(), "html"]


def test_an_id_that_leads_away_is_set_aside() -> None:
    """As a provider's, an offering's or a model's, with the reason."""
    rejects = split(json.dumps(ids()).encode()).rejects
    told = {(each.kind, each.path, each.reason.code) for each in rejects}
    for id_ in ("..", "a/..", "a//b", "/a", "a/", "back\\slash"):
        assert (RejectKind.PROVIDER, f"providers/{id_}", "id_leads_away") in told
        assert (RejectKind.OFFERING, f"providers/plain/models/{id_}", "id_leads_away") in told
    assert (RejectKind.PROVIDER, "providers/CASE", "id_clashes") in told
    assert (RejectKind.PROVIDER, "providers/Case", "id_clashes") in told
    assert not {each for each in told if each[1] == "providers/case"}


def test_an_id_that_stands_twice_in_other_capitals_is_told_and_moves_nothing(
    growing: Dated,
) -> None:
    found = document(3)
    models = found["openai"]["models"]
    models["O4-Mini"] = {**models["o4-mini"], "id": "O4-Mini", "cost": {"input": 5, "output": 20}}
    before = growing.get("/en/models/openai/o4-mini.json").json()
    growing.take_in(found, DAYS[-1] + timedelta(1))
    after = growing.get("/en/models/openai/o4-mini.json").json()
    assert after["offerings"] == before["offerings"]
    assert growing.get("/en/models/openai/O4-Mini").status_code in (301, 308, 404)
    assert growing.store.changes(DAYS[-1] + timedelta(1)) == ()
    assert "providers/openai/models/O4-Mini" in growing.get("/en/status").text
