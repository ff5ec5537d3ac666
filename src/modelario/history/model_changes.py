"""Changes as models see them: which model an offering's change concerns, and what moved of it.

A model has moved when its canonical facts or its recommended price have.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from modelario.catalogue.merge import merge, place
from modelario.catalogue.prices import priced
from modelario.history.differences import (
    Difference,
    Fields,
    diff,
    differences,
    fields_of,
    offering_fields,
)
from modelario.history.renames import Renames, followed, rename_changes
from modelario.records import (
    Change,
    ChangeKind,
    Document,
    Model,
    ModelId,
    ModelOf,
    Offering,
    OfferingKey,
    Resolution,
)


@dataclass(frozen=True)
class ResolvedDocument:
    """A document with the models that it was resolved to."""

    document: Document
    resolution: Resolution

    @cached_property
    def models(self) -> ModelOf:
        """Which model each offering is."""
        assignments = self.resolution.assignments
        return {key: each.model for key, each in zip(self.offerings, assignments, strict=True)}

    @cached_property
    def offerings(self) -> Mapping[OfferingKey, Offering]:
        """The offerings by what identifies them."""
        return {offering.key: offering for offering in self.document.offerings}


class Unlike(NamedTuple):
    """The offerings that are not alike in two documents, as they are in each."""

    old: Document
    new: Document
    #: Providers that go by another name now.
    names: Renames


def moved(
    old: ResolvedDocument,
    new: ResolvedDocument,
    unlike: Unlike,
    listed: Container[OfferingKey],
    known: Container[ModelId],
) -> tuple[Change, ...]:
    """What moved between two documents: of offerings, each with its model, then of models.

    The offerings ``listed`` and the models ``known`` were there at some time.
    """
    one, other, names = unlike
    models = touched(old, new, keys(one) | keys(other))
    return (
        *rename_changes(names),
        *with_models(diff(followed(one, names), other, listed), old, new),
        *model_changes(old, new, models, known),
    )


def keys(document: Document) -> set[OfferingKey]:
    """What identifies the offerings of a document."""
    return {offering.key for offering in document.offerings}


def touched(
    old: ResolvedDocument, new: ResolvedDocument, moved: Collection[OfferingKey]
) -> set[ModelId]:
    """The models that may have moved: of offerings that did, or that are another model now.

    Upstream's own description of a model is one of its facts, too.
    """
    before, after = old.models, new.models
    reassigned = {key for key, model in after.items() if key in before and before[key] != model}
    found = {models.get(key) for key in {*moved, *reassigned} for models in (before, after)}
    described = [{each.id.lower(): each for each in r.document.metadata} for r in (old, new)]
    found |= {
        ModelId(id_)
        for id_ in described[0].keys() | described[1].keys()
        if described[0].get(id_) != described[1].get(id_)
    }
    return {model for model in found if model is not None}


def model_changes(
    old: ResolvedDocument,
    new: ResolvedDocument,
    wanted: Collection[ModelId],
    known: Container[ModelId],
) -> tuple[Change, ...]:
    """What moved of some models; ``known`` were in the catalogue at some time.

    A model that goes on under another id has not moved; one that was joined to another ends
    without a word, since all of it is still there.
    """
    before, after = _states(old, wanted), _states(new, wanted)
    for former, model in sorted(new.resolution.aliases.items(), reverse=True):
        if former in before and former not in new.resolution.identities:
            state = before.pop(former)
            if model not in old.resolution.identities:
                before[model] = state
    moves = _moves(old, new, wanted)
    changes = [
        Change(
            model=model,
            **difference._asdict(),
            switched=difference.field is not None and not _is_made(difference, moves[model]),
        )
        for model, difference in differences(before, after, known)
    ]
    return tuple(sorted(changes, key=lambda c: (c.model or "", c.kind, c.field or "")))


def _is_made(change: Difference, moves: Iterable[Difference]) -> bool:
    """Whether somebody made a change of a model: its price, or what brought or took its fact."""
    moved = ((each.old, each.new) for each in moves if each.field == change.field)
    if change.kind is ChangeKind.PRICE:
        return (change.old, change.new) in moved
    return any(change.old == old or change.new == new for old, new in moved)


def _moves(
    old: ResolvedDocument, new: ResolvedDocument, wanted: Collection[ModelId]
) -> Mapping[ModelId | None, list[Difference]]:
    """What those changed of models who spoke of them before and after: offerings, upstream."""
    found: defaultdict[ModelId | None, list[Difference]] = defaultdict(list)
    before, after = old.models, new.models
    leads = new.resolution.aliases
    # What was not read anew is what it was.
    stayed = [
        key
        for key, model in after.items()
        if model in wanted
        and (was := before.get(key))
        and model in (was, leads.get(was))
        and old.offerings[key] is not new.offerings[key]
    ]
    states = [{key: offering_fields(r.offerings[key]) for key in stayed} for r in (old, new)]
    for key, difference in differences(states[0], states[1], ()):
        found[after[key]].append(difference)
    described = [
        {id_: fields_of(m.facts) for m in r.document.metadata if (id_ := m.id.lower()) in wanted}
        for r in (old, new)
    ]
    for model in wanted:
        one, other = (each.get(model, {}) for each in described)
        found[model] += [each for _, each in differences({model: one}, {model: other}, ())]
    return found


def with_models(
    changes: Iterable[Change], old: ResolvedDocument, new: ResolvedDocument
) -> tuple[Change, ...]:
    """Changes, those of offerings each with its model where there is one."""

    def model_of(key: OfferingKey) -> ModelId | None:
        return new.models[key] if key in new.models else old.models.get(key)

    return tuple(
        each if each.key is None else replace(each, model=model_of(each.key)) for each in changes
    )


def _states(reading: ResolvedDocument, wanted: Collection[ModelId]) -> dict[ModelId, Fields]:
    """What can move of some models, as far as they exist."""
    document, resolution = reading.document, reading.resolution
    wanted = resolution.identities.keys() & wanted
    if not wanted:
        return {}
    chosen = [
        (offering, assignment)
        for offering, assignment in zip(document.offerings, resolution.assignments, strict=True)
        if assignment.model in wanted
    ]
    offerings, assignments = zip(*chosen, strict=True) if chosen else ((), ())
    # Which ids are one release differs from day to day: what moves are those of each id.
    by_id = replace(resolution, assignments=assignments, release_lines={})
    servings = place(replace(document, offerings=offerings), by_id)
    models = merge(servings, by_id, document.metadata)
    return {id_: _fields(model) for id_, model in models.items()}


def _fields(model: Model) -> Fields:
    quote = priced(model).recommended
    # Of a model the plain price is news; what tiers and modes cost is that of its offerings.
    rules = quote.serving.offering.rules[:1] if quote else ()
    return fields_of(model.facts, rules=rules, status=model.status)
