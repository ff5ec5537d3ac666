"""A sync that somebody asks for: upstream's document first, then what second sources say."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from modelario.history.journal import Attempt
from modelario.keeping.hearing import hear_all
from modelario.keeping.intake import Taken
from modelario.keeping.sync import sync
from modelario.keeping.workshop import HearingTold, SyncTold
from modelario.records import SourceId
from modelario.store.store import Store
from modelario.upstream.sources import LiveSource, Source
from modelario.witnesses.table import WitnessSource


class SyncRun(NamedTuple):
    """What a sync took in, and how each second source that was asked went."""

    taken: Taken
    heard: tuple[tuple[WitnessSource, Attempt | str], ...]

    @property
    def told(self) -> SyncTold:
        """The same without the documents."""
        taken = self.taken
        return SyncTold(
            outcome=taken.outcome,
            seq=taken.snapshot.seq,
            as_of=taken.snapshot.as_of,
            changes=len(taken.changes),
            held=len(taken.opened),
            set_aside=taken.set_aside,
            heard=tuple(_hearing_told(witness.id, heard) for witness, heard in self.heard),
        )


def _hearing_told(id_: SourceId, heard: Attempt | str) -> HearingTold:
    if isinstance(heard, str):
        return HearingTold(id=id_, outcome=None, cause=heard)
    return HearingTold(id=id_, outcome=heard.outcome, cause=heard.cause)


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
