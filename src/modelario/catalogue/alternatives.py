"""Alternatives to a model, in three groups, each with the reasons that speak for it.

Models are alike when they declare the same capabilities, take and give the same kinds of
content, and are near each other in context window, price and age. Nothing here is a
judgement of quality.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from math import log
from typing import Any, Generic, NamedTuple, TypeVar

from modelario.catalogue.fields import FIELDS
from modelario.catalogue.titles import slug
from modelario.dates import checked_date
from modelario.records import (
    CAPABILITIES,
    Entry,
    LabId,
    Model,
    ModelId,
    ModelKind,
    Profile,
    Profiles,
    ProviderId,
    Reason,
    TokenPrice,
)

#: How much each likeness counts; together 1.
LIKENESS = {"capabilities": 0.3, "modalities": 0.2, "context": 0.15, "price": 0.2, "age": 0.15}
#: The distances at which a likeness has gone: logarithms of factors, and days.
_CONTEXT, _PRICE, _AGE_DAYS = log(32), log(100), 730
#: A cheaper alternative has to be at least this much cheaper.
_CHEAPER = Decimal("0.9")
#: A model that its lab does not sell is suggested from so many providers on.
FEWEST_PROVIDERS = 3
GROUP_SIZE = 4
#: Who looks for an alternative often looks for another lab too.
MOST_OF_ONE_LAB = 2


_V = TypeVar("_V")


class Alternative(NamedTuple):
    """A model to consider instead, with likeness 0 to 1 and what tells it apart."""

    model: ModelId
    likeness: float
    reasons: tuple[Reason, ...]


class Alternatives(NamedTuple):
    """The three groups, the most alike first."""

    closest: tuple[Alternative, ...]
    cheaper: tuple[Alternative, ...]
    open_weight: tuple[Alternative, ...]


def profile(entry: Entry) -> Profile:
    """Take from an entry what its likeness to others depends on."""
    model, facts, quote = entry.model, entry.model.facts, entry.recommended
    price = (quote and quote.serving.offering.price) or TokenPrice()
    released = checked_date(facts.release_date) if facts.release_date else None
    return Profile(
        id=model.id,
        title=model.title,
        lab=model.lab.id,
        family=facts.family,
        kind=model.kind,
        status=model.status,
        release_date=facts.release_date,
        upcoming=model.upcoming,
        open_weights=facts.open_weights,
        context_window=facts.context_window,
        input_mtok=price.input_mtok,
        output_mtok=price.output_mtok,
        blended_mtok=quote.blended_mtok if quote else None,
        providers=len(model.providers),
        kin=frozenset(_kin(model)),
        capabilities=frozenset(FIELDS["capabilities"](entry)),
        modalities=_both_ways(facts.input_modalities, facts.output_modalities),
        context=log(facts.context_window) if facts.context_window else None,
        price=log(quote.blended_mtok) if quote else None,
        released=released.toordinal() if released else None,
        points={name: score.points for name, score in entry.scores.items()},
        candidate=not any(applies(model) for _, applies in NOT_PROPOSED),
        monthly_cost=FIELDS["monthly_cost"](entry),
    )


@lru_cache(maxsize=1024)
def _both_ways(read: tuple[str, ...] | None, written: tuple[str, ...] | None) -> frozenset[str]:
    """Modalities, each told apart as read and as written; few pairs of them occur."""
    return frozenset(
        [f"in:{kind}" for kind in read or ()] + [f"out:{kind}" for kind in written or ()]
    )


def _is_pointer(model: Model) -> bool:
    """Whether an id names a line of models, and which release of it is current is not known."""
    named = _POINTER.fullmatch(_SIZE.sub("", slug(model.id)))
    return named is not None and not model.further_ids


_POINTER = re.compile(r"\D+-latest")
_SIZE = re.compile(r"\b\d+b\b")


def _is_house_brand(model: Model) -> bool:
    """Whether a model is known by no name but that of a provider who trains none we know of."""
    return not model.lab.namespaces and model.lab.providers == (ProviderId(model.lab.id),)


def _is_sold_by_few(model: Model) -> bool:
    # The lab's own offering comes first.
    sold_by_lab = model.servings[0].offering.provider in model.lab.providers
    return not sold_by_lab and len(model.providers) < FEWEST_PROVIDERS


#: What is not proposed in place of another model, and when that holds.
NOT_PROPOSED: tuple[tuple[str, Callable[[Model], bool]], ...] = (
    ("about to be withdrawn", lambda model: model.status == "deprecated"),
    ("no lab's own model", lambda model: not model.identity.official),
    ("a dated version of another", lambda model: model.identity.version_of is not None),
    ("a pointer to whichever is current", _is_pointer),
    ("a provider's wrapper around models of others", _is_house_brand),
    ("sold by few, none of them its lab", _is_sold_by_few),
)


def profiles(entries: Iterable[Entry]) -> Profiles:
    """Profile every entry, by model id."""
    return Profiles({entry.model.id: profile(entry) for entry in entries})


class _Occurring(NamedTuple, Generic[_V]):
    """What is known of many models: the few values that occur, and the place of each model's."""

    values: Sequence[_V]
    places: Sequence[int]


class _Candidates(NamedTuple):
    """The models of a kind that may be suggested, by id, and what is known of each of them."""

    profiles: Sequence[Profile]
    declared: _Occurring[tuple[frozenset[str], frozenset[str]]]
    contexts: _Occurring[float | None]
    prices: _Occurring[float | None]
    released: _Occurring[int | None]


def _candidates(among: Profiles, kind: ModelKind) -> _Candidates:
    return among.once.found((_candidates, kind), lambda: _found(among.of_kind.get(kind, ())))


def _found(of_kind: Iterable[Profile]) -> _Candidates:
    found = sorted((each for each in of_kind if each.candidate), key=lambda each: each.id)
    return _Candidates(
        found,
        _occurring((each.capabilities, each.modalities) for each in found),
        _occurring(each.context for each in found),
        _occurring(each.price for each in found),
        _occurring(each.released for each in found),
    )


def _occurring(values: Iterable[_V]) -> _Occurring[_V]:
    places: dict[_V, int] = {}
    found = [places.setdefault(each, len(places)) for each in values]
    return _Occurring([*places], found)


def alternatives(of: Profile, among: Profiles) -> Alternatives:
    """Find the models of its kind most like one, by group; its own versions are left out."""
    candidates = _candidates(among, of.kind)
    likenesses = _likenesses(of, candidates)
    # The most alike first, and of equals by id, as they stand.
    ranked = sorted(range(len(likenesses)), key=likenesses.__getitem__, reverse=True)

    def those(belongs: Callable[[Profile], bool | None]) -> Iterator[tuple[float, Profile]]:
        for place in ranked:
            other = candidates.profiles[place]
            if belongs(other) and other.id not in of.kin:
                yield likenesses[place], other

    groups = (lambda _: True, _cheaper_equal(of), lambda other: other.open_weights)
    return Alternatives(*(_group(of, those(belongs)) for belongs in groups))


def _kin(model: Model) -> Iterator[ModelId]:
    yield model.id
    if model.identity.version_of is not None:
        yield model.identity.version_of
    yield from model.versions
    if model.release_line:
        yield from (each.id for each in model.release_line.others)


def _likenesses(of: Profile, others: _Candidates) -> Sequence[float]:
    """Tell how alike a model is to each of others, 0 to 1."""
    declared = [_declared_alike(of, *each) for each in others.declared.values]
    contexts = _nearnesses("context", of.context, others.contexts, _CONTEXT)
    prices = _nearnesses("price", of.price, others.prices, _PRICE)
    ages = _nearnesses("age", of.released, others.released, _AGE_DAYS)
    return [
        declared[one] + contexts[two] + prices[three] + ages[four]
        for one, two, three, four in zip(*(each.places for each in others[1:]), strict=True)
    ]


def _declared_alike(of: Profile, capabilities: frozenset[str], modalities: frozenset[str]) -> float:
    missing = len(of.capabilities ^ capabilities) / len(CAPABILITIES)
    overlap = _overlap(of.modalities, modalities)
    return LIKENESS["capabilities"] * (1 - missing) + LIKENESS["modalities"] * overlap


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def _nearnesses(
    name: str, to: float | None, others: _Occurring[Any], gone: float
) -> Sequence[float]:
    """Map no distance to the weight of a likeness and ``gone`` or more to 0.

    An unknown is not near anything.
    """
    if to is None:
        return [0.0] * len(others.values)
    weight = LIKENESS[name]
    return [
        weight * (1 - apart) if value is not None and (apart := abs(to - value) / gone) < 1 else 0.0
        for value in others.values
    ]


def _cheaper_equal(of: Profile) -> Callable[[Profile], bool]:
    """Ask of others whether they are cheaper and lack no capability, no modality and no context."""
    by_work = of.monthly_cost is not None
    mine = of.monthly_cost if by_work else of.blended_mtok
    if mine is None:
        return lambda _: False
    most = mine * _CHEAPER

    def is_cheaper(other: Profile) -> bool:
        its = other.monthly_cost if by_work else other.blended_mtok
        return (
            its is not None
            and its <= most
            and other.capabilities >= of.capabilities
            and other.modalities >= of.modalities
            and (of.context is None or (other.context is not None and other.context >= of.context))
        )

    return is_cheaper


def _group(of: Profile, pairs: Iterable[tuple[float, Profile]]) -> tuple[Alternative, ...]:
    """Take the first of a ranking, no more than two of one lab, with the reasons."""
    chosen: list[Alternative] = []
    labs: Counter[LabId] = Counter()
    for like, other in pairs:
        if labs[other.lab] < MOST_OF_ONE_LAB:
            labs[other.lab] += 1
            chosen.append(Alternative(other.id, round(like, 3), told_apart(of, other)))
        if len(chosen) == GROUP_SIZE:
            break
    return tuple(chosen)


def told_apart(of: Profile, other: Profile) -> tuple[Reason, ...]:
    """Tell what a reader wants to know of another model: what it has, lacks, and costs."""
    told = (
        *_capability_reasons(of, other),
        _price_reason(of, other),
        _context_reason(of, other),
        Reason("open_weights") if other.open_weights else None,
    )
    return tuple(reason for reason in told if reason is not None)


def _capability_reasons(of: Profile, other: Profile) -> Iterator[Reason]:
    mine, its = of.capabilities | of.modalities, other.capabilities | other.modalities
    if mine == its:
        yield Reason("same_capabilities")
    if gained := its - mine:
        yield Reason("capabilities_gained", gained=tuple(sorted(gained)))
    if lost := mine - its:
        yield Reason("capabilities_lost", lost=tuple(sorted(lost)))


def _price_reason(of: Profile, other: Profile) -> Reason | None:
    """Tell what the other costs beside one: a month of the reader's work, or by its price."""
    mine, its, of_work = of.monthly_cost, other.monthly_cost, "_month"
    if not mine or its is None:
        mine, its, of_work = of.blended_mtok, other.blended_mtok, ""
    if mine is None or its is None:
        return None
    percent = round((its / mine - 1) * 100)
    if percent == 0:
        return Reason(f"{'same' if its == mine else 'nearly_same'}_price{of_work}")
    if percent > 0:
        return Reason(f"dearer{of_work}", percent=percent)
    # Whatever is asked, it is not nothing.
    return Reason(f"cheaper{of_work}", percent=min(-percent, 99))


def _context_reason(of: Profile, other: Profile) -> Reason | None:
    mine, its = of.context_window, other.context_window
    if mine is None or its is None or mine == its:
        return None
    if its == mine * 2:
        return Reason("twice_the_context", tokens=its)
    return Reason("larger_context" if its > mine else "smaller_context", tokens=its, mine=mine)
