"""How everything is worked out: drawn from the very tables that the catalogue is made with."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, structs

from modelario.catalogue.belief import DOUBTS, Against
from modelario.catalogue.findings import FAR_FROM_MEDIAN, FEWEST_PRICES, FINDABLE, STEPS
from modelario.catalogue.kinds import SCORED, rules
from modelario.catalogue.saved_filters import LISTS
from modelario.catalogue.scenarios import SCENARIOS, Scenario
from modelario.catalogue.scores import WEIGHTS, Weight
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.records import ModelKind, PriceState, Reason


class PartRule(Struct, frozen=True, kw_only=True):
    """One part of a score: its points and how they are earned."""

    name: str
    maximum: int
    rule: Reason


class ScorePart(Struct, frozen=True):
    """A part with the score that it belongs to."""

    score: str
    part: PartRule


class KindScores(Struct, frozen=True, kw_only=True):
    """A kind of model, and the scores that say something of it."""

    kind: ModelKind
    scores: tuple[str, ...]


class KindRuleRow(Struct, frozen=True, kw_only=True):
    """One ground for a kind. What is looked for in a name is a regular expression."""

    kind: ModelKind
    rule: Reason


class HarmStep(Struct, frozen=True, kw_only=True):
    """A field that is compared, and what one step of distance from the value shown is."""

    field: str
    #: What counts as one step, in words.
    step: Reason


class DoubtRow(Struct, frozen=True, kw_only=True):
    """From which factor below its peers a price is not believed."""

    #: Whose prices the peers are: of enough providers to be flagged, of fewer others, its own.
    against: Against
    #: Whether it is the lab's own price; ``null`` where that does not matter.
    labs_own: bool | None
    factor: int


class Methodology(Struct, frozen=True, kw_only=True):
    """Every rule and weight."""

    scores: Mapping[str, tuple[PartRule, ...]]
    scenarios: tuple[Scenario, ...]
    kinds: tuple[KindScores, ...]
    #: By which rules the kind of a model is told; the first that holds decides.
    kind_rules: tuple[KindRuleRow, ...]
    doubts: tuple[DoubtRow, ...]
    price_states: tuple[str, ...]
    compared_fields: tuple[str, ...]
    #: How far a contradicting value is from the one shown is counted in these steps.
    harm_steps: tuple[HarmStep, ...]
    far_from_median: int
    fewest_prices: int
    lists: tuple[str, ...]
    as_of: date


METHODOLOGY_COLUMNS = (
    Column("score", Kind.WORDS, labels="score"),
    Column("part", Kind.WORDS, "part.name", labels="part"),
    Column("maximum", Kind.SCORE, "part.maximum"),
    Column("rule", Kind.TEXT, "part.rule"),
)


def methodology(edition: Edition) -> Methodology:
    """Collect the rules."""
    return Methodology(
        scores={name: tuple(map(_part, weights)) for name, weights in WEIGHTS.items()},
        scenarios=SCENARIOS,
        kinds=tuple(map(_kind, ModelKind)),
        kind_rules=tuple(
            KindRuleRow(kind=rule.kind, rule=Reason(rule.code, **rule.asked)) for rule in rules()
        ),
        doubts=tuple(
            DoubtRow(against=each.against, labs_own=each.labs_own, factor=each.factor)
            for each in DOUBTS
        ),
        price_states=tuple(PriceState),
        compared_fields=FINDABLE,
        harm_steps=tuple(HarmStep(field=field, step=step) for field, step in STEPS.items()),
        far_from_median=FAR_FROM_MEDIAN,
        fewest_prices=FEWEST_PRICES,
        lists=tuple(LISTS),
        as_of=edition.catalogue.origin.as_of,
    )


def _kind(kind: ModelKind) -> KindScores:
    return KindScores(kind=kind, scores=tuple(n for n, kinds in SCORED.items() if kind in kinds))


def _part(weight: Weight) -> PartRule:
    """Tell a measure by its kind and its numbers; the words stand with all others."""
    kind = type(weight.measure).__struct_config__.tag
    rule = Reason(f"rule_{kind}", **structs.asdict(weight.measure))
    return PartRule(name=weight.name, maximum=weight.maximum, rule=rule)


def part_rows(record: Methodology) -> tuple[ScorePart, ...]:
    """Lay all parts of all scores out as one table."""
    return tuple(ScorePart(name, part) for name, parts in record.scores.items() for part in parts)
