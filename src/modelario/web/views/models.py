"""The table of models: filtered, sorted and paged by its address alone."""

from typing import Any, NamedTuple

from msgspec import to_builtins

from modelario.catalogue.checking import CHOICES
from modelario.catalogue.fields import SEARCHED
from modelario.catalogue.filters import CONDITIONS, SORT_KEYS, FilterError
from modelario.queries.columns import Column, columns
from modelario.queries.models import (
    DEFAULT_MODEL_COLUMNS,
    DEFAULT_SORT,
    FACETS,
    MODEL_COLUMNS,
    SORT_OF_COLUMN,
    ModelsRequest,
    model_table,
)
from modelario.queries.paging import slice_of
from modelario.records import CAPABILITIES, MODALITIES, ModelKind, PriceState, Reason
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.parameters import (
    FILTER_FIELDS,
    PAGE,
    Parameters,
    model_filter,
    page_number,
)
from modelario.wording import label

SORT, COLUMNS = "sort", "columns"
MODEL_PARAMETERS = (*FILTER_FIELDS, SORT, COLUMNS, PAGE)

#: What most providers serve comes first: that is what most readers look for.
DEFAULT_ORDER = DEFAULT_SORT

#: Rows of one page.
ROWS = 100


class Range(NamedTuple):
    """A field for a number in the form: its parameter, its step, and values to suggest."""

    parameter: str
    step: str
    suggestions: tuple[str, ...]


#: Fields of the form that take a number.
RANGES = (
    Range("min_context", "1", ("8000", "32000", "128000", "200000", "1000000")),
    Range("max_context", "1", ("8000", "32000", "128000", "200000", "1000000")),
    Range("min_output_tokens", "1", ("4000", "8000", "16000", "32000", "64000", "128000")),
    Range("min_price", "any", ()),
    Range("max_price", "any", ("0.1", "0.5", "1", "3", "10")),
    Range("ends_within", "1", ("30", "90", "180")),
    Range("lasts", "1", ("90", "180", "365")),
)

#: What a model's status can be.
STATUSES = ("current", "beta", "alpha", "deprecated")

#: Facets with many values, which the form folds.
FOLDED = frozenset({"kind", "variant", "lab", "family", "provider"})

#: Conditions that the form has no field for: it carries them along.
CARRIED = frozenset(FILTER_FIELDS) - {
    *("q", "released_since", "score", "min_score", "open_weights"),
    *(each.parameter for each in RANGES),
    *FACETS,
}


def models(asked: Asked) -> View:
    """Show the models that the address selects."""
    parameters = asked.parameters
    order = parameters.one(SORT, DEFAULT_ORDER)
    table = model_table(asked.edition, ModelsRequest(where=model_filter(parameters), sort=order))
    shown = _columns(parameters)
    page = slice_of(table.rows, page_number(parameters), ROWS)
    return View(
        record=table,
        path="models",
        crumbs=(Crumb(asked.language.gettext("Models"), "models"),),
        values={
            "page": page,
            "columns": columns(MODEL_COLUMNS, shown),
            "all_columns": MODEL_COLUMNS,
            "order": order,
            "sort_keys": SORT_OF_COLUMN,
            "parameters": parameters,
            "facets": FACETS,
            "folded": FOLDED,
            "carried": CARRIED,
            "ranges": RANGES,
            "choices": CHOICES,
            "names": names_of(asked),
            "live": _live(asked, order),
        },
        table=Table(
            columns(MODEL_COLUMNS, ("id", *(key for key in shown if key != "id"))), table.rows
        ),
    )


def _columns(parameters: Parameters) -> tuple[str, ...]:
    """The chosen columns in the table's order; the name always comes first."""
    chosen = {*(parameters.all(COLUMNS) or DEFAULT_MODEL_COLUMNS), "name"}
    known = tuple(column.key for column in MODEL_COLUMNS)
    if wrong := sorted(chosen.difference(known)):
        raise FilterError(
            f"{COLUMNS} {wrong[0]!r} is none of {', '.join(known)}",
            field=COLUMNS,
            given=wrong[0],
            expected=Reason("expected_choice", choices=known),
        )
    return tuple(key for key in known if key in chosen)


def _live(asked: Asked, order: str) -> dict[str, Any]:
    """Collect what the browser needs to filter and sort by itself."""
    gettext, words = asked.language.gettext, asked.language.words
    kinds = {
        "price_state": PriceState,
        "modality": MODALITIES,
        "status": STATUSES,
        "kind": ModelKind,
    }
    return {
        "address": asked.addresses.plain().page(asked.language.code, "models"),
        "data": asked.addresses.data("models.json"),
        "order": order,
        "default_order": DEFAULT_ORDER,
        "default_columns": [key for key in DEFAULT_MODEL_COLUMNS if key != "name"],
        "capabilities": CAPABILITIES,
        "searched": SEARCHED,
        "conditions": to_builtins(CONDITIONS),
        "sort_keys": to_builtins(SORT_KEYS),
        "columns": [_live_column(column, asked) for column in MODEL_COLUMNS],
        "words": {
            **{
                kind: {each: label(f"{kind}.{each}", words) for each in kinds[kind]}
                for kind in kinds
            },
            "capability": {each: label(f"field.{each}", words) for each in CAPABILITIES},
            **{each: label(each, words) for each in ("yes", "no", "unknown")},
            "page": gettext("Page %(number)s of %(last)s")
            % {"number": "{number}", "last": "{last}"},
            "found_one": _found(asked, 1),
            "found_other": _found(asked, 2),
        },
    }


def _live_column(column: Column, asked: Asked) -> dict[str, Any]:
    sorting = SORT_OF_COLUMN.get(column.key)
    return {
        "key": column.key,
        "label": label(f"field.{column.key}", asked.language.words),
        "kind": column.kind,
        **({"sort": sorting.key, "descending": sorting.descending} if sorting else {}),
    }


def _found(asked: Asked, count: int) -> str:
    return asked.language.ngettext(
        "%(shown)s of %(total)s models", "%(shown)s of %(total)s models", count
    ) % {"shown": "{shown}", "total": "{total}"}


def names_of(asked: Asked) -> dict[str, dict[str, str]]:
    """Names of the facet values that are ids."""
    catalogue = asked.edition.catalogue
    return {
        "lab": {lab.id: lab.name for lab in catalogue.labs.values()},
        "provider": {each.id: each.name for each in catalogue.providers.values()},
    }
