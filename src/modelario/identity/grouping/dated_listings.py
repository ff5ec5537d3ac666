"""Undated ids whose listing is a dated release's: what they say of the model tells the pin.

A lab that sells both the floating model and a dated release states slightly different facts of
the two: another name (“Claude Sonnet 4.5 (latest)”), another release date. A provider whose
listing has all the facts of the dated one, and not all those of the floating one, sells the
dated release under a shorter id. So does one with the name and the day of the dated release where
the floating model has neither. What a listing leaves out it does not state; limits are the host's
own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from modelario.identity.reading.labs import first_parties
from modelario.identity.reading.readings import Reading
from modelario.identity.reading.tokens import PIN, Signature
from modelario.records import Facts, Offering, Reason

#: What is not compared: the limits are the host's own, the family is upstream's sorting.
_NOT_COMPARED = {"family", "context_window", "max_input_tokens", "max_output_tokens"}
_stated = attrgetter(*sorted({*Facts.__struct_fields__} - _NOT_COMPARED))
_FLOATING: tuple[Signature, ...] = (frozenset(), frozenset(("latest",)))


class _ReleaseFacts(NamedTuple):
    """What a lab states of its floating model, and of each dated release, by its pin."""

    floating: list[Facts]
    dated: dict[str, list[Facts]]


def dated(offerings: Sequence[Offering], readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Complete undated readings by the pin of the release whose listing they repeat."""
    lines = _lines(zip(offerings, readings, strict=True))
    return tuple(
        reading
        if (line := lines.get(reading.signature)) is None
        else _dated(offering, reading, line)
        for offering, reading in zip(offerings, readings, strict=True)
    )


def _lines(read_offerings: Iterable[tuple[Offering, Reading]]) -> Mapping[Signature, _ReleaseFacts]:
    """The lines of which a lab sells a floating model and dated releases, by the undated name."""
    parties = first_parties()
    sold: dict[Signature, Facts] = {}
    releases: dict[Signature, dict[str, list[Facts]]] = defaultdict(lambda: defaultdict(list))
    for offering, reading in read_offerings:
        if reading.lab is None or parties.get(offering.provider) != reading.lab:
            continue
        name = reading.signature
        sold[name] = offering.facts
        pins = [token for token in name if token[0] == PIN]
        if len(pins) == 1:
            releases[name - {*pins}][pins[0]].append(offering.facts)
    lines = {
        name: _ReleaseFacts([sold[name | mark] for mark in _FLOATING if name | mark in sold], pins)
        for name, pins in releases.items()
    }
    return {name: line for name, line in lines.items() if line.floating}


def _dated(offering: Offering, reading: Reading, line: _ReleaseFacts) -> Reading:
    facts = offering.facts
    if not facts.name or not facts.release_date:
        return reading
    if first_parties().get(offering.provider) == reading.lab:
        return reading
    pins = [
        pin
        for pin, releases in line.dated.items()
        if any(_repeats(facts, release, line.floating) for release in releases)
    ]
    if len(pins) != 1:
        return reading
    told = Reason("dated_listing", pin=pins[0][1:], name=facts.name)
    return reading._replace(signature=reading.signature | {pins[0]}, steps=(*reading.steps, told))


def _repeats(facts: Facts, release: Facts, floating: list[Facts]) -> bool:
    """Whether a listing is that of a release: in all facts, or in name and day of its own."""
    if _stated(facts) == _stated(release):
        return all(_stated(facts) != _stated(other) for other in floating)
    if _name(facts) != _name(release) or facts.release_date != release.release_date:
        return False
    return all(
        _name(facts) != _name(other) and facts.release_date != other.release_date
        for other in floating
    )


def _name(facts: Facts) -> str:
    """The display name without whose it is: “Mistral: Devstral Medium”."""
    name = facts.name or ""
    return name.partition(": ")[2] or name
