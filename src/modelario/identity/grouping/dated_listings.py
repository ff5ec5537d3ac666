"""Ids that leave out which edition they mean, where the listing is the lab's own of one edition.

A lab that sells both the floating model and a dated release, or a preview, states slightly
different facts of the two: another name (“Claude Sonnet 4.5 (latest)”), another release date. A
provider whose listing has all the facts of one edition, and not all those of the floating model,
sells that edition under a shorter id. So does one with the name and the day of the edition where
the floating model has neither. What a listing leaves out it does not state; limits are the host's
own.

Where the lab sells nothing under the shorter id, but several editions of it, any word may tell
one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from operator import attrgetter
from typing import NamedTuple

from modelario.identity.grouping.groups import RELEASE_WORDS
from modelario.identity.reading.labs import first_parties
from modelario.identity.reading.readings import Reading
from modelario.identity.reading.tokens import PIN, Signature
from modelario.records import Facts, LabId, Offering, Reason

#: What is not compared: the limits are the host's own, the family is upstream's sorting.
_NOT_COMPARED = {"family", "context_window", "max_input_tokens", "max_output_tokens"}
_stated = attrgetter(*sorted({*Facts.__struct_fields__} - _NOT_COMPARED))
_LATEST = frozenset(("latest",))
#: Fewer editions need no telling apart.
_SEVERAL = 2


class _Fit(IntEnum):
    """How far a listing is that of an edition, and not of the floating model."""

    NOT = 0
    NAME_AND_DAY = 1
    ALL_FACTS = 2


class _Sold(NamedTuple):
    """What labs sell themselves, and what they state of it."""

    by_id: Mapping[tuple[LabId, Signature], Sequence[Facts]]
    #: The signatures of each display name of a lab's.
    by_name: Mapping[tuple[LabId, str], Iterable[Signature]]

    def editions(self, lab: LabId, said: Signature, name: str) -> list[Signature]:
        """The editions with a display name that an id may leave open, if it leaves any open."""
        named = [each for each in self.by_name.get((lab, name), ()) if said < each]
        if not named:
            return named
        if self.floating(lab, said):
            return [each for each in named if _tells_release(each - said)]
        number = sum(of == lab and said < each for of, each in self.by_id)
        return [each for each in named if number >= _SEVERAL and _tells_words(each - said)]

    def floating(self, lab: LabId, said: Signature) -> list[Facts]:
        return [
            *self.by_id.get((lab, said), ()),
            *self.by_id.get((lab, said | _LATEST), ()),
        ]


def completed_by_listings(
    offerings: Sequence[Offering], readings: Sequence[Reading]
) -> tuple[Reading, ...]:
    """Complete readings by what tells the edition whose listing they repeat."""
    sold = _sold(zip(offerings, readings, strict=True))
    return tuple(
        reading if reading.lab is None else _completed(offering, reading, reading.lab, sold)
        for offering, reading in zip(offerings, readings, strict=True)
    )


def _sold(read_offerings: Iterable[tuple[Offering, Reading]]) -> _Sold:
    by_id: dict[tuple[LabId, Signature], list[Facts]] = defaultdict(list)
    by_name: dict[tuple[LabId, str], dict[Signature, None]] = defaultdict(dict)
    for offering, reading in read_offerings:
        if reading.lab is not None and first_parties().get(offering.provider) == reading.lab:
            by_id[reading.lab, reading.signature].append(offering.facts)
            by_name[reading.lab, _name(offering.facts)][reading.signature] = None
    return _Sold(by_id, by_name)


def _completed(offering: Offering, reading: Reading, lab: LabId, sold: _Sold) -> Reading:
    facts, said = offering.facts, reading.signature
    if not facts.name or not facts.release_date:
        return reading
    name = _name(facts)
    if (lab, name) not in sold.by_name or first_parties().get(offering.provider) == lab:
        return reading
    editions = sold.editions(lab, said, name)
    if not editions:
        return reading
    floating = sold.floating(lab, said)
    meant = {
        edition: max(fits)
        for edition in editions
        if any(fits := [_fit(facts, listed, floating) for listed in sold.by_id[lab, edition]])
    }
    if len(meant) != 1:
        return reading
    edition, fit = meant.popitem()
    told = _told(fit, edition - said, facts.name)
    return reading._replace(signature=edition, steps=(*reading.steps, told))


def _tells_release(added: Signature) -> bool:
    """Whether tokens only tell a release or a preview of what is sold without them."""
    return added <= RELEASE_WORDS - _LATEST | {token for token in added if token[0] == PIN}


def _tells_words(added: Signature) -> bool:
    """Whether tokens tell an edition by words: versions and sizes an id says itself.

    Where only releases are to be told apart, their days do so better.
    """
    words = {token for token in added if token.isalpha()}
    return not _tells_release(added) and all(t in words or t[0] == PIN for t in added)


def _told(fit: _Fit, added: Signature, name: str) -> Reason:
    pins = [token[1:] for token in added if token[0] == PIN]
    words = sorted(token for token in added if token[0] != PIN)
    if fit is _Fit.NAME_AND_DAY:
        return Reason("edition_named", added=" ".join((*words, *pins)), name=name)
    if words:
        return Reason("edition_listing", added=" ".join((*words, *pins)), name=name)
    return Reason("dated_listing", pin=pins[0], name=name)


def _fit(facts: Facts, listed: Facts, floating: Sequence[Facts]) -> _Fit:
    if _stated(facts) == _stated(listed):
        other = any(_stated(facts) == _stated(each) for each in floating)
        return _Fit.NOT if other else _Fit.ALL_FACTS
    same_day = facts.release_date == listed.release_date
    other = any(
        _name(facts) == _name(each) or facts.release_date == each.release_date for each in floating
    )
    return _Fit.NAME_AND_DAY if same_day and not other else _Fit.NOT


def _name(facts: Facts) -> str:
    """The display name without whose it is: “Mistral: Devstral Medium”."""
    name = facts.name or ""
    return name.partition(": ")[2] or name
