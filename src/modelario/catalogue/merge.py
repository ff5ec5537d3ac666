"""Offerings of one model → :class:`~modelario.records.Model`, each fact with its provenance.

A fact is the lab's own word where the lab sells the model; else that of upstream's model
metadata; else what most providers say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from modelario.catalogue.prices import price_state
from modelario.records import (
    Document,
    Facts,
    FactSource,
    Identity,
    Lab,
    Metadata,
    Model,
    ModelId,
    Provenance,
    ProviderId,
    Resolution,
    Serving,
)

FIELDS: tuple[str, ...] = tuple(field.name for field in msgspec.structs.fields(Facts))

#: What providers add to a name to tell their offerings apart; not part of the model's name.
_NAME_ENDINGS = (" (latest)", " (free)")


def place(document: Document, resolution: Resolution) -> list[Serving]:
    """Put each offering beside its assignment and the state of its price."""
    return [
        Serving(offering, assignment, price_state(offering))
        for offering, assignment in zip(document.offerings, resolution.assignments, strict=True)
    ]


def merge(
    servings: Iterable[Serving], resolution: Resolution, metadata: Iterable[Metadata]
) -> dict[ModelId, Model]:
    """Make one model of all the offerings of each identity, in order of the ids."""
    placed: defaultdict[ModelId, list[Serving]] = defaultdict(list)
    for serving in servings:
        if serving.assignment.model is not None:
            placed[serving.assignment.model].append(serving)
    versions: defaultdict[ModelId, list[ModelId]] = defaultdict(list)
    for identity in resolution.identities.values():
        if identity.version_of is not None:
            versions[identity.version_of].append(identity.id)
    described = {entry.id.lower(): entry for entry in metadata}
    return {
        model: _model(
            resolution.identities[model],
            resolution.labs[resolution.identities[model].lab],
            placed[model],
            described.get(model),
            tuple(sorted(versions[model])),
        )
        for model in sorted(placed)
    }


def _model(
    identity: Identity,
    lab: Lab,
    servings: list[Serving],
    metadata: Metadata | None,
    versions: tuple[ModelId, ...],
) -> Model:
    own_place = {provider: place for place, provider in enumerate(lab.providers)}
    servings.sort(key=lambda serving: _preference(serving, own_place))
    own = [s for s in servings if s.offering.provider in own_place]
    facts, provenance = _facts(servings, own, metadata)
    return Model(
        id=identity.id,
        identity=identity,
        lab=lab,
        facts=facts,
        provenance=provenance,
        status=_status(own or servings),
        servings=tuple(servings),
        metadata=metadata,
        versions=versions,
    )


def _preference(serving: Serving, own_place: Mapping[ProviderId, int]) -> tuple[Any, ...]:
    """Sort the lab's own offerings first, plain ones before variants and dated pins."""
    offering, assignment = serving.offering, serving.assignment
    return (
        own_place.get(offering.provider, len(own_place)),
        assignment.variant is not None,
        assignment.pin is not None,
        offering.status == "deprecated",
        offering.provider,
        len(offering.offering_id),
        offering.offering_id,
    )


def _facts(
    servings: Sequence[Serving], own: Sequence[Serving], metadata: Metadata | None
) -> tuple[Facts, dict[str, Provenance]]:
    plain = [s for s in servings if s.assignment.variant is None] or servings
    values: dict[str, Any] = {}
    provenance: dict[str, Provenance] = {}
    for field in FIELDS:
        stated = [(s.offering.provider, getattr(s.offering.facts, field)) for s in plain]
        stated = [(provider, value) for provider, value in stated if value is not None]
        believed = _believed(field, stated, own, metadata)
        if believed is None:
            continue
        source, provider, value = believed
        agreeing = sum(1 for _, each in stated if each == value)
        values[field] = _without_ending(value) if field == "name" else value
        provenance[field] = Provenance(source, provider, agreeing, len(stated))
    return Facts(**values), provenance


def _believed(
    field: str,
    stated: Sequence[tuple[ProviderId, Any]],
    own: Sequence[Serving],
    metadata: Metadata | None,
) -> tuple[FactSource, ProviderId | None, Any] | None:
    """Give whose word is taken for a field, and the value."""
    for serving in own:
        if (value := getattr(serving.offering.facts, field)) is not None:
            return FactSource.LAB, serving.offering.provider, value
    if metadata is not None and (value := getattr(metadata.facts, field)) is not None:
        return FactSource.METADATA, None, value
    if not stated:
        return None
    return FactSource.MAJORITY, None, commonest(value for _, value in stated)


def commonest(values: Iterable[Any]) -> Any:  # noqa: ANN401 – values of any one field
    """Give the value that occurs most often; of equals, the one that sorts first as text."""
    counts = Counter(values)
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda value: (-counts[value], str(value)))


def _without_ending(name: str) -> str:
    for ending in _NAME_ENDINGS:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def _status(servings: Sequence[Serving]) -> str | None:
    """Give the status that every one of these offerings has, if they have one in common."""
    statuses = {serving.offering.status for serving in servings}
    return statuses.pop() if len(statuses) == 1 else None
