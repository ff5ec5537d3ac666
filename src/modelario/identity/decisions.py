"""Why an offering is in its group, how sure that is, and how the offering serves the model."""

from typing import NamedTuple

from modelario.identity.groups import Dropped, Group, Member
from modelario.identity.tokens import PIN, take_apart, variant_of
from modelario.records import ModelId, Reason, Variant

#: How sure an assignment is, by the code of its reason; everything else is certain.
CONFIDENCE = {
    "only_offering": 0.9,
    "preview": 0.93,
    "floating": 0.95,
    "pinned": 0.92,
    "instruct": 0.95,
    "first_version": 0.9,
    "experts": 0.98,
    "active_parameters": 0.97,
    "pin_tells_version": 0.95,
    "pin_tells_size": 0.95,
    "only_size": 0.9,
    "host_speed": 0.95,
    "speed": 0.85,
    "no_thinking": 0.9,
    "thinking": 0.88,
    "reasoning_edition": 0.85,
    "effort": 0.9,
    "name_completes": 0.75,
    "family_supplied": 0.85,
    "point_supplied": 0.85,
    "prefix_dropped": 0.95,
    "vendor_dropped": 0.98,
    "curated": 0.95,
}
#: An offering that stays at its old id although the rules would put it elsewhere.
KEPT = 0.6


class Decision(NamedTuple):
    """What is said of one offering."""

    model: ModelId
    variant: Variant | None
    pin: str | None
    confidence: float
    reason: Reason


def decide(group: Group, member: Member, model: ModelId) -> Decision:
    """Put one offering's place in its group into words, a variant and a confidence."""
    reason = reason_for(group, member)
    pins = [token[1:] for token in member.reading.signature if token[0] == PIN]
    named = take_apart(model.split("/", 1)[1]).signature if pins else frozenset()
    pin = next((pin for pin in pins if PIN + pin not in named), None)
    fields = dict(member.reading.variant)
    for dropped in drops_of(group, member):
        if dropped.field is not None:
            fields.setdefault(dropped.field, "-".join(sorted(dropped.tokens)))
    return Decision(
        model, variant_of(fields), pin, min(CONFIDENCE.get(reason.code, 1.0), 1.0), reason
    )


def drops_of(group: Group, member: Member) -> list[Dropped]:
    """What rules left out of the name that an offering's id states."""
    name = member.reading.signature
    found = [
        dropped for drops in group.drops.values() for dropped in drops if dropped.tokens <= name
    ]
    return list(dict.fromkeys(found))


def reason_for(group: Group, member: Member) -> Reason:
    """The rule that brought an offering to its group; the least certain one speaks."""
    name = member.reading.signature
    reasons = list(member.reading.steps)
    joined = group.joined.get(name)
    if joined is not None:
        reasons.append(joined)
    if reasons:
        return min(reasons, key=lambda reason: CONFIDENCE.get(reason.code, 1.0))
    if len(group) == 1:
        return Reason("only_offering")
    alike = sum(other.reading.signature == name for other in group.members)
    return Reason("same_name", offerings=alike)
