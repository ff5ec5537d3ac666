"""One query, many faces: page, twins, API, command line, Python and agents are told the same."""

import csv
import io
import json
import random
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from posting import called

from installed import furnish
from modelario.cli import run
from modelario.editions import Editions
from modelario.library import Library
from modelario.queries.edition import Edition
from modelario.web.app import Front

#: What is compared: input and output at the recommended price, and the context window.
Figures = tuple[Decimal | None, Decimal | None, int | None]

Read = Callable[[str], Figures]


def chosen(edition: Edition) -> list[str]:
    """Thirty models, the same each time, that have a recommended price with both parts."""
    priced = [
        id_
        for id_, entry in edition.catalogue.entries.items()
        if entry.recommended
        and (price := entry.recommended.serving.offering.price)
        and price.input_mtok is not None
        and price.output_mtok is not None
    ]
    return random.Random(30).sample(priced, 30)  # noqa: S311 – a sample, no secret


@pytest.fixture(scope="module")
def commanded(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What the command line says of every model."""
    folder = furnish(tmp_path_factory.mktemp("home"))
    out = io.TextIOWrapper(io.BytesIO())
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MODELARIO_DATA_DIR", str(folder))
        patched.setattr("sys.stdout", out)
        assert run(["models", "--format", "json"]) == 0
    out.seek(0)
    rows = json.loads(out.read(), parse_float=Decimal)["rows"]
    return {row["id"]: row for row in rows}


def exact(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def of_record(page: Mapping[str, Any]) -> Figures:
    quote = page["recommended"]
    return exact(quote["input_mtok"]), exact(quote["output_mtok"]), page["context_window"]


def dollars(text: str, pattern: str) -> Decimal:
    [found] = re.findall(pattern, text)[:1]
    return Decimal(found.replace(",", ""))


def faces(
    client: TestClient[Front], edition: Edition, commanded: Mapping[str, Any]
) -> Mapping[str, Read]:
    """How each face tells a model's figures; the first is Python's."""
    python = Library(Editions(edition))

    def twin(id_: str) -> Figures:
        return of_record(json.loads(client.get(f"/en/models/{id_}.json").content))

    def api(id_: str) -> Figures:
        told = json.loads(client.get(f"/api/v1/models/{id_}").content)
        prices = json.loads(client.get(f"/api/v1/models/{id_}/prices").content)
        assert prices["recommended"] == told["recommended"]
        assert prices["offerings"] == told["offerings"]
        return of_record(told)

    def command(id_: str) -> Figures:
        row = commanded[id_]
        return exact(row["input_mtok"]), exact(row["output_mtok"]), row["context_window"]

    def library(id_: str) -> Figures:
        page = python.model(id_)
        assert page.recommended
        return page.recommended.input_mtok, page.recommended.output_mtok, page.context_window

    def page(id_: str) -> Figures:
        text = client.get(f"/en/models/{id_}").text
        first = text[text.index("<h3>Recommended</h3>") :]
        both = r"<b>\$([\d.,]+)</b> {}"
        priced = (dollars(first, both.format(each)) for each in ("input", "output"))
        window = edition.catalogue.entries[id_].model.facts.context_window
        assert window is None or f"{window:,}" in text
        return (*priced, window)

    def markdown(id_: str) -> Figures:
        text = client.get(f"/en/models/{id_}.md").text
        priced = (dollars(text, rf"\| {each} \| \$([\d.,]+)") for each in ("Input", "Output"))
        window = re.findall(r"^\| Context \| ([\d,]+)", text, re.MULTILINE)
        return (*priced, int(window[0].replace(",", "")) if window else None)

    def table(id_: str) -> Figures:
        quote = python.model(id_).recommended
        assert quote
        body = client.get(f"/en/models/{id_}.csv").text
        [row] = [
            row
            for row in csv.DictReader(io.StringIO(body))
            if (row["provider"].removeprefix("'"), row["offering_id"])
            == (quote.provider_name, quote.offering_id)
        ]
        window = python.model(id_).context_window
        return Decimal(row["input_mtok"]), Decimal(row["output_mtok"]), window

    def agent(id_: str) -> Figures:
        told = called(client, "get_model", model=id_, fields=["recommended", "context_window"])
        found = called(client, "search_models", q=id_, limit=200)["rows"]
        [row] = [each for each in found if each["id"] == id_]
        figures = of_record({"context_window": None, **told})
        assert figures == of_record({"context_window": None, **row, "recommended": row})
        return figures

    readers = (library, twin, api, command, page, markdown, table, agent)
    return {each.__name__: each for each in readers}


def _as_shown(shown: Decimal | int | None, exact_: Decimal | int | None) -> Any:
    """The exact value, where it is what is shown but for the rounding."""
    if isinstance(shown, Decimal) and exact_ and abs(shown / exact_ - 1) < Decimal("0.00001"):
        return exact_
    return shown


def test_thirty_models_have_the_same_figures_everywhere(
    client: TestClient[Front], edition: Edition, commanded: Mapping[str, Any]
) -> None:
    exactly, *others = faces(client, edition, commanded).items()
    for id_ in chosen(edition):
        wanted = exactly[1](id_)
        for name, read in others:
            told = read(id_)
            if name in ("page", "markdown"):  # for people a price is written to six digits
                told = tuple(_as_shown(*pair) for pair in zip(told, wanted, strict=True))
            assert told == wanted, f"{name} of {id_}"


def test_a_workload_costs_the_same_everywhere(client: TestClient[Front], edition: Edition) -> None:
    python = Library(Editions(edition))
    query = "input_tokens=12000&output_tokens=600&requests=1000"
    for id_ in chosen(edition)[:10]:
        told = python.cost(id_, input_tokens=12_000, output_tokens=600, requests=1000)
        sent = json.loads(
            client.get(f"/api/v1/cost?model={id_}&{query}&limit=200").content, parse_float=Decimal
        )
        assert [exact(row["total_cost"]) for row in sent["rows"]] == [
            row.total_cost for row in told.rows
        ]
        assert (sent["priced"], sent["unfit"]) == (told.priced, told.unfit)
        agents = called(
            client,
            "estimate_cost",
            model=id_,
            input_tokens=12_000,
            output_tokens=600,
            requests=1000,
            limit=200,
        )
        assert [row["total_cost"] for row in agents["rows"]] == [
            float(row.total_cost) for row in told.rows
        ]
        assert agents["priced"] == told.priced


#: A current model, one that is deprecated, one without anything that follows, an old one.
FOLLOWED = ("openai/o4-mini", "google/gemini-deep-research", "openai/gpt-5.5", "openai/gpt-4o")


@pytest.mark.parametrize("id_", FOLLOWED)
def test_what_follows_is_the_same_everywhere(
    client: TestClient[Front],
    edition: Edition,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    tmp_path: Path,
    id_: str,
) -> None:
    """One rule names it: on the page and its twins, in the API, in Python, for agents."""
    told = Library(Editions(edition)).model(id_).since
    wanted = [(each.id, each.relation.value) for each in told]
    checked = called(client, "check_model", id=[id_])["rows"][0]
    monkeypatch.setenv("MODELARIO_DATA_DIR", str(tmp_path))
    assert run(["show", id_, "--format", "json"]) == 0
    shown = json.loads(capfd.readouterr().out)
    for name, rows in {
        "page": client.get(f"/en/models/{id_}.json").json()["since"],
        "api": client.get(f"/api/v1/models/{id_}").json()["since"],
        "agents": called(client, "get_model", model=id_, fields=["id", "since"]).get("since", []),
        "check_model": checked.get("follows", []),
        "command": shown["since"],
    }.items():
        assert [(row["id"], row["relation"]) for row in rows] == wanted, name
    text = client.get(f"/en/models/{id_}").text
    assert all(f'href="/en/models/{followed}"' in text for followed, _ in wanted)
    assert bool(wanted) is (id_ != "openai/gpt-5.5")
