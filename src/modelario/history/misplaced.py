"""Listings under another provider, ids in other capitals: what stands where something else was.

Both are looked for before any field is: what is held here stays as it was published, or under the
id that it had, and is judged like that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from modelario.history.gates import FEWEST_OF_SMALL, GATES, MISPLACED, is_due
from modelario.history.journal import Ending, Gate, HeldPath, Hold, Withheld
from modelario.history.ledger import Ledger
from modelario.records import OfferingId, OfferingKey, ProviderId
from modelario.upstream.document import RawDocument, split
from modelario.upstream.field_paths import ID, restored
from modelario.upstream.join import joined

_Bodies = Mapping[OfferingId, bytes]
_BodiesOf = Mapping[ProviderId, _Bodies]
_NOTHING: _Bodies = {}
#: Fewer different offerings than these are another provider's by accident.
_FEWEST_TAKEN = 3
#: As which field a whole listing is held, whose word is the provider that it was published of.
_PROVIDER = "provider"


def put_back(
    published: RawDocument,
    new: RawDocument,
    pending: Sequence[Hold],
    looks: Collection[date],
    ledger: Ledger,
) -> RawDocument:
    """The document with what is misplaced where it was; holds are opened and closed."""
    was, now = _listings(published), _listings(new)
    holds = {(hold.key, hold.field): hold for hold in pending if hold.gate in MISPLACED}
    found = {
        **{path: hold.new for path, hold in holds.items() if _goes_on(hold, was, now)},
        **dict(_exchanged(was, now)),
        **dict(_recased(was, now)),
    }
    for path, hold in holds.items():
        if path not in found:
            ledger.close(hold, Ending.DROPPED)
        elif hold.new == found[path] and is_due(hold, ledger.today, looks):
            ledger.close(hold, Ending.BELIEVED)
            del found[path]
    for path, instead in sorted(found.items()):
        if path not in holds:
            ledger.opened.append(_withheld(path, instead, new, ledger.today))
    return _with(published, new, found) if found else new


def granted(published: RawDocument, hold: Hold, body: bytes) -> RawDocument:
    """The document with what one hold of something misplaced keeps back."""
    offerings = dict(published.offerings)
    if hold.gate is Gate.RECASED:
        del offerings[hold.key]
        offerings[hold.key._replace(offering_id=OfferingId(hold.new))] = body
        return published._replace(offerings=offerings)
    theirs = split(body)
    others = {key: each for key, each in offerings.items() if key.provider != hold.provider}
    return published._replace(
        providers={**published.providers, **theirs.providers},
        offerings={**others, **theirs.offerings},
    )


def _listings(raw: RawDocument) -> _BodiesOf:
    found: defaultdict[ProviderId, dict[OfferingId, bytes]] = defaultdict(dict)
    for (provider, offering_id), body in raw.offerings.items():
        found[provider][offering_id] = body
    return found


def _alike(one: _Bodies, other: _Bodies) -> int:
    return sum(one.get(id_) == body for id_, body in other.items())


def _exchanged(was: _BodiesOf, now: _BodiesOf) -> Iterator[tuple[HeldPath, str]]:
    """Providers that list, word for word, what another one was published with.

    Where their ids are the same, either has to list what was the other's: one that follows the
    other's news lists what that said, too.
    """
    taken: dict[ProviderId, ProviderId] = {}
    for provider, listing in now.items():
        own = was.get(provider)
        if own is None or 2 * _alike(listing, own) >= min(len(listing), len(own)):
            continue
        # What says nothing is nobody's.
        if len({*listing.values()}) < _FEWEST_TAKEN:
            continue
        enough = GATES[Gate.EXCHANGED].figure * len(listing)
        others = (name for name in sorted(was) if name != provider)
        if source := next((o for o in others if _alike(listing, was[o]) >= enough), None):
            taken[provider] = source
    for provider, source in taken.items():
        lost = was[provider].keys() - now[provider].keys()
        if taken.get(source) == provider or 2 * len(lost) >= len(was[provider]):
            yield (OfferingKey(provider, OfferingId("")), _PROVIDER), source


def _recased(was: _BodiesOf, now: _BodiesOf) -> Iterator[tuple[HeldPath, str]]:
    """Ids that are written in capitals throughout, or without any, where many are at once."""
    for provider, own in was.items():
        listing = now.get(provider, _NOTHING)
        came = {id_.casefold(): id_ for id_ in listing.keys() - own.keys()}
        pairs = {id_: came.get(id_.casefold()) for id_ in own.keys() - listing.keys()}
        bare = {old: new for old, new in pairs.items() if new in (old.upper(), old.lower())}
        is_wide = len(bare) >= GATES[Gate.RECASED].figure * len(own)
        if is_wide and len(bare) >= FEWEST_OF_SMALL:
            yield from (((OfferingKey(provider, old), ID), new) for old, new in bare.items() if new)


def _goes_on(hold: Hold, was: _BodiesOf, now: _BodiesOf) -> bool:
    """Whether upstream still says what is held."""
    own, listing = was.get(hold.provider, _NOTHING), now.get(hold.provider, _NOTHING)
    if hold.gate is Gate.RECASED:
        return hold.offering_id in own.keys() - listing.keys() and hold.new in listing
    return _alike(listing, was.get(hold.new, _NOTHING)) > _alike(listing, own)


def _withheld(path: HeldPath, instead: str, new: RawDocument, today: date) -> Withheld:
    (provider, offering_id), field = path
    if field == ID:
        gate, kept = Gate.RECASED, str(offering_id)
        body = new.offerings[OfferingKey(provider, OfferingId(instead))]
    else:
        gate, kept = Gate.EXCHANGED, str(provider)
        theirs = {key: each for key, each in new.offerings.items() if key.provider == provider}
        heads = {name: head for name, head in new.providers.items() if name == provider}
        body = joined(RawDocument(heads, theirs, {}))
    return Withheld(
        gate=gate,
        provider=provider,
        offering_id=offering_id,
        field=field,
        kept=kept,
        new=instead,
        body=body,
        since=today,
    )


def _with(published: RawDocument, new: RawDocument, found: Mapping[HeldPath, str]) -> RawDocument:
    held = {key.provider for key, field in found if field == _PROVIDER}
    offerings = {key: body for key, body in new.offerings.items() if key.provider not in held}
    offerings |= {key: body for key, body in published.offerings.items() if key.provider in held}
    for (key, field), instead in found.items():
        if field == ID and key.provider not in held:
            body = offerings.pop(key._replace(offering_id=OfferingId(instead)))
            offerings[key] = restored(body, published.offerings[key], [ID])
    heads = {name: head for name, head in published.providers.items() if name in held}
    return new._replace(providers={**new.providers, **heads}, offerings=offerings)
