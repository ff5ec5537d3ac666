"""Alternatives to a model, in three groups, each with the reasons that speak for it.

Models are alike when they declare the same capabilities, take and give the same kinds of
content, and are near each other in context window, price and age. Nothing here is a
judgement of quality.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from math import log
from typing import NamedTuple

from modelario.catalogue.fields import FIELDS
from modelario.catalogue.titles import slug
from modelario.dates import checked_date
from modelario.records import (
    CAPABILITIES,
    Entry,
    LabId,
    Model,
    ModelId,
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


def alternatives(of: Profile, among: Profiles) -> Alternatives:
    """Find the models of its kind most like one, by group; its own versions are left out."""
    kind = among.of_kind.get(of.kind, ())
    others = [other for other in kind if other.candidate and other.id not in of.kin]
    # The most alike first, and by id: none has that of another.
    ranked = sorted(
        (-alike, other.id, other)
        for alike, other in zip(_likenesses(of, others), others, strict=True)
    )
    pairs = [(-unlike, other) for unlike, _, other in ranked]
    cheaper = (pair for pair in pairs if _is_cheaper_equal(of, pair[1]))
    open_weight = (pair for pair in pairs if pair[1].open_weights)
    return Alternatives(*(_group(of, each) for each in (pairs, cheaper, open_weight)))


def _kin(model: Model) -> Iterator[ModelId]:
    yield model.id
    if model.identity.version_of is not None:
        yield model.identity.version_of
    yield from model.versions
    if model.release_line:
        yield from (each.id for each in model.release_line.others)


def _likenesses(of: Profile, others: Sequence[Profile]) -> Sequence[float]:
    """Tell how alike a model is to each of others, 0 to 1."""

    @cache
    def declared(capabilities: frozenset[str], modalities: frozenset[str]) -> float:
        missing = len(of.capabilities ^ capabilities) / len(CAPABILITIES)
        overlap = _overlap(of.modalities, modalities)
        return LIKENESS["capabilities"] * (1 - missing) + LIKENESS["modalities"] * overlap

    contexts = _nearnesses(of.context, [other.context for other in others], _CONTEXT)
    prices = _nearnesses(of.price, [other.price for other in others], _PRICE)
    ages = _nearnesses(of.released, [other.released for other in others], _AGE_DAYS)
    by_context, by_price, by_age = (LIKENESS[name] for name in ("context", "price", "age"))
    return [
        declared(other.capabilities, other.modalities)
        + by_context * context
        + by_price * price
        + by_age * age
        for other, context, price, age in zip(others, contexts, prices, ages, strict=True)
    ]


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def _nearnesses(to: float | None, values: Sequence[float | None], gone: float) -> Sequence[float]:
    """Map no distance to 1 and ``gone`` or more to 0; an unknown is not near anything."""
    if to is None:
        return [0.0] * len(values)
    return [
        1 - apart if value is not None and (apart := abs(to - value) / gone) < 1 else 0.0
        for value in values
    ]


def _is_cheaper_equal(of: Profile, other: Profile) -> bool:
    """Whether the other is cheaper and lacks no capability, no modality and no context."""
    mine, its = of.monthly_cost, other.monthly_cost
    if mine is None:
        mine, its = of.blended_mtok, other.blended_mtok
    return (
        mine is not None
        and its is not None
        and its <= mine * _CHEAPER
        and other.capabilities >= of.capabilities
        and other.modalities >= of.modalities
        and (of.context is None or (other.context is not None and other.context >= of.context))
    )


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
