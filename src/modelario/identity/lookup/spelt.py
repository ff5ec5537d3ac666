"""What the words and numbers of a spelling say, where it is no id that anybody sells."""

from collections.abc import Iterable
from typing import NamedTuple

from modelario.identity.grouping.joining import shown
from modelario.identity.grouping.names import as_id
from modelario.identity.lookup.index import LookupIndex
from modelario.identity.lookup.results import Candidate, LookupResult, ranked, uncertain
from modelario.identity.lookup.typos import corrections, near
from modelario.identity.reading.readings import Reading, completed, read
from modelario.identity.reading.spellings import Spelling
from modelario.identity.reading.tokens import VERSION, WORD, Signature, signature
from modelario.identity.reading.variants import variant_of
from modelario.identity.reasons import confidence_of, worths
from modelario.records import ModelId, ProviderId, Reason

#: A first version is often left out: ``nova-premier`` is ``nova-premier-v1``.
_FIRST_VERSION = f"{VERSION}1"


class _Way(NamedTuple):
    """One way to read a spelling."""

    names: Iterable[Signature]
    reason: Reason
    confidence: float
    #: Whether a model is called just so, and not only more than that.
    exact: bool = True


def _way(names: Iterable[Signature], reason: Reason, *, exact: bool = True) -> _Way:
    """A way that is as sure as its reason."""
    return _Way(names, reason, confidence_of(reason.code), exact)


class SpeltNames:
    """Finds models by what a spelling says, one way to read it after the other."""

    def __init__(self, index: LookupIndex) -> None:
        self._index = index

    def find(self, text: str, spelling: Spelling) -> LookupResult:
        """What the tokens of a spelling say."""
        reading = self._read(spelling)
        reading = completed(ProviderId(""), reading, self._index.sellers)
        variant = variant_of(dict(reading.variant))
        stranger = self._index.is_stranger(reading)
        for way in self._readings(spelling, reading):
            counts = self._index.models_of(way.names)
            if counts and stranger:
                doubt = Reason("stranger", namespace=reading.namespace)
                doubts = dict.fromkeys(counts, doubt)
                return uncertain(text, doubts, counts, confidence_of("stranger"), variant)
            if counts and way.exact:
                return ranked(
                    text,
                    counts,
                    way.reason,
                    way.confidence,
                    provider=spelling.provider,
                    variant=variant,
                )
        name = reading.signature
        partial = self._index.partly(name) or self._index.unsized(name)
        if partial:
            reasons = {model: self._partly(model, name) for model in partial}
            return uncertain(text, reasons, partial, confidence_of("partly_known"), variant)
        alike = near(spelling.text, self._index.texts)
        return LookupResult(
            text,
            tuple(Candidate(model, score, Reason("near", spelt=at)) for model, score, at in alike),
        )

    def _partly(self, model: ModelId, said: Signature) -> Reason:
        """Why a model is among those that may be meant."""
        left_out = self._index.lacking(model, said)
        return Reason("partly_said", left_out=shown(left_out)) if left_out else _PARTLY_KNOWN

    def _read(self, spelling: Spelling) -> Reading:
        """An id as read at its provider, which may stand in front of it."""
        text = as_id(spelling.text, path=True)
        head, slash, rest = text.partition("/")
        if spelling.provider is None and slash and rest and head.lower() in self._index.providers:
            return read(ProviderId(head.lower()), rest)
        return read(spelling.provider or ProviderId(""), text)

    def _readings(self, spelling: Spelling, reading: Reading) -> Iterable[_Way]:
        """Ways to read a spelling, the surest first."""
        name, index = reading.signature, self._index
        steps = reading.steps
        exact = index.is_whole(signature(reading.pieces), name)
        said = steps[-1] if steps else Reason("same_tokens")
        yield _Way([name], said, confidence_of("same_tokens"), exact)
        yield _way(index.named(spelling.text), Reason("display_name"))
        if reading.namespace is not None and reading.namespace not in name:
            yield _way([name | {reading.namespace}], Reason("same_tokens"))
        joined = index.compact(spelling.text)
        alone = len(joined) > 1 or index.is_alone(name, joined)
        yield _way(joined, Reason("unseparated"), exact=alone)
        alike = index.alike(name)
        alone = index.is_alone(name, alike)
        yield _way(alike, Reason("same_name_otherwise"), exact=alone)
        yield _way(index.usual(name), Reason("same_name_otherwise"))
        first = [name | {_FIRST_VERSION}]
        yield _way(first, Reason("same_name_otherwise"), exact=index.is_alone(name, first))
        floating = name - {"latest"}
        if floating != name:
            alone = index.is_only_slug(name, floating) and not index.has_releases(floating)
            yield _way([floating], Reason("same_name_otherwise"), exact=alone)
        if (plain := index.without_effort(name)) is not None:
            alone = index.is_only_slug(name, plain)
            yield _way([plain], Reason("effort_switched"), exact=alone)
        if (pinned := index.only_pin(name)) is not None:
            yield _way([pinned[0]], Reason("pin_fits", days=pinned[1]))
        words = [piece.value for piece in reading.pieces if piece.kind == WORD]
        for corrected, slip, meant in corrections(name, words, index.words):
            reason = Reason("typo", spelt=slip, meant=meant)
            yield _way([corrected], reason)
            alike = index.alike(corrected)
            alone = index.is_alone(corrected, alike)
            yield _Way(alike, reason, worths()["typo"].loosely, alone)


_PARTLY_KNOWN = Reason("partly_known")
