"""Which listing of a provider's somebody means who writes its name in another way.

Unlike :class:`~modelario.identity.lookup.lookup.Lookup` it never guesses: prices are compared by
what it finds. A name means the listing that is written so; else the only one that reads the same;
else the only one of the model that the name means wherever it is sold, served in the same way.
"""

from enum import IntEnum
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from modelario.identity.naming.stability import leading
from modelario.identity.reading.readings import read
from modelario.identity.reading.tokens import Signature
from modelario.records import (
    Assignment,
    ModelId,
    OfferingId,
    OfferingKey,
    ProviderId,
    Resolution,
    Variant,
)

_K = TypeVar("_K")
_V = TypeVar("_V")

#: What an id says of the way of serving: by field, in no order.
_Ways = frozenset[tuple[str, str]]
#: A name in any spelling.
_Spelt = tuple[Signature, _Ways]
#: A model as it is served.
_AsServed = tuple[ModelId, Variant | None]


class Nearness(IntEnum):
    """How near a name is to the listing that it means, the nearest first."""

    WRITTEN = 0
    READ = 1
    ONLY_ONE = 2


class Sale(NamedTuple):
    """What a name means at a provider: a listing, or no more than the model that it is of."""

    model: ModelId
    key: OfferingKey | None = None
    nearness: Nearness = Nearness.ONLY_ONE
    #: The region that was said and that the listing has not.
    region: str | None = None


class Sales:
    """Every provider's listings by all their names; build it once for a resolution."""

    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution
        self._providers = {each.provider for each in resolution.assignments}
        self._written: dict[OfferingKey, Assignment] = {}
        # Of several with one name none is the one that is meant.
        self._read: dict[tuple[ProviderId, _Spelt], Assignment | None] = {}
        self._only: dict[tuple[ProviderId, _AsServed], Assignment | None] = {}
        #: What a name means wherever it is sold: a model as it is served, or at least a model.
        self._meant: dict[_Spelt, _AsServed | None] = {}
        self._models: dict[_Spelt, ModelId | None] = {}
        for each in resolution.assignments:
            if each.model is not None:
                self._add(each, each.model)
        for model in resolution.identities:
            self._mean(_name(ProviderId(""), model), (model, None))

    def _add(self, each: Assignment, model: ModelId) -> None:
        name, served = _name(each.provider, each.offering_id), (model, _unhosted(each.variant))
        self._written[each.key] = each
        _note(self._read, (each.provider, name), each)
        _note(self._only, (each.provider, served), each)
        self._mean(name, served)

    def _mean(self, name: _Spelt, served: _AsServed) -> None:
        _note(self._meant, name, served)
        _note(self._models, name, served[0])

    def find(
        self, provider: ProviderId, offering_id: OfferingId, region: str | None = None
    ) -> Sale | None:
        """Find what a name means at a provider, in a region where one is said besides.

        Where the provider lists the model, and not for the region, the listing for no region is
        meant, and the region told. ``None`` is a name that means no model, or not surely one, or
        one of a provider that nobody knows.
        """
        if provider not in self._providers:
            return None
        exact = self._written.get(OfferingKey(provider, offering_id))
        if exact is not None and region is None:
            return _sale(exact, Nearness.WRITTEN)
        signature, ways = _name(provider, offering_id)
        regions = _regions(ways, region)
        for each in regions:
            name = (signature, _in_region(ways, each))
            found = self._alike(provider, offering_id, name, plain=each is None)
            if found is not None:
                said = regions[0] if each is None else None
                return found._replace(region=said)
        return self._unlisted(offering_id, (signature, _in_region(ways, None)))

    def _alike(
        self, provider: ProviderId, offering_id: OfferingId, name: _Spelt, *, plain: bool
    ) -> Sale | None:
        exact = self._written.get(OfferingKey(provider, offering_id))
        if plain and exact is not None:
            return _sale(exact, Nearness.WRITTEN)
        if (one := self._read.get((provider, name))) is not None:
            return _sale(one, Nearness.READ)
        served = self._meaning(name)
        one = self._only.get((provider, served)) if served else None
        return None if one is None else _sale(one, Nearness.ONLY_ONE)

    def _meaning(self, name: _Spelt) -> _AsServed | None:
        """The model that a name means wherever it is sold, as it is served, if it is one."""
        signature, ways = name
        region = dict(ways).get("region")
        if name in self._meant or region is None:
            return self._meant.get(name)
        # Nobody sells it in this region: there it is what it is elsewhere.
        elsewhere = self._meant.get((signature, _in_region(ways, None)))
        return elsewhere and (elsewhere[0], _placed(elsewhere[1], region))

    def _unlisted(self, offering_id: OfferingId, name: _Spelt) -> Sale | None:
        model = self._models.get(name)
        if model is None and name not in self._models:
            former = ModelId(offering_id.lower())
            model = leading(former, self._resolution.aliases, self._resolution.identities)
        return None if model is None else Sale(model)


def _note(found: dict[_K, _V | None], key: _K, value: _V) -> None:
    """Keep what a key means, or that it means more than one thing."""
    if found.setdefault(key, value) != value:
        found[key] = None


def _sale(each: Assignment, nearness: Nearness) -> Sale | None:
    return None if each.model is None else Sale(each.model, each.key, nearness)


def _name(provider: ProviderId, offering_id: str) -> _Spelt:
    reading = read(provider, offering_id)
    # The host is the provider, however often it is said.
    return reading.signature, frozenset(way for way in reading.variant if way[0] != "host")


def _regions(ways: _Ways, region: str | None) -> tuple[str | None, ...]:
    """The region that is meant, and none behind it: what is sold everywhere is sold there."""
    said = region or dict(ways).get("region")
    return (said, None) if said else (None,)


def _in_region(ways: _Ways, region: str | None) -> _Ways:
    rest = frozenset(way for way in ways if way[0] != "region")
    return rest | {("region", region)} if region else rest


def _placed(variant: Variant | None, region: str) -> Variant:
    return replace(variant, region=region) if variant else Variant(region=region)


def _unhosted(variant: Variant | None) -> Variant | None:
    if variant is None or variant.host is None:
        return variant
    plain = replace(variant, host=None)
    return None if plain == Variant() else plain
