"""The steps by which one offering was resolved, in order, for a person to check."""

from collections.abc import Iterator
from typing import NamedTuple

from modelario.identity.grouping.clusters import cluster
from modelario.identity.grouping.group import Group
from modelario.identity.naming.placements import variant
from modelario.identity.naming.pointers import pointers
from modelario.identity.reading.readings import Reading
from modelario.identity.reading.tokens import (
    ACTIVE,
    BEHIND,
    CONTEXT,
    EXPERTS,
    PIN,
    SIZE,
    VERSION,
    WORD,
    Piece,
    Signature,
)
from modelario.identity.resolve import is_no_model, resolve
from modelario.records import (
    Assignment,
    Document,
    ModelOf,
    OfferingId,
    ProviderId,
    Reason,
)

#: How pieces of each kind are told of.
_TOLD = {
    (WORD, BEHIND): "words_read",
    (VERSION,): "version_read",
    (SIZE,): "size_read",
    (ACTIVE,): "active_read",
    (EXPERTS,): "experts_read",
    (CONTEXT,): "context_read",
    (PIN,): "pin_read",
}


class Explanation(NamedTuple):
    """How an offering was resolved, and to what."""

    assignment: Assignment
    steps: tuple[Reason, ...]


def explain(
    document: Document,
    provider: ProviderId,
    offering_id: OfferingId,
    previous: ModelOf | None = None,
) -> Explanation | None:
    """Tell how an offering was resolved; ``None`` where the document has no such offering."""
    resolution = resolve(document, previous)
    assignment = next(
        (a for a in resolution.assignments if a.key == (provider, offering_id)),
        None,
    )
    if assignment is None:
        return None
    if assignment.model is None:
        return Explanation(assignment, (assignment.reason,))
    pointing = pointers(document.offerings)
    models = [each for each in document.offerings if not is_no_model(each, pointing)]
    clusters = cluster(models)
    place = next(
        place for place, offering in enumerate(models) if offering.key == (provider, offering_id)
    )
    reading = clusters.readings[place]
    group = clusters.groups.by_name[reading.signature]
    steps = (*_read(reading), *_joined(group, reading.signature), *_settled(assignment, group))
    return Explanation(assignment, steps)


def _read(reading: Reading) -> Iterator[Reason]:
    """What the id says, piece by piece."""
    if reading.namespace is not None:
        yield Reason("namespace_read", namespace=reading.namespace)
    yield from reading.steps
    for kinds, code in _TOLD.items():
        if found := _texts(reading.pieces, kinds):
            yield Reason(code, found=found)
    stated = variant(reading, None)
    if stated is not None:
        fields = ", ".join(f"{name} {value}" for name, value in reading.variant if value)
        yield Reason("variant_read", found=fields)


def _texts(pieces: tuple[Piece, ...], kinds: tuple[str, ...]) -> str:
    return " ".join(piece.value for piece in pieces if piece.kind in kinds)


def _joined(group: Group, name: Signature) -> Iterator[Reason]:
    """The rules by which names like this one came to the group."""
    told: list[Reason] = []
    for other, reason in group.joined.items():
        if other <= name and reason not in told:
            told.append(reason)
    yield from told


def _settled(assignment: Assignment, group: Group) -> Iterator[Reason]:
    yield Reason("group_found", offerings=len(group), providers=len(group.providers))
    if assignment.reason.code == "kept":
        yield assignment.reason
    code = "named_by_lab" if group.own else "named_by_most"
    yield Reason(code, model=assignment.model)
