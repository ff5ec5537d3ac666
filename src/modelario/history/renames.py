"""A provider that goes by another name: what it offers is what it was, and no loss."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from modelario.records import Change, ChangeKind, Document, ModelOf, OfferingId, ProviderId
from modelario.upstream.costs import prices
from modelario.upstream.document import RawDocument

#: Which share of its offerings a provider must take along, under their ids and at their prices.
SHARE_TAKEN_ALONG = Decimal("0.8")
#: Fewer offerings than these are alike by accident.
FEWEST_TAKEN_ALONG = 3
#: Which share of them must be there, at any price, where only its capitals are others.
SHARE_KEPT = Decimal("0.5")

_Offered = Mapping[ProviderId, dict[OfferingId, bytes]]


def renamed(old: RawDocument, new: RawDocument) -> Mapping[ProviderId, ProviderId]:
    """Providers that left, and the new ones whose offerings are theirs."""
    gone = _only(old, new)
    if not gone:
        return {}
    come = _only(new, old)
    found = _recased(gone, come)
    for provider in found:
        del gone[provider], come[found[provider]]
    for provider, offered in sorted(gone.items()):
        alike = {name: _alike(offered, theirs) for name, theirs in come.items()}
        best = max(sorted(alike), key=alike.__getitem__, default=None)
        enough = max(Decimal(FEWEST_TAKEN_ALONG), SHARE_TAKEN_ALONG * len(offered))
        if best is not None and alike[best] >= enough:
            found[provider] = best
            del come[best]
    return found


def _recased(gone: _Offered, come: _Offered) -> dict[ProviderId, ProviderId]:
    """Those whose name is written in other capitals: few of its offerings tell that it is one."""
    spelt = {name.casefold(): name for name in come}
    found = {}
    for provider, offered in gone.items():
        name = spelt.get(provider.casefold())
        if name is not None and len(offered.keys() & come[name]) >= SHARE_KEPT * len(offered):
            found[provider] = name
    return found


def _only(one: RawDocument, other: RawDocument) -> dict[ProviderId, dict[OfferingId, bytes]]:
    """What the providers offer that only one of two documents has."""
    alone = {provider for provider, _ in one.offerings}
    alone -= {provider for provider, _ in other.offerings}
    if not alone:
        return {}
    found: defaultdict[ProviderId, dict[OfferingId, bytes]] = defaultdict(dict)
    for (provider, offering_id), body in one.offerings.items():
        if provider in alone:
            found[provider][offering_id] = body
    return found


def _alike(offered: Mapping[OfferingId, bytes], theirs: Mapping[OfferingId, bytes]) -> int:
    return sum(
        id_ in theirs and (theirs[id_] == body or prices(theirs[id_]) == prices(body))
        for id_, body in offered.items()
    )


#: Providers that go by another name.
Renames = Mapping[ProviderId, ProviderId]


def followed(document: Document, names: Renames) -> Document:
    """An earlier document with its offerings at the providers that they are at now."""
    if not names:
        return document
    offerings = tuple(
        replace(each, provider=names.get(each.provider, each.provider))
        for each in document.offerings
    )
    return replace(document, offerings=offerings)


def followed_models(models: ModelOf, names: Renames) -> ModelOf:
    """Which model each offering was, by what its provider is called now, too."""
    moved = {
        key._replace(provider=names[key.provider]): model
        for key, model in models.items()
        if key.provider in names
    }
    return {**models, **moved}


def rename_changes(names: Renames) -> tuple[Change, ...]:
    """One change for every provider that goes by another name."""
    return tuple(
        Change(kind=ChangeKind.RENAMED, provider=new, field="provider", old=old, new=new)
        for old, new in names.items()
    )
