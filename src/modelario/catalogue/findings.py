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
from operator import attrgetter, itemgetter, ne
from statistics import median
from typing import Any, NamedTuple

from msgspec.structs import astuple

from modelario.catalogue.distances import (
    DAYS_OF_A_STEP,
    FACTOR_OF_A_STEP,
    FACTOR_OF_AN_OUTPUT_STEP,
    STEPS_OF_A_FLAG,
    dates_differ,
    days_apart,
    days_between,
    factors,
    modalities_apart,
    no_spread,
    times,
)
from modelario.records import (
    Claim,
    Facts,
    Finding,
    Modalities,
    Model,
    PriceState,
    ProviderId,
    Reason,
    Serving,
    Severity,
    Variant,
)

#: A price counts as far from the others from this factor on, either way …
FAR_FROM_MEDIAN = 3
#: … where at least so many providers publish one.
FEWEST_PRICES = 4
#: The peers gate: from this factor on, the status warns of a price.
SUSPECT_FACTOR = 20

_HIGH, _MEDIUM, _LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW

Stated = list[tuple[Any, Serving]]
#: What each of some offerings states, by fact.
Columns = Mapping[str, Sequence[Any]]


class FieldRule(NamedTuple):
    """How one field is compared."""

    field: str
    #: What each offering states about the field, or ``None``.
    stated: Callable[[Columns], Sequence[Any]]
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


def findings(model: Model) -> tuple[Finding, ...]:
    """List a model's inconsistencies, in the order of the rules."""
    compared = _compared(model)
    if not compared:
        return ()
    kinds = [(servings, _columns(servings)) for servings in compared]
    found = [f for rule in RULES if (f := _disagreement(model, rule, kinds)) is not None]
    return (*found, *_far_prices(compared))


def far_prices(model: Model) -> tuple[Finding, ...]:
    """List the prices that are far from those of their peers, either way."""
    return tuple(_far_prices(_compared(model)))


def is_far_price(finding: Finding) -> bool:
    """Whether an inconsistency is a price that is far from those of its peers."""
    return finding.rule == "far_from_median"


def _compared(model: Model) -> list[list[Serving]]:
    """Put together the offerings that serve a model in the same way."""
    kinds: defaultdict[Variant | None, list[Serving]] = defaultdict(list)
    for serving in model.servings:
        kinds[serving.assignment.variant].append(serving)
    return [servings for servings in kinds.values() if len(servings) > 1]


def _columns(servings: Iterable[Serving]) -> Columns:
    stated = zip(*(astuple(serving.offering.facts) for serving in servings), strict=True)
    return dict(zip(Facts.__struct_fields__, stated, strict=True))


def _disagreement(
    model: Model, rule: FieldRule, kinds: Iterable[tuple[list[Serving], Columns]]
) -> Finding | None:
    contradicting: Stated = []
    spreads: list[int | Decimal | None] = []
    for servings, columns in kinds:
        said = rule.stated(columns)
        values = {*said}
        values.discard(None)
        if len(values) > 1 and any(rule.differ(a, b) for a, b in combinations(values, 2)):
            contradicting += [
                each for each in zip(said, servings, strict=True) if each[0] is not None
            ]
            spreads.append(rule.spread(values))
    if not contradicting:
        return None
    # Each kind is measured by itself; the widest spread is the one to tell.
    spread = max((each for each in spreads if each is not None), default=None)
    shown = _shown(model, rule.field)
    claims = _claims(contradicting, shown, rule.differ, rule.distance)
    misled, harm = _harm(claims)
    return Finding(
        field=rule.field,
        rule="differs",
        severity=_severity(rule.severities, spread or 0),
        claims=claims,
        shown=shown,
        reason=_believed(model, rule.field),
        span_days=spread if isinstance(spread, int) else None,
        ratio=spread if isinstance(spread, Decimal) else None,
        misled=misled,
        harm=harm,
    )


def _claims(
    stated: Stated,
    shown: Any,  # noqa: ANN401 – the value of any field
    differ: Callable[[Any, Any], bool],
    distance: Callable[[Any, Any], float],
) -> tuple[Claim, ...]:
    """Who says what, the commonest value first.

    Told is who differs from the value shown, and how far, from who merely takes part; where none
    is shown, the commonest value stands for it.
    """
    by_value: defaultdict[Any, list[Serving]] = defaultdict(list)
    for value, serving in stated:
        by_value[value].append(serving)
    ordered = sorted(by_value.items(), key=lambda item: (-len(item[1]), str(item[0])))
    beside = ordered[0][0] if shown is None else shown
    return tuple(
        Claim(value, tuple(servings), differs=True, distance=round(distance(value, beside), 3))
        if differ(value, beside)
        else Claim(value, tuple(servings))
        for value, servings in ordered
    )


def _harm(claims: Iterable[Claim]) -> tuple[int, float]:
    """How many providers tell their users something else than what we show, and what that does.

    It is how far from the value shown × how many are misled, summed over what is stated.
    """
    differing = [
        (each.distance, {serving.offering.provider for serving in each.servings})
        for each in claims
        if each.differs
    ]
    misled = set[ProviderId]().union(*(providers for _, providers in differing))
    return len(misled), round(sum(distance * len(p) for distance, p in differing), 3)


def _severity(severities: tuple[tuple[float, Severity], ...], spread: float | Decimal) -> Severity:
    return next(severity for least, severity in severities if spread >= least)


def _shown(model: Model, field: str) -> Any:  # noqa: ANN401 – the value of any field
    if field == "modalities":
        return _modalities(model.facts)
    return getattr(model.facts, field)


def _believed(model: Model, field: str) -> Reason:
    """Why the shown value is shown."""
    provenance = model.provenance.get("input_modalities" if field == "modalities" else field)
    if provenance is None:
        return Reason("nobody_states")
    return Reason(
        f"believed_{provenance.source.value}",
        provider=provenance.provider,
        agreeing=provenance.agreeing,
        stating=provenance.stating,
    )


# --- how fields are read and compared -------------------------------------------------


def _modalities(facts: Facts) -> Modalities | None:
    if facts.input_modalities is None or facts.output_modalities is None:
        return None
    return Modalities(facts.input_modalities, facts.output_modalities)


def _modalities_of_all(columns: Columns) -> Sequence[Modalities | None]:
    pairs = [*zip(columns["input_modalities"], columns["output_modalities"], strict=True)]
    read = {pair: Modalities(*pair) if None not in pair else None for pair in {*pairs}}
    return [read[pair] for pair in pairs]


def _date(field: str, severities: tuple[tuple[float, Severity], ...]) -> FieldRule:
    step = Reason("step_days", days=DAYS_OF_A_STEP)
    return FieldRule(
        field, itemgetter(field), dates_differ, severities, days_between, days_apart, step
    )


def _limit(field: str, factor: int) -> FieldRule:
    severities = ((2, _HIGH), (1.1, _MEDIUM), (0, _LOW))
    step = Reason("step_factor", factor=factor)
    return FieldRule(
        field, itemgetter(field), ne, severities, times, partial(factors, step=factor), step
    )


def _flag(field: str, severity: Severity) -> FieldRule:
    steps = STEPS_OF_A_FLAG[severity]
    step = Reason("step_flag", steps=steps)
    return FieldRule(
        field,
        itemgetter(field),
        ne,
        ((0, severity),),
        no_spread,
        lambda _value, _shown: steps,
        step,
    )


#: Every field that is compared, in the order in which findings are listed.
RULES = (
    _date("release_date", ((180, _HIGH), (31, _MEDIUM), (0, _LOW))),
    _limit("context_window", FACTOR_OF_A_STEP),
    _limit("max_output_tokens", FACTOR_OF_AN_OUTPUT_STEP),
    FieldRule(
        "modalities",
        _modalities_of_all,
        ne,
        ((0, _MEDIUM),),
        no_spread,
        modalities_apart,
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
    **dict.fromkeys(PRICE_FIELDS, Reason("step_factor", factor=FACTOR_OF_A_STEP)),
}

#: Every field on which there can be a finding.
FINDABLE = tuple(STEPS)


def _far_prices(kinds: list[list[Serving]]) -> Iterator[Finding]:
    """Find prices that are far from the median of at least four providers of their kind."""
    for field in PRICE_FIELDS:
        price_of = attrgetter(f"offering.price.{field}")
        for servings in kinds:
            if len(servings) < FEWEST_PRICES:
                continue
            stated = [
                (price, serving)
                for serving in servings
                if serving.price_state is PriceState.PUBLISHED and (price := price_of(serving))
            ]
            if len({serving.offering.provider for _, serving in stated}) < FEWEST_PRICES:
                continue
            middle = median(price for price, _ in stated)
            far = [
                (price, serving)
                for price, serving in stated
                if price >= middle * FAR_FROM_MEDIAN or price * FAR_FROM_MEDIAN <= middle
            ]
            if far:
                yield _far_price(field, far, middle)


def _far_price(field: str, far: Stated, middle: Decimal) -> Finding:
    ratio = max(max(price / middle, middle / price) for price, _ in far)
    claims = _claims(far, middle, ne, factors)
    misled, harm = _harm(claims)
    return Finding(
        field=field,
        rule="far_from_median",
        severity=_severity(((10, _HIGH), (0, _MEDIUM)), ratio),
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
