"""Which model every offering of a document is.

Ids are taken apart (:mod:`modelario.identity.reading`), grouped
(:mod:`modelario.identity.grouping`), named and, given what was published before, kept under the
ids they had (:mod:`modelario.identity.naming`).
"""

from collections.abc import Container, Iterator, Mapping, Sequence

from msgspec.structs import replace

from modelario.collecting import uncollected
from modelario.identity.grouping.clusters import cluster
from modelario.identity.grouping.group import Group
from modelario.identity.grouping.groups import Groups
from modelario.identity.naming.authors import Author, author_of, lab_record, unsigned
from modelario.identity.naming.lineage import Parents, floating_of, is_official, told_parent
from modelario.identity.naming.placements import (
    confidence,
    decide,
    reason_for,
    variant,
)
from modelario.identity.naming.pointers import pointer_reasons, pointers
from modelario.identity.naming.release_lines import release_lines
from modelario.identity.naming.slugs import Name, is_better, name_of
from modelario.identity.naming.stability import Settled, settle
from modelario.identity.reading.routers import router_reason
from modelario.identity.reading.tokens import take_apart
from modelario.records import (
    Assignment,
    Document,
    Identity,
    Lab,
    LabId,
    ModelId,
    ModelOf,
    Offering,
    OfferingId,
    OfferingKey,
    Provider,
    ProviderId,
    Reason,
    Resolution,
)


@uncollected
def resolve(document: Document, previous: ModelOf | None = None) -> Resolution:
    """Resolve every offering; ``previous`` are the assignments published before.

    With ``previous``, an offering whose id stays the same keeps its canonical id, unless
    ``Resolution.aliases`` leads from the old id to the new one. A former id may be in use at
    the same time, by the model that kept it: then that model is meant.
    """
    providers = {provider.id: provider for provider in document.providers}
    pointing = pointers(document.offerings)
    models = [each for each in document.offerings if not is_no_model(each, pointing)]
    clusters = cluster(models)
    named = _named(clusters.groups, providers)
    keys = [[member.offering.key for member in each.group.members] for each in named]
    settled = settle(
        keys,
        [each.id for each in named],
        previous or {},
        lambda place, old: is_better(named[place], old),
        lambda home, part: named[part].group.is_apart_from(named[home].group),
    )
    assigned: dict[tuple[ProviderId, OfferingId], Assignment] = {
        key: assignment
        for place, each in enumerate(named)
        for key, assignment in _assignments(each.group, keys[place], place, settled, previous or {})
    }
    placed = [
        assigned.get((each.provider, each.offering_id)) or _router(each)
        for each in document.offerings
    ]
    leading = pointer_reasons(pointing, document.offerings, placed)
    assignments = tuple(
        replace(each, reason=leading[each.key])
        if each.model is None and each.key in leading
        else each
        for each in placed
    )
    identities = _identities(named, settled, clusters.groups, assignments)
    labs = _labs(named, identities, providers)
    return Resolution(
        assignments=assignments,
        identities=identities,
        labs=labs,
        aliases=settled.aliases,
        release_lines=release_lines(identities, document.offerings, assignments),
    )


def _named(groups: Groups, providers: Mapping[ProviderId, Provider]) -> list[Name]:
    """Every group with its name, the best known first."""
    authors = {group: author_of(group, providers) for group in groups.all()}
    parents = Parents(groups, [g for g, author in authors.items() if is_official(g, author.lab)])
    authors |= unsigned(authors, parents)
    return [
        name_of(group, authors[group])
        for group in sorted(authors, key=lambda group: group.rank, reverse=True)
    ]


def is_no_model(offering: Offering, pointing: Container[OfferingKey]) -> bool:
    """Whether an offering is a router, or a pointer to the newest model of a line."""
    why = router_reason(offering.provider, offering.offering_id)
    return why is not None or (offering.provider, offering.offering_id) in pointing


def _router(offering: Offering) -> Assignment:
    why = router_reason(offering.provider, offering.offering_id)
    return Assignment(
        provider=offering.provider,
        offering_id=offering.offering_id,
        model=None,
        reason=Reason("router", why=why),
    )


def _assignments(
    group: Group,
    keys: Sequence[OfferingKey],
    place: int,
    settled: Settled,
    previous: ModelOf,
) -> Iterator[tuple[OfferingKey, Assignment]]:
    """The assignment of every offering of a group."""
    name = settled.groups[place]
    decisions = decide(group, name)
    for key, (_, reading) in zip(keys, group.members, strict=True):
        decision = decisions[reading.signature]
        model = settled.id_of(place, previous.get(key))
        reason = reason_for(reading, decision) if model == name else Reason("kept", rules_say=name)
        yield (
            key,
            Assignment(
                provider=key.provider,
                offering_id=key.offering_id,
                model=model,
                variant=variant(reading, decision),
                pin=decision.pin,
                confidence=confidence(reason),
                reason=reason,
            ),
        )


def _identities(
    named: list[Name], settled: Settled, groups: Groups, assignments: tuple[Assignment, ...]
) -> Mapping[ModelId, Identity]:
    used = {assignment.model for assignment in assignments}
    ids = {each.group: model for each, model in zip(named, settled.groups, strict=True)}
    official = {each.group: is_official(each.group, each.author.lab) for each in named}
    parents = Parents(groups, [group for group, own in official.items() if own])
    slugs = {group: take_apart(model.split("/", 1)[1]).signature for group, model in ids.items()}
    identities = {}
    for group, model in ids.items():
        if model in used:
            parent = None if official[group] else parents.of(group)
            told = None if official[group] or parent else told_parent(model, used)
            floating = floating_of(slugs[group], groups, slugs)
            identities[model] = Identity(
                id=model,
                lab=LabId(model.split("/", 1)[0]),
                official=official[group],
                parent=_if_used(told if parent is None else ids[parent], used),
                version_of=_if_used(None if floating is None else ids[floating], used),
            )
    return dict(sorted(identities.items()))


def _if_used(model: ModelId | None, used: set[ModelId | None]) -> ModelId | None:
    return model if model in used else None


def _labs(
    named: list[Name],
    identities: Mapping[ModelId, Identity],
    providers: Mapping[ProviderId, Provider],
) -> Mapping[LabId, Lab]:
    authors = {each.author.lab: each.author for each in named}
    labs = {identity.lab for identity in identities.values()}
    return {lab: lab_record(authors.get(lab, Author(lab, lab)), providers) for lab in sorted(labs)}
