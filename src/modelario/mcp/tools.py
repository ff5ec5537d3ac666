"""The visible list of tools: what an agent can ask, with which request, and what it is told."""

from datetime import date
from typing import Any

from msgspec import Struct, structs

from modelario.api.inquiries import Answered, Inquiry
from modelario.api.paging import Rows, Turn, page
from modelario.api.resources import RESOURCES
from modelario.catalogue.checking import name_of
from modelario.mcp.tool import Tool
from modelario.queries.changes import ChangeRow, ChangesRequest
from modelario.queries.compare import Comparison
from modelario.queries.meaning import meant_id, named_offering
from modelario.queries.model import ModelPage, ModelRequest, page_of
from modelario.queries.offering import OfferingRow
from modelario.queries.resolved import ResolveRequest
from modelario.queries.standing import Standings, standings
from modelario.records import TokenPrice

_RESOURCE = {each.name: each for each in RESOURCES}


class ModelAtRequest(ModelRequest, frozen=True, kw_only=True):
    """Which model is asked for, and its offerings at which providers."""

    #: Id of a provider: the model's offerings there are told too; repeat for more.
    provider: tuple[str, ...] = ()


class ModelAt(ModelPage, frozen=True, kw_only=True):
    """Everything we know of one model, and the one offering of it that a spelling names."""

    #: The offering that is asked for by its own id, where it is.
    offering: OfferingRow | None


class ChangeList(Struct, frozen=True, kw_only=True):
    """A selection of changes, the newest first."""

    rows: tuple[ChangeRow, ...]
    #: How many changes the selection holds, of each kind and in all.
    by_kind: dict[str, int]
    matching: int
    as_of: date


def _of(name: str) -> dict[str, Any]:
    """Take over what a resource of the API is asked and answers."""
    found = _RESOURCE[name]
    return {
        "resource": name,
        "request": found.request,
        "record": found.record,
        "answer": found.answer,
    }


# --- what is asked otherwise than in the API


def _model(inquiry: Inquiry, request: ModelAtRequest, turn: Turn) -> Answered:
    edition = inquiry.edition
    id_ = meant_id(edition, request.model, inquiry.now)
    found = page_of(edition.catalogue, id_, edition.holds)
    known = edition.catalogue.providers
    at = {name_of("provider", each, known) for each in request.provider}
    key = named_offering(edition, request.model)
    told = ModelAt(
        **{
            **{name: getattr(found, name) for name in found.__struct_fields__},
            "offerings": tuple(e for e in found.offerings if not at or e.provider in at),
        },
        offering=next((e for e in found.offerings if e.key == key), None),
    )
    return page(told, _OFFERINGS, turn)


def _compare(inquiry: Inquiry, request: Any, turn: Turn) -> Answered:  # noqa: ANN401 – the API's
    found, _ = _RESOURCE["compare"].answer(inquiry, request, turn)
    assert isinstance(found, Comparison)  # noqa: S101 – what that resource answers
    return structs.replace(found, fields=tuple(e for e in found.fields if not e.alike)), ""


def _changes(inquiry: Inquiry, request: ChangesRequest, turn: Turn) -> Answered:
    found, mark = _RESOURCE["changes"].answer(inquiry, request, turn)
    told = ChangeList(
        rows=found.rows,
        by_kind=dict(found.by_kind),
        matching=found.matching,
        as_of=found.as_of,
    )
    return told, mark


def _standings(inquiry: Inquiry, request: ResolveRequest, _turn: Turn) -> Answered:
    editions, now = inquiry.editions, inquiry.now
    told = standings(
        inquiry.edition, editions.changes(), request, lambda day: editions.as_of(day, now), now
    )
    return told, ""


_OFFERINGS = Rows("offerings", ("provider", "offering_id"))
_ROWS = Rows("rows", ("id",))
#: What is told of prices: those of long requests in short.
_PRICES = (
    *TokenPrice.__struct_fields__,
    *("tiers.above_tokens", "tiers.input_mtok", "tiers.output_mtok"),
)
#: What is told of the cost of the reader's work.
_MONTH = ("month.cost", "month.assumed")

# --- the table

TOOLS: tuple[Tool, ...] = (
    Tool(
        name="search_models",
        title="Search models",
        text=(
            "Find models by words or by what they have, sorted. Prices are the recommended ones, "
            "or those at the providers asked for; price_states tells whether it is free somewhere. "
            "With work, sort=month sorts by its cost. "
            "To choose one for a job with a known number of tokens, pick_model is better."
        ),
        **_of("models"),
        rows=_ROWS,
        of_row=(
            *("id", "kind", "status", "release_date", "context_window", "max_output_tokens"),
            *("ends", "input_modalities", "tool_call", "reasoning", "open_weights"),
            *("input_mtok", "output_mtok", "month", "price_states", "providers"),
        ),
        of_record=("matching",),
        within=("rows.month.cost", "rows.month.assumed"),
        limit=10,
    ),
    Tool(
        name="get_model",
        title="Get a model",
        text=(
            "Tell the facts of one model, in any spelling: limits, capabilities, recommended and "
            "cheapest price; with provider also what it asks there. More by fields: offerings, "
            "events (of its life, and who announces them), scores, alternatives, findings (where "
            "providers contradict each other), held (prices that are not believed yet)."
        ),
        resource="model",
        request=ModelAtRequest,
        record=ModelAt,
        answer=_model,
        rows=_OFFERINGS,
        of_record=(
            *("id", "name", "lab", "kind", "family", "status", "release_date", "knowledge_cutoff"),
            *("context_window", "max_input_tokens", "max_output_tokens"),
            *("input_modalities", "output_modalities", "capabilities", "open_weights"),
            *("ends", "providers", "offering", "recommended", "cheapest", "version_of", "parent"),
        ),
        within=(
            *(
                f"{quote}.{each}"
                for quote in ("recommended", "cheapest")
                for each in ("provider", "offering_id", "variant", *_PRICES, *_MONTH, "reason")
            ),
            *(
                f"{offering}.{each}"
                for offering in ("offering", "offerings")
                for each in (
                    *("provider", "offering_id", "variant", "status", "price_state"),
                    *(*_PRICES, *_MONTH, "context_window", "max_output_tokens"),
                )
            ),
            *("events.kind", "events.day", "events.provider", "events.offering_id"),
            *("events.source", "events.link", "events.successor_model"),
            *("scores.points", "scores.coverage"),
            *("findings.field", "findings.severity", "findings.shown", "findings.reason"),
            *("findings.misled", "findings.claims.value", "findings.claims.differs"),
            *(
                f"alternatives.{group}.{each}"
                for group in ("closest", "cheaper", "open_weight")
                for each in ("id", "input_mtok", "output_mtok", "monthly_cost", "reasons")
            ),
        ),
        limit=10,
    ),
    Tool(
        name="compare_models",
        title="Compare models",
        text=(
            "Set two to four models side by side: fields in which they are not alike, fit scores, "
            "what typical batches cost, and where the cheaper of two changes."
        ),
        resource="compare",
        request=_RESOURCE["compare"].request or type(None),
        record=Comparison,
        answer=_compare,
        rows=Rows("sides", ()),
        of_record=("sides", "fields", "scenarios", "break_evens", "throughout"),
        within=(
            *("sides.model.id", "sides.offering.provider", "sides.offering.offering_id"),
            *("fields.field", "fields.values"),
            *("scores.field", "scores.values"),
            *("scenarios.key", "scenarios.requests", "scenarios.input_tokens"),
            *("scenarios.output_tokens", "scenarios.costs"),
            *("providers.provider", "providers.offers.input_mtok", "providers.offers.output_mtok"),
        ),
    ),
    Tool(
        name="estimate_cost",
        title="Estimate a cost",
        text=(
            "Cost a workload, in USD: at each provider of one model, the cheapest first, or with "
            "every model where none is named. Price tiers and prices for cached input apply. A "
            "request's counts can be given as its API wrote them. To "
            "cost what models of certain requirements ask, use pick_model."
        ),
        **_of("cost"),
        rows=Rows("rows", ("id", "provider", "offering_id")),
        of_row=(
            *("rank", "id", "provider", "offering_id", "variant", "total_cost"),
            *("cost_per_request", "input_mtok", "output_mtok", "cache_read_mtok"),
            *("tier_above_tokens", "assumed"),
        ),
        of_record=("priced", "unpriced", "unfit", "passed_over"),
        limit=5,
        takes=frozenset(
            (
                *("model", "input_tokens", "output_tokens", "requests", "cached_share"),
                *("usage", "flavour"),
                *("cache_write_share", "cache_write_1h_share", "reasoning_tokens"),
                *("provider", "mode", "region", "at"),
            )
        ),
    ),
    Tool(
        name="resolve_model",
        title="Resolve a model's id",
        text=(
            "Tell which model a spelling means: an id of any provider or client, or a name. "
            "Other tools take any spelling by themselves."
        ),
        **_of("resolve"),
        rows=Rows("rows", ("text",)),
        of_row=("text", "model", "ambiguous", "router", "fine_tune_of", "candidates"),
    ),
    Tool(
        name="pick_model",
        title="Pick a model",
        text=(
            "Choose models for a job: hard requirements, which hold of the very offering that is "
            "named, then a rank by the cost of a workload, by fit scores, or by a mix. Tells why "
            "each was chosen, and what giving one requirement up would bring. What is about to be "
            "withdrawn is left out."
        ),
        **_of("pick"),
        rows=_ROWS,
        of_row=(
            *("rank", "id", "provider", "offering_id", "variant", "total_cost"),
            *("cost_per_request", "fit", "input_mtok", "output_mtok", "context_window", "reasons"),
        ),
        of_record=("workload", "matching", "considered", "loosenings"),
        within=(
            *("loosenings.requirement", "loosenings.more", "loosenings.has"),
            *("loosenings.best.id", "loosenings.best.provider", "loosenings.best.total_cost"),
        ),
        limit=5,
    ),
    Tool(
        name="list_changes",
        title="List changes",
        text=(
            "Tell what changed, the newest first: prices, limits, capabilities, models and "
            "offerings that came or went, ends that are announced or reached. "
            "An old and a new price are USD per 1M tokens."
        ),
        resource="changes",
        request=ChangesRequest,
        record=ChangeList,
        answer=_changes,
        rows=Rows("rows", ()),
        of_row=(
            *("day", "kind", "model", "provider", "offering_id", "field", "old", "new"),
            *("percent", "source_name"),
        ),
        of_record=("matching", "by_kind"),
        limit=20,
    ),
    Tool(
        name="check_model",
        title="Check a model's id",
        text=(
            "Tell whether an id that is in use is still served, until when as far as that is "
            "known, and what may follow it. Give it every id of a configuration at once."
        ),
        resource="resolve",
        request=ResolveRequest,
        record=Standings,
        answer=_standings,
        rows=Rows("rows", ("text",)),
        of_row=(
            *("text", "outlook", "model", "provider", "offering_id", "until", "providers"),
            *("by_lab", "withdrawing", "follows", "message"),
        ),
        within=(
            *("rows.follows.id", "rows.follows.relation", "rows.follows.release_date"),
            *("rows.follows.input_mtok", "rows.follows.output_mtok"),
        ),
        looks_back=True,
    ),
)
#: The tools by their name.
TOOL = {each.name: each for each in TOOLS}
