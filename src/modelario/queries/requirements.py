"""Requirements on models, and which of them a model fails at which of its offerings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from modelario.catalogue.entries import at_providers
from modelario.catalogue.fields import FIELDS, status_of, variants_of
from modelario.catalogue.filters import (
    CONDITIONS,
    OPERATIONS,
    Meets,
    ModelFilter,
    Operation,
    selection,
)
from modelario.catalogue.lives import days_left, life_at
from modelario.catalogue.prices import is_deprecated, published, serves_full_context
from modelario.catalogue.roster import roster_of
from modelario.catalogue.scenarios import fits
from modelario.catalogue.workloads import Workload
from modelario.records import (
    CAPABILITIES,
    Catalogue,
    Entry,
    ProviderId,
    Quote,
    Reason,
    Serving,
)

#: What is never given up: like is compared with like.
_SCOPE = "kind"

#: The requirements that no filter has: what it is to do, that it stays, and where it is served.
REQUEST, STANDING, SERVED_IN = "request", "deprecated", "served_in"


class Requirement(NamedTuple):
    """One thing that is wanted: its name in the question, and the value."""

    name: str
    wanted: Any
    #: Whether a model has it at an offering.
    holds: Callable[[Entry, Serving], bool]
    #: What it has instead.
    has: Callable[[Entry, Serving], Any]

    @property
    def text(self) -> str:
        """The requirement as it is asked for."""
        wanted = self.wanted if isinstance(self.wanted, tuple) else (self.wanted,)
        return f"{self.name} {', '.join(map(str, wanted))}"


class Tried(Struct, frozen=True, gc=False):
    """A model at an offering that fails at most one requirement."""

    entry: Entry
    serving: Serving
    #: Why this offering.
    reason: Reason
    failed: tuple[Requirement, ...]

    def has(self, requirement: Requirement) -> Any:  # noqa: ANN401 – the value of any field
        """What it has in place of what is wanted."""
        return requirement.has(self.entry, self.serving)


def in_scope(catalogue: Catalogue, where: ModelFilter) -> Sequence[Entry]:
    """List the models of the kind that is asked for."""
    return selection(roster_of(catalogue), ModelFilter(kind=where.kind)).entries


def requirements_of(
    where: ModelFilter, workload: Workload, *, regions: tuple[str, ...] = (), deprecated: bool
) -> tuple[Requirement, ...]:
    """List what is wanted one by one: of several capabilities, each is a requirement."""
    return (
        *_conditions(where),
        _takes(workload),
        *((_served_in(regions),) if regions else ()),
        *(() if deprecated else (_STANDS,)),
    )


def _conditions(where: ModelFilter) -> Iterator[Requirement]:
    for name, condition in CONDITIONS.items():
        value = getattr(where, name)
        if value is None or value == () or name == _SCOPE:
            continue
        if name == "provider":
            yield _served_by(value)
            continue
        if condition.field == "ends_in":
            yield _living(name, value, OPERATIONS[condition.operation](value))
            continue
        field = condition.field
        if condition.field_from:
            field = getattr(where, condition.field_from) or field
        operation = OPERATIONS[condition.operation]
        parts = [(each,) for each in value] if condition.operation is Operation.ALL_OF else [value]
        for part in parts:
            yield _condition(name, part, field, operation(part))


def _condition(
    name: str,
    wanted: Any,  # noqa: ANN401 – the value of any condition
    field: str,
    meets: Meets,
) -> Requirement:
    """Ask a field of the model, and of the offering where that states it too."""

    def has(entry: Entry, serving: Serving) -> Any:  # noqa: ANN401 – the value of any field
        offered = _OFFERED.get(field, _nothing)(serving)
        return FIELDS[field](entry) if offered is None else offered

    def holds(entry: Entry, serving: Serving) -> bool:
        return meets(FIELDS[field](entry)) and meets(has(entry, serving))

    return Requirement(name, wanted, holds, has)


def _nothing(_serving: Serving) -> None:
    return None


def _can(serving: Serving) -> tuple[str, ...]:
    """What an offering does not deny: of what it leaves out, the model's word counts."""
    facts = serving.offering.facts
    return tuple(name for name in CAPABILITIES if getattr(facts, name) is not False)


#: What an offering states by itself, and may state otherwise than its model.
_OFFERED: Mapping[str, Callable[[Serving], Any]] = {
    "context_window": lambda serving: serving.offering.facts.context_window,
    "max_output_tokens": lambda serving: serving.offering.facts.max_output_tokens,
    "input_modalities": lambda serving: serving.offering.facts.input_modalities,
    "output_modalities": lambda serving: serving.offering.facts.output_modalities,
    "price_states": lambda serving: (serving.price_state,),
    "variants": variants_of,
    "capabilities": _can,
}


def _served_by(providers: tuple[str, ...]) -> Requirement:
    return Requirement(
        "provider",
        providers,
        lambda _, serving: serving.offering.provider in providers,
        lambda _, serving: serving.offering.provider,
    )


def _living(name: str, days: int, meets: Meets) -> Requirement:
    """Ask when a model ends at the very provider: at another one it may live on."""

    def ends_in(entry: Entry, serving: Serving) -> int | None:
        return days_left(life_at(entry.model, entry.life, (serving.offering.provider,)))

    return Requirement(name, days, lambda entry, serving: meets(ends_in(entry, serving)), ends_in)


def served_regions(catalogue: Catalogue) -> tuple[str, ...]:
    """Name the regions that some offering is said to be served in, in order."""
    told = {
        serving.assignment.variant.region
        for entry in catalogue.entries.values()
        for serving in entry.model.servings
        if serving.assignment.variant and serving.assignment.variant.region
    }
    return tuple(sorted(told))


def _served_in(regions: tuple[str, ...]) -> Requirement:
    def region(_: Entry, serving: Serving) -> str | None:
        variant = serving.assignment.variant
        return variant.region if variant else None

    return Requirement(SERVED_IN, regions, lambda e, s: region(e, s) in regions, region)


def _takes(workload: Workload) -> Requirement:
    read, written = workload.input_tokens, workload.written_tokens
    return Requirement(
        REQUEST,
        read + written,
        lambda entry, serving: fits(entry.model, serving.offering, read, written),
        lambda entry, serving: (
            serving.offering.facts.context_window or entry.model.facts.context_window
        ),
    )


_STANDS = Requirement(
    STANDING,
    False,  # noqa: FBT003 – what is wanted of `deprecated`
    lambda entry, serving: entry.model.status != "deprecated" and not is_deprecated(serving),
    lambda entry, _: status_of(entry),
)


def candidates(
    among: Sequence[Entry], wanted: Sequence[Requirement], where: ModelFilter
) -> Iterator[Tried]:
    """Try each model at its believed prices, the recommended one first.

    A model that meets everything comes once, others once for each requirement that is all that
    some offering fails.
    """
    providers = tuple(map(ProviderId, where.provider))
    there = {e.model.id: e for e in at_providers(among, providers)} if providers else {}
    for entry in among:
        yield from _tried(entry, there.get(entry.model.id), wanted)


def _tried(entry: Entry, there: Entry | None, wanted: Sequence[Requirement]) -> Iterable[Tried]:
    """Find the first offering that fails nothing, else those that fail one thing, each another."""
    alone: dict[Requirement, Tried] = {}
    for quote in _quotes(entry, there):
        asked = there if there and quote.serving.key in (there.at or ()) else entry
        priced = _at(asked, quote)
        failed = tuple(each for each in wanted if not each.holds(priced, quote.serving))
        tried = Tried(priced, quote.serving, quote.reason, failed)
        if not failed:
            return (tried,)
        if len(failed) == 1:
            alone.setdefault(failed[0], tried)
    return alone.values()


def _at(entry: Entry, quote: Quote) -> Entry:
    """The entry with the price that is tried, so that conditions on prices are about it."""
    return entry if entry.recommended is quote else replace(entry, recommended=quote)


def _quotes(entry: Entry, there: Entry | None) -> Iterator[Quote]:
    """A model's believed prices: recommended where one asks, recommended at all, then cheapest."""
    seen = set()
    for quote in (there.recommended if there else None, entry.recommended):
        if quote is not None and quote.serving.key not in seen:
            seen.add(quote.serving.key)
            yield quote
    doubted = {each.serving.key for each in entry.passed_over}
    offers = published(entry.model.servings, entry.model.kind)
    for offer in sorted(offers, key=lambda offer: offer.blended_mtok):
        serving = offer.serving
        if serving.key not in doubted | seen:
            full = serves_full_context(entry.model, serving)
            yield Quote(serving, offer.blended_mtok, full, Reason("pick_other_offering"))
