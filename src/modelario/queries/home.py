"""The home page: what there is, what is new, and where to begin."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from modelario.catalogue.filters import ModelFilter, compared, selection
from modelario.catalogue.roster import roster_of
from modelario.catalogue.sorting import sort
from modelario.history.journal import DatedChange
from modelario.identity.benchmark_names import BENCHMARKS, results
from modelario.queries.edition import Edition
from modelario.queries.explore import DEFAULT_AXIS, Explore, ExploreRequest, explore
from modelario.queries.lists import ListRow, list_index
from modelario.queries.models import ModelRow, model_row
from modelario.queries.price_moves import Moves, moves
from modelario.records import Entry

#: How many new models the home page names.
_NEWEST = 8
#: The plot shows the models of so long.
_RECENT = timedelta(days=365)
#: So many of them have to have a result in a benchmark that is plotted.
_ENOUGH = 10
#: From so many providers on, a new model has arrived.
_ARRIVED = 2


class Home(Struct, frozen=True, kw_only=True):
    """The catalogue at a glance."""

    models: int
    offerings: int
    providers: int
    labs: int
    inconsistencies: int
    newest: tuple[ModelRow, ...]
    lists: Mapping[str, ListRow]
    #: The biggest price moves of late; ``null`` while the history cannot be read.
    moves: Moves | None
    #: The labs' own models of late: a benchmark or score against price.
    plot: Explore
    as_of: date


def home(edition: Edition, changes: Iterable[DatedChange] | None) -> Home:
    """Sum up the catalogue for someone who arrives; ``changes`` are those of late, if known."""
    catalogue = edition.catalogue
    entries = catalogue.entries.values()
    arrived = [entry for entry in entries if _has_arrived(entry)]
    return Home(
        models=len(catalogue.entries),
        offerings=sum(len(e.model.servings) for e in entries) + len(catalogue.routers),
        providers=len(catalogue.providers),
        labs=len(catalogue.labs),
        inconsistencies=sum(len(e.findings) for e in entries),
        newest=tuple(model_row(e) for e in sort(arrived, "released")[:_NEWEST]),
        lists={row.key: row for row in list_index(edition).rows},
        moves=None if changes is None else moves(catalogue, changes),
        plot=_recent_plot(edition),
        as_of=catalogue.origin.as_of,
    )


def _has_arrived(entry: Entry) -> bool:
    """Whether a model is a lab's own and served by more than one."""
    served = entry.model.providers
    return entry.model.identity.official and len(served) >= _ARRIVED


def _recent_plot(edition: Edition) -> Explore:
    """Plot the labs' own models of late: the benchmark that most have a result in, else a score."""
    since = (edition.catalogue.origin.as_of - _RECENT).isoformat()
    where = ModelFilter(official=True, released_since=since)
    of_late = selection(roster_of(edition.catalogue), compared(where)).entries
    measured = Counter(
        key
        for entry in of_late
        if entry.recommended
        for key in results(entry.model)
        if key in BENCHMARKS
    )
    axis, models = max(measured.items(), key=lambda found: found[1], default=("", 0))
    request = ExploreRequest(axis=axis if models >= _ENOUGH else DEFAULT_AXIS, where=where)
    return explore(edition, request)
