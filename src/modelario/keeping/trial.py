"""Believe only what can be served: a catalogue is built and drawn before it is published.

That is done in a process of its own, within :data:`BUDGET`. What fails is looked for among the
entries that are new or have changed, and set aside; where that does not help, nothing is.
"""

import time
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from modelario.building import edition
from modelario.formats import to_json
from modelario.history.journal import StoreError
from modelario.keeping.forked import DiedError, OverTimeError, in_a_process
from modelario.keeping.working_out import DayBefore, WorkedOut, read, resolved, worked_out, written
from modelario.queries.edition import Edition
from modelario.queries.heaviest import HeavyPage, heaviest
from modelario.records import (
    ModelOf,
    OfferingKey,
    Origin,
    Reason,
    Reject,
    RejectKind,
)
from modelario.upstream.document import RawDocument
from modelario.wording import sentence


class Budget(NamedTuple):
    """What a catalogue may cost: seconds and bytes."""

    #: Of one trial, and of all that look for what fails; a sync gives what is left of its time.
    trial_s: float = 20.0
    all_s: float = 40.0
    #: Beside what the process has already.
    memory: int = 512 * 2**20
    page_s: float = 3.0
    page_bytes: int = 16 * 2**20


BUDGET = Budget()


class UnservableError(StoreError):
    """A document cannot be served, whatever of it is set aside."""


class Flaw(Struct, frozen=True):
    """Why a catalogue cannot be served, and the offerings that it is to do with, if known."""

    code: str
    values: dict[str, str] = {}
    of: tuple[OfferingKey, ...] = ()

    @property
    def reason(self) -> Reason:
        """The flaw as a reason."""
        return Reason(self.code, **self.values)


K = TypeVar("K")

#: What can be set aside: an offering, or upstream's record of a model.
Suspended = OfferingKey | str


class Proven(NamedTuple):
    """What of a document can be served, and what follows from that."""

    raw: RawDocument
    found: WorkedOut


class _TrialAnswer(Struct, frozen=True, array_like=True):
    """What came of a trial: a flaw, or as it is written what was worked out."""

    flaw: Flaw | None = None
    found: bytes = b""


class Trial:
    """Tries documents of one origin in place of what is published, while there is time.

    What has been built to be tried is not built again to be published: ``before`` is what the
    documents are told apart from.
    """

    def __init__(
        self,
        good: RawDocument,
        previous: ModelOf,
        origin: Origin,
        budget: Budget = BUDGET,
        before: DayBefore | None = None,
    ) -> None:
        self._good, self._previous, self._origin, self._budget = good, previous, origin, budget
        self._before = before
        self._until = time.monotonic() + budget.all_s

    def proven(self, raw: RawDocument) -> Proven:
        """Give what of a document can be served, what fails set aside.

        Raises :class:`UnservableError`.
        """
        while flaw := (tried := self._try(raw)).flaw:
            changed = _changed(self._good, raw)
            guilty = changed & set(flaw.of) or self._search(raw, changed)
            if not guilty:
                raise UnservableError(f"the document cannot be served: {sentence(flaw.reason)}")
            if len(guilty) > 1 and not (again := self._try(raw)).flaw:
                # That was none of theirs: the machine stood still, or had no room.
                tried = again
                break
            raw = _without(raw, self._good, guilty)
            raw = raw._replace(rejects=(*raw.rejects, *_rejects(guilty, flaw.reason)))
        return Proven(raw, read(tried.found))

    def _search(self, raw: RawDocument, parts: set[Suspended]) -> set[Suspended]:
        """Look for what alone makes a document fail, by halves; nothing when it is not in these."""
        if not parts or self._try(_without(raw, self._good, parts)).flaw:
            return set()
        suspects = sorted(parts, key=str)
        while len(suspects) > 1:
            half = len(suspects) // 2
            for some in (suspects[:half], suspects[half:]):
                if self._try(_without(raw, self._good, parts - set(some))).flaw:
                    suspects = some
                    break
            else:
                # They only fail together.
                break
        return set(suspects)

    def _try(self, raw: RawDocument) -> _TrialAnswer:
        """Try a document in a process of its own."""
        budget = self._budget
        seconds = min(budget.trial_s, self._until - time.monotonic())
        if seconds <= 0:
            raise UnservableError("the document cannot be served, and the time to tell why is over")
        try:
            answer = in_a_process(lambda: self._tried(raw), seconds, budget.memory)
        except OverTimeError:
            return _TrialAnswer(Flaw("trial_too_slow", {"seconds": f"{budget.trial_s:g}"}))
        except DiedError:
            return _TrialAnswer(Flaw("trial_died"))
        return msgspec.msgpack.decode(answer, type=_TrialAnswer)

    def _tried(self, raw: RawDocument) -> bytes:
        try:
            tried = self._drawn(raw)
        except MemoryError:
            # Of what failed nothing may be kept: there is no room to tell it.
            return self._too_large
        except Exception as error:  # noqa: BLE001 – whatever it is, it would happen to readers
            told = f"{type(error).__name__}: {str(error)[:100]}"
            tried = _TrialAnswer(Flaw("trial_fails", {"error": told}))
        return msgspec.msgpack.encode(tried)

    @property
    def _too_large(self) -> bytes:
        flaw = Flaw("trial_too_large", {"megabytes": f"{self._budget.memory // 2**20}"})
        return msgspec.msgpack.encode(_TrialAnswer(flaw))

    def _drawn(self, raw: RawDocument) -> _TrialAnswer:
        """Build the catalogue and draw its pages: the first flaw, or what is published with it."""
        now = resolved(raw, self._previous)
        if flaw := self._flaw(edition(now.document, now.resolution, self._origin, {})):
            return _TrialAnswer(flaw)
        return _TrialAnswer(found=written(worked_out(raw, now, self._before)))

    def _flaw(self, edition: Edition) -> Flaw | None:
        """Draw the heaviest pages of a catalogue; gives the first flaw."""
        for page in heaviest(edition):
            # Of work, not of time: a busy machine makes no page heavier.
            begun = time.process_time()
            try:
                size = len(to_json(page.record(edition)))
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001 – as above
                told = f"{type(error).__name__}: {str(error)[:100]}"
                return _of(page, "page_fails", error=told)
            if time.process_time() - begun > self._budget.page_s:
                return _of(page, "page_too_slow", seconds=f"{self._budget.page_s:g}")
            if size > self._budget.page_bytes:
                return _of(page, "page_too_large", megabytes=f"{self._budget.page_bytes // 2**20}")
        return None


def _of(page: HeavyPage, code: str, **values: str) -> Flaw:
    return Flaw(code, {"page": page.name, **values}, page.of)


def _changed(good: RawDocument, new: RawDocument) -> set[Suspended]:
    """What is not as it was published last."""
    return {
        *(key for key, body in new.offerings.items() if good.offerings.get(key) != body),
        *(key for key, body in new.metadata.items() if good.metadata.get(key) != body),
    }


def _without(raw: RawDocument, good: RawDocument, parts: Collection[Suspended]) -> RawDocument:
    """A document with some parts as they were, or left out where they are new."""
    offerings, metadata = dict(raw.offerings), dict(raw.metadata)
    for part in parts:
        if isinstance(part, str):
            _put_back(metadata, good.metadata, part)
        else:
            _put_back(offerings, good.offerings, part)
    return raw._replace(offerings=offerings, metadata=metadata)


def _put_back(into: dict[K, bytes], good: Mapping[K, bytes], key: K) -> None:
    if key in good:
        into[key] = good[key]
    else:
        into.pop(key, None)


def _rejects(parts: Collection[Suspended], reason: Reason) -> Iterator[Reject]:
    for part in sorted(parts, key=str):
        if isinstance(part, str):
            yield Reject(RejectKind.METADATA, f"models/{part}", reason)
        else:
            path = f"providers/{part.provider}/models/{part.offering_id}"
            yield Reject(RejectKind.OFFERING, path, reason)
