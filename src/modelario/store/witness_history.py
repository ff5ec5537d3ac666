"""What the store keeps of witnesses, as acts and editions ask for it."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from msgspec import structs

from modelario.history.journal import Attempt, Hearing
from modelario.records import Change, SourceId
from modelario.store import attempts, database, derivation, hearings


class WitnessHistory:
    """What witnesses said and when; every method raises ``StoreError`` as the store's do."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(self, found: Hearing, body: bytes | None, attempt: Attempt) -> Hearing:
        """Keep what a witness said, and record the attempt; gives it with its number.

        ``body`` is its document, or ``None`` where that is held.
        """
        with database.writing(self._engine) as connection:
            kept = hearings.add(connection, found, body)
            attempts.record(connection, structs.replace(attempt, hearing=kept.number))
            database.announce(connection)
        return kept

    def announce(self, seq: int, day: date, changes: Sequence[Change]) -> None:
        """Write what a day brought in announced ends, beside the snapshot published by then."""
        with database.writing(self._engine) as connection:
            derivation.announce(connection, seq, day, changes)
            database.announce(connection)

    def days(self) -> dict[int, date]:
        """The day of each hearing that is published, by its number."""
        with database.reading(self._engine) as connection:
            return hearings.days(connection)

    def attempts(self) -> tuple[Attempt, ...]:
        """The last attempt to hear each witness."""
        with database.reading(self._engine) as connection:
            return attempts.of_witnesses(connection)

    def of(self, witness: SourceId) -> tuple[Hearing, ...]:
        """The last published hearing of a witness, and those that were held since, in order."""
        with database.reading(self._engine) as connection:
            return hearings.latest(connection, witness)

    def body(self, number: int) -> bytes:
        """The document of a published hearing."""
        with database.reading(self._engine) as connection:
            return hearings.body(connection, number)

    def said(self, day: date | None = None) -> tuple[tuple[Hearing, bytes], ...]:
        """What each witness said last, or had said by the end of a day, and its document."""
        with database.reading(self._engine) as connection:
            found = hearings.at(connection, day)
            return tuple((each, hearings.body(connection, each.number)) for each in found)
