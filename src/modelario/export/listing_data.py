"""At which offerings each model is to be had, and what it costs and is worth at each.

Filters mean a provider, a price state or a variant: where no server answers, the browser works out
what a model asks there.
"""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from modelario.catalogue.fields import variants_of
from modelario.catalogue.lives import days_left
from modelario.catalogue.measures import subject
from modelario.catalogue.prices import (
    Offer,
    Priced,
    by_price,
    is_deprecated,
    own_rank,
    published,
    quote_of,
    serves_full_context,
)
from modelario.catalogue.scores import WEIGHTS, scores
from modelario.export.leaves import Leaf
from modelario.export.press import Press
from modelario.formats import to_json
from modelario.queries.edition import Edition
from modelario.records import Entry, EventKind, OfferingKey, Reason, Serving

#: What stands of each listing, in this order; what follows is of those with a believed price.
_LISTED = ("provider", "price_state", "variants", "ends", "ends_in")
#: ``own`` and ``place`` are its places among the lab's own offers and among all, the least first.
_PRICED = (
    *("own", "place", "full", "deprecated"),
    *("blended_mtok", "input_mtok", "output_mtok", "cache_read_mtok"),
)


def listings_file(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write the listings of every model, for filters on them."""
    yield Leaf("data/listings.json", to_json(listings(press.edition)))


def listings(edition: Edition) -> dict[str, Any]:
    """Lay out every model's listings, in their order, and its scores without a price."""
    catalogue = edition.catalogue
    provider = {id_: place for place, id_ in enumerate(catalogue.providers)}
    return {
        "providers": tuple(provider),
        "fields": (*_LISTED, *_PRICED, *WEIGHTS),
        "scores": tuple(WEIGHTS),
        "models": {
            id_: {
                "unpriced": _points(entry, None),
                "rows": [
                    (provider[serving.offering.provider], *_listed(entry, serving), *priced)
                    for serving, priced in _offers(entry)
                ],
            }
            for id_, entry in catalogue.entries.items()
        },
    }


def _listed(entry: Entry, serving: Serving) -> tuple[Any, ...]:
    ends = _ends(entry).get(serving.key)
    left = days_left(replace(entry.life, ends=ends)) if ends else None
    return serving.price_state, variants_of(serving), ends, left


def _ends(entry: Entry) -> dict[OfferingKey, str]:
    """Tell when listings end: on the earliest day that anybody tells."""
    found: dict[OfferingKey, str] = {}
    for each in entry.life.events:
        if each.kind is EventKind.RETIRES and each.offering_id is not None and each.day:
            found.setdefault(OfferingKey(each.provider, each.offering_id), each.day)
    return found


def _offers(entry: Entry) -> Iterator[tuple[Serving, tuple[Any, ...]]]:
    """Give each listing, with what is told of it where its price is believed."""
    model, doubted = entry.model, {each.serving.key for each in entry.passed_over}
    believed = [
        offer for offer in published(model.servings, model.kind) if offer.serving.key not in doubted
    ]
    own, place = own_places(entry, believed), places(entry, believed)
    told = {
        offer.serving.key: (
            *(own.get(offer.serving.key), place[offer.serving.key]),
            *(serves_full_context(model, offer.serving), is_deprecated(offer.serving)),
            *_prices(offer),
            *_points(entry, offer),
        )
        for offer in believed
    }
    for serving in model.servings:
        yield serving, told.get(serving.key, ())


def own_places(entry: Entry, offers: list[Offer]) -> dict[OfferingKey, int]:
    """Put the lab's own offers in the order in which they are recommended."""
    model = entry.model
    own = [each for each in offers if own_rank(model, each.serving) < len(model.lab.providers)]
    # The plain offering stands before its variants, and stays there.
    own.sort(key=lambda offer: own_rank(model, offer.serving))
    return {offer.serving.key: place for place, offer in enumerate(own)}


def places(entry: Entry, offers: list[Offer]) -> dict[OfferingKey, int]:
    """Put offers in the order in which the cheapest is found."""
    cheapest = sorted(offers, key=lambda offer: by_price(entry.model, offer))
    return {offer.serving.key: place for place, offer in enumerate(cheapest)}


def _prices(offer: Offer) -> Iterator[Any]:
    yield offer.blended_mtok
    price = offer.serving.offering.price
    yield from (
        price and getattr(price, name) for name in ("input_mtok", "output_mtok", "cache_read_mtok")
    )


def _points(entry: Entry, offer: Offer | None) -> tuple[int | None, ...]:
    """Score a model as if an offer were the recommended one, or none."""
    model = entry.model
    quote = quote_of(model, offer, Reason("recommended_there")) if offer else None
    offers = published(model.servings, model.kind)
    found = scores(subject(Priced(model, offers, quote, quote, ()), entry.findings))
    return tuple(found[name].points if name in found else None for name in WEIGHTS)
