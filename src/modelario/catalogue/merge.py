"""Offerings of one model → :class:`~modelario.records.Model`, each fact with its provenance.

A fact is the lab's own word where the lab sells the model; else that of upstream's model
metadata; else what most providers say.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import astuple, replace

from modelario.catalogue.claims import FIELDS, by_field
from modelario.catalogue.kinds import kind_of
from modelario.catalogue.prices import price_state, without_zeros
from modelario.catalogue.titles import plain_name, titles
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
    ReleaseLine,
    Resolution,
    Serving,
)

#: What providers add to a name to tell their offerings apart; not part of the model's name.
_NAME_ENDINGS = (" (latest)", " (free)")


def place(document: Document, resolution: Resolution) -> list[Serving]:
    """Put each offering beside its assignment and the state of its price.

    A zero beside a paid price is unknown, and so no part of the placed offering's price.
    """
    return [
        Serving(without_zeros(offering, state), assignment, state)
        for offering, assignment in zip(document.offerings, resolution.assignments, strict=True)
        for state in (price_state(offering),)
    ]


def merge(
    servings: Iterable[Serving], resolution: Resolution, metadata: Iterable[Metadata]
) -> dict[ModelId, Model]:
    """Make one model of all the offerings of each release, in order of the canonical ids."""
    placed: defaultdict[ModelId, list[Serving]] = defaultdict(list)
    for serving in servings:
        if serving.assignment.model is not None:
            placed[resolution.canonical(serving.assignment.model)].append(serving)
    identities = {id_: _identity(resolution, id_) for id_ in sorted(placed)}
    versions: defaultdict[ModelId, list[ModelId]] = defaultdict(list)
    for id_, identity in identities.items():
        if identity.version_of is not None:
            versions[identity.version_of].append(id_)
    described = {entry.id.lower(): entry for entry in metadata}
    lines = resolution.release_lines
    models = {
        id_: _model(
            identity,
            resolution.labs[identity.lab],
            placed[id_],
            next((described[each] for each in _ids(lines, id_) if each in described), None),
        )
        for id_, identity in identities.items()
    }
    told_apart = titles(models.values())
    return {
        id_: replace(
            model,
            title=told_apart[id_],
            versions=tuple(versions[id_]),
            release_line=lines.get(id_),
        )
        for id_, model in models.items()
    }


def _ids(lines: Mapping[ModelId, ReleaseLine], id_: ModelId) -> tuple[ModelId, ...]:
    """List the ids of a release, the canonical one first."""
    return lines[id_].ids if id_ in lines else (id_,)


def _identity(resolution: Resolution, id_: ModelId) -> Identity:
    """Tell who a release is, with what it came from by the canonical ids."""
    identity = resolution.identities[id_]
    parent, floating = (
        None if each is None else resolution.canonical(each)
        for each in (identity.parent, identity.version_of)
    )
    if (parent, floating) == (identity.parent, identity.version_of):
        return identity
    return replace(identity, parent=parent, version_of=None if floating == id_ else floating)


def _model(
    identity: Identity,
    lab: Lab,
    servings: list[Serving],
    metadata: Metadata | None,
) -> Model:
    own_place = {provider: place for place, provider in enumerate(lab.providers)}
    if len(servings) > 1:
        servings.sort(key=partial(_preference, own_place, identity.id))
    own = [s for s in servings if s.offering.provider in own_place]
    plain_own = [s for s in own if s.assignment.variant is None]
    facts, provenance = _facts(servings, plain_own, metadata)
    kind, kind_reason = kind_of(identity.id, facts, servings)
    return Model(
        id=identity.id,
        identity=identity,
        title=plain_name(identity.id, facts),
        lab=lab,
        facts=facts,
        provenance=provenance,
        status=_status(own or servings),
        servings=tuple(servings),
        metadata=metadata,
        kind=kind,
        kind_reason=kind_reason,
    )


def _preference(
    own_place: Mapping[ProviderId, int], canonical: ModelId, serving: Serving
) -> tuple[Any, ...]:
    """Sort the lab's own offerings first, plain ones before variants and dated pins."""
    offering, assignment = serving.offering, serving.assignment
    return (
        own_place.get(offering.provider, len(own_place)),
        assignment.variant is not None,
        assignment.model != canonical,
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
    stated = by_field(plain)
    stated_by_lab = by_field(own)
    described = astuple(metadata.facts) if metadata else _NOTHING
    values: dict[str, Any] = {}
    provenance: dict[str, Provenance] = {}
    for field, said, by_lab, told in zip(FIELDS, stated, stated_by_lab, described, strict=True):
        stating = len(said) - said.count(None)
        provider = None
        for value, serving in zip(by_lab, own, strict=False):
            if value is not None:
                source, provider = FactSource.LAB, serving.offering.provider
                break
        else:
            if told is not None:
                source, value = FactSource.METADATA, told
            elif stating:
                source, value = FactSource.MAJORITY, best_founded(field, said, plain)
            else:
                continue
        values[field] = _without_ending(value) if field == "name" else value
        provenance[field] = Provenance(source, provider, said.count(value), stating)
    return Facts(**values), provenance


_NOTHING: tuple[Any, ...] = (None,) * len(FIELDS)


_UNSTATED = frozenset((None,))

#: Clouds that serve models under a contract with the lab, whose word they repeat.
_CLOUDS = frozenset(
    (
        "amazon-bedrock",
        "azure",
        "azure-cognitive-services",
        "google-vertex",
        "google-vertex-anthropic",
    )
)


def best_founded(field: str, values: Sequence[Any], servings: Sequence[Serving]) -> Any:  # noqa: ANN401 – of any field
    """Give the value that most state; of equals, the one with the best ground.

    A cloud's word comes first. Then comes what says more: a whole date; of limits the largest, for
    a host may serve less. Then that of a listing with the model's commonest release day, and what
    stands in the fullest listing. ``None`` states nothing.
    """
    tied = _commonest(values)
    if len(tied) == 1:
        return tied[0]
    days = _commonest([serving.offering.facts.release_date for serving in servings])
    day = days[0] if len(days) == 1 else None
    grounds = dict.fromkeys(tied, _NO_GROUND)
    for value, serving in zip(values, servings, strict=True):
        if value in grounds:
            grounds[value] = max(grounds[value], _ground(serving, day, _fullness(field, value)))
    best = max(grounds.values())
    return min((value for value in tied if grounds[value] == best), key=str)


def _commonest(values: Sequence[Any]) -> list[Any]:
    """Those values that are stated most often."""
    stated = {*values} - _UNSTATED
    if len(stated) < 2:  # noqa: PLR2004 – one is not counted
        return [*stated]
    counts = {value: values.count(value) for value in stated}
    most = max(counts.values())
    return [value for value, number in counts.items() if number == most]


_DATES = frozenset(("release_date", "last_updated", "knowledge_cutoff"))
_LIMITS = frozenset(("context_window", "max_input_tokens", "max_output_tokens"))


def _fullness(field: str, value: Any) -> int:  # noqa: ANN401 – of any field
    """How much a value says beside others of its field."""
    if field in _LIMITS:
        return int(value)
    return len(value) if field in _DATES else 0


_Ground = tuple[bool, int, bool, int]
_NO_GROUND: _Ground = (False, 0, False, 0)


def _ground(serving: Serving, day: str | None, fullness: int) -> _Ground:
    """How well a value is founded by a listing: whose that is, and what it knows."""
    facts = serving.offering.facts
    said = len(FIELDS) - astuple(facts).count(None)
    known = facts.release_date is not None and facts.release_date == day
    return serving.offering.provider in _CLOUDS, fullness, known, said


def _without_ending(name: str) -> str:
    for ending in _NAME_ENDINGS:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def _status(servings: Sequence[Serving]) -> str | None:
    """Give the status that every one of these offerings has, if they have one in common."""
    statuses = {serving.offering.status for serving in servings}
    return statuses.pop() if len(statuses) == 1 else None
