"""What is set aside of a document: told with path and reason, in bounded numbers."""

from collections.abc import Iterable, Mapping

from modelario.bounds import REJECTS_KEPT
from modelario.records import Reason, Reject, RejectKind
from modelario.values import shown_path


class Rejects:
    """The rejects of one document: the first are kept, the rest is counted in ``more``."""

    def __init__(self, kept: Iterable[Reject] = (), more: int = 0) -> None:
        self.kept = list(kept)
        self.more = more

    def add(self, kind: RejectKind, path: str, reason: Reason) -> None:
        """Set something aside; the path may hold any id."""
        if len(self.kept) < REJECTS_KEPT.most:
            self.kept.append(Reject(kind, shown_path(path), reason))
        else:
            self.more += 1

    def add_all(self, rejects: Iterable[Reject], more: int) -> None:
        """Set aside what was set aside elsewhere."""
        for each in rejects:
            self.add(each.kind, each.path, each.reason)
        self.more += more

    def add_fields(self, path: str, faults: Mapping[str, Reason]) -> None:
        """Set fields of an entry aside."""
        for field, reason in faults.items():
            self.add(RejectKind.FIELD, f"{path}/{field}", reason)


class Faults(dict[str, Reason]):
    """The faults of one entry's fields, each told once."""

    __slots__ = ()

    def add(self, field: str, reason: Reason) -> None:
        """Tell of a field, unless it, or a part of it, is told already."""
        if not any(told == field or told.startswith(f"{field}/") for told in self):
            self[field] = reason
