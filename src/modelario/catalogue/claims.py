"""Who says what of a field, and what that is compared with.

That is the value shown, or what is true of the very id: its lab's word for it, else the day that
the id states. A release may be sold under ids of different days: GPT-4o came out in May 2024, and
the pin that is the same release today in August. Who says so of the pin contradicts nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import astuple

from modelario.records import Claim, Facts, Modalities, Model, ModelId, ProviderId, Serving

#: What is stated of a field, and what the offering's id stands for, where that is another value
#: than the one shown, which it is compared with otherwise.
StatedValue = tuple[Any, Any]


class Alike(NamedTuple):
    """Offerings that serve a model in the same way."""

    servings: Sequence[Serving]
    #: What each of them states of a field.
    stated: Mapping[str, Sequence[Any]]


FIELDS: tuple[str, ...] = Facts.__struct_fields__
_NOTHING_STATED: Sequence[tuple[Any, ...]] = ((),) * len(FIELDS)


def by_field(servings: Iterable[Serving]) -> Sequence[tuple[Any, ...]]:
    """For each of :data:`FIELDS`, give what every offering states, in their order."""
    rows = [astuple(each.offering.facts) for each in servings]
    return tuple(zip(*rows, strict=True)) or _NOTHING_STATED


def modalities(reads: tuple[str, ...] | None, writes: tuple[str, ...] | None) -> Modalities | None:
    """Put together what is compared as one; nothing where half of it is unknown."""
    return None if reads is None or writes is None else Modalities(reads, writes)


def alike(servings: Sequence[Serving]) -> Alike:
    """Put beside offerings that are compared what each of them states of every field."""
    found: dict[str, Sequence[Any]] = dict(zip(FIELDS, by_field(servings), strict=True))
    reads, writes = found["input_modalities"], found["output_modalities"]
    found["modalities"] = [*map(modalities, reads, writes)]
    return Alike(servings, found)


def stated(facts: Facts, field: str) -> Any:  # noqa: ANN401 – the value of any field
    """Give what facts state of a field that is compared."""
    if field == "modalities":
        return modalities(facts.input_modalities, facts.output_modalities)
    return getattr(facts, field)


def said(
    values: Sequence[Any],
    servings: Sequence[Serving],
    differ: Callable[[Any, Any], bool],
    shown: Any,  # noqa: ANN401 – the value of any field
    words: Mapping[ModelId, Any],
) -> dict[StatedValue, list[Serving]]:
    """Tell who states which of some values; what agrees with the value shown agrees with us."""
    told: defaultdict[Any, list[Serving]] = defaultdict(list)
    for value, serving in zip(values, servings, strict=True):
        told[value].append(serving)
    told.pop(None, None)
    if not words or shown is None:
        return {(value, None): each for value, each in told.items()}
    found: defaultdict[StatedValue, list[Serving]] = defaultdict(list)
    for value, stating in told.items():
        agrees = not differ(value, shown)
        for serving in stating:
            word = words.get(serving.assignment.model or ModelId(""))
            stands_for = None if agrees or word == shown else word
            found[value, stands_for].append(serving)
    return found


def own_words(model: Model, field: str) -> Mapping[ModelId, Any]:
    """Tell what each id of a release stands for in one field; nothing where it has but one id."""
    if not model.further_ids:
        return {}
    words: dict[ModelId, Any] = {}
    for serving in model.servings:
        id_, plain = serving.assignment.model, serving.assignment.variant is None
        own = plain and serving.offering.provider in model.lab.providers
        if id_ and own and (value := stated(serving.offering.facts, field)) is not None:
            words.setdefault(id_, value)
    if field == "release_date":
        from modelario.identity.grouping.group import pinned_day  # noqa: PLC0415 – who only shows
        from modelario.identity.reading.tokens import take_apart  # noqa: PLC0415 – needs none

        for id_ in model.further_ids:
            if (day := pinned_day(take_apart(id_.partition("/")[2]).signature)) is not None:
                words.setdefault(id_, day)
    return words


def claims_of(
    told: Mapping[StatedValue, Sequence[Serving]],
    shown: Any,  # noqa: ANN401 – the value of any field
    differ: Callable[[Any, Any], bool],
    distance: Callable[[Any, Any], float],
) -> tuple[Claim, ...]:
    """Who says what, the commonest value first.

    Told is who differs from the value shown, and how far, from who merely takes part; where none
    is shown, the commonest value stands for it.
    """
    ordered = sorted(told.items(), key=lambda item: (-len(item[1]), str(item[0][0])))
    usual = ordered[0][0][0] if shown is None else shown
    claims = []
    for (value, stands_for), servings in ordered:
        beside = usual if stands_for is None else stands_for
        apart = differ(value, beside)
        far = round(distance(value, beside), 3) if apart else 0.0
        claims.append(Claim(value, tuple(servings), apart, far, stands_for))
    return tuple(claims)


class Misleading(NamedTuple):
    """What comes of it that some differ from the value shown."""

    #: How many providers tell their users something else.
    misled: int
    #: How far that is from the value shown × how many are misled, summed over what is stated.
    harm: float


def misleading(claims: Iterable[Claim]) -> Misleading:
    """Tell how many providers say something else than what we show, and how bad that is."""
    misled: set[ProviderId] = set()
    harm: float = 0
    for each in claims:
        if each.differs:
            providers = {serving.offering.provider for serving in each.servings}
            misled |= providers
            harm += each.distance * len(providers)
    return Misleading(len(misled), round(harm, 3))
