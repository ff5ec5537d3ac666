"""Gateways' pointers: ids that mean whichever model of a line is newest, and so are no model.

``~anthropic/claude-opus-latest`` names a line and no version, and Anthropic sells nothing under
that id: the gateway chooses. What a lab itself sells as its newest (``gemini-flash-latest`` at
Google) is a model there; another seller's price may be that of another one. Where a pointer leads
today is told by what the same gateway asks for the models of the line.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from modelario.identity.reading.labs import first_parties
from modelario.identity.reading.readings import Reading, optional_words, read
from modelario.identity.reading.tokens import PIN, SIZE, VERSION, Signature, take_apart
from modelario.records import Assignment, LabId, ModelId, Offering, OfferingKey, ProviderId, Reason

#: How gateways mark their own pointers.
_MARK = "~"
_LATEST = frozenset(("latest",))


def pointers(offerings: Sequence[Offering]) -> frozenset[OfferingKey]:
    """The offerings that point to the newest model of a line."""
    sold: dict[LabId, set[Signature]] = defaultdict(set)
    suspects: list[tuple[OfferingKey, Reading]] = []
    found: set[OfferingKey] = set()
    parties = first_parties()
    for offering in offerings:
        reading = read(offering.provider, offering.offering_id)
        if offering.offering_id.startswith(_MARK):
            found.add(offering.key)
        elif reading.lab is None:
            continue
        elif parties.get(offering.provider) == reading.lab:
            sold[reading.lab].add(reading.signature)
        elif reading.signature >= _LATEST and _names_line(reading.signature):
            suspects.append((offering.key, reading))
    for key, reading in suspects:
        its = sold.get(reading.lab) if reading.lab else None
        if its and its.isdisjoint((reading.signature, reading.signature - _LATEST)):
            found.add(key)
    return frozenset(found)


def _names_line(name: Signature) -> bool:
    """Whether a name says no version, size or day."""
    return all(token[0] not in (VERSION, SIZE, PIN) for token in name)


def pointer_reasons(
    keys: frozenset[OfferingKey], offerings: Iterable[Offering], assignments: Iterable[Assignment]
) -> Mapping[OfferingKey, Reason]:
    """Why pointers are no models, and where each leads now as far as its price tells."""
    if not keys:
        return {}
    gateways: dict[ProviderId, list[tuple[Offering, ModelId]]] = defaultdict(list)
    asking = []
    names = {key.provider for key in keys}
    for offering, assignment in zip(offerings, assignments, strict=True):
        if offering.provider not in names:
            continue
        if assignment.model is None:
            asking += [offering] if offering.key in keys else []
        elif assignment.variant is None:
            gateways[offering.provider].append((offering, assignment.model))
    return {each.key: _reason(_leads_to(each, gateways[each.provider])) for each in asking}


def _reason(model: ModelId | None) -> Reason:
    return Reason("pointer_unknown") if model is None else Reason("pointer", model=model)


def _leads_to(pointer: Offering, sold: Iterable[tuple[Offering, ModelId]]) -> ModelId | None:
    """The newest model of the line for which the same is asked at the same gateway."""
    reading = read(pointer.provider, pointer.offering_id)
    line = reading.signature - _LATEST
    fitting = [
        (-_strange(name - line), offering.facts.release_date or "", model)
        for offering, model in sold
        if line <= (name := take_apart(model.partition("/")[2]).signature)
        and _asks_alike(pointer, offering)
    ]
    return max(fitting)[2] if fitting else None


def _strange(added: Signature) -> int:
    """How many words of a name its line does not have."""
    return sum(token.isalpha() and token not in optional_words() for token in added)


def _asks_alike(pointer: Offering, offering: Offering) -> bool:
    """Whether two offerings of a gateway have one price, and make the same of the same size."""
    asked, other = pointer.price, offering.price
    if asked is None or other is None:
        return False
    return (
        _is_near(asked.input_mtok, other.input_mtok)
        and _is_near(asked.output_mtok, other.output_mtok)
        and pointer.facts.context_window == offering.facts.context_window
        and pointer.facts.output_modalities == offering.facts.output_modalities
    )


#: Prices that differ by a larger share are two prices; less is rounding.
_ROUNDING = Decimal("0.001")


def _is_near(first: Decimal | None, second: Decimal | None) -> bool:
    if first is None or second is None:
        return False
    return abs(first - second) <= max(first, second) * _ROUNDING
