"""An edition ↔ the bytes that are kept of it, of which only what is asked for is read."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from modelario.identity.lookup.lookup import Lookup
from modelario.identity.lookup.sold import SoldIds
from modelario.queries.edition import Edition
from modelario.records import (
    Catalogue,
    Document,
    Entry,
    LabId,
    ModelId,
    Offering,
    OfferingKey,
    Profile,
    Profiles,
    Provider,
    ProviderId,
    Resolution,
    Serving,
)
from modelario.shelf.codec import RecordReader, RecordWriter
from modelario.shelf.unread import UnreadMapping, UnreadSequence

_K = TypeVar("_K")


class _Shelved(Struct, frozen=True, array_like=True):
    """What is kept of an edition; parts are bytes, which are passed over until they are read."""

    #: What it was made of: the code, and the state of the data.
    key: str
    #: What entries have in common.
    shared: list[bytes]
    entries: dict[ModelId, bytes]
    profiles: dict[ModelId, bytes]
    identities: dict[ModelId, bytes]
    release_lines: dict[ModelId, bytes]
    providers: dict[ProviderId, bytes]
    #: Of models, and of the whole resolution.
    labs: dict[LabId, bytes]
    all_labs: dict[LabId, bytes]
    routers: bytes
    metadata: bytes
    #: By their place, the offerings that stand at their model otherwise than in the document.
    stated: dict[int, bytes]
    #: The offerings in the document's order, with the model of each.
    listing: bytes
    #: How often models are sold under an id.
    written: bytes
    #: The small parts, by name.
    rest: bytes


def packed(edition: Edition, key: str) -> bytes:
    """Pack an edition; ``TypeError`` for one that has something in it that is not known here."""
    catalogue, document, writer = edition.catalogue, edition.document, RecordWriter()
    resolution = catalogue.resolution
    if [each.key for each in document.offerings] != [e.key for e in resolution.assignments]:
        raise TypeError("the offerings and their assignments are in different orders")

    listing = tuple((*each.key, each.model) for each in resolution.assignments)
    placed = _in_order(catalogue.entries, catalogue.routers, listing)

    def pack(value: object) -> bytes:
        return _encode(writer.plain(value))

    def each(values: Mapping[_K, object]) -> dict[_K, bytes]:
        return {name: pack(value) for name, value in values.items()}

    rest = {
        "origin": catalogue.origin,
        "aliases": catalogue.aliases,
        "lists": catalogue.lists,
        "rejects": catalogue.rejects,
        "more_rejects": catalogue.more_rejects,
        "witnesses": catalogue.witnesses,
        "holds": edition.holds,
        "revision": edition.revision,
    }
    shelved = _Shelved(
        key=key,
        entries=each(catalogue.entries),
        profiles={name: _encode(found) for name, found in catalogue.profiles.items()},
        identities=each(resolution.identities),
        release_lines=each(resolution.release_lines),
        providers=each(catalogue.providers),
        labs=each(catalogue.labs),
        all_labs=each(resolution.labs),
        routers=pack(catalogue.routers),
        metadata=pack(document.metadata),
        stated={
            place: pack(each)
            for place, (each, serving) in enumerate(zip(document.offerings, placed, strict=True))
            if each is not serving.offering
        },
        listing=pack(listing),
        written=_encode(edition.lookup.sold.written),
        rest=pack(rest),
        shared=[_encode(each) for each in writer.shared],
    )
    return _encode(shelved)


_encode = msgspec.msgpack.Encoder().encode
#: Every profile is looked at for one model's page; it holds nothing that msgpack has no form for.
_profile = msgspec.msgpack.Decoder(Profile).decode


def unpacked(body: bytes, key: str) -> Edition | None:
    """Give the edition that was packed, or ``None`` where it was made of something else."""
    try:
        shelved = msgspec.msgpack.decode(body, type=_Shelved)
        return _edition(shelved) if shelved.key == key else None
    except (msgspec.MsgspecError, ValueError, TypeError, LookupError):
        return None


def _edition(shelved: _Shelved) -> Edition:
    # No part leads back to the whole: the records of a catalogue are not looked through for cycles.
    reader = RecordReader(shelved.shared)
    rest: dict[str, Any] = reader.read(shelved.rest)
    providers: UnreadMapping[ProviderId, Provider] = UnreadMapping(shelved.providers, reader.read)
    entries: UnreadMapping[ModelId, Entry] = UnreadMapping(shelved.entries, reader.read)
    routers: UnreadSequence[Serving] = UnreadSequence(lambda: reader.read(shelved.routers))

    @cache
    def servings() -> Sequence[Serving]:
        return _in_order(entries, routers, reader.read(shelved.listing))

    resolution = Resolution(
        assignments=UnreadSequence(lambda: [each.assignment for each in servings()]),  # type: ignore[arg-type]
        identities=UnreadMapping(shelved.identities, reader.read),
        labs=UnreadMapping(shelved.all_labs, reader.read),
        aliases=rest["aliases"],
        release_lines=UnreadMapping(shelved.release_lines, reader.read),
    )
    catalogue = Catalogue(
        origin=rest["origin"],
        providers=providers,
        labs=UnreadMapping(shelved.labs, reader.read),
        entries=entries,
        profiles=Profiles(UnreadMapping(shelved.profiles, _profile)),
        aliases=rest["aliases"],
        routers=routers,  # type: ignore[arg-type]
        lists=rest["lists"],
        rejects=rest["rejects"],
        more_rejects=rest["more_rejects"],
        witnesses=rest["witnesses"],
        resolution=resolution,
    )

    def stated() -> Sequence[Offering]:
        found = [each.offering for each in servings()]
        for place, each in shelved.stated.items():
            found[place] = reader.read(each)
        return found

    document = Document(
        providers=UnreadSequence(lambda: [*providers.values()]),  # type: ignore[arg-type]
        offerings=UnreadSequence(stated),  # type: ignore[arg-type]
        metadata=UnreadSequence(lambda: reader.read(shelved.metadata)),  # type: ignore[arg-type]
        rejects=rest["rejects"],
        more_rejects=rest["more_rejects"],
    )
    sold = SoldIds(resolution, msgspec.msgpack.decode(shelved.written))
    lookup = Lookup(resolution, document, sold)
    return Edition(catalogue, lookup, document, rest["holds"], rest["revision"])


def _in_order(
    entries: Mapping[ModelId, Entry],
    routers: Iterable[Serving],
    listing: Iterable[tuple[str, str, ModelId | None]],
) -> list[Serving]:
    """Find the offerings of a document at their models, and the routers, in its order."""
    found = {each.key: each for each in routers}
    for entry in entries.values():
        found.update({each.key: each for each in entry.model.servings})
    return [found[OfferingKey(provider, offering)] for provider, offering, _ in listing]  # type: ignore[arg-type]
