"""Columns: what a table shows of its rows, once for every face.

HTML, the terminal, CSV and Markdown all draw the same columns; they differ only in how a
kind of value is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from msgspec import Struct

Row = TypeVar("Row")


class Kind(StrEnum):
    """What a cell holds, which decides how it is written and aligned."""

    TEXT = "text"
    ID = "id"
    TOKENS = "tokens"
    COUNT = "count"
    MTOK = "mtok"
    USD = "usd"
    DATE = "date"
    FLAG = "flag"
    SCORE = "score"
    PERCENT = "percent"
    WORDS = "words"


class Column(Struct, frozen=True):
    """A column: the row's attribute (dots descend, a number to a place) and the kind of its values.

    The heading is the label ``field.<key>`` of :mod:`modelario.wording`.
    """

    key: str
    kind: Kind
    path: str = ""
    #: Where the labels of its values stand, such as ``status`` for ``status.beta``.
    labels: str = ""

    def value(self, row: Any) -> Any:  # noqa: ANN401 – rows and cells of any table
        value = row
        for name in (self.path or self.key).split("."):
            if name.isdigit():
                value = value[int(name)]
            else:
                value = value.get(name) if isinstance(value, Mapping) else getattr(value, name)
            if value is None:
                return None
        return value


MODEL_COLUMNS = (
    Column("name", Kind.TEXT),
    Column("id", Kind.ID),
    Column("input_mtok", Kind.MTOK),
    Column("output_mtok", Kind.MTOK),
    Column("lab", Kind.TEXT, "lab_name"),
    Column("family", Kind.TEXT),
    Column("context_window", Kind.TOKENS),
    Column("max_output_tokens", Kind.TOKENS),
    Column("blended_mtok", Kind.MTOK),
    Column("cache_read_mtok", Kind.MTOK),
    Column("cheapest_mtok", Kind.MTOK),
    Column("providers", Kind.COUNT),
    Column("release_date", Kind.DATE),
    Column("knowledge_cutoff", Kind.DATE),
    Column("tool_call", Kind.FLAG),
    Column("structured_output", Kind.FLAG),
    Column("reasoning", Kind.FLAG),
    Column("temperature", Kind.FLAG),
    Column("attachment", Kind.FLAG),
    Column("input_modalities", Kind.WORDS, labels="modality"),
    Column("output_modalities", Kind.WORDS, labels="modality"),
    Column("open_weights", Kind.FLAG),
    Column("official", Kind.FLAG),
    Column("status", Kind.WORDS, labels="status"),
    Column("price_states", Kind.WORDS, labels="price_state"),
    Column("coding", Kind.SCORE, "scores.coding"),
    Column("agents", Kind.SCORE, "scores.agents"),
    Column("json", Kind.SCORE, "scores.json"),
    Column("cost", Kind.SCORE, "scores.cost"),
    Column("long_context", Kind.SCORE, "scores.long_context"),
    Column("vision", Kind.SCORE, "scores.vision"),
    Column("production", Kind.SCORE, "scores.production"),
    Column("inconsistencies", Kind.COUNT),
)

#: What the models table shows before the reader chooses.
DEFAULT_MODEL_COLUMNS = (
    "name",
    "input_mtok",
    "output_mtok",
    "lab",
    "context_window",
    "max_output_tokens",
    "providers",
    "release_date",
    "coding",
    "production",
)

OFFERING_COLUMNS = (
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("input_mtok", Kind.MTOK),
    Column("output_mtok", Kind.MTOK),
    Column("cache_read_mtok", Kind.MTOK),
    Column("cache_write_mtok", Kind.MTOK),
    Column("context_window", Kind.TOKENS),
    Column("max_output_tokens", Kind.TOKENS),
    Column("release_date", Kind.DATE),
    Column("variant", Kind.WORDS),
    Column("price_state", Kind.WORDS, labels="price_state"),
    Column("status", Kind.WORDS, labels="status"),
)

COST_COLUMNS = (
    Column("rank", Kind.COUNT),
    Column("name", Kind.TEXT),
    Column("id", Kind.ID),
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("cost_per_request", Kind.USD),
    Column("total_cost", Kind.USD),
    Column("input_mtok", Kind.MTOK),
    Column("output_mtok", Kind.MTOK),
    Column("tier_above_tokens", Kind.TOKENS),
)

INCONSISTENCY_COLUMNS = (
    Column("severity", Kind.WORDS, labels="severity"),
    Column("model", Kind.ID),
    Column("field", Kind.WORDS, labels="field"),
    Column("values", Kind.TEXT),
    Column("shown", Kind.TEXT),
    Column("span_days", Kind.COUNT),
    Column("ratio", Kind.COUNT),
    Column("offerings", Kind.COUNT),
)

PROVIDER_COLUMNS = (
    Column("provider", Kind.TEXT, "name"),
    Column("id", Kind.ID),
    Column("models", Kind.COUNT),
    Column("offerings", Kind.COUNT),
    Column("published", Kind.COUNT),
    Column("cheapest", Kind.COUNT),
)

LAB_COLUMNS = (
    Column("lab", Kind.TEXT, "name"),
    Column("models", Kind.COUNT),
    Column("open_weights", Kind.COUNT),
    Column("providers", Kind.COUNT),
    Column("newest", Kind.DATE),
)

FAMILY_COLUMNS = (
    Column("family", Kind.TEXT, "name"),
    Column("labs", Kind.WORDS),
    Column("models", Kind.COUNT),
    Column("open_weights", Kind.COUNT),
    Column("providers", Kind.COUNT),
    Column("newest", Kind.DATE),
)

LIST_COLUMNS = (
    Column("key", Kind.WORDS, labels="list"),
    Column("models", Kind.COUNT),
)

#: What a list, a lab or a family shows of its models.
LIST_PAGE_COLUMNS = (
    "name",
    "input_mtok",
    "output_mtok",
    "lab",
    "context_window",
    "max_output_tokens",
    "providers",
    "release_date",
    "coding",
    "production",
)

HIT_COLUMNS = (
    Column("name", Kind.TEXT),
    Column("what", Kind.WORDS, "kind", labels="kind"),
    Column("id", Kind.ID),
    Column("likeness", Kind.SCORE),
)

METHODOLOGY_COLUMNS = (
    Column("score", Kind.WORDS, labels="score"),
    Column("part", Kind.WORDS, "part.name", labels="part"),
    Column("maximum", Kind.SCORE, "part.maximum"),
    Column("rule", Kind.TEXT, "part.rule"),
)

REJECT_COLUMNS = (
    Column("what", Kind.WORDS, "kind", labels="kind"),
    Column("path", Kind.ID),
    Column("reason", Kind.TEXT),
)

SERVED_COLUMNS = (
    Column("name", Kind.TEXT),
    Column("offering_id", Kind.ID, "offering.offering_id"),
    Column("input_mtok", Kind.MTOK, "offering.input_mtok"),
    Column("output_mtok", Kind.MTOK, "offering.output_mtok"),
    Column("cache_read_mtok", Kind.MTOK, "offering.cache_read_mtok"),
    Column("times_cheapest", Kind.COUNT),
    Column("context_window", Kind.TOKENS, "offering.context_window"),
    Column("max_output_tokens", Kind.TOKENS, "offering.max_output_tokens"),
    Column("release_date", Kind.DATE, "offering.release_date"),
    Column("variant", Kind.WORDS, "offering.variant"),
    Column("price_state", Kind.WORDS, "offering.price_state", labels="price_state"),
)

RESOLUTION_COLUMNS = (
    Column("provider", Kind.TEXT),
    Column("offering", Kind.ID),
    Column("model", Kind.ID),
    Column("variant", Kind.WORDS),
    Column("confidence", Kind.SCORE),
    Column("reason", Kind.TEXT),
)


def without_ids(among: Iterable[Column]) -> tuple[Column, ...]:
    """Leave out what a table of offerings has in its first column, beneath the name."""
    return tuple(column for column in among if column.kind is not Kind.ID)


def columns(among: tuple[Column, ...], keys: tuple[str, ...]) -> tuple[Column, ...]:
    """Pick columns by key, in the order of ``keys``; raises ``KeyError`` for an unknown one."""
    by_key = {column.key: column for column in among}
    return tuple(by_key[key] for key in keys)


def sorted_rows(rows: Sequence[Row], among: Iterable[Column], order: str) -> tuple[Row, ...]:
    """Sort a table by a column, upwards, ``-`` before its key for downwards.

    Unknown values come last; a column that does not exist leaves the order as it is.
    """
    column = {each.key: each for each in among}.get(order.removeprefix("-"))
    if column is None:
        return tuple(rows)
    known = [row for row in rows if column.value(row) is not None]
    unknown = [row for row in rows if column.value(row) is None]
    known.sort(key=lambda row: _comparable(column.value(row)), reverse=order.startswith("-"))
    return (*known, *unknown)


def _comparable(value: Any) -> Any:  # noqa: ANN401 – a value of any column
    return value if isinstance(value, int | Decimal) else str(value).lower()
