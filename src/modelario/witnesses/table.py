"""The witnesses there are: one row each."""

from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from modelario.records import SourceId

# Whoever only wants to know which witnesses there are loads nothing that reads one.
if TYPE_CHECKING:
    from modelario.witnesses.reading import Read

_MIB = 2**20


class WitnessSource(NamedTuple):
    """Where a witness's document is, what it can be, and how it is read."""

    id: SourceId
    name: str
    #: Where the document is fetched from.
    address: str
    #: Where people read of it.
    link: str
    #: The largest document that is taken in, unpacked.
    most_bytes: int
    #: Of fewer listings than so many, the document is no whole one.
    fewest: int
    #: The document's bytes, and the day that is asked for, to what it says.
    read: "Callable[[bytes, date], Read]"


def _reader(module: str) -> "Callable[[bytes, date], Read]":
    def read(body: bytes, day: date) -> "Read":
        found: Read = import_module(f"modelario.witnesses.{module}").read(body, day)
        return found

    return read


#: In the order in which they are asked and listed. Sizes and numbers are about a quarter to a
#: fifth, and five to ten times, of those of autumn 2026.
WITNESSES: tuple[WitnessSource, ...] = (
    WitnessSource(
        id=SourceId("litellm"),
        name="LiteLLM",
        address="https://raw.githubusercontent.com/BerriAI/litellm/main/"
        "model_prices_and_context_window.json",
        link="https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
        most_bytes=24 * _MIB,
        fewest=1_000,
        read=_reader("litellm_map"),
    ),
    WitnessSource(
        id=SourceId("genai-prices"),
        name="genai-prices",
        address="https://raw.githubusercontent.com/pydantic/genai-prices/main/"
        "prices/new_data/v2/data.json",
        link="https://github.com/pydantic/genai-prices",
        most_bytes=4 * _MIB,
        fewest=400,
        read=_reader("genai_prices"),
    ),
    WitnessSource(
        id=SourceId("openrouter"),
        name="OpenRouter",
        address="https://openrouter.ai/api/v1/models",
        link="https://openrouter.ai/models",
        most_bytes=8 * _MIB,
        fewest=80,
        read=_reader("openrouter"),
    ),
    WitnessSource(
        id=SourceId("model-prices"),
        name="model-prices",
        address="https://raw.githubusercontent.com/wakamex/model-prices/data/v1/latest.json",
        link="https://github.com/wakamex/model-prices",
        most_bytes=8 * _MIB,
        fewest=120,
        read=_reader("model_prices"),
    ),
    WitnessSource(
        id=SourceId("endoflife.date"),
        name="endoflife.date",
        address="https://endoflife.date/api/v1/products/claude",
        link="https://endoflife.date/claude",
        most_bytes=1 * _MIB,
        fewest=4,
        read=_reader("endoflife"),
    ),
)

BY_ID: Mapping[str, WitnessSource] = {each.id: each for each in WITNESSES}
