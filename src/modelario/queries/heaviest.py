"""The pages that weigh most of a catalogue: where these can be drawn, the others can."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from heapq import nlargest
from typing import Any, NamedTuple, TypeVar

from modelario.catalogue.workloads import Workload
from modelario.queries.compare import CompareRequest, compare
from modelario.queries.cost import CostRequest, cost
from modelario.queries.edition import Edition
from modelario.queries.explore import ExploreRequest, explore
from modelario.queries.home import home
from modelario.queries.inconsistencies import InconsistenciesRequest, inconsistencies
from modelario.queries.labs_and_families import families, family_page, lab_page, labs
from modelario.queries.lists import list_index
from modelario.queries.meaning import PlaceRequest
from modelario.queries.methodology import methodology
from modelario.queries.model import ModelRequest, model_page
from modelario.queries.model_data import model_data
from modelario.queries.models import ModelsRequest, model_table
from modelario.queries.pick import PickRequest, pick
from modelario.queries.providers import provider_page, providers
from modelario.records import Entry, OfferingKey, Serving

R = TypeVar("R")

#: Of each kind of page so many are drawn.
HEAVIEST = 3


class HeavyPage(NamedTuple):
    """A page, the offerings that make it what it is, and how its record is made."""

    name: str
    of: tuple[OfferingKey, ...]
    record: Callable[[Edition], Any]


def heaviest(edition: Edition) -> Iterator[HeavyPage]:
    """The pages of a catalogue that weigh most, those of single models and places first."""
    entries = edition.catalogue.entries.values()
    most = nlargest(HEAVIEST, entries, key=lambda entry: len(entry.model.servings))
    for entry in most:
        record = partial(_answered, model_page, ModelRequest(model=entry.model.id))
        yield HeavyPage(f"models/{entry.model.id}", _keys(entry), record)
    yield from _places(edition)
    if len(most) > 1:
        pair = CompareRequest(models=tuple(entry.model.id for entry in most[:2]))
        of = (*_keys(most[0]), *_keys(most[1]))
        yield HeavyPage("compare", of, partial(_answered, compare, pair))
    yield from (HeavyPage(name, (), record) for name, record in _WHOLE.items())


def _places(edition: Edition) -> Iterator[HeavyPage]:
    """The providers, labs and families with the most offerings."""
    catalogue = edition.catalogue
    served: dict[tuple[str, str], list[OfferingKey]] = {}
    for entry in catalogue.entries.values():
        for serving in entry.model.servings:
            key = serving.offering.key
            served.setdefault(("providers", key.provider), []).append(key)
            served.setdefault(("labs", entry.model.lab.id), []).append(key)
            if family := entry.model.facts.family:
                served.setdefault(("families", family), []).append(key)
    for kind, page in _PLACES.items():
        those = {id_: keys for (of, id_), keys in served.items() if of == kind}
        for id_, keys in nlargest(HEAVIEST, those.items(), key=lambda row: len(row[1])):
            record = partial(_answered, page, PlaceRequest(id=id_))
            yield HeavyPage(f"{kind}/{id_}", tuple(keys), record)


def _answered(query: Callable[[Edition, R], Any], request: R, edition: Edition) -> Any:  # noqa: ANN401
    return query(edition, request)


def _keys(entry: Entry) -> tuple[OfferingKey, ...]:
    servings: Iterable[Serving] = entry.model.servings
    return tuple(serving.offering.key for serving in servings)


_WORKLOAD = Workload(input_tokens=1000, output_tokens=1000)

_PLACES: dict[str, Callable[[Edition, PlaceRequest], Any]] = {
    "providers": provider_page,
    "labs": lab_page,
    "families": family_page,
}

_WHOLE: dict[str, Callable[[Edition], Any]] = {
    "home": lambda edition: home(edition, None),
    "models": lambda edition: model_table(edition, ModelsRequest()),
    "data/models.json": model_data,
    "providers": providers,
    "labs": labs,
    "families": families,
    "lists": list_index,
    "explore": lambda edition: explore(edition, ExploreRequest()),
    "calculator": lambda edition: cost(edition, CostRequest(workload=_WORKLOAD)),
    "pick": lambda edition: pick(edition, PickRequest()),
    "inconsistencies": lambda edition: inconsistencies(edition, InconsistenciesRequest()),
    "methodology": methodology,
}
