"""What may be done in a process of its own, and what that answers."""

from enum import StrEnum

from msgspec import Struct

from modelario.keeping.workshop import SyncTold


class Errand(StrEnum):
    """What there is to do."""

    BEGIN = "begin"
    REFRESH = "refresh"
    SYNC = "sync"
    BUILD = "build"


class FailureKind(StrEnum):
    """Which error an errand ended with."""

    SOURCE = "source"
    STORE = "store"
    OWN = "own"


class Failure(Struct, frozen=True, tag="failure"):
    """Why an errand failed."""

    kind: FailureKind
    message: str


class Done(Struct, frozen=True, tag="done"):
    """That an errand is done, and what came of it."""

    told: SyncTold | None = None
    #: The state of the store whose built catalogue is on the shelf now, by its revision.
    built: str = ""


ErrandEnd = Done | Failure
