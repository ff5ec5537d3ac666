"""What one judgement opens and closes."""

from collections.abc import Collection
from datetime import date

from modelario.history.journal import Ending, Hold, Withheld
from modelario.records import OfferingKey


class Ledger:
    """What one judgement opens and closes, and which offerings stay listed by it."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.opened: list[Withheld] = []
        self.closed: list[tuple[int, Ending]] = []
        self.kept: set[OfferingKey] = set()

    def keep(self, keys: Collection[OfferingKey]) -> None:
        """Let offerings stay listed."""
        self.kept.update(keys)

    def close(self, hold: Hold, ending: Ending) -> None:
        """End a hold."""
        self.closed.append((hold.id, ending))
