"""Where the work of keeping fresh is done: syncs, and building what is published.

In the process that asks for it it is that of :mod:`~modelario.keeping.here`; a server has it done
apart, by :mod:`~modelario.keeping.apart`, so that its readers wait for none of it.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from modelario.history.journal import Outcome
from modelario.records import SourceId

# A server loads what reads a store once it answers readers.
if TYPE_CHECKING:
    from collections.abc import Callable

    from modelario.queries.edition import Edition
    from modelario.settings import Settings
    from modelario.store.store import Store
    from modelario.upstream.sources import EmbeddedSource, LiveSource


class HearingTold(Struct, frozen=True, kw_only=True):
    """How a second source that was asked went."""

    id: SourceId
    #: What became of what it said; ``None`` where it could not be tried.
    outcome: Outcome | None
    cause: str | None


class SyncTold(Struct, frozen=True, kw_only=True):
    """What came of a sync, in numbers."""

    outcome: Outcome
    #: The newest snapshot there is then, and its day.
    seq: int
    as_of: date
    #: How many changes it brought, holds it opened, and faulty offerings were set aside.
    changes: int
    held: int
    set_aside: int
    heard: tuple[HearingTold, ...]


class Workshop(NamedTuple):
    """How each kind of work is done on a store; whoever asks for a sync holds its lease."""

    #: A sync that is due: whatever fails is logged, and raises nothing.
    refresh: "Callable[[Store, Settings, EmbeddedSource | LiveSource, datetime], None]"
    #: A sync that somebody asks for; raises ``SourceError`` or ``StoreError``.
    sync: "Callable[[Store, Settings, datetime], SyncTold]"
    #: The store's head as it is served; raises ``StoreError``.
    build: "Callable[[Store, Settings], Edition]"
    #: What is done once another catalogue is served.
    settle: "Callable[[], None]"
