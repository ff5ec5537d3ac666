"""The model page: everything we know of one model, as one record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from modelario.catalogue.lives import days_left
from modelario.catalogue.prices import own_rank
from modelario.catalogue.titles import title_of
from modelario.queries.edition import Edition
from modelario.queries.finding_rows import FindingRow, finding_row
from modelario.queries.holds import HoldRow
from modelario.queries.life_events import EventRow, event_rows
from modelario.queries.meaning import meant_id
from modelario.queries.model_lines import (
    AlternativeGroups,
    ModelLine,
    SuccessorRow,
    alternatives_of,
    model_line,
    successor_rows,
)
from modelario.queries.offering import (
    OfferingRow,
    PassedOverRow,
    QuoteRow,
    offering_row,
    passed_over_row,
    quote_row,
)
from modelario.queries.release_ids import ReleaseRow, release_rows
from modelario.queries.rule_rows import RuleRow, elsewhere_rows, rule_rows
from modelario.queries.second_opinions import OpinionRow, opinion_rows
from modelario.queries.two_days import TwoDays
from modelario.records import (
    Benchmark,
    Catalogue,
    Entry,
    Facts,
    LabId,
    Link,
    Metadata,
    Model,
    ModelId,
    ModelKind,
    OfferingKey,
    Profile,
    Provenance,
    Reason,
    ScenarioCost,
    Score,
)
from modelario.remembering import Once

#: How many models "more from" names.
MORE = 6
#: So many pages are remembered: whoever asks for one may want it in another form or language.
_LAST = 8


class Capabilities(Struct, frozen=True, kw_only=True):
    """What the model can do; ``null`` is unknown."""

    tool_call: bool | None
    structured_output: bool | None
    reasoning: bool | None
    temperature: bool | None
    attachment: bool | None


class ModelPage(Struct, frozen=True, kw_only=True):
    """Everything we know of one model. Prices: USD per 1M tokens; costs: USD; limits: tokens."""

    id: ModelId
    #: The id by which the release is shown.
    canonical: ModelId
    #: Every id of the release where there are several, the canonical one first.
    release: tuple[ReleaseRow, ...]
    #: Other releases of the same name.
    other_releases: tuple[ReleaseRow, ...]
    name: str
    lab: LabId
    lab_name: str
    #: What the model does, and by which rule.
    kind: ModelKind
    kind_reason: Reason
    family: str | None
    official: bool
    parent: ModelId | None
    version_of: ModelId | None
    versions: tuple[ModelId, ...]
    status: str | None
    release_date: str | None
    #: The day or month on which it ends at its lab, as announced; ``null`` where nothing is.
    ends: str | None
    #: Days until then from the day of the data; negative where it should have ended.
    ends_in: int | None
    #: Everything that is told of its life, the earliest first.
    events: tuple[EventRow, ...]
    #: What has come since.
    since: tuple[SuccessorRow, ...]
    #: Whether it is not yet released.
    upcoming: bool
    last_updated: str | None
    knowledge_cutoff: str | None
    context_window: int | None
    max_input_tokens: int | None
    max_output_tokens: int | None
    input_modalities: tuple[str, ...] | None
    output_modalities: tuple[str, ...] | None
    capabilities: Capabilities
    open_weights: bool | None
    #: How many serve it.
    providers: int
    license: str | None
    links: tuple[Link, ...]
    weights: tuple[Link, ...]
    benchmarks: tuple[Benchmark, ...]
    recommended: QuoteRow | None
    cheapest: QuoteRow | None
    #: Published prices that take part in no pick.
    passed_over: tuple[PassedOverRow, ...]
    scores: Mapping[str, Score]
    #: How many other models have as many points in each.
    sharing: Mapping[str, int]
    scenarios: tuple[ScenarioCost, ...]
    offerings: tuple[OfferingRow, ...]
    #: What upstream says of these offerings and we do not believe at once.
    held: tuple[HoldRow, ...]
    findings: tuple[FindingRow, ...]
    #: Every rule of the recommended and the cheapest price, each with its source.
    rules: tuple[RuleRow, ...]
    #: What witnesses say of the recommended and the cheapest price.
    opinions: tuple[OpinionRow, ...]
    #: Prices of listings that upstream does not have, as witnesses tell them: used for nothing.
    elsewhere: tuple[RuleRow, ...]
    alternatives: AlternativeGroups
    lists: tuple[str, ...]
    more_from_lab: tuple[ModelLine, ...]
    more_from_family: tuple[ModelLine, ...]
    provenance: Mapping[str, Provenance]
    as_of: date
    #: The same on another day beside this one, where one is asked for.
    two_days: TwoDays | None = None


class ModelRequest(Struct, frozen=True, kw_only=True):
    """Which model is asked for, in any spelling."""

    #: A model, in any spelling.
    model: str


def model_page(edition: Edition, request: ModelRequest) -> ModelPage:
    """Tell everything about one model; raises ``MissingError`` where none is meant."""
    catalogue, id_ = edition.catalogue, meant_id(edition, request.model)
    last = catalogue.once.found(model_page, lambda: Once(_LAST))
    return last.found((id_, edition.revision), lambda: page_of(catalogue, id_, edition.holds))


_NO_METADATA = Metadata(id="", facts=Facts())


def page_of(catalogue: Catalogue, id_: ModelId, holds: Iterable[HoldRow] = ()) -> ModelPage:
    """Tell everything about the release of an id, under that id.

    ``holds`` are what the gates keep back, of this model and of others.
    """
    entry = catalogue.entry(id_)
    model, line = entry.model, entry.model.release_line
    facts, metadata = model.facts, model.metadata or _NO_METADATA
    named, profiles = _named(entry), catalogue.profiles
    return ModelPage(
        id=id_,
        canonical=model.id,
        release=release_rows(catalogue, line.same) if line and model.further_ids else (),
        other_releases=release_rows(catalogue, line.others) if line else (),
        name=title_of(model, id_),
        lab=model.lab.id,
        lab_name=model.lab.name,
        kind=model.kind,
        kind_reason=model.kind_reason,
        official=model.identity.official,
        parent=model.identity.parent,
        version_of=model.identity.version_of,
        versions=model.versions,
        status=model.status,
        family=facts.family,
        release_date=facts.release_date,
        ends=entry.life.ends,
        ends_in=days_left(entry.life),
        events=event_rows(catalogue, entry.life.events),
        since=successor_rows(catalogue, entry),
        upcoming=model.upcoming,
        last_updated=facts.last_updated,
        knowledge_cutoff=facts.knowledge_cutoff,
        context_window=facts.context_window,
        max_input_tokens=facts.max_input_tokens,
        max_output_tokens=facts.max_output_tokens,
        input_modalities=facts.input_modalities,
        output_modalities=facts.output_modalities,
        open_weights=facts.open_weights,
        capabilities=capabilities(model),
        providers=len(model.providers),
        license=metadata.license,
        links=metadata.links,
        weights=metadata.weights,
        benchmarks=metadata.benchmarks,
        recommended=quote_row(catalogue, entry.recommended, entry.findings),
        cheapest=quote_row(catalogue, entry.cheapest, entry.findings),
        passed_over=tuple(
            passed_over_row(catalogue, each, model.kind) for each in entry.passed_over
        ),
        scores=entry.scores,
        sharing=_sharing(catalogue, entry),
        scenarios=entry.scenarios,
        offerings=_offerings(catalogue, model),
        held=_held(model, holds),
        findings=tuple(finding_row(catalogue, finding) for finding in entry.findings),
        rules=rule_rows(catalogue, entry, named),
        opinions=opinion_rows(catalogue, entry.opinions, named),
        elsewhere=elsewhere_rows(catalogue, entry),
        alternatives=alternatives_of(catalogue, model.id),
        lists=_lists(catalogue).get(model.id, ()),
        more_from_lab=_more(
            catalogue, model.id, ("lab", model.lab.id), lambda: profiles.of_lab[model.lab.id]
        ),
        more_from_family=_more(
            *(catalogue, model.id, ("family", facts.family)),
            lambda: profiles.of_family[facts.family] if facts.family else (),
        ),
        provenance=model.provenance,
        as_of=catalogue.origin.as_of,
    )


def _offerings(catalogue: Catalogue, model: Model) -> tuple[OfferingRow, ...]:
    """Lay out every offering: the lab's own, then by cost or price; what has none comes last."""
    rows = [(own_rank(model, s), offering_row(catalogue, s, model.kind)) for s in model.servings]
    rows.sort(key=lambda ranked: (ranked[0], *_by_cost(ranked[1])))
    return tuple(row for _, row in rows)


def _by_cost(row: OfferingRow) -> tuple[bool, Decimal, bool, Decimal]:
    """By what the reader's work costs, where there is one, and then by price."""
    cost, price = row.monthly_cost, row.blended_mtok
    return cost is None, cost or Decimal(0), price is None, price or Decimal(0)


def _lists(catalogue: Catalogue) -> Mapping[ModelId, tuple[str, ...]]:
    """Tell of each model in which lists it is."""
    return catalogue.once.found(_lists, lambda: _by_model(catalogue.lists))


def _by_model(lists: Mapping[str, tuple[ModelId, ...]]) -> Mapping[ModelId, tuple[str, ...]]:
    found: dict[ModelId, tuple[str, ...]] = {}
    for key, ids in lists.items():
        for id_ in ids:
            found[id_] = (*found.get(id_, ()), key)
    return found


def _sharing(catalogue: Catalogue, entry: Entry) -> Mapping[str, int]:
    """Count for each score the others that have as many points: many of them are full."""
    scoring = catalogue.profiles.scoring
    return {name: scoring[name, score.points] - 1 for name, score in entry.scores.items()}


def _named(entry: Entry) -> set[OfferingKey]:
    """The offerings whose prices are named first."""
    return {quote.serving.key for quote in (entry.recommended, entry.cheapest) if quote}


def _held(model: Model, holds: Iterable[HoldRow]) -> tuple[HoldRow, ...]:
    """Pick what is kept back of a model's offerings."""
    own = {serving.key for serving in model.servings}
    return tuple(hold for hold in holds if hold.key in own)


def capabilities(model: Model) -> Capabilities:
    """Collect a model's capability flags."""
    facts = model.facts
    return Capabilities(
        tool_call=facts.tool_call,
        structured_output=facts.structured_output,
        reasoning=facts.reasoning,
        temperature=facts.temperature,
        attachment=facts.attachment,
    )


def _out_since(other: Profile) -> str:
    """When a model came out; what is not yet released is not the newest."""
    return "" if other.upcoming else other.release_date or ""


def _more(
    catalogue: Catalogue,
    id_: ModelId,
    of: tuple[str, str | None],
    related: Callable[[], Iterable[Profile]],
) -> tuple[ModelLine, ...]:
    """Name the newest other models of the same lab or family, which ``of`` names."""
    newest = catalogue.profiles.once.found(of, lambda: _newest(related()))
    others = [other for other in newest if other.id != id_]
    return tuple(model_line(catalogue, other) for other in others[:MORE])


def _newest(related: Iterable[Profile]) -> Sequence[Profile]:
    """The newest that are not deprecated, one more than is named: one may be the model itself."""
    standing = (each for each in related if each.status != "deprecated")
    return sorted(standing, key=_out_since, reverse=True)[: MORE + 1]
