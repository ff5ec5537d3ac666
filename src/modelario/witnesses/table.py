"""The witnesses there are: one row each."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from modelario.records import SourceId
from modelario.witnesses import endoflife, genai_prices, litellm_map, model_prices, openrouter
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
    read: Callable[[bytes, date], Read]


#: In the order in which they are asked and listed. Sizes and numbers are about a quarter to a
#: fifth, and five to ten times, of those of autumn 2026.
WITNESSES: tuple[WitnessSource, ...] = (
    WitnessSource(
        id=litellm_map.ID,
        name="LiteLLM",
        address="https://raw.githubusercontent.com/BerriAI/litellm/main/"
        "model_prices_and_context_window.json",
        link="https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
        most_bytes=24 * _MIB,
        fewest=1_000,
        read=litellm_map.read,
    ),
    WitnessSource(
        id=genai_prices.ID,
        name="genai-prices",
        address="https://raw.githubusercontent.com/pydantic/genai-prices/main/"
        "prices/new_data/v2/data.json",
        link="https://github.com/pydantic/genai-prices",
        most_bytes=4 * _MIB,
        fewest=400,
        read=genai_prices.read,
    ),
    WitnessSource(
        id=openrouter.ID,
        name="OpenRouter",
        address="https://openrouter.ai/api/v1/models",
        link="https://openrouter.ai/models",
        most_bytes=8 * _MIB,
        fewest=80,
        read=openrouter.read,
    ),
    WitnessSource(
        id=model_prices.ID,
        name="model-prices",
        address="https://raw.githubusercontent.com/wakamex/model-prices/data/v1/latest.json",
        link="https://github.com/wakamex/model-prices",
        most_bytes=8 * _MIB,
        fewest=120,
        read=model_prices.read,
    ),
    WitnessSource(
        id=endoflife.ID,
        name="endoflife.date",
        address="https://endoflife.date/api/v1/products/claude",
        link="https://endoflife.date/claude",
        most_bytes=1 * _MIB,
        fewest=4,
        read=endoflife.read,
    ),
)

BY_ID: Mapping[str, WitnessSource] = {each.id: each for each in WITNESSES}
