"""Mending a store whose days ran away: one command, after which history goes on as it should."""

from datetime import datetime

from modelario.history.journal import Attempt, Outcome
from modelario.keeping.imports import Progress
from modelario.keeping.rebuilding import rebuild
from modelario.store.store import Store


def mend(store: Store, now: datetime, progress: Progress | None = None) -> int:
    """Put days right that have yet to come, and derive everything anew; tells how many there were.

    Raises ``StoreError`` for a history that is not sound.
    """
    moved = store.redate(now)
    if moved:
        store.record_attempt(
            Attempt(
                at=now,
                source="operator",
                outcome=Outcome.UNCHANGED,
                cause=f"{moved} snapshots of days to come were dated anew",
            )
        )
        rebuild(store, progress)
    return moved
