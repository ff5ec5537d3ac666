"""Inconsistencies: where the offerings of one model contradict each other.

A field that an offering leaves out is unknown there, which is no disagreement, and
variants are compared with their own kind.

What misleads most comes first: the harm of a finding is how far each statement is from the value
that we show, times how many providers make it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import combinations
from math import log2
from operator import ne
from typing import Any, NamedTuple

from modelario.catalogue.claims import (
    Alike,
    StatedValue,
    alike,
    claims_of,
    misleading,
    own_words,
    said,
    stated,
)
from modelario.dates import checked_date
from modelario.records import (
    Finding,
    Modalities,
    Model,
    ModelId,
    PriceState,
    Reason,
    Serving,
    Severity,
    TokenPrice,
    Variant,
)

#: A price counts as far from the others from this factor on, either way …
FAR_FROM_MEDIAN = 3
#: … where at least so many providers publish one.
FEWEST_PRICES = 4
#: The peers gate: from this factor on, the status warns of a price.
SUSPECT_FACTOR = 20

#: The rule of what witnesses say otherwise than upstream: :mod:`~modelario.catalogue.disputes`.
SECOND_OPINION = "second_opinion"

_HIGH, _MEDIUM, _LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW


class FieldRule(NamedTuple):
    """How one field is compared."""

    field: str
    #: Whether two stated values contradict each other.
    differ: Callable[[Any, Any], bool]
    #: (at least this much apart, severity), the largest first.
    severities: tuple[tuple[float, Severity], ...]
    #: How far apart the values are: days for dates, a ratio for numbers, else nothing.
    spread: Callable[[Iterable[Any]], int | Decimal | None]
    #: How far a value is from the one shown, in steps that weigh about alike in every field.
    distance: Callable[[Any, Any], float]
    #: What one step is.
    step: Reason


#: What ids stand for where a release has but one.
_NO_WORDS: Mapping[ModelId, Any] = {}
_UNSTATED = frozenset((None,))


def findings(model: Model) -> tuple[Finding, ...]:
    """List a model's inconsistencies, in the order of the rules."""
    kinds = _kinds(model)
    if not kinds:
        return ()
    compared = [alike(each) for each in kinds]
    several = bool(model.further_ids)
    found = []
    for rule in RULES:
        words = own_words(model, rule.field) if several else _NO_WORDS
        # Most agree: they are looked at no further.
        disputed = compared if words else _disputed(rule, compared)
        if disputed and (finding := _disagreement(model, rule, disputed, words)) is not None:
            found.append(finding)
    return (*found, *_far_prices(kinds))


def far_prices(model: Model) -> tuple[Finding, ...]:
    """List the prices that are far from those of their peers, either way."""
    return tuple(_far_prices(_kinds(model)))


def is_far_price(finding: Finding) -> bool:
    """Whether an inconsistency is a price that is far from those of its peers."""
    return finding.rule == "far_from_median"


def is_second_opinion(finding: Finding) -> bool:
    """Whether an inconsistency is a witness's, and none between offerings."""
    return finding.rule == SECOND_OPINION


def _kinds(model: Model) -> list[list[Serving]]:
    """Put together the offerings that serve a model in the same way, where there are several."""
    if len(model.servings) == 1:
        return []
    kinds: defaultdict[Variant | None, list[Serving]] = defaultdict(list)
    for serving in model.servings:
        kinds[serving.assignment.variant].append(serving)
    return [each for each in kinds.values() if len(each) > 1]


def _disputed(rule: FieldRule, kinds: Iterable[Alike]) -> Sequence[Alike]:
    """Keep those of which some contradict each other."""
    found = []
    for each in kinds:
        values = {*each.stated[rule.field]}
        values.discard(None)
        if len(values) > 1 and _contradict(rule, values):
            found.append(each)
    return found


def _disagreement(
    model: Model, rule: FieldRule, kinds: Iterable[Alike], words: Mapping[ModelId, Any]
) -> Finding | None:
    shown = stated(model.facts, rule.field)
    contradicting: defaultdict[StatedValue, list[Serving]] = defaultdict(list)
    spreads: list[int | Decimal | None] = []
    for servings, values in kinds:
        told = said(values[rule.field], servings, rule.differ, shown, words)
        apart = _apart(rule, told) if words else [{value for value, _ in told}]
        if apart:
            for statement, stating in told.items():
                contradicting[statement] += stating
            spreads += map(rule.spread, apart)
    if not contradicting:
        return None
    # Each kind is measured by itself; the widest spread is the one to tell.
    spread = max((each for each in spreads if each is not None), default=None)
    claims = claims_of(contradicting, shown, rule.differ, rule.distance)
    misled, harm = misleading(claims)
    return Finding(
        field=rule.field,
        rule="differs",
        severity=severity(rule.severities, spread or 0),
        claims=claims,
        shown=shown,
        reason=_believed(model, rule.field),
        span_days=spread if isinstance(spread, int) else None,
        ratio=spread if isinstance(spread, Decimal) else None,
        misled=misled,
        harm=harm,
    )


def _apart(rule: FieldRule, told: Iterable[StatedValue]) -> Sequence[set[Any]]:
    """Put together contradicting values that are compared: those of ids that mean the same."""
    by_word: defaultdict[Any, set[Any]] = defaultdict(set)
    for value, stands_for in told:
        by_word[stands_for].add(value)
    compared = [values | ({word} - _UNSTATED) for word, values in by_word.items()]
    return [each for each in compared if len(each) > 1 and _contradict(rule, each)]


def _contradict(rule: FieldRule, values: set[Any]) -> bool:
    """Whether any two of several values contradict each other."""
    return rule.differ is ne or any(rule.differ(a, b) for a, b in combinations(values, 2))


def severity(severities: tuple[tuple[float, Severity], ...], spread: float | Decimal) -> Severity:
    """Give the severity of what is so far apart."""
    for least, found in severities:
        if spread >= least:
            return found
    raise AssertionError("the last severity holds for any spread")


def _believed(model: Model, field: str) -> Reason:
    """Why the shown value is shown."""
    provenance = model.provenance.get("input_modalities" if field == "modalities" else field)
    if provenance is None:
        return Reason("nobody_states")
    return Reason(
        f"believed_{provenance.source}",
        provider=provenance.provider,
        agreeing=provenance.agreeing,
        stating=provenance.stating,
    )


# --- how fields are read and compared -------------------------------------------------


def _dates_differ(a: str, b: str) -> bool:
    """A month does not contradict a day in it."""
    shorter, longer = sorted((a, b), key=len)
    return not longer.startswith(shorter)


def _days(values: Iterable[str]) -> int | None:
    days = [day for value in values if (day := checked_date(value)) is not None]
    return (max(days) - min(days)).days if days else None


def _ratio(values: Iterable[int | Decimal]) -> Decimal:
    numbers = set(values)
    return round(Decimal(max(numbers)) / min(numbers), 2)


def _no_spread(_: Iterable[Any]) -> None:
    return None


#: One step of distance is so many days, a factor, one modality, or a capability that is or is not
#: there – by how much that misleads. An output limit is met less often than a window is filled or
#: a price is paid.
_DAYS_OF_A_STEP = 180
_FACTOR_OF_A_STEP, _FACTOR_OF_AN_OUTPUT_STEP = 2, 4
_STEPS_OF_A_FLAG: Mapping[Severity, float] = {_HIGH: 1, _MEDIUM: 0.5, _LOW: 0.25}


def _days_apart(value: str, shown: str) -> float:
    return (_days((value, shown)) or 0) / _DAYS_OF_A_STEP


def factors(value: float | Decimal, shown: float | Decimal, step: int = _FACTOR_OF_A_STEP) -> float:
    """Tell how often one has to be multiplied by a step's factor to get to the other."""
    return abs(log2(value) - log2(shown)) / log2(step) if value > 0 and shown > 0 else 1.0


def _modalities_apart(value: Modalities, shown: Modalities) -> float:
    reads, writes = {*value.input} ^ {*shown.input}, {*value.output} ^ {*shown.output}
    return float(len(reads) + len(writes))


def _date(field: str, severities: tuple[tuple[float, Severity], ...]) -> FieldRule:
    step = Reason("step_days", days=_DAYS_OF_A_STEP)
    return FieldRule(field, _dates_differ, severities, _days, _days_apart, step)


def _limit(field: str, factor: int) -> FieldRule:
    severities = ((2, _HIGH), (1.1, _MEDIUM), (0, _LOW))
    step = Reason("step_factor", factor=factor)
    return FieldRule(field, ne, severities, _ratio, partial(factors, step=factor), step)


def _flag(field: str, severity: Severity) -> FieldRule:
    steps = _STEPS_OF_A_FLAG[severity]
    step = Reason("step_flag", steps=steps)
    return FieldRule(field, ne, ((0, severity),), _no_spread, lambda _value, _shown: steps, step)


#: Every field that is compared, in the order in which findings are listed.
RULES = (
    _date("release_date", ((180, _HIGH), (31, _MEDIUM), (0, _LOW))),
    _limit("context_window", _FACTOR_OF_A_STEP),
    _limit("max_output_tokens", _FACTOR_OF_AN_OUTPUT_STEP),
    FieldRule(
        "modalities",
        ne,
        ((0, _MEDIUM),),
        _no_spread,
        _modalities_apart,
        Reason("step_modality"),
    ),
    _flag("tool_call", _HIGH),
    _flag("structured_output", _HIGH),
    _flag("reasoning", _MEDIUM),
    _flag("temperature", _LOW),
    _flag("attachment", _LOW),
    _date("knowledge_cutoff", ((180, _MEDIUM), (0, _LOW))),
    _flag("open_weights", _HIGH),
)

#: The prices that are compared with their peers.
PRICE_FIELDS = ("input_mtok", "output_mtok")

#: What one step of the distance from the value shown is, for every field that is compared.
STEPS: Mapping[str, Reason] = {
    **{rule.field: rule.step for rule in RULES},
    **dict.fromkeys(PRICE_FIELDS, Reason("step_factor", factor=_FACTOR_OF_A_STEP)),
}

#: Every field on which there can be a finding; other prices than these only witnesses contradict.
FINDABLE = (*STEPS, *(unit for unit in TokenPrice.__struct_fields__ if unit not in PRICE_FIELDS))


def _far_prices(kinds: Iterable[Sequence[Serving]]) -> Iterator[Finding]:
    """Find prices that are far from the median of at least four providers of their kind."""
    from statistics import median  # noqa: PLC0415 – whoever finds the catalogue built needs none

    asked = [each for kind in kinds if len(each := _published(kind)) >= FEWEST_PRICES]
    for field in PRICE_FIELDS:
        for published in asked:
            priced = [(p, serving) for every, serving in published if (p := getattr(every, field))]
            prices = [price for price, _ in priced]
            if not prices or max(prices) < min(prices) * FAR_FROM_MEDIAN:
                continue
            if len({serving.offering.provider for _, serving in priced}) < FEWEST_PRICES:
                continue
            middle = median(prices)
            far: defaultdict[StatedValue, list[Serving]] = defaultdict(list)
            for price, serving in priced:
                if price >= middle * FAR_FROM_MEDIAN or price * FAR_FROM_MEDIAN <= middle:
                    far[price, None].append(serving)
            if far:
                yield _far_price(field, far, middle)


def _published(servings: Iterable[Serving]) -> list[tuple[TokenPrice, Serving]]:
    # Where a price is published, the first rule has it.
    return [
        (serving.offering.rules[0].price, serving)
        for serving in servings
        if serving.price_state is PriceState.PUBLISHED
    ]


def _far_price(field: str, far: Mapping[StatedValue, list[Serving]], middle: Decimal) -> Finding:
    ratio = max(max(price / middle, middle / price) for price, _ in far)
    claims = claims_of(far, middle, ne, factors)
    misled, harm = misleading(claims)
    return Finding(
        field=field,
        rule="far_from_median",
        severity=severity(((10, _HIGH), (0, _MEDIUM)), ratio),
        claims=claims,
        shown=middle,
        reason=Reason("median_price"),
        ratio=round(ratio, 2),
        misled=misled,
        harm=harm,
    )


def is_suspect(finding: Finding) -> bool:
    """Whether a price is so far from its peers that it is likely a slip of the pen."""
    return finding.rule == "far_from_median" and (finding.ratio or 0) >= SUSPECT_FACTOR
