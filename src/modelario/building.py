"""From what is stored, or came with the installation, to the edition that it is published as."""

import logging
from collections.abc import Container, Mapping
from datetime import date, datetime

from msgspec import structs

from modelario.catalogue.build import build
from modelario.catalogue.matching import hear
from modelario.history.departures import TELLING, departed
from modelario.history.journal import NothingPublishedError, Snapshot, StoreError
from modelario.history.recalling import NOTHING_SAID, Recalled, recalled
from modelario.identity.lookup.lookup import Lookup
from modelario.identity.lookup.sales import Sales
from modelario.identity.naming.stability import leading
from modelario.identity.resolve import resolve
from modelario.queries.edition import Edition
from modelario.queries.holds import hold_rows
from modelario.records import (
    UNHEARD,
    Document,
    Heard,
    ModelId,
    ModelOf,
    Origin,
    ProviderId,
    Reason,
    Resolution,
)
from modelario.store.store import Store
from modelario.upstream.document import RawDocument, parse
from modelario.upstream.sources import EmbeddedSource, fetch

log = logging.getLogger(__name__)

#: So many snapshots are tried before none can be served.
SNAPSHOTS_TRIED = 5


def installed(now: datetime) -> Edition:
    """Publish the data that the installation carries."""
    fetched = fetch(EmbeddedSource(), now=now)
    origin = Origin(source="embedded", as_of=fetched.as_of or now.date(), fetched_at=now)
    assert fetched.content  # noqa: S101 – only a server answers that nothing is new
    return edition_of(fetched.content.raw, origin, {}, {})


def head(store: Store) -> Edition:
    """Publish the store's head, or where that cannot be served the last before it that can.

    Raises ``NothingPublishedError``, and :class:`StoreError` when none can.
    """
    # Read before the rest: whoever publishes in between is noticed at the next look.
    revision = store.revision()
    said = _said(store)
    troubles: tuple[Reason, ...] = ()
    for snapshot in store.last_published(SNAPSHOTS_TRIED):
        try:
            raw = store.document(snapshot.seq)
            edition = _of_snapshot(store, raw, snapshot, store.aliases(), said)
        except StoreError:
            raise
        except Exception as error:
            log.exception("Snapshot %s cannot be served, one before it is", snapshot.seq)
            cause = type(error).__name__
            troubles = (Reason("head_passed_over", seq=snapshot.seq, cause=cause),)
        else:
            troubles += edition.troubles
            return structs.replace(edition, revision=revision, troubles=troubles)
    if troubles:
        raise StoreError(f"none of the last {SNAPSHOTS_TRIED} snapshots can be served")
    raise NothingPublishedError(None, None)


def stored(store: Store, day: date) -> Edition:
    """Publish what was published at the end of a day."""
    raw, snapshot = store.load(day)
    # A past day does not know what was renamed later, or said.
    said = store.witnesses.said(day)
    return _of_snapshot(store, raw, snapshot, store.aliases(snapshot.seq), recalled(said, day))


def _said(store: Store) -> Recalled:
    """What witnesses say now: on the latest day that there is anything of."""
    said, newest = store.witnesses.said(), store.head()
    days = [newest.as_of] if newest else []
    return recalled(said, max([*days, *(hearing.as_of for hearing, _ in said)], default=date.min))


def _of_snapshot(
    store: Store,
    raw: RawDocument,
    snapshot: Snapshot,
    known: Mapping[ModelId, ModelId],
    said: Recalled,
) -> Edition:
    origin, previous = _origin(snapshot), store.assignments(snapshot.seq)
    said = said._replace(left=departed(store.changes(until=snapshot.as_of, kinds=TELLING)))
    try:
        edition = edition_of(raw, origin, previous, known, said)
    except Exception as error:
        if not said.witnesses:
            raise
        # What others say must not keep anybody from what upstream says.
        log.exception("What witnesses say cannot be used")
        trouble = Reason("witnesses_passed_over", cause=type(error).__name__)
        edition = edition_of(raw, origin, previous, known, Recalled(left=said.left))
        edition = structs.replace(edition, troubles=(trouble,))
    return structs.replace(edition, holds=hold_rows(store.holds(snapshot.seq), snapshot.seq))


def _origin(snapshot: Snapshot) -> Origin:
    return Origin(
        source=snapshot.source,
        as_of=snapshot.as_of,
        fetched_at=snapshot.fetched_at,
        sequence=snapshot.seq,
    )


def edition_of(
    raw: RawDocument,
    origin: Origin,
    previous: ModelOf,
    known: Mapping[ModelId, ModelId],
    said: Recalled = NOTHING_SAID,
) -> Edition:
    """Build what a document is published as, knowing which model each offering was.

    ``said`` is what witnesses say beside it, and what left upstream's document before.
    """
    document = parse(raw)
    return edition(document, resolve(document, previous), origin, known, said)


def edition(
    document: Document,
    resolution: Resolution,
    origin: Origin,
    known: Mapping[ModelId, ModelId],
    said: Recalled = NOTHING_SAID,
) -> Edition:
    """Build what a document is published as, whose offerings are resolved to their models."""
    aliases = {**known, **resolution.aliases}
    resolution = structs.replace(resolution, aliases=_present(aliases, resolution.identities))
    lookup = Lookup(resolution, document)

    def means(_provider: ProviderId, spelling: str) -> ModelId | None:
        found = lookup.find(spelling).certain
        return found.model if found else None

    heard = _heard(said, resolution)
    return Edition(build(document, resolution, origin, heard, means), lookup, document)


def _heard(said: Recalled, resolution: Resolution) -> Heard:
    """Find out what is said of what; what left upstream is said of its model."""
    heard = hear(said.testimonies, Sales(resolution)) if said.testimonies else UNHEARD
    models = {
        id_: (*heard.models.get(id_, ()), *said.left.get(id_, ()))
        for id_ in heard.models.keys() | said.left.keys()
    }
    return structs.replace(heard, models=models, witnesses=said.witnesses)


def _present(
    aliases: Mapping[ModelId, ModelId], live: Container[ModelId]
) -> Mapping[ModelId, ModelId]:
    """Where each former id leads now, through any number of aliases; an id in use is no alias."""
    return {
        former: model
        for former in aliases
        if former not in live and (model := leading(former, aliases, live)) is not None
    }
