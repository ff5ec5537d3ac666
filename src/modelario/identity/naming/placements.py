"""Why an offering is in its group, how sure that is, and how the offering serves the model."""

from collections.abc import Mapping
from typing import NamedTuple

from modelario.identity.grouping.group import Group
from modelario.identity.reading.readings import Reading
from modelario.identity.reading.tokens import PIN, Signature, take_apart
from modelario.identity.reading.variants import variant_of
from modelario.identity.reasons import confidence_of
from modelario.records import ModelId, Reason, Variant


class Placement(NamedTuple):
    """What is said of the offerings whose ids state one name."""

    #: Fields of the variant that rules found in the name.
    fields: Mapping[str, str]
    pin: str | None
    reason: Reason


def decide(group: Group, model: ModelId) -> Mapping[Signature, Placement]:
    """Put the place of every name in a group into words, by the name that an id states.

    The variant lacks what the ids state themselves; see :func:`variant`.
    """
    named = take_apart(model.split("/", 1)[1]).signature
    alike: dict[Signature, int] = {}
    for member in group.members:
        name = member.reading.signature
        alike[name] = alike.get(name, 0) + 1
    dropped = _dropped(group) if group.drops else []
    decisions = {}
    for name, times in alike.items():
        pins = [token[1:] for token in name - named if token[0] == PIN]
        fields = {field: "-".join(sorted(tokens)) for field, tokens in dropped if tokens <= name}
        if len(group) == 1:
            reason = Reason("only_offering")
        else:
            reason = group.joined.get(name) or Reason("same_name", offerings=times)
        decisions[name] = Placement(fields, min(pins, default=None), reason)
    return decisions


def _dropped(group: Group) -> list[tuple[str, Signature]]:
    """What rules left out of the group's names, with the field of the variant that it states."""
    found = {
        (drop.field, drop.tokens)
        for drops in group.drops.values()
        for drop in drops
        if drop.field is not None
    }
    return sorted(found, key=lambda each: sorted(each[1]))


def reason_for(reading: Reading, decision: Placement) -> Reason:
    """The rule that brought an offering to its group; the least certain one speaks."""
    if not reading.steps:
        return decision.reason
    return min((decision.reason, *reading.steps), key=confidence)


def confidence(reason: Reason) -> float:
    """How sure a reason makes an assignment, from 0 to 1."""
    return confidence_of(reason.code)


def variant(reading: Reading, decision: Placement | None) -> Variant | None:
    """How an offering serves its model: what rules left out, and what its id states."""
    left_out = {} if decision is None else decision.fields
    if not reading.variant and not left_out:
        return None
    return variant_of({**left_out, **dict(reading.variant)})
