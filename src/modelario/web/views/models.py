"""The table of models: filtered, sorted and paged by its address alone."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec import to_builtins

from modelario.catalogue.checking import CHOICES
from modelario.catalogue.fields import SEARCHED
from modelario.catalogue.filters import CONDITIONS, OF_OFFERINGS, FilterError
from modelario.catalogue.ranges import FORM
from modelario.catalogue.scores import WEIGHTS
from modelario.catalogue.sorting import SORT_KEYS
from modelario.identity.benchmark_names import BENCHMARKS
from modelario.queries.benchmarks import result_counts
from modelario.queries.columns import MONTH, Column, Kind, columns, with_month
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
from modelario.web.rendering import json_ld
from modelario.web.words.i18n import N_, Language
from modelario.wording import label
from modelario.wording.labels import LABELS

SORT, COLUMNS = "sort", "columns"
MODEL_PARAMETERS = (*FILTER_FIELDS, SORT, COLUMNS, PAGE)

#: What most providers serve comes first: that is what most readers look for.
DEFAULT_ORDER = DEFAULT_SORT

#: Rows of one page.
ROWS = 100


class ColumnView(NamedTuple):
    """Columns that are shown together, what they are about, and by which one sorts them."""

    name: str
    columns: tuple[str, ...]
    sort: str = DEFAULT_SORT


class Range(NamedTuple):
    """A field for numbers in the form: its parameter, values to suggest, and its pattern."""

    parameter: str
    suggestions: tuple[str, ...]
    pattern: str = FORM


#: Fields of the form that take numbers.
RANGES = (
    Range("context", (">=32k", ">=128k", ">=200k", ">=1M", "32k-200k")),
    Range("output_limit", (">=8k", ">=16k", ">=32k", ">=64k", ">=128k")),
    Range("price", ("<0.1", "<0.5", "<1", "0.5-3", "<10")),
    Range("input_price", ("<0.1", "<0.5", "<1", "<3")),
    Range("output_price", ("<0.5", "<1", "<5", "<15")),
    Range("ends_within", ("30", "90", "180"), "[0-9]*"),
    Range("lasts", ("90", "180", "365"), "[0-9]*"),
)

#: Which columns are shown together, by what one looks for; the first are the usual ones.
VIEWS = (
    ColumnView(N_("Prices and limits"), DEFAULT_MODEL_COLUMNS),
    ColumnView(
        N_("Capabilities"),
        (
            *("name", "lab", *CAPABILITIES, "open_weights", "input_modalities"),
            *("output_modalities", "knowledge_cutoff"),
        ),
    ),
    ColumnView(
        N_("Benchmarks"),
        (
            *("name", "input_mtok", "output_mtok", "swe_bench_verified", "swe_bench_pro_public"),
            *("terminal_bench_2_1", "terminal_bench_hard", "aider_polyglot", "scicode"),
            "aa_coding_index",
        ),
        "swe_bench_verified",
    ),
    ColumnView(N_("Fit scores"), ("name", "input_mtok", "output_mtok", *WEIGHTS)),
)

#: What stands in the table whatever is chosen: the name, and the cost of the reader's work, where
#: there is one.
FIXED = ("name", MONTH.key)

#: What stands before the labels of what a cost assumes.
_ASSUMED = "assumed."

#: What a model's status can be.
STATUSES = ("current", "beta", "alpha", "deprecated")

#: So many answers to the browser are remembered, of about 10 KB each.
_REMEMBERED = 64

#: Facets with many values, which the form folds.
FOLDED = frozenset({"kind", "variant", "lab", "family", "provider"})

#: Conditions that the form has no field for: it carries them along.
CARRIED = frozenset(FILTER_FIELDS) - {
    *("q", "released_since", "score", "min_score", "result", "min_result", "open_weights"),
    *(each.parameter for each in RANGES),
    *FACETS,
}


def models(asked: Asked) -> View:
    """Show the models that the address selects."""
    parameters = asked.parameters
    order = parameters.one(SORT, DEFAULT_ORDER)
    table = model_table(asked.edition, ModelsRequest(where=model_filter(parameters), sort=order))
    among = with_month(MODEL_COLUMNS, costed=asked.edition.catalogue.costed)
    shown = _columns(parameters, among)
    measured = result_counts(asked.edition.catalogue)
    page = slice_of(table.rows, page_number(parameters), ROWS)
    return View(
        record=table,
        path="models",
        crumbs=(Crumb(asked.language.gettext("Models"), "models"),),
        values={
            "page": page,
            "columns": columns(among, shown),
            "fixed": FIXED,
            "all_columns": tuple(
                each
                for each in among
                if each.kind is not Kind.RESULT or each.key in {*measured, *shown}
            ),
            "measured": tuple(each for each in measured if each in BENCHMARKS),
            "order": order,
            "sort_keys": SORT_OF_COLUMN,
            "parameters": parameters,
            "facets": FACETS,
            "folded": FOLDED,
            # Without any result there is no field for one.
            "carried": CARRIED if measured else CARRIED | {"result", "min_result"},
            "conditions": CONDITIONS,
            "ranges": RANGES,
            "choices": CHOICES,
            "names": names_of(asked),
            "views": tuple(_views(parameters, shown, measured)),
            "live": _live(
                asked.language,
                order,
                costed=asked.edition.catalogue.costed,
                address=asked.addresses.plain().page(asked.language.code, "models"),
                data=asked.addresses.data("models.json"),
            ),
        },
        table=Table(columns(among, ("id", *(key for key in shown if key != "id"))), table.rows),
    )


def _columns(parameters: Parameters, among: Sequence[Column]) -> tuple[str, ...]:
    """The chosen columns in the table's order, and those that always stand there."""
    chosen = {*(parameters.all(COLUMNS) or DEFAULT_MODEL_COLUMNS), *FIXED}
    known = tuple(column.key for column in among)
    if wrong := sorted(chosen.difference(known, FIXED)):
        raise FilterError(
            f"{COLUMNS} {wrong[0]!r} is none of {', '.join(known)}",
            field=COLUMNS,
            given=wrong[0],
            expected=Reason("expected_choice", choices=known),
        )
    return tuple(key for key in known if key in chosen)


def _views(
    parameters: Parameters, shown: tuple[str, ...], measured: Mapping[str, int]
) -> Iterator[tuple[ColumnView, Parameters, bool]]:
    """Each view, the address with its columns, and whether they are shown."""
    for view in VIEWS:
        if view.sort in BENCHMARKS and view.sort not in measured:
            continue
        address = parameters.without(COLUMNS, PAGE, SORT)
        if view.sort != DEFAULT_SORT:
            address = address.also(SORT, view.sort)
        if view.columns != DEFAULT_MODEL_COLUMNS:
            for column in view.columns[1:]:
                address = address.also(COLUMNS, column)
        yield view, address, {*view.columns} - {*FIXED} == {*shown} - {*FIXED}


# Readers ask for the same few orders.
@lru_cache(_REMEMBERED)
def _live(language: Language, order: str, *, costed: bool, address: str, data: str) -> Markup:
    """Write what the browser needs to filter and sort by itself."""
    return json_ld(
        {
            "address": address,
            "data": data,
            "order": order,
            **_telling(language, costed=costed),
        }
    )


def _telling(language: Language, *, costed: bool) -> dict[str, Any]:
    """Collect what of that is the same for every order."""
    gettext, words = language.gettext, language.words
    kinds = {
        "price_state": PriceState,
        "modality": MODALITIES,
        "status": STATUSES,
        "kind": ModelKind,
    }
    return {
        "default_order": DEFAULT_ORDER,
        "default_columns": [key for key in DEFAULT_MODEL_COLUMNS if key != "name"],
        "capabilities": CAPABILITIES,
        "scores": tuple(WEIGHTS),
        "searched": SEARCHED,
        "conditions": to_builtins(CONDITIONS),
        "of_offerings": OF_OFFERINGS,
        "sort_keys": to_builtins(SORT_KEYS),
        "fixed": FIXED,
        "columns": [
            _live_column(column, language) for column in with_month(MODEL_COLUMNS, costed=costed)
        ],
        "words": {
            **{
                kind: {each: label(f"{kind}.{each}", words) for each in kinds[kind]}
                for kind in kinds
            },
            "capability": {each: label(f"field.{each}", words) for each in CAPABILITIES},
            **{each: label(each, words) for each in ("yes", "no", "unknown")},
            "assumed": {
                code.removeprefix(_ASSUMED): label(code, words)
                for code in LABELS
                if code.startswith(_ASSUMED)
            },
            "compare": gettext("Compare"),
            "remove": gettext("Remove"),
            "page": gettext("Page %(number)s of %(last)s")
            % {"number": "{number}", "last": "{last}"},
            "tied_one": _tied(language, 1),
            "tied_other": _tied(language, 2),
            "found_one": _found(language, 1),
            "found_other": _found(language, 2),
        },
    }


def _live_column(column: Column, language: Language) -> dict[str, Any]:
    sorting = SORT_OF_COLUMN.get(column.key)
    return {
        "key": column.key,
        "label": label(f"field.{column.key}", language.words),
        "kind": column.kind,
        **({"sort": sorting.key, "descending": sorting.descending} if sorting else {}),
    }


def _tied(language: Language, count: int) -> str:
    return language.ngettext(
        "%(shown)s has the best score; what declares the same scores the same, and the cheaper "
        "comes first.",
        "%(shown)s share the best score; what declares the same scores the same, and the cheaper "
        "comes first.",
        count,
    ) % {"shown": "{shown}"}


def _found(language: Language, count: int) -> str:
    return language.ngettext(
        "%(shown)s of %(total)s models", "%(shown)s of %(total)s models", count
    ) % {"shown": "{shown}", "total": "{total}"}


def names_of(asked: Asked) -> dict[str, dict[str, str]]:
    """Names of the facet values that are ids."""
    catalogue = asked.edition.catalogue
    return {
        "lab": {lab.id: lab.name for lab in catalogue.labs.values()},
        "provider": {each.id: each.name for each in catalogue.providers.values()},
    }
