"""What the API hands out whole: the catalogue in bulk, and in the shapes of other tools."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from modelario.api.bulk import (
    BulkCatalogue,
    as_csv,
    as_json,
    as_json_lines,
    as_parquet,
    as_sqlite,
)
from modelario.api.inquiries import JSON
from modelario.api.shapes.listings import openai, openrouter
from modelario.api.shapes.litellm import litellm
from modelario.api.shapes.models_dev import models_dev
from modelario.api.shapes.pricing import genai_prices, langfuse
from modelario.formats import to_json
from modelario.queries.edition import Edition


class File(NamedTuple):
    """A file: its address after the prefix, what it is, and its pieces."""

    name: str
    path: str
    summary: str
    media_type: str
    pieces: Callable[[Edition], Iterator[bytes]]
    #: The record that it holds, where one describes it.
    record: type | None = None


def _shape(draw: Callable[[Edition], Any]) -> Callable[[Edition], Iterator[bytes]]:
    def pieces(edition: Edition) -> Iterator[bytes]:
        yield to_json(draw(edition))

    return pieces


FILES: tuple[File, ...] = (
    File(
        "bulk_json",
        "catalogue.json",
        "The whole catalogue: every model with every offering",
        JSON,
        as_json,
        BulkCatalogue,
    ),
    File(
        "bulk_jsonl",
        "catalogue.jsonl",
        "The whole catalogue, a model on each line",
        "application/jsonl",
        as_json_lines,
    ),
    File(
        "bulk_csv",
        "catalogue.csv",
        "The whole catalogue, an offering on each line",
        "text/csv; charset=utf-8",
        as_csv,
    ),
    File(
        "bulk_parquet",
        "catalogue.parquet",
        "The whole catalogue, an offering in each row; where the server has pyarrow",
        "application/vnd.apache.parquet",
        as_parquet,
    ),
    File(
        "bulk_sqlite",
        "catalogue.sqlite",
        "The whole catalogue as a database: providers, models, offerings, tiers, price rules",
        "application/vnd.sqlite3",
        as_sqlite,
    ),
    File(
        "shape_models_dev",
        "shapes/models.dev/api.json",
        "The shape of models.dev's api.json",
        JSON,
        _shape(models_dev),
    ),
    File(
        "shape_litellm",
        "shapes/litellm/model_prices_and_context_window.json",
        "The shape of LiteLLM's price map",
        JSON,
        _shape(litellm),
    ),
    File(
        "shape_openrouter",
        "shapes/openrouter/api/v1/models",
        "The shape of OpenRouter's list of models, at recommended prices",
        JSON,
        _shape(openrouter),
    ),
    File(
        "shape_openai",
        "shapes/openai/v1/models",
        "The shape of OpenAI's list of models",
        JSON,
        _shape(openai),
    ),
    File(
        "shape_genai_prices",
        "shapes/genai-prices/data.json",
        "The shape of the data of `genai-prices`",
        JSON,
        _shape(genai_prices),
    ),
    File(
        "shape_langfuse",
        "shapes/langfuse/api/public/models",
        "The shape of Langfuse's model definitions, at recommended prices",
        JSON,
        _shape(langfuse),
    ),
)

#: The files by their address after the prefix.
FILE_AT = {file.path: file for file in FILES}
