"""Which model a person means by any spelling of its id or name.

The answer is certain only where the spelling says every number and every word of the model's
name, up to serving details and one slip of a finger; everything else, a bare family name above
all, is a list of candidates, the best known and newest first. Another size or another version is
never certain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from modelario.identity.grouping.joining import shown
from modelario.identity.grouping.names import as_id
from modelario.identity.lookup.index import LookupIndex
from modelario.identity.lookup.typos import corrections, near
from modelario.identity.reading.readings import Reading, completed, read, variant_of
from modelario.identity.reading.spellings import MAX_LENGTH, Spelling, unwrapped
from modelario.identity.reading.tokens import (
    VERSION,
    WORD,
    Signature,
    signature,
    take_apart,
)
from modelario.identity.reasons import confidence_of, worths
from modelario.records import (
    Assignment,
    Document,
    ModelId,
    OfferingId,
    OfferingKey,
    ProviderId,
    Reason,
    Resolution,
    Variant,
)

_MOST_CANDIDATES = 8
#: A first version is often left out: ``nova-premier`` is ``nova-premier-v1``.
_FIRST_VERSION = f"{VERSION}1"


class Candidate(NamedTuple):
    """One model that may be meant; provider and offering where one offering is."""

    model: ModelId
    confidence: float
    reason: Reason
    provider: ProviderId | None = None
    offering_id: OfferingId | None = None
    variant: Variant | None = None


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What a text may mean, the likeliest first."""

    text: str
    candidates: tuple[Candidate, ...] = ()
    #: The one model that is meant, where there is no doubt.
    certain: Candidate | None = None
    #: Whether several models are meant equally well.
    ambiguous: bool = False
    #: A router that is meant, which is no model; a pointer's candidate is where it leads now.
    router: OfferingKey | None = None
    #: The model from which somebody trained the one that is meant, which is not the same.
    fine_tune_of: Candidate | None = None

    @property
    def unknown(self) -> bool:
        """Whether no model is called so; ``candidates`` then holds what is spelt alike."""
        meant = (self.certain, self.router, self.fine_tune_of)
        return not self.ambiguous and all(each is None for each in meant)


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


class Lookup:
    """Answers what spellings mean; build it once for a resolution."""

    def __init__(self, resolution: Resolution, document: Document) -> None:
        self._index = LookupIndex(resolution, document)

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
        return self._spelt(text, spelling)

    def _canonical(self, text: str, spelling: Spelling) -> LookupResult | None:
        """A canonical id, or a former one."""
        name = ModelId(spelling.text.lower())
        if name in self._index.models:
            return _certain(text, Candidate(name, 1.0, Reason("canonical_id")))
        current = self._index.current(name)
        if current is not None:
            return _certain(text, Candidate(current, 1.0, Reason("former_id", former=name)))
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
            return _certain(
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
        sold = self._index.offered(spelling.text)
        if not sold:
            router = self._index.routers.get(spelling.text.lower())
            return None if router is None else _routed(text, router)
        counts = self._index.undated(sold, take_apart(spelling.text).signature)
        reason = Reason("offering_ids", offerings=sum(counts.values()))
        if counts.keys() != sold.keys():
            reason = Reason("undated_id")
        sure = confidence_of(reason.code)
        return _ranked(text, counts, reason, sure, provider=spelling.provider)

    def _spelt(self, text: str, spelling: Spelling) -> LookupResult:
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
                return _uncertain(text, doubts, counts, confidence_of("stranger"), variant)
            if counts and way.exact:
                return _ranked(
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
            return _uncertain(text, reasons, partial, confidence_of("partly_known"), variant)
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


_PARTLY_KNOWN = Reason("partly_known")


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


def _certain(text: str, candidate: Candidate) -> LookupResult:
    return LookupResult(text, (candidate,), candidate)


def _ranked(
    text: str,
    counts: Mapping[ModelId, int],
    reason: Reason,
    confidence: float,
    *,
    provider: ProviderId | None = None,
    variant: Variant | None = None,
) -> LookupResult:
    """One model for certain, or several by how often they are spelt so."""
    if len(counts) == 1:
        model = next(iter(counts))
        candidate = Candidate(model, confidence, reason, provider, None, variant)
        return _certain(text, candidate)
    return _uncertain(text, dict.fromkeys(counts, reason), counts, confidence, variant)


def _uncertain(
    text: str,
    reasons: Mapping[ModelId, Reason],
    counts: Mapping[ModelId, float],
    confidence: float,
    variant: Variant | None,
) -> LookupResult:
    total = sum(counts.values())
    order = sorted(counts, key=lambda model: (-counts[model], model))[:_MOST_CANDIDATES]
    candidates = tuple(
        Candidate(
            model, round(confidence * counts[model] / total, 3), reasons[model], variant=variant
        )
        for model in order
    )
    return LookupResult(text, candidates, ambiguous=len(candidates) > 1)
