"""Who says what of a field, and what that is compared with.

That is the value shown, or what is true of the very id: its lab's word for it, else the day that
the id states. A release may be sold under ids of different days: GPT-4o came out in May 2024, and
the pin that is the same release today in August. Who says so of the pin contradicts nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from modelario.identity.grouping.group import pinned_day
from modelario.identity.reading.tokens import take_apart
from modelario.records import Claim, Model, ModelId, ProviderId, Serving


class StatedValue(NamedTuple):
    """What an offering states of a field, and what that is compared with."""

    value: Any
    serving: Serving
    #: What the offering's id stands for, where that is another value than the one shown.
    stands_for: Any = None


def said(
    servings: Iterable[Serving],
    stated: Callable[[Serving], Any],
    differ: Callable[[Any, Any], bool],
    shown: Any,  # noqa: ANN401 – the value of any field
    words: Mapping[ModelId, Any],
) -> list[StatedValue]:
    """List what offerings state of a field; what agrees with the value shown agrees with us."""
    told = [(value, each) for each in servings if (value := stated(each)) is not None]
    if not words or shown is None:
        return [StatedValue(*each) for each in told]
    found = []
    for value, serving in told:
        word = words.get(serving.assignment.model or ModelId(""))
        found.append(
            StatedValue(value, serving, word if word != shown and differ(value, shown) else None)
        )
    return found


def own_words(model: Model, field: str, stated: Callable[[Serving], Any]) -> Mapping[ModelId, Any]:
    """Tell what each id of a release stands for in one field; nothing where it has but one id."""
    if not model.further_ids:
        return {}
    words: dict[ModelId, Any] = {}
    for serving in model.servings:
        id_, plain = serving.assignment.model, serving.assignment.variant is None
        own = plain and serving.offering.provider in model.lab.providers
        if id_ and own and (value := stated(serving)) is not None:
            words.setdefault(id_, value)
    if field == "release_date":
        for id_ in model.further_ids:
            if (day := pinned_day(take_apart(id_.partition("/")[2]).signature)) is not None:
                words.setdefault(id_, day)
    return words


def claims_of(
    stated: Iterable[StatedValue],
    shown: Any,  # noqa: ANN401 – the value of any field
    differ: Callable[[Any, Any], bool],
    distance: Callable[[Any, Any], float],
) -> tuple[Claim, ...]:
    """Who says what, the commonest value first.

    Told is who differs from the value shown, and how far, from who merely takes part; where none
    is shown, the commonest value stands for it.
    """
    by_value: defaultdict[tuple[Any, Any], list[Serving]] = defaultdict(list)
    for value, serving, stands_for in stated:
        by_value[value, stands_for].append(serving)
    ordered = sorted(by_value.items(), key=lambda item: (-len(item[1]), str(item[0][0])))
    usual = ordered[0][0][0] if shown is None else shown
    claims = []
    for (value, stands_for), servings in ordered:
        beside = usual if stands_for is None else stands_for
        apart = differ(value, beside)
        far = round(distance(value, beside), 3) if apart else 0.0
        claims.append(Claim(value, tuple(servings), apart, far, stands_for))
    return tuple(claims)


def misled(claims: Iterable[Claim]) -> int:
    """How many providers tell their users something else than what we show."""
    return len({provider for each in claims if each.differs for provider in _providers(each)})


def _providers(claim: Claim) -> set[ProviderId]:
    return {serving.offering.provider for serving in claim.servings}


def harm(claims: Iterable[Claim]) -> float:
    """How far from the value shown × how many are misled, summed over what is stated."""
    return round(sum(each.distance * len(_providers(each)) for each in claims if each.differs), 3)
