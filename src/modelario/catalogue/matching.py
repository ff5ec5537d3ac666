"""Testimonies → what each is about: an offering, a model that upstream has not there, or nothing.

:func:`hear` tells the story. A regional listing's prices are those of the plain one in that
region where upstream lists no other. Of several things that a witness says about one offering,
the one under the nearest name counts; where two as near contradict each other, none does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from modelario.catalogue.opinions import prices
from modelario.catalogue.voices import place, voice
from modelario.identity.lookup.sales import Nearness, Sale, Sales
from modelario.records import (
    UPSTREAM,
    Conditions,
    Heard,
    ModelId,
    OfferingKey,
    ProviderId,
    SourceId,
    Testimony,
)

#: Providers that upstream lists apart from one that is the same seller: one bill, one price list.
_SAME_SELLER: Mapping[ProviderId, tuple[ProviderId, ...]] = {
    ProviderId("google-vertex"): (ProviderId("google-vertex-anthropic"),),
    ProviderId("azure"): (ProviderId("azure-cognitive-services"),),
}

#: An offering, who speaks of it, and in which region.
_About = tuple[OfferingKey, SourceId, str | None]
_SaidOf = tuple[Nearness, Testimony]


def hear(testimonies: Iterable[Testimony], sales: Sales) -> Heard:
    """Tell which testimonies are about what."""
    offerings: defaultdict[_About, list[_SaidOf]] = defaultdict(list)
    models: defaultdict[ModelId, list[Testimony]] = defaultdict(list)
    strangers = 0
    for testimony in testimonies:
        listed = unlisted = False
        for region, said in _by_region(testimony):
            for sale in _named(sales, said, region):
                if sale.key is not None:
                    about = (sale.key, said.witness, sale.region)
                    offerings[about].append((sale.nearness, _placed(said, sale, region)))
                    listed = True
                elif not (listed or unlisted):
                    models[sale.model].append(testimony)
                    unlisted = True
        strangers += not (listed or unlisted)
    of_offering: defaultdict[OfferingKey, list[Testimony]] = defaultdict(list)
    for (key, _, _), told in offerings.items():
        of_offering[key] += _counted(told)
    return Heard(
        offerings={key: _in_order(said) for key, said in of_offering.items()},
        models={model: _in_order(said) for model, said in models.items()},
        strangers=strangers,
    )


def _named(sales: Sales, said: Testimony, region: str | None) -> Iterator[Sale]:
    """What a testimony is about, at every provider that is one seller."""
    for provider in (said.provider, *_SAME_SELLER.get(said.provider, ())):
        if (sale := sales.find(provider, said.offering_id, region)) is not None:
            yield sale


def _in_order(said: Iterable[Testimony]) -> tuple[Testimony, ...]:
    return tuple(sorted(said, key=lambda each: (place(each.witness), each.key)))


def _by_region(testimony: Testimony) -> Iterator[tuple[str | None, Testimony]]:
    """What a testimony says of each region by itself, and of none."""
    regions = dict.fromkeys(rule.conditions.region for rule in testimony.rules)
    if len(regions) <= 1:
        yield next(iter(regions), None), testimony
        return
    events = testimony.events
    for region in regions:
        rules = tuple(rule for rule in testimony.rules if rule.conditions.region == region)
        yield region, replace(testimony, rules=rules, events=events)
        events = ()


def _placed(said: Testimony, sale: Sale, region: str | None) -> Testimony:
    """The testimony with the region as a condition where the listing itself is in none."""
    if sale.region == region:
        return said
    rules = (
        replace(rule, conditions=replace(rule.conditions, region=sale.region))
        for rule in said.rules
    )
    return replace(said, rules=tuple(rules))


def _counted(told: list[_SaidOf]) -> Iterator[Testimony]:
    """What of a witness's words about one offering counts; what happens to it counts always."""
    own = [each for each in told if voice(each[1]) is not UPSTREAM]
    nearest = min((nearness for nearness, _ in own), default=None)
    near = [testimony for nearness, testimony in own if nearness is nearest]
    first = min(near, key=lambda each: each.key, default=None)
    if any(_contradict(first, other) for other in near if first and other is not first):
        first = None
    for _, testimony in told:
        if testimony is first:
            yield testimony
        elif testimony.events:
            yield replace(testimony, rules=())


def _contradict(one: Testimony, other: Testimony) -> bool:
    """Whether two testimonies have two prices for one thing."""
    said = dict(_statements(one))
    return any(said.get(what, price) != price for what, price in _statements(other))


def _statements(testimony: Testimony) -> Iterator[tuple[tuple[Conditions, str], Decimal]]:
    for rule in testimony.rules:
        for unit, price in prices(rule):
            yield (rule.conditions, unit), price
