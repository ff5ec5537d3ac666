"""Which model to take: what it has to be, what it is to do, and what makes one better."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from modelario.catalogue.scores import WEIGHTS
from modelario.queries.benchmarks import benchmark_names
from modelario.queries.cost import can_be_costed
from modelario.queries.pick import BY_BENCHMARK, BY_COST, PICK_COLUMNS, Loosening, PickRequest, pick
from modelario.queries.requirements import REQUEST, SERVED_IN, STANDING, served_regions
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.parameters import (
    FILTER_FIELDS,
    Parameters,
    model_filter,
    whole_number,
)
from modelario.web.views.calculator import AMOUNTS, WORK_PARAMETERS, given_by, work_asked
from modelario.web.views.narrowing import NARROWED, narrowing
from modelario.web.words.i18n import N_

RANK, WEIGHT, BENCHMARK = "rank", "weight_", "benchmark"
#: Everything that can rank, in the order of the form.
_RANKS = (BY_COST, *WEIGHTS, BY_BENCHMARK)
_WEIGHTS = tuple(f"{WEIGHT}{name}" for name in _RANKS)
PICK_PARAMETERS = (
    *WORK_PARAMETERS,
    *(RANK, *_WEIGHTS, BENCHMARK, SERVED_IN, STANDING),
    *FILTER_FIELDS,
)
_HEAVIEST = 100
#: So many are named.
_ROWS = 10


class Preset(NamedTuple):
    """A mix that is often wanted: its name, and what counts how much."""

    name: str
    weights: Mapping[str, int]


PRESETS = (
    Preset(N_("Cheapest"), {BY_COST: 1}),
    Preset(N_("Code, and price"), {"coding": 2, BY_COST: 1}),
    Preset(N_("Agents, and price"), {"agents": 2, BY_COST: 1}),
    Preset(N_("Long documents"), {"long_context": 2, BY_COST: 1}),
)


class GivenUp(NamedTuple):
    """A requirement that can be given up: what that brings, and the address without it."""

    loosening: Loosening
    #: What is wanted, where it is one or several words or numbers.
    wanted: tuple[Any, ...]
    #: ``None`` for what no field of the form gives up.
    parameters: Parameters | None


def pick_page(asked: Asked) -> View:
    """Choose the models that the address selects, and tell what stood in the way of others."""
    parameters = asked.parameters
    wanted, weights = model_filter(parameters), _weights(parameters)
    request = PickRequest(
        where=wanted,
        workload=work_asked(asked),
        rank=tuple(weights),
        weight=tuple(map(Decimal, weights.values())),
        benchmark=parameters.one(BENCHMARK) or None,
        served_in=parameters.all(SERVED_IN),
        deprecated=parameters.one(STANDING) == "true",
        limit=_ROWS,
    )
    found = pick(asked.edition, request)
    catalogue = asked.edition.catalogue
    return View(
        record=found,
        path="pick",
        crumbs=(Crumb(asked.language.gettext("Pick a model"), "pick"),),
        values={
            "amounts": AMOUNTS,
            "given": given_by(request.workload),
            "ranks": _RANKS,
            "weights": weights,
            "heaviest": _HEAVIEST,
            "presets": tuple(_presets(parameters, weights)),
            "benchmarks": benchmark_names(catalogue),
            "regions": served_regions(catalogue),
            "ways": tuple(_ways(found.loosenings, parameters)),
            "carried": set(FILTER_FIELDS) - NARROWED,
            **narrowing(asked, wanted, can_be_costed(request.workload)),
        },
        table=Table(PICK_COLUMNS, found.rows),
    )


def _weights(parameters: Parameters) -> Mapping[str, int]:
    """What ranks, and how much each counts: all the same where only names are told."""
    told = {name: _weight(parameters, name) for name in _RANKS}
    named = dict.fromkeys(parameters.all(RANK), 1)
    weights = {name: weight for name, weight in told.items() if weight} or named
    # A benchmark that is named counts, and none does without a name.
    weights.pop(BY_BENCHMARK, None)
    if parameters.one(BENCHMARK):
        weights[BY_BENCHMARK] = told[BY_BENCHMARK] or 1
    return weights or {BY_COST: 1}


def _weight(parameters: Parameters, name: str) -> int:
    return whole_number(parameters, WEIGHT + name, 0, most=_HEAVIEST)


def _presets(
    parameters: Parameters, weights: Mapping[str, int]
) -> Iterator[tuple[str, Parameters, bool]]:
    """Each preset's name, the address with it, and whether it is what ranks now."""
    for each in PRESETS:
        address = parameters.without(RANK, BENCHMARK, *_WEIGHTS)
        for name, weight in each.weights.items():
            address = address.also(WEIGHT + name, str(weight))
        yield each.name, address, each.weights == weights


def _ways(loosenings: tuple[Loosening, ...], parameters: Parameters) -> Iterator[GivenUp]:
    for each in loosenings:
        wanted = each.wanted if isinstance(each.wanted, tuple) else (each.wanted,)
        yield GivenUp(each, wanted, _without(each, wanted, parameters))


def _without(each: Loosening, wanted: tuple[Any, ...], parameters: Parameters) -> Parameters | None:
    """The same question without a requirement."""
    if each.requirement == REQUEST:
        return None
    if each.requirement == STANDING:
        return parameters.also(STANDING, "true")
    left = parameters
    for value in wanted:
        left = left.less(each.requirement, str(value))
    return left if left != parameters else parameters.without(each.requirement)
