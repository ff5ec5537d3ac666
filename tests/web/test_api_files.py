"""The catalogue handed out whole, and in the shapes of other tools: figures as we show them."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest
from litestar.testing import TestClient

from modelario.api.files import FILES
from modelario.catalogue.kinds import SELL_NO_OUTPUT
from modelario.catalogue.prices import price_state, without_zeros
from modelario.queries.edition import Edition
from modelario.records import PriceState, Serving
from modelario.upstream.document import parse, split
from modelario.web.app import Front

API = "/api/v1/"


def told(client: TestClient[Front], path: str) -> object:
    return json.loads(client.get(API + path).content, parse_float=Decimal, parse_int=int)


def priced(edition: Edition) -> Iterator[tuple[str, Serving]]:
    """Every offering of a model with a published price, and the model's id."""
    for id_, entry in edition.catalogue.entries.items():
        for serving in entry.model.servings:
            if serving.price_state is PriceState.PUBLISHED:
                yield id_, serving


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_is_there_and_is_not_sent_twice(file, client: TestClient[Front]) -> None:
    answer = client.get(API + file.path)
    if answer.status_code == 406:
        assert file.name == "bulk_parquet"
        assert "modelario[parquet]" in answer.json()["detail"]
        return
    assert answer.status_code == 200
    assert answer.headers["content-type"] == file.media_type
    assert answer.content
    known = {"if-none-match": answer.headers["etag"]}
    again = client.get(API + file.path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get(API + file.path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != answer.headers["etag"]
    if file.name != "bulk_sqlite":
        assert plain.content == answer.content


def test_a_file_of_a_day_that_is_not_there(client: TestClient[Front]) -> None:
    assert client.get(API + "catalogue.csv?as_of=2001-01-01").status_code == 404
    assert client.get(API + "catalogue.csv?limit=3").json()["parameter"] == "limit"


# --- in bulk


def test_all_forms_hold_every_offering(client: TestClient[Front], edition: Edition) -> None:
    whole = told(client, "catalogue.json")
    lines = client.get(API + "catalogue.jsonl").content.splitlines()
    table = list(csv.DictReader(io.StringIO(client.get(API + "catalogue.csv").text)))
    offerings = sum(len(e.model.servings) for e in edition.catalogue.entries.values())
    routers = len(edition.catalogue.routers)
    assert len(whole["models"]) == len(lines) == len(edition.catalogue.entries)
    assert [json.loads(line)["id"] for line in lines] == [m["id"] for m in whole["models"]]
    assert sum(len(model["offerings"]) for model in whole["models"]) == offerings
    assert len(whole["routers"]) == routers
    assert len(table) == offerings + routers


def test_the_database_holds_exact_prices(
    client: TestClient[Front], edition: Edition, tmp_path
) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(client.get(API + "catalogue.sqlite").content)
    database = sqlite3.connect(path)
    rows = database.execute(
        "SELECT provider, offering_id, input_mtok, output_mtok FROM offering"
        " WHERE price_state = 'published'"
    ).fetchall()
    database.close()
    stored = {(p, o): (i, out) for p, o, i, out in rows}
    for _, serving in priced(edition):
        price = serving.offering.price
        assert stored[serving.key] == tuple(
            None if each is None else f"{each.normalize():f}"
            for each in (price.input_mtok, price.output_mtok)
        )


# --- in the shapes of other tools


def test_models_devs_own_reader_takes_its_shape(
    client: TestClient[Front], edition: Edition
) -> None:
    """Read back as upstream's document it says the same of every price and limit."""
    body = client.get(API + "shapes/models.dev/api.json").content
    again = parse(split(body))
    assert [reject for reject in again.rejects if reject.kind != "field"] == []
    read = {each.key: each for each in again.offerings}
    for id_, serving in priced(edition):
        kind = edition.catalogue.entry(id_).model.kind
        # That an embedding has no price for its output, they write as 0.
        offering = without_zeros(read[serving.key], price_state(read[serving.key]))
        if serving.offering.price.output_mtok is None and kind not in SELL_NO_OUTPUT:
            # They have no half a price.
            assert offering.price is None
        else:
            assert offering.price == serving.offering.price
            assert offering.tiers == serving.offering.tiers
        assert offering.facts.context_window == serving.offering.facts.context_window


#: The fields of a model in models.dev's own schema, as its api.json has them.
_THEIRS = {
    *("id", "name", "family", "attachment", "reasoning", "tool_call", "structured_output"),
    *("temperature", "knowledge", "release_date", "last_updated", "modalities", "open_weights"),
    *("limit", "cost", "status", "interleaved", "provider", "experimental", "reasoning_options"),
}


#: What a strict reader of theirs wants of every model.
_REQUIRED = {
    *("id", "name", "attachment", "reasoning", "tool_call", "release_date", "last_updated"),
    *("modalities", "open_weights", "limit"),
}


def test_the_shape_of_models_dev_has_no_field_of_ours(client: TestClient[Front]) -> None:
    for provider in told(client, "shapes/models.dev/api.json").values():
        assert provider.keys() <= {"id", "env", "npm", "api", "name", "doc", "models"}
        for model in provider["models"].values():
            assert model.keys() <= _THEIRS
            assert model.keys() >= _REQUIRED
            assert model["limit"].keys() >= {"context", "output"}
            assert {"input", "output"} <= model.get("cost", {"input": 0, "output": 0}).keys()


def test_no_unknown_price_becomes_a_number(client: TestClient[Front], edition: Edition) -> None:
    shaped = told(client, "shapes/models.dev/api.json")
    mapped = told(client, "shapes/litellm/model_prices_and_context_window.json")
    unknown = [
        serving.key
        for entry in edition.catalogue.entries.values()
        for serving in entry.model.servings
        if serving.price_state in (PriceState.UNKNOWN, PriceState.SUBSCRIPTION)
    ]
    assert unknown
    for provider, offering_id in unknown:
        assert "cost" not in shaped[provider]["models"][offering_id]
        entry = mapped.get(f"{provider}/{offering_id}")
        assert entry is None or "input_cost_per_token" not in entry


def test_litellms_map_has_our_prices_per_token(client: TestClient[Front], edition: Edition) -> None:
    mapped = told(client, "shapes/litellm/model_prices_and_context_window.json")
    own = mapped["o4-mini"]
    assert own["litellm_provider"] == "openai"
    assert own["input_cost_per_token"] * 1_000_000 == Decimal("1.1")
    found = 0
    for _, serving in priced(edition):
        entry = mapped.get(f"{serving.offering.provider}/{serving.offering.offering_id}")
        if entry and entry["litellm_provider"] == serving.offering.provider:
            price = serving.offering.price
            assert entry.get("input_cost_per_token") == (
                None if price.input_mtok is None else price.input_mtok / 1_000_000
            )
            found += 1
    assert found > 1000


#: What OpenRouter's own client requires of a model, and what of it may be null.
_NULLABLE = {"context_length", "default_parameters", "per_request_limits", "supported_voices"}
_OPENROUTERS = _NULLABLE | {
    *("id", "canonical_slug", "name", "created", "architecture", "links", "pricing"),
    *("supported_parameters", "top_provider"),
}


def test_openrouters_and_openais_lists_are_as_their_clients_read_them(
    client: TestClient[Front],
) -> None:
    listed = told(client, "shapes/openrouter/api/v1/models")["data"]
    own = {each["id"]: each for each in listed}["openai/o4-mini"]
    assert Decimal(own["pricing"]["prompt"]) * 1_000_000 == Decimal("1.1")
    assert own["context_length"] == 200_000
    assert "tools" in own["supported_parameters"]
    # Their client wants all of these; what it allows to be null may be unknown.
    for each in listed:
        assert each.keys() >= _OPENROUTERS
        assert each["pricing"].keys() >= {"prompt", "completion"}
        assert {name for name, value in each.items() if value is None} <= _NULLABLE
    plain = told(client, "shapes/openai/v1/models")
    assert plain["object"] == "list"
    assert {each["object"] for each in plain["data"]} == {"model"}
    assert {each["id"] for each in plain["data"]} > {each["id"] for each in listed}


def test_genai_prices_and_langfuse_match_the_ids_they_price(client: TestClient[Front]) -> None:
    providers = told(client, "shapes/genai-prices/data.json")
    [openai] = [each for each in providers if each["id"] == "openai"]
    [own] = [each for each in openai["models"] if each["id"] == "o4-mini"]
    assert own["match"] == {"equals": "o4-mini"}
    assert own["prices"]["input_mtok"] == Decimal("1.1")
    assert all(re.compile(each["api_pattern"]) for each in providers)
    definitions = told(client, "shapes/langfuse/api/public/models")["data"]
    for each in definitions:
        pattern = each["matchPattern"].removeprefix("(?i)")
        assert re.fullmatch(pattern, each["modelName"], re.IGNORECASE)
    [mine] = [each for each in definitions if each["modelName"] == "openai/o4-mini"]
    assert mine["prices"]["input"]["price"] * 1_000_000 == Decimal("1.1")
    assert mine["pricingTiers"][0]["prices"]["input"] * 1_000_000 == Decimal("1.1")
    assert mine.keys() >= {"createdAt", "tokenizerConfig"}
    # What is cached audio has a price of its own there, or theirs tells none at all.
    for provider in providers:
        for model in provider["models"]:
            both = {"cache_read_mtok", "input_audio_mtok"} <= model["prices"].keys()
            assert not both or "cache_audio_read_mtok" in model["prices"]
    assert re.fullmatch(mine["matchPattern"].removeprefix("(?i)"), "o4-mini")


def test_the_files_are_valid_json_numbers(client: TestClient[Front]) -> None:
    """No NaN, no infinity, no text where a number belongs."""
    for file in FILES:
        if file.media_type == "application/json":
            msgspec.json.decode(client.get(API + file.path).content)
