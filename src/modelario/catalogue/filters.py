"""Filtering and sorting models: one table of conditions and one of sort keys.

The models page, the command line, the API and the lists all select with a
:class:`ModelFilter`, so that the same words mean the same thing everywhere.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from msgspec import Struct
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract
from rapidfuzz.utils import default_process

from modelario.catalogue.scores import WEIGHTS
from modelario.records import CAPABILITIES, MODALITIES, Catalogue, Entry, PriceState, Variant
from modelario.upstream.dates import checked_date


class FilterError(ValueError):
    """A condition that nobody can satisfy because it is not one; the message says which."""


@dataclass(frozen=True, kw_only=True)
class ModelFilter:
    """Conditions on models; all of them have to hold, and an unset one always does.

    Prices are the recommended ones in USD per 1M tokens. A fact that is unknown satisfies
    no condition on it.

    Parameters
    ----------
    q
        Words that occur in the id, the name, the lab or the family.
    lab
        Id of the lab; repeat for more.
    family
        Family; repeat for more.
    provider
        Id of a provider that serves the model; repeat for more.
    capability
        tool_call, structured_output, reasoning, temperature or attachment; repeat for all.
    input
        Kind of input: text, image, audio, video or pdf; repeat for all.
    output
        Kind of output; repeat for all.
    min_context
        At least so many tokens of context.
    max_context
        At most so many tokens of context.
    min_output_tokens
        At least so many tokens of output.
    min_price
        Blended price of at least this.
    max_price
        Blended price of at most this.
    max_input_price
        Input price of at most this.
    max_output_price
        Output price of at most this.
    open_weights
        Whether the weights are open.
    official
        Whether it is a lab's own model, no derivative.
    prompt_caching
        Whether there is a price for cached input.
    released_since
        Released on this day or later (YYYY-MM-DD or YYYY-MM). Where one date has a day and the
        other has none, months are compared: a model of 2025-05 counts as of 2025-05-20 too.
    released_until
        Released on this day or earlier; 2026-05 includes all of May.
    status
        current, beta, alpha or deprecated; repeat for more.
    price_state
        published, free, subscription, local or unknown; repeat for more.
    variant
        Some offering differs in this: region, quantisation, effort, speed, host, tee, free or
        web; repeat for all.
    score
        The score that min_score is about.
    min_score
        At least so many points of 100.
    """

    q: str | None = None
    lab: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    provider: tuple[str, ...] = ()
    capability: tuple[str, ...] = ()
    input: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    min_context: int | None = None
    max_context: int | None = None
    min_output_tokens: int | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    max_input_price: Decimal | None = None
    max_output_price: Decimal | None = None
    open_weights: bool | None = None
    official: bool | None = None
    prompt_caching: bool | None = None
    released_since: str | None = None
    released_until: str | None = None
    status: tuple[str, ...] = ()
    price_state: tuple[str, ...] = ()
    variant: tuple[str, ...] = ()
    score: str | None = None
    min_score: int | None = None


#: The score that `min_score` means when none is named.
DEFAULT_SCORE = "production"

#: A model that its provider does not mark has this status.
CURRENT = "current"


def status_of(entry: Entry) -> str:
    """Name the status of a model, where none is marked too."""
    return entry.model.status or CURRENT


def price_states(entry: Entry) -> frozenset[PriceState]:
    """Collect the price states of a model's offerings."""
    return frozenset(serving.price_state for serving in entry.model.servings)


def variants(entry: Entry) -> set[str]:
    """Collect in what the offerings of a model differ from the plain way of serving it."""
    return {
        kind
        for serving in entry.model.servings
        if (variant := serving.assignment.variant) is not None
        for kind in variant.__struct_fields__
        if getattr(variant, kind)
    }


def _blended(entry: Entry) -> Decimal | None:
    return entry.recommended.blended_mtok if entry.recommended else None


def _price(entry: Entry, field: str) -> Decimal | None:
    quote = entry.recommended
    price = quote.serving.offering.price if quote else None
    return getattr(price, field) if price else None


def _least(value: Any, least: Any) -> bool:  # noqa: ANN401 – any two of a kind
    return value is not None and value >= least


def _most(value: Any, most: Any) -> bool:  # noqa: ANN401 – any two of a kind
    return value is not None and value <= most


def _since(date: str | None, first: str) -> bool:
    return date is not None and date[: len(first)] >= first[: len(date)]


def _until(date: str | None, last: str) -> bool:
    return date is not None and date[: len(last)] <= last[: len(date)]


def _contains_words(entry: Entry, words: str) -> bool:
    facts = entry.model.facts
    named = (entry.model.id, facts.name, entry.model.lab.name, facts.family)
    text = " ".join(filter(None, named)).lower()
    return all(word in text for word in words.lower().split())


Condition = Callable[[Entry, Any, ModelFilter], bool]

#: What each condition asks of an entry.
CONDITIONS: Mapping[str, Condition] = {
    "q": lambda e, v, _: _contains_words(e, v),
    "lab": lambda e, v, _: e.model.lab.id in v,
    "family": lambda e, v, _: e.model.facts.family in v,
    "provider": lambda e, v, _: any(s.offering.provider in v for s in e.model.servings),
    "capability": lambda e, v, _: all(getattr(e.model.facts, name) for name in v),
    "input": lambda e, v, _: set(v) <= set(e.model.facts.input_modalities or ()),
    "output": lambda e, v, _: set(v) <= set(e.model.facts.output_modalities or ()),
    "min_context": lambda e, v, _: _least(e.model.facts.context_window, v),
    "max_context": lambda e, v, _: _most(e.model.facts.context_window, v),
    "min_output_tokens": lambda e, v, _: _least(e.model.facts.max_output_tokens, v),
    "min_price": lambda e, v, _: _least(_blended(e), v),
    "max_price": lambda e, v, _: _most(_blended(e), v),
    "max_input_price": lambda e, v, _: _most(_price(e, "input_mtok"), v),
    "max_output_price": lambda e, v, _: _most(_price(e, "output_mtok"), v),
    "open_weights": lambda e, v, _: e.model.facts.open_weights is v,
    "official": lambda e, v, _: e.model.identity.official is v,
    "prompt_caching": lambda e, v, _: (_price(e, "cache_read_mtok") is not None) is v,
    "released_since": lambda e, v, _: _since(e.model.facts.release_date, v),
    "released_until": lambda e, v, _: _until(e.model.facts.release_date, v),
    "status": lambda e, v, _: status_of(e) in v,
    "price_state": lambda e, v, _: not price_states(e).isdisjoint(v),
    "variant": lambda e, v, _: set(v) <= variants(e),
    "score": lambda *_: True,
    "min_score": lambda e, v, f: e.scores[f.score or DEFAULT_SCORE].points >= v,
}

#: The values that a condition may name, where they are few.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "capability": CAPABILITIES,
    "input": MODALITIES,
    "output": MODALITIES,
    "price_state": tuple(PriceState),
    "variant": Variant.__struct_fields__,
    "score": tuple(WEIGHTS),
}


def checked(wanted: ModelFilter, catalogue: Catalogue) -> ModelFilter:
    """Return the filter if every value of it can be meant; else raise :class:`FilterError`."""
    for name, choices in CHOICES.items():
        for each in _values(wanted, name):
            if each not in choices:
                raise FilterError(f"{name} {each!r} is none of {', '.join(choices)}")
    for name, known in NAMES.items():
        values = _values(wanted, name)
        missing = next((each for each in values if each not in known(catalogue)), None)
        if missing is not None:
            near = extract(
                missing, sorted(known(catalogue)), scorer=ratio, processor=default_process, limit=3
            )
            names = ", ".join(found for found, likeness, _ in near if likeness >= NEAR_ENOUGH)
            hint = f"; near: {names}" if names else ""
            raise FilterError(f"no model has the {name} {missing!r}{hint}")
    for name in ("released_since", "released_until"):
        value = getattr(wanted, name)
        if value is not None and checked_date(value) is None:
            raise FilterError(f"{name} {value!r} is no date such as 2026-05 or 2026-05-31")
    for name, value in vars(wanted).items():
        if isinstance(value, Decimal) and not value.is_finite():
            raise FilterError(f"{name} {value} is no number")
    return wanted


def _values(wanted: ModelFilter, name: str) -> tuple[str, ...]:
    value = getattr(wanted, name)
    return (value,) if isinstance(value, str) else value or ()


#: The names that a condition may hold because the catalogue knows them.
NAMES: Mapping[str, Callable[[Catalogue], Collection[str]]] = {
    "lab": lambda c: c.labs,
    "provider": lambda c: c.providers,
    "family": lambda c: {e.model.facts.family for e in c.entries.values() if e.model.facts.family},
    "status": lambda c: {CURRENT} | {e.model.status for e in c.entries.values() if e.model.status},
}
#: A name is suggested from this likeness on, of 100.
NEAR_ENOUGH = 60


def select(entries: Iterable[Entry], wanted: ModelFilter) -> list[Entry]:
    """Keep the entries for which every set condition holds, in their order."""
    conditions = [
        (CONDITIONS[name], value)
        for name, value in vars(wanted).items()
        if value is not None and value != ()
    ]
    return [e for e in entries if all(holds(e, v, wanted) for holds, v in conditions)]


class SortKey(Struct, frozen=True, gc=False):
    """A column to sort by; ``descending`` is its natural direction."""

    value: Callable[[Entry], Any]
    descending: bool = False


def _points(score: str) -> Callable[[Entry], int]:
    return lambda entry: entry.scores[score].points


#: The columns to sort by.
SORT_KEYS: Mapping[str, SortKey] = {
    "name": SortKey(lambda e: (e.model.facts.name or e.model.id).lower()),
    "lab": SortKey(lambda e: e.model.lab.name.lower()),
    "family": SortKey(lambda e: e.model.facts.family),
    "context": SortKey(lambda e: e.model.facts.context_window, descending=True),
    "output_tokens": SortKey(lambda e: e.model.facts.max_output_tokens, descending=True),
    "price": SortKey(_blended),
    "input_price": SortKey(lambda e: _price(e, "input_mtok")),
    "output_price": SortKey(lambda e: _price(e, "output_mtok")),
    "released": SortKey(lambda e: e.model.facts.release_date, descending=True),
    "knowledge": SortKey(lambda e: e.model.facts.knowledge_cutoff, descending=True),
    "providers": SortKey(
        lambda e: len({s.offering.provider for s in e.model.servings}), descending=True
    ),
    **{name: SortKey(_points(name), descending=True) for name in WEIGHTS},
}


def sort(entries: Iterable[Entry], by: str) -> list[Entry]:
    """Sort by a column, ``-`` before its name for the other way; unknown values come last.

    Raises :class:`FilterError` for a column that does not exist.
    """
    name = by.removeprefix("-")
    if name not in SORT_KEYS:
        raise FilterError(f"sort {by!r} is none of {', '.join(SORT_KEYS)}")
    key = SORT_KEYS[name]
    in_order = sorted(entries, key=lambda e: e.model.id)
    known = [entry for entry in in_order if key.value(entry) is not None]
    unknown = [entry for entry in in_order if key.value(entry) is None]
    reverse = key.descending != by.startswith("-")
    known.sort(key=key.value, reverse=reverse)
    return known + unknown
