"""The table in the browser shows what the server gives, for every condition and every order."""

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from opening import Open
from playwright.sync_api import Page

from modelario.catalogue.filters import CONDITIONS
from modelario.catalogue.sorting import SORT_KEYS
from modelario.identity.benchmark_names import BENCHMARKS, DEFAULT_BENCHMARK
from modelario.queries.models import FACETS, SORT_OF_COLUMN

#: What is asked of each condition; each narrows the catalogue, but for what nothing has.
ASKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "kind": (("chat",), ("embedding", "reranker")),
    "q": (("gemini flash",), ("OpenAI",), ("none",), ("null",)),
    "lab": (("openai",), ("anthropic", "mistral")),
    "family": (("o-mini",), ("gpt", "gemini-flash")),
    "provider": (("groq",), ("openai", "azure")),
    "capability": (("tool_call",), ("reasoning", "structured_output")),
    "input": (("image",), ("audio", "video")),
    "output": (("image",), ("image", "text")),
    "context": ((">=200k",), ("32k-128K",), ("<8k",), ("=1M",)),
    "output_limit": (("64k",), ("> 64K",)),
    "price": (("<0.35",), ("0.1-2",), ("≥10",)),
    "input_price": (("0.1",), ("=0.1",)),
    "output_price": (("$0.40 – $1",),),
    "min_context": (("200000",), ("200k",)),
    "max_context": (("8192",),),
    "min_output_tokens": (("64000",),),
    "min_price": (("0.35",), ("10",)),
    "max_price": (("0.35",), ("1",)),
    "max_input_price": (("0.1",),),
    "max_output_price": (("0.4",),),
    "open_weights": (("true",), ("false",)),
    "official": (("true",), ("false",)),
    "prompt_caching": (("true",), ("false",)),
    "released_since": (("2026-01",), ("2025-11-20",)),
    "released_until": (("2025-05",), ("2025-05-01",)),
    "status": (("deprecated",), ("alpha", "deprecated")),
    "price_state": (("free",), ("subscription", "local")),
    "variant": (("region",), ("free", "region")),
    "min_score": (("80",),),
    "measured": (("aider_polyglot",),),
    "min_result": (("50",),),
    "ends_within": (("90",),),
    "lasts": (("365",),),
}

QUERIES = [
    *(tuple((name, each) for each in some) for name, each_ in ASKED.items() for some in each_),
    (("score", "coding"), ("min_score", "90")),
    (("lab", "openai"), ("capability", "reasoning"), ("max_price", "5"), ("sort", "-released")),
    (("q", "no such model"), ("lab", "openai"), ("input", "image")),
]

#: The column whose head turns an order.
COLUMN_OF_KEY = {sorting.key: column for column, sorting in SORT_OF_COLUMN.items()}

#: Draws the table as a keystroke does, turns all its pages, and reads the facets. What is read is
#: text, which needs no laying out: that would take longer than all else.
_SHOWN = """async () => {
  const ids = [];
  document.body.style.display = "none";
  const soon = () => new Promise((done) => setTimeout(done));
  const until = async (drawn) => {
    for (const end = performance.now() + 60_000; drawn() < 1; await soon())
      if (performance.now() > end) throw new Error("nothing was drawn");
  };
  const draws = () => performance.getEntriesByName("modelario:filter").length;
  // The server's answer brings a pager of its own.
  const next = () => document.querySelector(".pager [rel=next]");
  let before = draws();
  document.getElementById("filters").dispatchEvent(new Event("input"));
  for (;;) {
    await until(() => draws() - before);
    for (const { textContent } of document.querySelectorAll("td.id code")) ids.push(textContent);
    if (next().hidden || next().closest("nav").hidden) break;
    before = draws();
    next().click();
  }
  const facets = {};
  for (const facet of document.querySelectorAll(".facet[data-facet]")) {
    facets[facet.dataset.facet] = Object.fromEntries([...facet.querySelectorAll("label")]
      .map((label) => [label.firstElementChild.value, Number(label.lastElementChild.textContent)])
      .filter(([, count]) => count > 0));
  }
  document.body.style.display = "";
  return { ids, facets };
}"""


def test_every_condition_is_asked() -> None:
    """A new condition needs an example here."""
    assert set(ASKED) == set(CONDITIONS)


@pytest.fixture(scope="module")
def total(site: str) -> int:
    """How many models there are."""
    return int(httpx.get(f"{site}/en/models.json").json()["total"])


@pytest.fixture(scope="module")
def page(lasting_reader: Open) -> Page:
    """A page on which one table is looked at after the other."""
    return lasting_reader()


@pytest.mark.parametrize("query", QUERIES, ids=urlencode)
def test_the_browser_shows_what_the_server_gives(
    page: Page, site: str, total: int, query: tuple[tuple[str, str], ...]
) -> None:
    """The same models in the same order on all pages, and the same counts at the facets."""
    given = _given(site, query)
    page.goto(f"/en/models?{urlencode([*query, ('columns', 'id')])}")
    shown = _shown(page)
    assert shown["ids"] == [row["id"] for row in given["rows"]]
    facets = {
        facet: {value: count for value, count in counts.items() if count > 0}
        for facet, counts in given["facets"].items()
    }
    assert shown["facets"] == facets
    assert set(facets) == set(FACETS)
    # Nothing is announced in the embedded data: there everything lasts.
    assert given["matching"] < total or "lasts" in dict(query)


#: The embedded data quotes no results: one benchmark stands for all.
ORDERS = [key for key in SORT_KEYS if key not in BENCHMARKS or key == DEFAULT_BENCHMARK]


@pytest.mark.parametrize("key", ORDERS)
def test_the_browser_sorts_as_the_server_does(page: Page, site: str, key: str) -> None:
    """All models in the same order, and in the same order the other way round."""
    columns = (("columns", "id"), ("columns", COLUMN_OF_KEY[key]))
    # What a month costs is known of some work alone.
    work = (("work", "requests-10000_input-5000_output-500"),) if key == "month" else ()
    page.goto(f"/en/models?{urlencode([('sort', key), *columns, *work])}")
    for order in (key, f"-{key}"):
        shown, given = _shown(page), _given(site, (("sort", order), *work))
        assert shown["ids"] == [row["id"] for row in given["rows"]]
        if order == key:
            page.locator(f"th a[data-sort='-{key}']").click()


def test_what_the_form_has_no_field_for_stays_until_it_is_cleared(reader: Open) -> None:
    """A condition of the address alone survives the keys, and goes with the others."""
    page = reader()
    page.goto("/en/models?official=false")
    page.locator("#q").fill("llama")
    page.wait_for_url("**/models?official=false&q=llama")
    page.locator("#filters .clear").click()
    page.wait_for_url("**/models")


def _shown(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_SHOWN)
    return found


def _given(site: str, query: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    address = f"{site}/en/models.json?{urlencode(query)}"
    found: dict[str, Any] = httpx.get(address, headers={"accept-encoding": "identity"}).json()
    return found
