"""Entries: models with what follows from their prices, over all providers or at some of them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from modelario.catalogue.disputes import disputes
from modelario.catalogue.fields import servings_at
from modelario.catalogue.findings import findings, is_far_price
from modelario.catalogue.lives import life_at
from modelario.catalogue.measures import subject
from modelario.catalogue.months import in_months
from modelario.catalogue.prices import Priced, priced, priced_at, published
from modelario.catalogue.scenarios import scenario_costs
from modelario.catalogue.scores import scores
from modelario.records import (
    UNTOLD,
    Entry,
    Lifecycle,
    Model,
    ModelId,
    OfferingKey,
    Opinion,
    PriceState,
    ProviderId,
    Serving,
    Testimony,
)

_NO_OPINIONS: Mapping[OfferingKey, tuple[Opinion, ...]] = {}
_NONE_UNLISTED: Mapping[ModelId, tuple[Testimony, ...]] = {}
#: No life of which anything is told.
_NONE_TOLD: Mapping[ModelId, Lifecycle] = {}


def entries(
    models: Iterable[Model],
    opinions: Mapping[OfferingKey, tuple[Opinion, ...]] = _NO_OPINIONS,
    lives: Mapping[ModelId, Lifecycle] = _NONE_TOLD,
    unlisted: Mapping[ModelId, tuple[Testimony, ...]] = _NONE_UNLISTED,
) -> Mapping[ModelId, Entry]:
    """Price, compare and score models, by id.

    ``opinions`` are what witnesses say of offerings, ``lives`` those of which something is told,
    ``unlisted`` what is said of listings that upstream does not have.
    """
    contradictions = [(model, findings(model)) for model in models]
    all_priced = [
        priced(model, [each for each in found if is_far_price(each)])
        for model, found in contradictions
    ]
    costs = scenario_costs(all_priced)
    found = {}
    for each, (model, contradicting) in zip(all_priced, contradictions, strict=True):
        found[model.id] = Entry(
            model=model,
            recommended=each.recommended,
            cheapest=each.cheapest,
            scores=scores(subject(each, contradicting)),
            scenarios=costs[model.id],
            findings=(*contradicting, *disputes(model.servings, opinions)),
            passed_over=each.passed_over,
            life=lives.get(model.id, UNTOLD),
            opinions=_of_model(model, opinions),
            elsewhere=_elsewhere(model, unlisted),
        )
    return found


def _elsewhere(
    model: Model, unlisted: Mapping[ModelId, tuple[Testimony, ...]]
) -> tuple[Testimony, ...]:
    """The prices of listings of a model that only witnesses know, each of whom has its own."""
    if not unlisted:
        return ()
    said = (each for id_ in (model.id, *model.further_ids) for each in unlisted.get(id_, ()))
    return tuple(each for each in said if each.rules and not each.copied)


def _of_model(
    model: Model, opinions: Mapping[OfferingKey, tuple[Opinion, ...]]
) -> tuple[Opinion, ...]:
    """What is said of a model's offerings: those that differ most first, then in their order."""
    if not opinions:
        return ()
    said = [each for serving in model.servings for each in opinions.get(serving.key, ())]
    said.sort(key=lambda each: -each.ratio)
    return tuple(said)


def at_providers(among: Iterable[Entry], providers: Collection[ProviderId]) -> list[Entry]:
    """Keep the models that some providers serve, with what these ask and when they end there.

    Their recommended and cheapest prices, what was passed over, scores and costs are those at
    the providers, and ranks are among the models kept. Facts and contradictions stay those of
    the model, and whether a price is believable is judged beside all others.
    """
    parted = [_parted(entry, lambda each: each.offering.provider in providers) for entry in among]
    return [
        replace(each, life=life_at(each.model, each.life, providers)) for each in _priced_at(parted)
    ]


def at_offerings(among: Iterable[Entry], wanted: Callable[[Serving], bool]) -> list[Entry]:
    """Keep the models that have an offering which is wanted, with what these ask, likewise."""
    parted = [_parted(entry, wanted) for entry in among]
    if any(each.price_state is PriceState.PUBLISHED for one in parted for each in one.others):
        return _priced_at(parted)
    # Without its prices left out a model costs what it did, and ranks are as they were.
    return [
        replace(entry, at=_keys(found)) if others else entry
        for entry, found, others in parted
        if found
    ]


class _Parted(NamedTuple):
    """An entry with the offerings that it is about, those that are wanted and the others."""

    entry: Entry
    found: Sequence[Serving]
    others: Sequence[Serving]


def _parted(entry: Entry, wanted: Callable[[Serving], bool]) -> _Parted:
    parts: tuple[list[Serving], list[Serving]] = [], []
    for serving in servings_at(entry):
        parts[not wanted(serving)].append(serving)
    return _Parted(entry, *parts)


def _keys(servings: Iterable[Serving]) -> frozenset[OfferingKey]:
    return frozenset(serving.key for serving in servings)


def _priced_at(parted: Iterable[_Parted]) -> list[Entry]:
    """Price, score and cost entries by the offerings that are wanted."""
    asked = ((each.entry, _keys(each.found)) for each in parted if each.found)
    kept = [(entry, at, priced_at(_priced(entry), at)) for entry, at in asked]
    costs = scenario_costs(there for _, _, there in kept)
    found = [
        replace(
            entry,
            recommended=there.recommended,
            cheapest=there.cheapest,
            scores=scores(subject(there, entry.findings)),
            scenarios=costs[entry.model.id],
            passed_over=there.passed_over,
            at=at,
        )
        for entry, at, there in kept
    ]
    return [in_months(each, each.months) if each.months is not None else each for each in found]


def _priced(entry: Entry) -> Priced:
    offers = published(entry.model.servings, entry.model.kind)
    return Priced(entry.model, offers, entry.recommended, entry.cheapest, entry.passed_over)
