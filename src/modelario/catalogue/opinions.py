"""Second opinions: what witnesses say of an offering's prices, beside what upstream says.

:func:`weigh` tells the story. Where both speak of the same conditions and the same unit they
agree or differ, and upstream's price is shown. Where only witnesses speak, their price is
filled in with its source, unless

- upstream has no price per token there: then it stays an opinion beside an unknown;
- the witness has another standard price than upstream, so that its discounts are of that;
- upstream has the condition with another threshold;
- witnesses contradict each other, and no more voices are for one price than for any other;
- the price cannot be, beside the standard one (:mod:`~modelario.catalogue.plausible`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import astuple, replace

from modelario.catalogue.billing import REQUEST
from modelario.catalogue.circumstances import SAME_MODE
from modelario.catalogue.filling import UNITS, Filling, with_fillings
from modelario.catalogue.plausible import is_plausible
from modelario.catalogue.voices import voices
from modelario.records import (
    ALWAYS,
    Conditions,
    Heard,
    Hours,
    OfferingKey,
    Opinion,
    PriceRule,
    PriceState,
    Reason,
    Serving,
    SourceId,
    Stance,
    Testimony,
)

#: Prices that are so near each other agree: they are the same rounded in two ways.
ALIKE = Decimal("1.005")

#: What every request is billed by: no witness decides what models are ranked by.
BASE = ("input_mtok", "output_mtok", REQUEST)


#: What of a unit others have prices of their own for, where upstream has one for all.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "input_mtok": ("input_image_mtok", "input_audio_mtok"),
    "output_mtok": ("output_image_mtok", "output_audio_mtok"),
}


class Clause(NamedTuple):
    """Conditions as they are compared: above and from a size are one."""

    prompt: int | None = None
    mode: str | None = None
    region: str | None = None
    hours: tuple[Hours, ...] = ()


_ALWAYS = Clause()


class _Statement(NamedTuple):
    """A witness's price."""

    conditions: Conditions
    price: Decimal
    testimony: Testimony


_PriceName = tuple[Clause, str]


class Weighed(NamedTuple):
    """An offering's rules with what was filled in, and everything that witnesses say of them."""

    rules: tuple[PriceRule, ...]
    opinions: tuple[Opinion, ...]


def second_opinions(
    servings: Sequence[Serving], heard: Heard
) -> tuple[list[Serving], Mapping[OfferingKey, tuple[Opinion, ...]]]:
    """Weigh what was heard of every offering; gives them with what was filled in."""
    if not heard.offerings:
        return [*servings], {}
    opinions: dict[OfferingKey, tuple[Opinion, ...]] = {}
    found = []
    for serving in servings:
        said, offering = heard.offerings.get(serving.key), serving.offering
        if said is not None:
            weighed = weigh(serving.key, offering.rules, serving.price_state, said)
            opinions[serving.key] = weighed.opinions
            if len(weighed.rules) > len(offering.rules):
                filled = replace(offering, rules=weighed.rules)
                serving = replace(serving, offering=filled)  # noqa: PLW2901
        found.append(serving)
    return found, opinions


def weigh(
    key: OfferingKey, rules: tuple[PriceRule, ...], state: PriceState, heard: Iterable[Testimony]
) -> Weighed:
    """Set what witnesses say beside an offering's own rules, and fill in what these lack.

    ``heard`` are in the order in which witnesses are believed.
    """
    own = {(clause(rule.conditions), unit): price for rule in rules for unit, price in prices(rule)}
    said: defaultdict[_PriceName, list[_Statement]] = defaultdict(list)
    for testimony in heard:
        for rule in testimony.rules:
            where = clause(rule.conditions)
            for unit, price in prices(rule):
                said[where, unit].append(_Statement(rule.conditions, price, testimony))
    if state is PriceState.PUBLISHED:
        return _Weighing(key, rules, own, said).weighed()
    why = Reason("no_price_upstream" if state is PriceState.UNKNOWN else "no_price_per_token")
    beside = (
        _opinion(key, unit, each, Stance.SET_ASIDE, reason=why)
        for (_, unit), all_said in said.items()
        for each in all_said
    )
    return Weighed(rules, tuple(beside))


class _Weighing:
    """One offering with a published price, and what is said of it."""

    def __init__(
        self,
        key: OfferingKey,
        rules: tuple[PriceRule, ...],
        own: Mapping[_PriceName, Decimal],
        said: Mapping[_PriceName, Sequence[_Statement]],
    ) -> None:
        self._key, self._rules, self._own, self._said = key, rules, own, said
        #: What holds where no condition does, filled in or not.
        self._standard = {unit: price for (where, unit), price in own.items() if where == _ALWAYS}
        self._out_of_step = set(self._with_another_base())
        self._filled: list[Filling] = []

    def weighed(self) -> Weighed:
        # The standard prices first, for the others are judged beside them.
        order = sorted(self._said, key=lambda what: what[0] != _ALWAYS)
        opinions = [opinion for what in order for opinion in self._weigh(what)]
        return Weighed(with_fillings(self._rules, self._filled), tuple(opinions))

    def _with_another_base(self) -> Iterator[SourceId]:
        for unit in BASE:
            ours = self._own.get((_ALWAYS, unit))
            for each in self._said.get((_ALWAYS, unit), ()):
                if ours is not None and not is_alike(ours, each.price):
                    yield each.testimony.witness

    def _weigh(self, what: _PriceName) -> Iterator[Opinion]:
        ours = self._own.get(what)
        yield from self._lacking(what) if ours is None else self._compared(what, ours)

    def _compared(self, what: _PriceName, ours: Decimal) -> Iterator[Opinion]:
        for each in self._said[what]:
            stance, why = Stance.DIFFERS, None
            if is_alike(ours, each.price):
                stance = Stance.AGREES
            elif self._is_split(what, each, ours):
                stance, why = Stance.SET_ASIDE, Reason("split_by_kind")
            yield _opinion(self._key, what[1], each, stance, ours, reason=why)

    def _lacking(self, what: _PriceName) -> Iterator[Opinion]:
        unit = what[1]
        standing: list[_Statement] = []
        for each in self._said[what]:
            if (why := self._objection(what, each)) is not None:
                yield _opinion(self._key, unit, each, Stance.SET_ASIDE, reason=why)
            else:
                standing.append(each)
        if not standing:
            return
        believed = _believed(standing)
        if believed is not None:
            self._fill(what, believed)
        why = Reason("witnesses_contradict")
        for each in standing:
            if believed is not None and is_alike(believed.price, each.price):
                yield _opinion(self._key, unit, each, Stance.FILLS)
            else:
                yield _opinion(self._key, unit, each, Stance.SET_ASIDE, reason=why)

    def _is_split(self, what: _PriceName, each: _Statement, ours: Decimal) -> bool:
        """Whether a witness has our price, and has it for pictures or for sound alone."""
        return any(
            other.testimony is each.testimony and is_alike(ours, other.price)
            for unit in _KINDS.get(what[1], ())
            for other in self._said.get((what[0], unit), ())
        )

    def _objection(self, what: _PriceName, each: _Statement) -> Reason | None:
        """Why a price that upstream lacks is not taken from a witness."""
        where, unit = what
        if where == _ALWAYS and unit in BASE:
            return Reason("no_price_upstream")
        if each.testimony.witness in self._out_of_step:
            return Reason("of_another_price")
        if where.prompt is not None and self._has_other_sizes(where, unit):
            return Reason("other_sizes")
        if not is_plausible(unit, each.conditions, each.price, self._standard):
            return Reason("implausible")
        return None

    def _has_other_sizes(self, where: Clause, unit: str) -> bool:
        """Whether upstream has the unit's price by the length of the prompt, and otherwise."""
        return any(
            stated == unit and own.prompt not in (None, where.prompt) and own[1:] == where[1:]
            for own, stated in self._own
        )

    def _fill(self, what: _PriceName, believed: _Statement) -> None:
        where, unit = what
        if where == _ALWAYS:
            self._standard[unit] = believed.price
        said = Filling(unit, believed.conditions, believed.price, believed.testimony.witness)
        self._filled.append(said)


def prices(rule: PriceRule) -> Iterator[tuple[str, Decimal]]:
    """List what a rule asks, by unit; a zero of a witness's is no price."""
    for unit, price in zip(UNITS, astuple(rule.price), strict=True):
        if price:
            yield unit, price
    for unit, price in rule.pieces.items():
        if price:
            yield unit, price


def by_price(
    opinions: Iterable[Opinion],
) -> Mapping[tuple[Conditions, str], tuple[Opinion, ...]]:
    """Put together what is said of one price: of one unit under the same conditions."""
    found: defaultdict[_PriceName, list[Opinion]] = defaultdict(list)
    for each in opinions:
        found[clause(each.conditions), each.unit].append(each)
    return {(said[0].conditions, unit): tuple(said) for (_, unit), said in found.items()}


def is_alike(one: Decimal, other: Decimal) -> bool:
    """Whether two prices are the same up to rounding."""
    return one == other or (max(one, other) <= min(one, other) * ALIKE)


def clause(conditions: Conditions) -> Clause:
    """Tell when conditions hold, as far as it is compared."""
    if conditions is ALWAYS:
        return _ALWAYS
    prompt = conditions.prompt
    return Clause(
        None if prompt is None else prompt.tokens,
        SAME_MODE.get(conditions.mode, conditions.mode) if conditions.mode else None,
        conditions.region,
        conditions.hours,
    )


def _believed(standing: Sequence[_Statement]) -> _Statement | None:
    """The first that says what most voices say, where that is one price."""
    groups: list[list[_Statement]] = []
    for each in standing:
        like = next((group for group in groups if is_alike(group[0].price, each.price)), None)
        if like is None:
            groups.append([each])
        else:
            like.append(each)
    if len(groups) == 1:
        return groups[0][0]
    counts = [voices(each.testimony for each in group) for group in groups]
    most = max(counts)
    return groups[counts.index(most)][0] if counts.count(most) == 1 else None


def _opinion(
    key: OfferingKey,
    unit: str,
    each: _Statement,
    stance: Stance,
    ours: Decimal | None = None,
    *,
    reason: Reason | None = None,
) -> Opinion:
    ratio = 1.0
    if stance is Stance.DIFFERS and ours:
        ratio = round(float(max(ours, each.price) / min(ours, each.price)), 3)
    return Opinion(
        offering=key,
        conditions=each.conditions,
        unit=unit,
        stance=stance,
        ours=ours,
        theirs=each.price,
        testimony=each.testimony,
        ratio=ratio,
        reason=reason,
    )
