"""Who serves models: every provider, and all offerings of one."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from modelario.queries.columns import MONTH, Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.inconsistencies import contradicting
from modelario.queries.meaning import PlaceRequest, named
from modelario.queries.offering import OfferingRow, offering_row
from modelario.records import (
    Catalogue,
    Entry,
    LabId,
    Model,
    ModelId,
    PriceState,
    ProviderId,
    Reason,
    Serving,
)


class ProviderRow(Struct, frozen=True, kw_only=True):
    """One provider in the table."""

    id: ProviderId
    name: str
    models: int
    offerings: int
    #: Offerings with a published price, and models of which it is the cheapest provider.
    published: int
    cheapest: int


class Providers(Struct, frozen=True, kw_only=True):
    """Every provider, by name."""

    rows: tuple[ProviderRow, ...]
    as_of: date


class ServedModel(Struct, frozen=True, kw_only=True):
    """An offering with the model that it is; a router is no one model."""

    model: ModelId | None
    name: str
    lab: LabId | None
    lab_name: str | None
    offering: OfferingRow
    #: Its blended price divided by the lowest one of the model, where both are believed; the cost
    #: of the reader's work, where there is one.
    times_cheapest: Decimal | None
    #: Why it is no one model, and where a pointer leads now.
    routed: Reason | None = None


class ProviderPage(Struct, frozen=True, kw_only=True):
    """One provider with everything that it serves."""

    id: ProviderId
    name: str
    documentation_url: str | None
    api_url: str | None
    environment: tuple[str, ...]
    package: str | None
    #: The labs whose own provider it is.
    labs: tuple[LabId, ...]
    models: int
    cheapest: int
    price_states: Mapping[str, int]
    inconsistencies: int
    offerings: tuple[ServedModel, ...]
    as_of: date


PROVIDER_COLUMNS = (
    Column("provider", Kind.TEXT, "name"),
    Column("id", Kind.ID),
    Column("models", Kind.COUNT),
    Column("offerings", Kind.COUNT),
    Column("published", Kind.COUNT),
    Column("cheapest", Kind.COUNT),
)


#: What the reader's work costs at an offering.
SERVED_MONTH = Column(MONTH.key, MONTH.kind, f"offering.{MONTH.key}")
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


def providers(edition: Edition) -> Providers:
    """List every provider that offers something."""
    catalogue = edition.catalogue
    served = _served(catalogue)
    cheapest = _cheapest(catalogue)
    rows = [
        ProviderRow(
            id=id_,
            name=catalogue.providers[id_].name,
            models=len({model.id for model, _ in offered if model}),
            offerings=len(offered),
            published=sum(s.price_state is PriceState.PUBLISHED for _, s in offered),
            cheapest=cheapest[id_],
        )
        for id_, offered in served.items()
    ]
    rows.sort(key=lambda row: (row.name.lower(), row.id))
    return Providers(rows=tuple(rows), as_of=catalogue.origin.as_of)


def provider_page(edition: Edition, request: PlaceRequest) -> ProviderPage:
    """Tell everything about one provider; raises ``MissingError`` where there is none."""
    catalogue = edition.catalogue
    served = _served(catalogue)
    id_ = ProviderId(named("provider", request.id, served))
    provider = catalogue.providers[id_]
    offered = served[id_]
    rows = sorted(
        (served_model(catalogue, model, serving) for model, serving in offered),
        key=lambda row: (row.name.lower(), row.offering.offering_id),
    )
    return ProviderPage(
        id=id_,
        name=provider.name,
        documentation_url=provider.documentation_url,
        api_url=provider.api_url,
        environment=provider.environment,
        package=provider.package,
        labs=tuple(lab.id for lab in catalogue.labs.values() if id_ in lab.providers),
        models=len({model.id for model, _ in offered if model}),
        cheapest=_cheapest(catalogue)[id_],
        price_states=dict(Counter(str(s.price_state) for _, s in offered).most_common()),
        inconsistencies=_inconsistencies(catalogue)[id_],
        offerings=tuple(rows),
        as_of=catalogue.origin.as_of,
    )


Served = list[tuple[Model | None, Serving]]


def _served(catalogue: Catalogue) -> Mapping[ProviderId, Served]:
    """Sort everything that is served by its provider."""
    return catalogue.once.found(_served, lambda: _by_provider(catalogue))


def _by_provider(catalogue: Catalogue) -> Mapping[ProviderId, Served]:
    served: defaultdict[ProviderId, Served] = defaultdict(list)
    for entry in catalogue.entries.values():
        for serving in entry.model.servings:
            served[serving.offering.provider].append((entry.model, serving))
    for router in catalogue.routers:
        served[router.offering.provider].append((None, router))
    return dict(served)


def _cheapest(catalogue: Catalogue) -> Counter[ProviderId]:
    """Count where each provider is the cheapest."""
    return catalogue.once.found(
        _cheapest,
        lambda: Counter(
            entry.cheapest.serving.offering.provider
            for entry in catalogue.entries.values()
            if entry.cheapest is not None
        ),
    )


def _inconsistencies(catalogue: Catalogue) -> Counter[ProviderId]:
    """Count the findings in which each provider contradicts the value shown."""
    return catalogue.once.found(
        _inconsistencies,
        lambda: Counter(
            provider
            for entry in catalogue.entries.values()
            for finding in entry.findings
            for provider in contradicting(finding)
        ),
    )


def served_model(catalogue: Catalogue, model: Model | None, serving: Serving) -> ServedModel:
    """Flatten an offering for showing, with the model that it is; ``None`` for a router."""
    if model is None:
        return _router(offering_row(catalogue, serving), serving.assignment.reason)
    entry = catalogue.entries[model.id]
    offering = offering_row(catalogue, serving, model.kind)
    return ServedModel(
        model=model.id,
        name=model.title,
        lab=model.lab.id,
        lab_name=model.lab.name,
        offering=offering,
        times_cheapest=_times_cheapest(entry, serving, offering.blended_mtok),
    )


def _router(offering: OfferingRow, reason: Reason) -> ServedModel:
    return ServedModel(
        model=None,
        name=offering.name or offering.offering_id,
        lab=None,
        lab_name=None,
        offering=offering,
        times_cheapest=None,
        routed=reason,
    )


def _times_cheapest(entry: Entry, serving: Serving, price: Decimal | None) -> Decimal | None:
    """Divide a believed price, or the cost of the reader's work, by the lowest of its model."""
    doubted = any(each.serving.key == serving.key for each in entry.passed_over)
    lowest = entry.cheapest.blended_mtok if entry.cheapest else None
    if entry.months and entry.cheapest and (month := entry.months.get(entry.cheapest.serving.key)):
        here = entry.months.get(serving.key)
        price, lowest = here.cost if here else None, month.cost
    return None if price is None or not lowest or doubted else round(price / lowest, 2)
