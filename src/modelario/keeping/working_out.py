"""What a document is published with: the model of each offering, and what moved since a day ago.

All that this takes is read from the store first, so that it can be worked out in another process
than the one that publishes, which is then told no more than what it writes.
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from modelario.history.differences import from_text, to_text
from modelario.history.model_changes import ResolvedDocument, Unlike, keys, moved
from modelario.history.renames import renamed
from modelario.identity.resolve import resolve
from modelario.records import Change, ModelId, ModelOf, OfferingId, OfferingKey, ProviderId
from modelario.store.store import Store
from modelario.upstream.document import RawDocument, parse


class PublishedDocument(NamedTuple):
    """What was published with a snapshot, as the store gives it back."""

    seq: int
    raw: RawDocument
    #: Which model each offering was.
    models: ModelOf
    #: What it was resolved to, where somebody remembers that.
    resolved: ResolvedDocument | None = None


class DayBefore(NamedTuple):
    """What was published last before a day, and all that there ever was until then."""

    published: PublishedDocument
    #: The document of the day, and the offerings that are not alike in both.
    raw: RawDocument
    apart: Unlike
    #: The offerings of the day that were listed at some time.
    listed: set[OfferingKey]
    #: Every model that was in the catalogue at some time.
    known: set[ModelId]


class WorkedOut(NamedTuple):
    """What follows from a document, and is published with it."""

    models: ModelOf
    #: Former ids and where they lead from now on.
    aliases: Mapping[ModelId, ModelId]
    changes: tuple[Change, ...]
    #: How many faulty entries were set aside.
    set_aside: int
    #: What the document was resolved to, where that was done in this process.
    resolved: ResolvedDocument | None = None


def resolved(raw: RawDocument, previous: ModelOf) -> ResolvedDocument:
    """Resolve a document, knowing which model each offering was."""
    document = parse(raw)
    return ResolvedDocument(document, resolve(document, previous))


def day_before(store: Store, before: PublishedDocument, raw: RawDocument) -> DayBefore:
    """Read what is to be known of the time before a day, for a document of that day."""
    apart = unlike(before.raw, raw)
    new = {key for key, body in raw.offerings.items() if before.raw.offerings.get(key) != body}
    listed = store.ever_listed(before.seq, new - keys(apart.old))
    return DayBefore(before, raw, apart, listed, store.ever_assigned(before.seq))


def worked_out(raw: RawDocument, now: ResolvedDocument, before: DayBefore | None) -> WorkedOut:
    """Tell what is published with a document; what the first one of all brings is no news."""
    document, resolution = now.document, now.resolution
    return WorkedOut(
        now.models,
        resolution.aliases,
        () if before is None else _changes(raw, now, before),
        len(document.rejects) + document.more_rejects,
        now,
    )


def _changes(raw: RawDocument, now: ResolvedDocument, before: DayBefore) -> tuple[Change, ...]:
    was = before.published
    old = was.resolved or resolved(was.raw, was.models)
    # Something of it may have been set aside since.
    apart = before.apart if raw is before.raw else unlike(was.raw, raw)
    return moved(old, now, apart, before.listed, before.known)


def unlike(old: RawDocument, new: RawDocument) -> Unlike:
    """The offerings that are not alike in two documents, as they are in each and read."""
    one, other = differing(old, new)
    return Unlike(parse(one), parse(other), renamed(old, new))


def differing(old: RawDocument, new: RawDocument) -> tuple[RawDocument, RawDocument]:
    """The offerings that are not alike in two documents, as they are in each."""
    differs = {
        key
        for key in old.offerings.keys() | new.offerings.keys()
        if old.offerings.get(key) != new.offerings.get(key)
    }
    return _only(old, differs), _only(new, differs)


def _only(raw: RawDocument, keys: set[OfferingKey]) -> RawDocument:
    return RawDocument({}, {k: raw.offerings[k] for k in sorted(keys & raw.offerings.keys())}, {})


# --- from one process to another ------------------------------------------------------


class _Written(Struct, frozen=True, array_like=True):
    """What was worked out, as bytes can tell it."""

    models: list[tuple[ProviderId, OfferingId, ModelId | None]]
    aliases: dict[ModelId, ModelId]
    #: With what was and is as text, for it depends on the kind of change.
    changes: tuple[Change, ...]
    set_aside: int


_ENCODER, _DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(_Written)


def written(found: WorkedOut) -> bytes:
    """Write what was worked out."""
    changes = tuple(
        replace(each, old=to_text(each.old), new=to_text(each.new)) for each in found.changes
    )
    models = [(*key, model) for key, model in found.models.items()]
    return _ENCODER.encode(_Written(models, dict(found.aliases), changes, found.set_aside))


def read(body: bytes) -> WorkedOut:
    """Read what :func:`written` wrote."""
    found = _DECODER.decode(body)
    changes = tuple(
        replace(each, old=from_text(each.kind, each.old), new=from_text(each.kind, each.new))
        for each in found.changes
    )
    models = {OfferingKey(provider, offering): model for provider, offering, model in found.models}
    return WorkedOut(models, found.aliases, changes, found.set_aside)
