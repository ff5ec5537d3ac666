"""What is set aside of a document: told with path and reason, in bounded numbers."""

from collections.abc import Iterable

from modelario.bounds import REJECTS_KEPT
from modelario.records import Reason, Reject, RejectKind
from modelario.upstream.values import shown_path


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


class Faults:
    """The faults of one entry's fields, each told once."""

    __slots__ = ("_path", "_rejects", "_told")

    def __init__(self, path: str, rejects: Rejects) -> None:
        self._path, self._rejects = path, rejects
        self._told: list[str] = []

    def add(self, field: str, reason: Reason) -> None:
        """Report a field, unless it, or a part of it, is reported already."""
        if any(told == field or told.startswith(f"{field}/") for told in self._told):
            return
        self._told.append(field)
        self._rejects.add(RejectKind.FIELD, f"{self._path}/{field}", reason)
