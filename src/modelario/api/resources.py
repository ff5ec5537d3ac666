"""The visible list of resources: what the API answers, from which request, with which record."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import partial
from typing import Any, cast

from msgspec import Struct, structs

from modelario.api.inquiries import Answered, Ask, Inquiry, Resource, asks, lists
from modelario.api.paging import Rows, Turn, changes_after, page
from modelario.queries.changes import Changelog, ChangesRequest, changelog
from modelario.queries.compare import Comparison, compare
from modelario.queries.compare_on_two_days import (
    CompareOnDaysRequest,
    ModelOnDaysRequest,
    compare_against,
    model_against,
)
from modelario.queries.cost import CostTable, cost
from modelario.queries.cost_on_two_days import cost_against
from modelario.queries.cost_question import CostQuestion
from modelario.queries.explore import Explore, ExploreRequest, explore
from modelario.queries.inconsistencies import (
    Inconsistencies,
    InconsistenciesRequest,
    inconsistencies,
)
from modelario.queries.labs_and_families import (
    FamilyPage,
    GroupIndex,
    LabPage,
    families,
    family_page,
    lab_page,
    labs,
)
from modelario.queries.lifecycle import LifecycleRequest, LifecycleTable, lifecycle
from modelario.queries.lists import ListIndex, ListPage, list_index, list_page
from modelario.queries.meaning import PlaceRequest, meant
from modelario.queries.methodology import Methodology, methodology
from modelario.queries.model import ModelPage, ModelRequest, model_page
from modelario.queries.models import ModelsRequest, ModelTable, model_table
from modelario.queries.offering_table import Offerings, OfferingsRequest, offerings
from modelario.queries.pick import PickRequest, Picks, pick
from modelario.queries.price_history import PriceHistory, price_history
from modelario.queries.price_list import ModelPrices, model_prices
from modelario.queries.providers import ProviderPage, Providers, provider_page, providers
from modelario.queries.resolved import Resolutions, ResolveRequest, resolutions
from modelario.queries.search import Hits, SearchRequest, search
from modelario.queries.start import Start, StartRequest, start
from modelario.queries.status import Status
from modelario.queries.upkeep import Upkeep, UpkeepRequest, upkeep

# --- what is no mere query ----------------------------------------------------------------

#: What leaves the choice of a provider to us.
_ANY = "recommended"


def _model(inquiry: Inquiry, request: ModelOnDaysRequest, _turn: Turn) -> Answered:
    if request.against is None:
        return model_page(inquiry.edition, request), ""
    return model_against(inquiry.edition, inquiry.on(request.against), request), ""


def _compare(inquiry: Inquiry, request: CompareOnDaysRequest, _turn: Turn) -> Answered:
    at = tuple(None if each == _ANY else each for each in request.providers)
    request = structs.replace(request, providers=at)
    if request.against is None:
        return compare(inquiry.edition, request), ""
    return compare_against(inquiry.edition, inquiry.on(request.against), request), ""


_COSTS = Rows("rows", ("id", "provider", "offering_id"))


def _cost(inquiry: Inquiry, question: CostQuestion, turn: Turn) -> Answered:
    request = question.request()
    if question.against is None:
        return page(cost(inquiry.edition, request), _COSTS, turn)
    other = inquiry.on(question.against)
    return page(cost_against(inquiry.edition, other, request), _COSTS, turn)


def _changes(inquiry: Inquiry, request: ChangesRequest, turn: Turn) -> Answered:
    if inquiry.past:
        until = min(request.where.until or inquiry.past, inquiry.past)
        request = structs.replace(request, where=structs.replace(request.where, until=until))
    inquiry.editions.check_span(request.where.since, request.where.until, inquiry.moment)
    asked = changes_after(request, turn)
    found = changelog(inquiry.edition, inquiry.editions.changes(), asked)
    last = found.rows[-1] if found.pages > 1 else None
    return found, f"{last.day.isoformat()}.{last.id}" if last else ""


def _history(inquiry: Inquiry, request: ModelRequest, _turn: Turn) -> Answered:
    edition, editions = inquiry.edition, inquiry.editions
    id_ = meant(edition, request.model)
    course = editions.course(edition, id_)
    return price_history(edition.catalogue, id_, course, editions.begins), ""


def _upkeep(inquiry: Inquiry, request: UpkeepRequest, turn: Turn) -> Answered:
    return page(upkeep(inquiry.edition, inquiry.editions.changes(), request), _UPKEEP, turn)


def _status(inquiry: Inquiry, _request: None, _turn: Turn) -> Answered:
    # A past day is told as it was at its end; where the store lies is for the operator alone.
    past = inquiry.past
    moment = datetime.combine(past, time.max, UTC) if past else inquiry.moment
    told = inquiry.editions.status(moment, inquiry.edition if past else None)
    return structs.replace(told, store=None), ""


# --- the table ----------------------------------------------------------------------------

_BY_ID = Rows("rows", ("id",))
_UPKEEP = Rows("rows", ("offering_id", "field", "others"))


def _table(
    name: str,
    path: str,
    summary: str,
    query: Callable[..., Any],
    record: type[Struct],
    *,
    example: str,
    request: type | None = None,
    rows: Rows = _BY_ID,
) -> Resource:
    """A resource that is a query's answer, a page at a time."""
    answer = asks(query, rows) if request else lists(query, rows)
    return Resource(name, path, summary, request, record, answer, example, rows)


_place = partial(_table, request=PlaceRequest, rows=Rows("models", ("id",)))

RESOURCES: tuple[Resource, ...] = (
    _table(
        "models",
        "models",
        "Models that a filter selects, sorted, with counts of what else could be chosen",
        model_table,
        ModelTable,
        example="models?capability=tool_call&min_context=200000&sort=price&limit=5",
        request=ModelsRequest,
    ),
    Resource(
        "model",
        "models/{model}",
        "Everything known of one model",
        ModelOnDaysRequest,
        ModelPage,
        _model,
        "models/openai/o4-mini",
    ),
    Resource(
        "prices",
        "models/{model}/prices",
        "What one model costs everywhere, which price is recommended and which is not believed",
        ModelRequest,
        ModelPrices,
        asks(model_prices),
        "models/openai/o4-mini/prices",
    ),
    Resource(
        "history",
        "models/{model}/history",
        "What one model has cost over time, at every provider",
        ModelRequest,
        PriceHistory,
        _history,
        "models/openai/o4-mini/history",
    ),
    Resource(
        "start",
        "models/{model}/start",
        "How one model is called at a provider: address, key, and a first request",
        StartRequest,
        Start,
        asks(start),
        "models/openai/o4-mini/start?provider=openai",
    ),
    _table(
        "offerings",
        "offerings",
        "Offerings: what each provider lists, with the model that it is",
        offerings,
        Offerings,
        example="offerings?model=o4-mini&price_state=published",
        request=OfferingsRequest,
        rows=Rows("rows", ("offering.provider", "offering.offering_id")),
    ),
    _table("providers", "providers", "Every provider", providers, Providers, example="providers"),
    _table(
        "provider",
        "providers/{id}",
        "One provider with everything that it serves",
        provider_page,
        ProviderPage,
        example="providers/openai",
        request=PlaceRequest,
        rows=Rows("offerings", ("offering.offering_id",)),
    ),
    Resource(
        "upkeep",
        "providers/{id}/upkeep",
        "Where one provider's listings differ from what others state, with how to mend them",
        UpkeepRequest,
        Upkeep,
        _upkeep,
        "providers/vercel/upkeep?severity=high&limit=5",
        _UPKEEP,
    ),
    _table("labs", "labs", "Every lab", labs, GroupIndex, example="labs"),
    _place("lab", "labs/{id}", "One lab with its models", lab_page, LabPage, example="labs/openai"),
    _table("families", "families", "Every family", families, GroupIndex, example="families"),
    _place(
        "family",
        "families/{id}",
        "One family with its models",
        family_page,
        FamilyPage,
        example="families/o-mini",
    ),
    _table(
        "lists",
        "lists",
        "Every list: a saved filter",
        list_index,
        ListIndex,
        example="lists",
        rows=Rows("rows", ("key",)),
    ),
    _place("list", "lists/{id}", "One list", list_page, ListPage, example="lists/vision"),
    Resource(
        "compare",
        "compare",
        "Two to four models side by side, each at a provider of your choice",
        CompareOnDaysRequest,
        Comparison,
        _compare,
        "compare?model=o3&model=o4-mini",
    ),
    Resource(
        "cost",
        "cost",
        "What a workload costs with every model, or at every provider of one, the cheapest first",
        CostQuestion,
        CostTable,
        _cost,
        "cost?model=o4-mini&input_tokens=5000&output_tokens=500&requests=1000",
        rows=_COSTS,
    ),
    _table(
        "pick",
        "pick",
        "Models that meet every requirement, ranked, and what giving one up would bring",
        pick,
        Picks,
        example="pick?capability=tool_call&input=image&max_price=2&rank=total_cost&rank=agents",
        request=PickRequest,
    ),
    Resource(
        "changes",
        "changes",
        "What changed, the newest first",
        ChangesRequest,
        Changelog,
        _changes,
        "changes?kind=price&limit=20",
        Rows("days", ("day",)),
    ),
    _table(
        "inconsistencies",
        "inconsistencies",
        "Where providers contradict each other, what misleads most first",
        inconsistencies,
        Inconsistencies,
        example="inconsistencies?severity=high&limit=10",
        request=InconsistenciesRequest,
        rows=Rows("rows", ("model", "field", "finding")),
    ),
    _table(
        "lifecycle",
        "lifecycle",
        "When models end: what is announced, what is gone, and what follows, by day",
        lifecycle,
        LifecycleTable,
        example="lifecycle?event=deprecated&limit=10",
        request=LifecycleRequest,
        rows=Rows("rows", ("day", "model", "provider", "offering_id", "kind", "source")),
    ),
    Resource(
        "resolve",
        "resolve",
        "Which model a spelling means, for one or for many",
        ResolveRequest,
        Resolutions,
        asks(resolutions),
        "resolve?id=gpt-4o-2024-08-06&id=us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ),
    Resource(
        "search",
        "search",
        "Models, labs, providers, families and lists of a name, typos forgiven",
        SearchRequest,
        Hits,
        asks(search),
        "search?q=gemni",
    ),
    _table(
        "explore",
        "explore",
        "Price against what it buys, and which models nobody beats",
        explore,
        Explore,
        example="explore?axis=coding&limit=10",
        request=ExploreRequest,
        rows=Rows("points", ("id",)),
    ),
    Resource(
        "methodology",
        "methodology",
        "Every rule and weight by which things are worked out",
        None,
        Methodology,
        lists(methodology),
        "methodology",
    ),
    Resource(
        "status",
        "status",
        "How fresh the catalogue is, how the last syncs went, and what is held back",
        None,
        Status,
        cast("Ask", _status),
        "status",
        kept=False,
    ),
)
