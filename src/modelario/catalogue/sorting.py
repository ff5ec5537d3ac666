"""Sorting models: one table of sort keys, and what tells equals apart.

The page in the browser is sent the table and sorts by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from operator import itemgetter

from msgspec import Struct

from modelario.catalogue.fields import FIELDS
from modelario.catalogue.filters import FilterError, comparable
from modelario.catalogue.roster import Roster, Selection
from modelario.catalogue.scores import WEIGHTS
from modelario.identity.benchmark_names import BENCHMARKS
from modelario.records import Entry, ModelId, Reason


def _among_equals(entry: Entry) -> tuple[float, float, ModelId]:
    """Many share a score or a number of providers: a cost or price tells them apart."""
    cost, price = FIELDS["monthly_cost"](entry), FIELDS["blended_mtok"](entry)
    return (
        inf if cost is None else float(cost),
        inf if price is None else float(price),
        entry.model.id,
    )


class SortKey(Struct, frozen=True):
    """A field to sort by; ``descending`` is its natural direction."""

    field: str
    descending: bool = False


#: The columns to sort by.
SORT_KEYS: Mapping[str, SortKey] = {
    "name": SortKey("name"),
    "lab": SortKey("lab_name"),
    "family": SortKey("family"),
    "kind": SortKey("kind"),
    "context": SortKey("context_window", descending=True),
    "output_tokens": SortKey("max_output_tokens", descending=True),
    "price": SortKey("blended_mtok"),
    "month": SortKey("monthly_cost"),
    "input_price": SortKey("input_mtok"),
    "output_price": SortKey("output_mtok"),
    "cache_price": SortKey("cache_read_mtok"),
    "released": SortKey("released", descending=True),
    "knowledge": SortKey("knowledge_cutoff", descending=True),
    "providers": SortKey("providers", descending=True),
    "ends": SortKey("ends"),
    **{name: SortKey(name, descending=True) for name in (*WEIGHTS, *BENCHMARKS)},
}


def sort(entries: Iterable[Entry], by: str) -> list[Entry]:
    """Sort by a column, ``-`` before its name for the other way; unknown values come last.

    Of equals the cheaper come first, then the ids in order. Raises :class:`FilterError` for a
    column that does not exist.
    """
    name = by.removeprefix("-")
    if name not in SORT_KEYS:
        raise FilterError(
            f"sort {by!r} is none of {', '.join(SORT_KEYS)}",
            field="sort",
            expected=Reason("expected_choice", choices=tuple(SORT_KEYS)),
        )
    return ranked(cheap_first(entries), (by,))


def cheap_first(entries: Iterable[Entry]) -> list[Entry]:
    """Put entries in the order in which equals are listed."""
    return sorted(entries, key=_among_equals)


def ordered(selection: Selection, by: str) -> list[int]:
    """Give the places of what was selected in a roster, sorted likewise."""
    roster, flags = selection.roster, selection.flags
    return [place for place in roster.once.found(by, lambda: _order(roster, by)) if flags[place]]


def _order(roster: Roster, by: str) -> Sequence[int]:
    places = roster.places()
    return tuple(places[entry.model.id] for entry in sort(roster.entries, by))


def ranked(entries: Iterable[Entry], by: Sequence[str]) -> list[Entry]:
    """Sort by one column after the other, each as :func:`sort` does; equals stay in their order."""
    found = list(entries)
    for each in reversed(by):
        found = _in_order(found, each)
    return found


def _in_order(entries: Iterable[Entry], by: str) -> list[Entry]:
    """Sort by a column; what is equal stays in its order."""
    key = SORT_KEYS[by.removeprefix("-")]
    value = FIELDS[key.field]
    valued = [(comparable(value(entry)), entry) for entry in entries]
    known = [pair for pair in valued if pair[0] is not None]
    known.sort(key=itemgetter(0), reverse=key.descending != by.startswith("-"))
    return [entry for _, entry in known] + [entry for found, entry in valued if found is None]
