"""Lists: saved filters, each with its sort order and, where it is a ranking, its length."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from modelario.catalogue.fields import CURRENT
from modelario.catalogue.filters import ModelFilter, select, sort
from modelario.records import Entry, ModelId


class SavedFilter(NamedTuple):
    """One list: which models, in which order, and how many at most."""

    filter: ModelFilter
    sort: str = "price"
    length: int | None = None


#: Every list, by the key in its address.
LISTS: Mapping[str, SavedFilter] = {
    "tool-calling": SavedFilter(ModelFilter(capability=("tool_call",))),
    "structured-output": SavedFilter(ModelFilter(capability=("structured_output",))),
    "reasoning": SavedFilter(ModelFilter(capability=("reasoning",))),
    "vision": SavedFilter(ModelFilter(input=("image",))),
    "audio": SavedFilter(ModelFilter(input=("audio",))),
    "video": SavedFilter(ModelFilter(input=("video",))),
    "pdf": SavedFilter(ModelFilter(input=("pdf",))),
    "image-generation": SavedFilter(ModelFilter(output=("image",))),
    "open-weights": SavedFilter(ModelFilter(open_weights=True)),
    "context-200k": SavedFilter(ModelFilter(min_context=200_000)),
    "context-1m": SavedFilter(ModelFilter(min_context=1_000_000)),
    "prompt-caching": SavedFilter(ModelFilter(prompt_caching=True)),
    "cheapest": SavedFilter(
        ModelFilter(price_state=("published",), output=("text",), status=(CURRENT,)),
        length=50,
    ),
    "free": SavedFilter(ModelFilter(price_state=("free",)), "name"),
    "newest": SavedFilter(ModelFilter(), "released", length=50),
    "deprecated": SavedFilter(ModelFilter(status=("deprecated",)), "released"),
}


def members(entries: Iterable[Entry]) -> dict[str, tuple[ModelId, ...]]:
    """Fill every list, in the order of the table."""
    entries = list(entries)
    return {
        key: tuple(e.model.id for e in sort(select(entries, saved.filter), saved.sort))[
            : saved.length
        ]
        for key, saved in LISTS.items()
    }
