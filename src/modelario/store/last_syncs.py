"""How the last syncs went, and what is held back, as a store tells it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from modelario.history.journal import Attempt, AttemptCount, Hold, Outcome

# Whoever only wants the record does not load the database.
if TYPE_CHECKING:
    from modelario.store.store import Store

#: How many attempts the status shows.
_ATTEMPTS = 20


class Journal(NamedTuple):
    """How the last syncs went, and what is held back."""

    attempts: tuple[Attempt, ...] = ()
    #: What all attempts that are on record came to.
    outcomes: Mapping[Outcome, AttemptCount] = {}
    #: The last attempt to hear each witness.
    hearings: tuple[Attempt, ...] = ()
    holds: tuple[Hold, ...] = ()
    #: The hash that sums up all that ever came in.
    head: str | None = None


def last_syncs(store: "Store", sequence: int | None, *, whole: bool) -> Journal:
    """Read how the last syncs went; of a past snapshot only what was held then."""
    if not whole:
        return Journal(holds=store.holds(sequence))
    return Journal(
        store.attempts(_ATTEMPTS),
        store.outcomes(),
        store.witnesses.attempts(),
        store.holds(sequence),
        store.sealed_head(),
    )
