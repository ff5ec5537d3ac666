"""A provider that goes by another name: what it offers is what it was, and no loss."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from modelario.records import OfferingId, ProviderId
from modelario.upstream.costs import prices
from modelario.upstream.document import RawDocument

#: Which share of its offerings a provider must take along, under their ids and at their prices.
SHARE_TAKEN_ALONG = Decimal("0.8")
#: Fewer offerings than these are alike by accident.
FEWEST_TAKEN_ALONG = 3

_Offered = Mapping[ProviderId, dict[OfferingId, bytes]]


def renamed(old: RawDocument, new: RawDocument) -> Mapping[ProviderId, ProviderId]:
    """Providers that left, and the new ones whose offerings are theirs."""
    gone, come = _only(old, new), _only(new, old)
    found: dict[ProviderId, ProviderId] = {}
    for provider, offered in sorted(gone.items()):
        alike = {name: _alike(offered, theirs) for name, theirs in come.items()}
        best = max(sorted(alike), key=alike.__getitem__, default=None)
        enough = max(Decimal(FEWEST_TAKEN_ALONG), SHARE_TAKEN_ALONG * len(offered))
        if best is not None and alike[best] >= enough:
            found[provider] = best
            del come[best]
    return found


def _only(one: RawDocument, other: RawDocument) -> dict[ProviderId, dict[OfferingId, bytes]]:
    """What the providers offer that only one of two documents has."""
    there = {provider for provider, _ in other.offerings}
    found: defaultdict[ProviderId, dict[OfferingId, bytes]] = defaultdict(dict)
    for (provider, offering_id), body in one.offerings.items():
        if provider not in there:
            found[provider][offering_id] = body
    return found


def _alike(offered: Mapping[OfferingId, bytes], theirs: Mapping[OfferingId, bytes]) -> int:
    return sum(
        id_ in theirs and (theirs[id_] == body or prices(theirs[id_]) == prices(body))
        for id_, body in offered.items()
    )
