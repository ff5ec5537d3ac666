"""The site as files in a real browser: what a server would answer is worked out there."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import to_builtins
from playwright.sync_api import Browser, Page, expect

from installed import installed_edition
from modelario.catalogue.filters import ModelFilter
from modelario.catalogue.scores import WEIGHTS
from modelario.catalogue.sorting import SORT_KEYS
from modelario.editions import Editions
from modelario.export.browser_data import offers
from modelario.export.exporting import ExportRequest, export
from modelario.export.listing_data import listings
from modelario.export.outlets import OUTLETS
from modelario.export.press import Press
from modelario.formats import to_json
from modelario.queries.cost import CostRequest, Workload, cost
from modelario.queries.model_data import model_data
from modelario.queries.models import ModelsRequest, model_table
from modelario.queries.pick import PickRequest, pick
from modelario.records import PriceState
from modelario.web.addresses import Addresses
from modelario.web.assets import Assets
from modelario.web.drawing import Drawing, Files
from small_site import MOMENT, served, small_editions

BASE = "https://example.org/of/models"

# --- the same figures ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def worker(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the modules and the data of the embedded catalogue."""
    folder = tmp_path_factory.mktemp("modules")
    edition = installed_edition()
    assets = Assets()
    for name in assets.names():
        (folder / name).write_bytes(assets.content(name))
    (folder / "models.json").write_bytes(to_json(model_data(edition)))
    (folder / "offers.json").write_bytes(to_json(offers(edition)))
    (folder / "listings.json").write_bytes(to_json(listings(edition)))
    (folder / "sort_keys.json").write_bytes(to_json(to_builtins(SORT_KEYS)))
    (folder / "index.html").write_text("<!doctype html><title>Modules</title>")
    with served(folder) as address:
        page = browser.new_page()
        page.goto(address)
        page.evaluate(
            """async () => {
              const get = (name) => fetch(name).then((answer) => answer.json());
              const files = ["models.json", "offers.json", "listings.json", "sort_keys.json"];
              const [table, data, told, sortKeys] = await Promise.all(files.map(get));
              const names = ["offers", "ranking", "listings"].map((name) => `exported_${name}`);
              const [filtering, costs, ranking, offerings] = await Promise.all(
                ["filtering", ...names].map((name) => import(`/${name}.js`)));
              const models = filtering.unpacked(table, data);
              const listings = offerings.listed(told);
              const at = (said, except) => offerings.narrowed(models, listings, said, except);
              const select = (said) => filtering.select(
                offerings.means(said) ? at(said) : models, data.conditions, said);
              Object.assign(window,
                { models, data, listings, at, sortKeys, select, filtering, costs, ranking });
            }"""
        )
        yield page
        page.close()


def works(number: int) -> Iterator[dict[str, Any]]:
    """Some works, the same each time: sizes, shares, modes, regions and hours of all kinds."""
    random = Random(14)  # noqa: S311 – no secret
    for _ in range(number):
        shares = [random.choice((0, 0, 10, 33)) for _ in range(3)]
        yield {
            "requests": random.choice((1, 1_000, 123_456)),
            "input_tokens": random.choice((0, 777, 5_000, 128_001, 200_000, 200_001, 350_000)),
            "output_tokens": random.choice((0, 1, 500, 9_000)),
            "reasoning_tokens": random.choice((0, 0, 2_000)),
            "cached_percent": shares[0],
            "cache_write_percent": shares[1],
            "cache_write_1h_percent": shares[2],
            "mode": random.choice((None, None, "batch", "flex", "priority", "fast")),
            "region": random.choice((None, None, "us", "eu", "global")),
            "at": random.choice((None, None, "2026-05-02T03:10", "2026-05-03T17:00")),
        }


def workload(work: dict[str, Any]) -> Workload:
    """The same work as the core has it."""
    return Workload(
        **{
            name: work[name]
            for name in ("requests", "input_tokens", "output_tokens", "reasoning_tokens", "region")
        },
        mode=work["mode"],
        at=work["at"] and datetime.fromisoformat(work["at"]).replace(tzinfo=UTC),
        cached_share=Decimal(work["cached_percent"]) / 100,
        cache_write_share=Decimal(work["cache_write_percent"]) / 100,
        cache_write_1h_share=Decimal(work["cache_write_1h_percent"]) / 100,
    )


_COSTS = """([work, said]) => {
  const asked = { ...work, at: work.at ? new Date(`${work.at}Z`) : undefined };
  for (const name of ["mode", "region"]) asked[name] ??= undefined;
  const wanted = new URLSearchParams(said);
  const table = costs.costTable(select(wanted), data, asked, wanted.getAll("provider"));
  return {
    ...table,
    rows: table.rows.map(({ row, offer, total, rank, above, assumed }) =>
      [row.id, offer.provider, total, rank, above ?? null, assumed]),
  };
}"""


@pytest.mark.parametrize(
    ("provider", "price"),
    [
        ((), None),
        (("openrouter",), None),
        (("azure", "groq"), None),
        (("google-vertex", "alibaba-cn"), None),
        (("amazon-bedrock", "groq"), "0.1-5"),
    ],
)
def test_costs_are_those_of_the_core(
    worker: Page, provider: tuple[str, ...], price: str | None
) -> None:
    """Every model's bill for works of all kinds: tiers, caches, modes, regions, hours."""
    edition = installed_edition()
    rows = 0
    for work in works(20 if price is None else 8):
        where = ModelFilter(kind=("chat",), provider=provider, price=price)
        table = cost(edition, CostRequest(workload=workload(work), where=where))
        said = [["kind", "chat"], *(["provider", each] for each in provider)]
        said += [["price", price]] if price else []
        found = worker.evaluate(_COSTS, [work, said])
        assert (found["unpriced"], found["unfit"]) == (table.unpriced, table.unfit), work
        there = {each[0]: each[1:] for each in found["rows"]}
        assert there.keys() == {row.id for row in table.rows}
        for row in table.rows:
            provider_, total, rank, above, assumed = there[row.id]
            told = (provider_, above, set(assumed))
            assert told == (row.provider, row.tier_above_tokens, set(row.assumptions)), (
                work,
                row.id,
            )
            assert total == pytest.approx(float(row.total_cost), rel=1e-9), (work, row.id)
            assert abs(rank - row.rank) <= 3, (work, row.id)
        rows += len(table.rows)
    assert rows > 200


_PICKS = """([work, said, weights]) => {
  const wanted = new URLSearchParams(said);
  const kinds = new URLSearchParams([["kind", "chat"]]);
  const usual = { ...work, at: undefined, mode: undefined, region: undefined };
  const asked = { said: wanted, work: usual, listings, providers: wanted.getAll("provider") };
  const found = ranking.picked(select(kinds), data, asked, weights, null);
  return {
    rows: found.rows.map(({ row, offer, fit, total }) =>
      [row.id, offer.provider, offer.offering_id, fit, total]),
    ways: found.ways.map(({ requirement, more, best, place }) =>
      [requirement.name, more, best.row.id, place]),
  };
}"""


def test_picks_are_those_of_the_core(worker: Page) -> None:
    """Requirements of all kinds, and what stood in the way."""
    edition = installed_edition()
    random = Random(14)  # noqa: S311 – no secret
    for work in works(25):
        plain = {**work, "mode": None, "region": None, "at": None}
        said = random.sample(
            [
                *(("capability", "tool_call"), ("capability", "structured_output")),
                *(("input", "image"), ("context", ">=200k"), ("price", "<2"), ("price", "0.1-5")),
                *(("open_weights", "true"), ("provider", "openrouter"), ("lab", "openai")),
                *(("released_since", "2025-01"), ("output_limit", ">=64k"), ("q", "mini")),
                *(("provider", "azure"), ("min_score", 40), ("variant", "region")),
                *(("price_state", "free"), ("lasts", 200)),
            ],
            k=random.randint(0, 3),
        )
        weights = random.choice(
            (
                {"total_cost": 1},
                {"coding": 2, "total_cost": 1},
                {"agents": 1},
                {"cost": 1, "json": 1},
            )
        )
        fields: dict[str, Any] = {"kind": ("chat",)}
        several = ("capability", "provider")
        for name, value in said:
            many = name in (*several, "input", "lab", "variant", "price_state")
            fields[name] = (*fields.get(name, ()), value) if many else value
        fields["open_weights"] = {"true": True}.get(fields.get("open_weights", ""))
        request = PickRequest(
            where=ModelFilter(**fields),
            workload=workload(plain),
            rank=tuple(weights),
            weight=tuple(map(Decimal, weights.values())),
        )
        # Of two values for one name the form has only the last, but where boxes are ticked.
        told = {name: value for name, value in said if name not in several}
        pairs = [*told.items(), *(each for each in said if each[0] in several)]
        there = pick(edition, request)
        found = worker.evaluate(_PICKS, [plain, [list(pair) for pair in pairs], weights])
        rows = [(row.id, row.provider, row.offering_id) for row in there.rows]
        assert [tuple(row[:3]) for row in found["rows"]] == rows, (said, weights)
        for mine, row in zip(found["rows"], there.rows, strict=True):
            assert mine[4] == pytest.approx(float(row.total_cost), rel=1e-9)
            assert mine[3] == pytest.approx(float(row.fit), abs=0.06)
        ways = [
            (each.requirement, each.more, each.best.id, each.best.rank) for each in there.loosenings
        ]
        assert sorted(map(tuple, found["ways"])) == sorted(ways), (said, weights)


_TABLES = """([said, order]) => {
  const wanted = new URLSearchParams(said);
  const found = select(wanted);
  const facets = ["kind", "capability", "price_state", "status", "variant", "lab", "provider"];
  return {
    rows: filtering.sort(found, order, sortKeys),
    facets: Object.fromEntries(facets.map((name) => [name, Object.fromEntries(
      filtering.counts(name, at(wanted, name), found, data.conditions, wanted))])),
  };
}"""

#: What depends on the offerings that a filter means.
_AT_OFFERINGS = (
    *("id", "input_mtok", "output_mtok", "cache_read_mtok", "blended_mtok", "cheapest_mtok"),
    *("price_state", "price_states", "variants", "ends", "ends_in", "providers"),
)


def filters(number: int) -> Iterator[list[tuple[str, Any]]]:
    """Some filters on providers, price states and variants, and on what these have."""
    random = Random(14)  # noqa: S311 – no secret
    providers = sorted(installed_edition().catalogue.providers)
    variants = ("region", "quantisation", "effort", "speed", "host", "tee", "free", "web")
    several = (("provider", providers, 3), ("price_state", [*PriceState], 2))
    for _ in range(number):
        said: list[tuple[str, Any]] = []
        for name, choices, most in (*several, ("variant", variants, 1)):
            if random.random() < 0.6:
                values = random.sample(choices, random.randint(1, most))
                said += [(name, str(each)) for each in values]
        further = [
            [("max_price", "1")],
            [("capability", "tool_call")],
            [("ends_within", "400")],
            [("score", "cost"), ("min_score", "40")],
        ]
        yield [*said, *(pair for each in further if random.random() < 0.2 for pair in each)]


def test_filters_on_offerings_are_those_of_the_core(worker: Page) -> None:
    """Each model has the prices, scores and ends of the very offerings that are meant."""
    edition = installed_edition()
    random, priced = Random(14), 0  # noqa: S311 – no secret
    for said in filters(60):
        where: dict[str, Any] = {}
        for name, value in said:
            many = name in ("provider", "price_state", "variant", "capability")
            where[name] = (*where.get(name, ()), value) if many else value
        for name, read in (("max_price", Decimal), ("ends_within", int), ("min_score", int)):
            where |= {name: read(where[name])} if name in where else {}
        order = random.choice(("price", "-cost", "providers", "cache_price", "-json", "ends"))
        there = model_table(edition, ModelsRequest(where=ModelFilter(**where), sort=order))
        found = worker.evaluate(_TABLES, [[list(pair) for pair in said], order])
        told = json.loads(to_json(there.rows))
        for mine, row in zip(found["rows"], told, strict=True):
            assert [mine[name] for name in _AT_OFFERINGS] == [row[name] for name in _AT_OFFERINGS]
            scores = {name: mine[name] for name in WEIGHTS if mine[name] is not None}
            assert scores == row["scores"], (said, row["id"])
            priced += row["blended_mtok"] is not None
        for facet, counts in found["facets"].items():
            known = {value: count for value, count in there.facets[facet].items() if count}
            assert counts == known, (said, facet)
    assert priced > 1_000


# --- pages --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A small site below a path, under the policy that nginx would give it."""
    top = tmp_path_factory.mktemp("files")
    folder = top / "of/models"
    with small_editions(tmp_path_factory.mktemp("store")) as editions:
        export(editions, ExportRequest(folder=folder, base=BASE, languages=("en", "de")), MOMENT)
    told = (folder / "nginx.conf").read_text()
    policy = re.search(r'content-security-policy "([^"]+style-src [^"]+)"', told)
    assert policy is not None
    with served(top, policy[1]) as address:
        yield f"{address}/of/models", folder


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A reader's page; no fault on its console, and nothing refused by the policy."""
    faults: list[str] = []
    page = browser.new_page()
    page.set_default_timeout(60_000)
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert faults == []


def test_filters_work(opened: Page, files: tuple[str, Path]) -> None:
    """From the address, and from the form."""
    opened.goto(f"{files[0]}/en/models?q=other&sort=-name")
    expect(opened.locator("#found")).to_have_text("12 of 13 models")
    expect(opened.locator("#models tbody tr").first).to_contain_text("Other 9")
    opened.fill("#q", "other-1")
    expect(opened.locator("#found")).to_have_text("3 of 13 models")
    assert "q=other-1" in opened.url


def test_a_filter_on_a_provider_shows_its_price(opened: Page, files: tuple[str, Path]) -> None:
    """Not the one that is recommended everywhere, which is the lab's own."""
    row = opened.locator("#models tbody tr", has_text="o4-mini").first
    opened.goto(f"{files[0]}/en/models?columns=input_mtok&q=o4-mini")
    expect(row).to_contain_text("0.88")
    opened.goto(f"{files[0]}/en/models?columns=input_mtok&q=o4-mini&provider=poe")
    expect(row).to_contain_text("0.99")
    opened.goto(f"{files[0]}/en/models?provider=poe&max_price=1.75")
    expect(opened.locator("#found")).to_have_text("1 of 13 models")


def test_the_calculator_works(opened: Page, files: tuple[str, Path]) -> None:
    """What is asked of the address, and then of the form; language and prices are the page's."""
    opened.goto(f"{files[0]}/en/calculator?requests=1000&input_tokens=1k&output_tokens=0&q=other")
    first = opened.locator("#results tbody tr").first
    expect(first).to_contain_text("Other 0")
    expect(first.locator(".total")).to_have_text("$1.00")
    opened.fill("#cached_percent", "50")
    expect(first.locator(".total")).to_have_text("$0.55")
    opened.goto(f"{files[0]}/de/calculator?requests=1000&input_tokens=1000&output_tokens=0&q=other")
    expect(first.locator(".total")).to_have_text("1,00\u00a0$")


def test_the_calculator_shows_every_model(opened: Page, tmp_path: Path) -> None:
    """Of the embedded catalogue, before and after something is asked."""
    drawing = Drawing(Addresses(None), Files(("en",), ()))
    press = Press(Editions(installed_edition()), drawing, MOMENT)
    for name in ("page.calculator", "data", "data.offers", "data.listings", "data.names", "static"):
        for leaf in OUTLETS[name].draw(press, ()):
            path = tmp_path.joinpath(*leaf.parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(leaf.body)
    with served(tmp_path) as address:
        for asked in ("", "?requests=7"):
            opened.goto(f"{address}/en/calculator/{asked}")
            expect(opened.locator("table.costs tbody tr").nth(201)).to_be_attached()
            shown = opened.locator("table.costs tbody tr").count()
            expect(opened.locator("#results .found")).to_contain_text(f"{shown} models can do it")
            expect(opened.locator("#results .pager")).to_have_count(0)


def test_picks_work(opened: Page, files: tuple[str, Path]) -> None:
    """The best model, the next, and what kept others out."""
    opened.goto(f"{files[0]}/en/pick?capability=reasoning&q=other")
    expect(opened.locator("#results .best h2")).to_contain_text("Other")
    expect(opened.locator("#results table.picks tbody tr")).to_have_count(5)
    expect(opened.locator("#results table.ways")).to_be_visible()


def test_search_works(opened: Page, files: tuple[str, Path]) -> None:
    """While one types, on its page, and straight to what is meant."""
    opened.goto(f"{files[0]}/en/")
    opened.fill(".find input", "othr")
    expect(opened.locator(".suggestions a").first).to_contain_text("Other")
    opened.goto(f"{files[0]}/en/search?q=other")
    expect(opened.locator(".hits li").first).to_contain_text("Other")
    opened.goto(f"{files[0]}/en/search?q=o4-mini")
    opened.wait_for_url("**/en/models/openai/o4-mini/")
    opened.goto(f"{files[0]}/en/search?q=nothing-like-that-there")
    expect(opened.locator("main")).to_contain_text("Nothing is called like that")


def test_models_are_compared(opened: Page, files: tuple[str, Path]) -> None:
    """Any that are named; at another provider where one is chosen."""
    opened.goto(f"{files[0]}/en/compare?model=o4-mini&model=other+3")
    expect(opened.locator("table.comparison thead")).to_contain_text("Other 3")
    select = opened.locator("table.comparison select").first
    before = opened.locator("table.comparison tbody tr").nth(2).inner_text()
    select.select_option(str(select.locator("option").count() - 1))
    expect(opened.locator("table.comparison tbody tr").nth(2)).not_to_have_text(before)


def test_tables_are_sorted(opened: Page, files: tuple[str, Path]) -> None:
    """By a link in their heads, and back by the same one."""
    opened.goto(f"{files[0]}/en/providers?sort=-offerings")
    first = opened.locator("table.sortable tbody tr").first
    expect(first).to_contain_text("Elsewhere")
    expect(opened.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")


def test_what_has_no_answer_is_said(opened: Page, files: tuple[str, Path]) -> None:
    """A question that only a server could answer is no silent failure."""
    opened.goto(f"{files[0]}/en/changelog?kind=price")
    expect(opened.locator("#unanswered")).to_be_visible()
    opened.goto(f"{files[0]}/en/changelog")
    expect(opened.locator("#unanswered")).to_be_hidden()
