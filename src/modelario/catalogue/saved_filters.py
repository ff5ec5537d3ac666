"""Lists: saved filters, each with its sort order and, where it is a ranking, its length."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from modelario.catalogue.fields import CURRENT
from modelario.catalogue.filters import ModelFilter, select
from modelario.catalogue.sorting import cheap_first, ranked
from modelario.records import Entry, ModelId, ModelKind

#: By the month of the reader's work, where there is one, and then by price.
_CHEAPEST = ("month", "price")


class SavedFilter(NamedTuple):
    """One list: which models, what ranks them – equals by price –, and how many at most."""

    filter: ModelFilter
    ranking: tuple[str, ...] = _CHEAPEST
    length: int | None = None


def _chat(*ranking: str, **conditions: Any) -> SavedFilter:  # noqa: ANN401 – conditions of a filter
    """Rank chat models: by price only like is compared with like."""
    return SavedFilter(ModelFilter(kind=(ModelKind.CHAT,), **conditions), ranking or _CHEAPEST)


def _of(*kinds: ModelKind) -> SavedFilter:
    return SavedFilter(ModelFilter(kind=kinds))


#: Every list, by the key in its address, ranked by what tells its models apart: many share a score,
#: few have a result in a benchmark, and where upstream quotes none the next column decides. One
#: that is in order of price holds one kind of model.
LISTS: Mapping[str, SavedFilter] = {
    "coding": _chat("swe_bench_verified", "coding", capability=("tool_call",)),
    "tool-calling": _chat("terminal_bench_2_1", "agents", capability=("tool_call",)),
    "structured-output": _chat("json", capability=("structured_output",)),
    "reasoning": _chat("scicode", "released", capability=("reasoning",)),
    "vision": _chat("vision", input=("image",)),
    "audio": _chat(input=("audio",)),
    "video": _chat(input=("video",)),
    "pdf": _chat(input=("pdf",)),
    "open-weights": _chat("providers", open_weights=True),
    "context-200k": _chat("context", min_context=200_000),
    "context-1m": _chat("context", min_context=1_000_000),
    "prompt-caching": _chat("cache_price", prompt_caching=True),
    "image-generation": _of(ModelKind.IMAGE),
    "video-generation": _of(ModelKind.VIDEO),
    "transcription": _of(ModelKind.TRANSCRIPTION),
    "speech": _of(ModelKind.SPEECH),
    "embeddings": _of(ModelKind.EMBEDDING),
    "rerankers": _of(ModelKind.RERANKER),
    "moderation": _of(ModelKind.MODERATION),
    "ocr": _of(ModelKind.OCR),
    "cheapest": _chat(price_state=("published",), status=(CURRENT,))._replace(length=50),
    "free": SavedFilter(ModelFilter(price_state=("free",)), ("name",)),
    "newest": SavedFilter(ModelFilter(), ("released",), length=50),
    "ending": SavedFilter(ModelFilter(ends_within=90), ("ends",)),
    "deprecated": SavedFilter(ModelFilter(status=("deprecated",)), ("released",)),
}


def members(entries: Iterable[Entry]) -> dict[str, tuple[ModelId, ...]]:
    """Fill every list, in the order of the table."""
    # Where a ranking tells no difference, all lists have the same order.
    entries = cheap_first(entries)
    # Most lists hold one kind of model: that is asked for once.
    kinds = {saved.filter.kind for saved in LISTS.values()}
    of_kind = {
        kind: [each for each in entries if each.model.kind in kind] if kind else entries
        for kind in kinds
    }
    found = {}
    for key, saved in LISTS.items():
        among = select(of_kind[saved.filter.kind], replace(saved.filter, kind=()))
        found[key] = tuple(e.model.id for e in ranked(among, saved.ranking))[: saved.length]
    return found
