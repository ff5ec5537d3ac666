"""What can be asked of a model: the fields of a row of the models table, and some beside them.

Filters, sort keys, facets and rows name these fields, and the models page in the browser finds
them under the same names in the data that it is sent.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import compress
from operator import attrgetter
from typing import Any

from modelario.catalogue.lives import days_left
from modelario.catalogue.scores import WEIGHTS, points
from modelario.identity.benchmark_names import BENCHMARKS, results
from modelario.records import CAPABILITIES, Entry, Month, PriceState, Serving

#: A model that its provider does not mark has this status.
CURRENT = "current"

#: Fields whose words are searched.
SEARCHED = ("id", "name", "lab_name", "family", "further_ids")


def status_of(entry: Entry) -> str:
    """Name the status of a model, where none is marked too."""
    return entry.model.status or CURRENT


def servings_at(entry: Entry) -> tuple[Serving, ...]:
    """List the offerings that an entry is about: all, or those that are asked for."""
    servings, at = entry.model.servings, entry.at
    return servings if at is None else tuple(each for each in servings if each.key in at)


def _price_states(entry: Entry) -> tuple[PriceState, ...]:
    """Collect the price states of a model's offerings."""
    return tuple(sorted({serving.price_state for serving in servings_at(entry)}))


#: What is said in place of a price: the first of these that an offering has.
_UNPRICED = (PriceState.FREE, PriceState.SUBSCRIPTION, PriceState.LOCAL, PriceState.UNKNOWN)


def _price_state(entry: Entry) -> PriceState:
    if entry.recommended is not None:
        return PriceState.PUBLISHED
    states = _price_states(entry)
    return next((state for state in _UNPRICED if state in states), PriceState.UNKNOWN)


def variants_of(serving: Serving) -> tuple[str, ...]:
    """Tell in what an offering differs from the plain way of serving its model."""
    variant = serving.assignment.variant
    if variant is None:
        return ()
    return tuple(kind for kind in variant.__struct_fields__ if getattr(variant, kind))


def _variants(entry: Entry) -> tuple[str, ...]:
    """Collect in what the offerings of a model differ from the plain way of serving it."""
    return tuple(sorted({kind for each in servings_at(entry) for kind in variants_of(each)}))


def _served_by(entry: Entry) -> tuple[str, ...]:
    return tuple(sorted({serving.offering.provider for serving in servings_at(entry)}))


def _text(entry: Entry) -> str:
    """What a search looks through."""
    found = (values_of(FIELDS[field](entry)) for field in SEARCHED)
    return " ".join(value for values in found for value in values).lower()


def values_of(has: Any) -> tuple[str, ...]:  # noqa: ANN401 – the value of any field
    """List the values of a field that may hold one, several or none."""
    return (has,) if isinstance(has, str) else has or ()


Field = Callable[[Entry], Any]


def _fact(name: str) -> Field:
    return attrgetter(f"model.facts.{name}")


#: Of each capability whether the model has it.
_CAPABLE = attrgetter(*(f"model.facts.{name}" for name in CAPABILITIES))


def _price(name: str) -> Field:
    def price(entry: Entry) -> Decimal | None:
        quote = entry.recommended
        found = quote.serving.offering.price if quote else None
        return getattr(found, name) if found else None

    return price


def _month(entry: Entry) -> Month | None:
    """What the reader's work costs at the recommended price."""
    if entry.months is None or entry.recommended is None:
        return None
    return entry.months.get(entry.recommended.serving.key)


def _monthly_cost(entry: Entry) -> Decimal | None:
    found = _month(entry)
    return found.cost if found else None


def _points(score: str) -> Field:
    return lambda entry: points(entry, score)


def _result(benchmark: str) -> Field:
    def score(entry: Entry) -> Decimal | None:
        found = results(entry.model).get(benchmark)
        return found.score if found else None

    return score


#: Every field. Prices are the recommended ones, in USD per 1M tokens; ``None`` is unknown, and of
#: a score that it says nothing of the model's kind. What depends on offerings is that of those
#: that are asked for; `providers` are all.
FIELDS: Mapping[str, Field] = {
    "id": lambda e: e.model.id,
    "further_ids": lambda e: e.model.further_ids,
    "name": lambda e: e.model.title,
    "kind": lambda e: e.model.kind,
    "lab": lambda e: e.model.lab.id,
    "lab_name": lambda e: e.model.lab.name,
    "text": _text,
    "official": lambda e: e.model.identity.official,
    "status": status_of,
    **{
        name: _fact(name)
        for name in (
            *("family", "release_date", "knowledge_cutoff", "context_window"),
            *("max_output_tokens", "input_modalities", "output_modalities", "open_weights"),
            *CAPABILITIES,
        )
    },
    # What is not yet released is not the newest.
    "released": lambda e: None if e.model.upcoming else e.model.facts.release_date,
    "capabilities": lambda e: tuple(compress(CAPABILITIES, _CAPABLE(e))),
    **{name: _price(name) for name in ("input_mtok", "output_mtok", "cache_read_mtok")},
    "blended_mtok": lambda e: e.recommended.blended_mtok if e.recommended else None,
    "cheapest_mtok": lambda e: e.cheapest.blended_mtok if e.cheapest else None,
    "month": _month,
    "monthly_cost": _monthly_cost,
    "price_states": _price_states,
    "price_state": _price_state,
    "variants": _variants,
    "served_by": _served_by,
    "providers": lambda e: len(e.model.providers),
    "scores": lambda e: {name: score.points for name, score in e.scores.items()},
    **{name: _points(name) for name in WEIGHTS},
    "benchmarks": lambda e: results(e.model),
    "measured": lambda e: tuple(results(e.model)),
    **{key: _result(key) for key in BENCHMARKS},
    "inconsistencies": lambda e: len(e.findings),
    "ends": lambda e: e.life.ends,
    "ends_in": lambda e: days_left(e.life),
}
