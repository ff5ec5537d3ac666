"""Which model a person means by any spelling of its id or name.

The answer is certain only where the spelling says every number and every word of the model's
name, up to serving details and one slip of a finger; everything else, a bare family name above
all, is a list of candidates, the best known and newest first. Another size or another version is
never certain.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from modelario.identity.lookup.results import Candidate, LookupResult, certain, ranked
from modelario.identity.lookup.sold import SoldIds
from modelario.identity.reading.spellings import MAX_LENGTH, Spelling, unwrapped
from modelario.identity.reasons import confidence_of, worths
from modelario.records import Assignment, Document, ModelId, Reason, Resolution

if TYPE_CHECKING:
    from modelario.identity.lookup.index import LookupIndex
    from modelario.identity.lookup.spelt import SpeltNames


class Lookup:
    """Answers what spellings mean; build it once for a resolution."""

    def __init__(
        self, resolution: Resolution, document: Document, sold: SoldIds | None = None
    ) -> None:
        self.sold = sold or SoldIds(resolution)
        self._resolution, self._document = resolution, document

    @cached_property
    def _index(self) -> "LookupIndex":
        """What ids alone do not answer; it takes a moment, and many questions do without."""
        from modelario.identity.lookup.index import LookupIndex  # noqa: PLC0415

        return LookupIndex(self.sold, self._resolution, self._document)

    @cached_property
    def _spelt(self) -> "SpeltNames":
        from modelario.identity.lookup.spelt import SpeltNames  # noqa: PLC0415

        return SpeltNames(self._index)

    def find(self, text: str) -> LookupResult:
        """Find what a text means: an id in any spelling, an address or a display name."""
        if not text.strip() or len(text) > MAX_LENGTH:
            return LookupResult(text)
        spelling = unwrapped(text)
        if not spelling.text:
            return LookupResult(text)
        found = self._find(text, spelling)
        return _fine_tuned(found) if spelling.fine_tuned else found

    def _find(self, text: str, spelling: Spelling) -> LookupResult:
        for step in (self._canonical, self._offered, self._offered_anywhere):
            if (result := step(text, spelling)) is not None:
                return result
        return self._spelt.find(text, spelling)

    def _canonical(self, text: str, spelling: Spelling) -> LookupResult | None:
        """A canonical id, or a former one."""
        name = ModelId(spelling.text.lower())
        if name in self.sold.models:
            return certain(text, Candidate(name, 1.0, Reason("canonical_id")))
        current = self.sold.current(name)
        if current is not None:
            return certain(text, Candidate(current, 1.0, Reason("former_id", former=name)))
        return None

    def _offered(self, text: str, spelling: Spelling) -> LookupResult | None:
        """An offering named together with its provider."""
        for provider, offering_id in _split(spelling):
            found = self._index.offering(provider, offering_id)
            if found is None:
                continue
            if found.model is None:
                return _routed(text, found)
            reason = Reason("offering_id", provider=found.provider)
            return certain(
                text,
                Candidate(
                    found.model,
                    min(1.0, round(found.confidence + worths()["offering_id"].more, 3)),
                    reason,
                    found.provider,
                    found.offering_id,
                    found.variant,
                ),
            )
        return None

    def _offered_anywhere(self, text: str, spelling: Spelling) -> LookupResult | None:
        """An offering's id without its provider."""
        sold = self.sold.offered(spelling.text)
        if not sold:
            router = self._index.routers.get(spelling.text.lower())
            return None if router is None else _routed(text, router)
        counts = self.sold.meant_by(sold, spelling.text)
        reason = Reason("offering_ids", offerings=sum(counts.values()))
        if counts.keys() != sold.keys():
            reason = Reason("undated_id")
        sure = confidence_of(reason.code)
        return ranked(text, counts, reason, sure, provider=spelling.provider)


def _split(spelling: Spelling) -> Iterable[tuple[str, str]]:
    """Where a text may fall into a provider and its offering."""
    text = spelling.text
    if spelling.provider is not None:
        yield spelling.provider, text
    for mark in ("::", "/", ":"):
        head, found, rest = text.partition(mark)
        if found and rest:
            yield head, rest
            yield head, text  # a provider may begin its own ids with its name
    for mark in ("@", "/"):
        head, found, rest = text.rpartition(mark)
        if found and head:
            yield rest, head


def _fine_tuned(found: LookupResult) -> LookupResult:
    """Say that what is meant was trained from what was found, which is another model."""
    if found.certain is None:
        return found
    parent = found.certain._replace(
        reason=Reason("fine_tune", parent=found.certain.model), provider=None, offering_id=None
    )
    return LookupResult(found.text, (parent,), fine_tune_of=parent)


def _routed(text: str, router: Assignment) -> LookupResult:
    """A router is meant; of a pointer, the model to which it points now is told."""
    model = router.reason.values.get("model")
    candidates = (Candidate(model, router.confidence, router.reason),) if model else ()
    return LookupResult(text, candidates, router=router.key)
