"""A sync that somebody asks for: upstream's document first, then what second sources say."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from modelario.history.journal import Attempt
from modelario.keeping.hearing import hear_all
from modelario.keeping.intake import Taken
from modelario.keeping.sync import sync
from modelario.store.store import Store
from modelario.upstream.sources import LiveSource, Source
from modelario.witnesses.table import WitnessSource


class SyncRun(NamedTuple):
    """What a sync took in, and how each second source that was asked went."""

    taken: Taken
    heard: tuple[tuple[WitnessSource, Attempt | str], ...]


def sync_and_hear(
    store: Store,
    source: Source,
    witnesses: Iterable[WitnessSource],
    now: datetime,
    as_of: date | None = None,
) -> SyncRun:
    """Fetch a document and take it in; after a live one hear witnesses, each of which fails alone.

    Raises ``SourceError`` or ``StoreError``.
    """
    taken = sync(store, source, now, as_of)
    asked = witnesses if isinstance(source, LiveSource) else ()
    return SyncRun(taken, tuple(hear_all(store, asked, now)))
