"""Which ids are the same release today: a floating id, its ``-latest``, and the pin behind them.

The ids stay as they are, for the lab sells each. What counts as evidence stands in
``tables/release_lines.toml``. Ids of nearly the same name that are other releases – previews,
experiments, editions – are linked, and told apart by their days or by what their ids say.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from modelario.bounds import NEAR_NAMES
from modelario.identity.grouping.group import pinned_day
from modelario.identity.grouping.joining import shown
from modelario.identity.naming.release_evidence import (
    LATEST,
    Listing,
    grounds,
    listed,
    same_release,
    undated,
)
from modelario.identity.reading.curated import table
from modelario.identity.reading.labs import first_parties
from modelario.identity.reading.tokens import ACTIVE, CONTEXT, EXPERTS, PIN, Signature, take_apart
from modelario.records import (
    Assignment,
    Identity,
    LabId,
    ModelId,
    Offering,
    Reason,
    ReleaseId,
    ReleaseLine,
)
from modelario.remembering import remembered


def release_lines(
    identities: Mapping[ModelId, Identity],
    offerings: Sequence[Offering],
    assignments: Sequence[Assignment],
) -> Mapping[ModelId, ReleaseLine]:
    """The release line of every model that has others of nearly its name, by each of its ids."""
    names = {model: take_apart(model.partition("/")[2]).signature for model in identities}
    lines = {model: _line(identities[model].lab, name) for model, name in names.items()}
    moved = _called_alike(lines, offerings, assignments)
    leads = {_near(lines[model]): _near(line) for model, line in moved.items()}
    lines |= moved
    keyed = ((_near(line), model) for model, line in lines.items())
    families = _several((leads.get(key, key), model) for key, model in keyed)
    near = {model for family in families for model in family}
    sold: dict[ModelId, list[Offering]] = defaultdict(list)
    for offering, assignment in zip(offerings, assignments, strict=True):
        if assignment.model in near:
            sold[assignment.model].append(offering)
    found: dict[ModelId, ReleaseLine] = {}
    for family in families:
        by_line: dict[_NearName, list[ModelId]] = defaultdict(list)
        for model in family:
            by_line[lines[model]].append(model)
        listings = []
        for models in by_line.values():
            dated = sum(any(token[0] == PIN for token in names[model]) for model in models)
            lab = identities[models[0]].lab
            listings.append([listed(id_, names[id_], sold[id_], lab, dated) for id_ in models])
        whole = [each for line in listings for each in line]
        for line in listings:
            found |= _sets(line, _near_enough(line, whole))
    return found


class _NearName(NamedTuple):
    """What the ids of one line have in common."""

    lab: LabId
    name: Signature


def _line(lab: LabId, name: Signature) -> _NearName:
    return _NearName(lab, _undated(name))


def _near(line: _NearName) -> _NearName:
    """What lines of nearly the same name have in common."""
    return _NearName(line.lab, _without_edition(line.name))


@remembered(16_384)
def _undated(name: Signature) -> Signature:
    return frozenset(token for token in name - LATEST if token[0] != PIN)


@remembered(16_384)
def _without_edition(name: Signature) -> Signature:
    words = table("release_lines")["editions"]
    kinds = (CONTEXT, ACTIVE, EXPERTS)
    return frozenset(token for token in name.difference(words) if token[0] not in kinds)


def _several(keyed: Iterable[tuple[_NearName, ModelId]]) -> list[list[ModelId]]:
    found: dict[_NearName, list[ModelId]] = defaultdict(list)
    for key, model in keyed:
        found[key].append(model)
    return [models for models in found.values() if len(models) > 1]


def _called_alike(
    lines: Mapping[ModelId, _NearName],
    offerings: Sequence[Offering],
    assignments: Sequence[Assignment],
) -> Mapping[ModelId, _NearName]:
    """The line of a ``-latest`` whose lab calls it as it calls one release of another line.

    ``devstral-medium-latest`` is “Devstral 2 (latest)”, and ``devstral-2512`` “Devstral 2”.
    """
    called: dict[tuple[LabId, str], dict[ModelId, Offering]] = defaultdict(dict)
    for offering, assignment in zip(offerings, assignments, strict=True):
        lab, model = first_parties().get(offering.provider), assignment.model
        if lab is not None and model is not None and lab == model.partition("/")[0]:
            called[lab, undated(offering)].setdefault(model, offering)
    moved: dict[ModelId, _NearName] = {}
    for models in called.values():
        floating = [id_ for id_, each in models.items() if each.offering_id.endswith("-latest")]
        others = {lines[id_] for id_ in models.keys() - {*floating}}
        if len(others) == 1:
            moved |= dict.fromkeys((id_ for id_ in floating if lines[id_] not in others), *others)
    return moved


def _near_enough(line: Sequence[Listing], whole: Sequence[Listing]) -> Sequence[Listing]:
    """What is told apart from the models of a line: the more there are, the less that says."""
    return next((some for some in (whole, line) if len(some) <= NEAR_NAMES.most), ())


def _sets(line: Sequence[Listing], near: Sequence[Listing]) -> Mapping[ModelId, ReleaseLine]:
    """What is one release with the floating model of a line, and what else has nearly its name."""
    floating = sorted((each for each in line if not each.pins), key=_plainest)
    members = _members(floating, [each for each in line if each.pins]) if floating else {}
    sets = {each.id: _set(each, {}, near) for each in line if each.id not in members}
    if floating:
        whole = _set(floating[0], members, near)
        sets |= dict.fromkeys((floating[0].id, *members), whole)
    return sets


def _members(floating: Sequence[Listing], dated: Sequence[Listing]) -> Mapping[ModelId, Reason]:
    """The ids that are shown to be the first one's release: of dated ones the best founded."""
    first = floating[0]
    found = {
        each.id: why
        for each in floating[1:]
        if (why := same_release(first, each, grounds(first, each))) is not None
    }
    founded = [(each, grounds(first, each)) for each in dated]
    pinned = [(len(on), each.id, same_release(first, each, on)) for each, on in founded]
    proved = [each for each in pinned if each[2] is not None]
    best = max((number for number, _, _ in proved), default=0)
    alike = {id_: why for number, id_, why in proved if number == best and why is not None}
    return found | (alike if len(alike) == 1 else {})


def _set(
    canonical: Listing, members: Mapping[ModelId, Reason], near: Sequence[Listing]
) -> ReleaseLine:
    same = {canonical.id: Reason("release_canonical"), **members}
    others = tuple(
        ReleaseId(each.id, _apart_from(canonical, each)) for each in near if each.id not in same
    )
    return ReleaseLine(
        canonical=canonical.id,
        same=tuple(ReleaseId(id_, why) for id_, why in same.items()),
        others=others,
    )


def _apart_from(canonical: Listing, other: Listing) -> Reason:
    """What tells another model of nearly the same name from the release that is shown."""
    added, left_out = shown(other.words - canonical.words), shown(canonical.words - other.words)
    if added and left_out:
        return Reason("release_otherwise", added=added, left_out=left_out)
    if added:
        return Reason("release_with", added=added)
    if left_out:
        return Reason("release_without", left_out=left_out)
    day = _day(other)
    return Reason("another_release", day=day) if day else Reason("another_id")


def _plainest(each: Listing) -> tuple[int, str]:
    """The id without ``latest`` comes first."""
    return len(each.name), each.id


def _day(each: Listing) -> str | None:
    """The day or month that an id's pin states, with its year where somebody states that."""
    told = each.listing.facts.release_date
    pin = next((token[1:] for token in sorted(each.pins)), None)
    if pin is None:
        return told
    if (day := pinned_day(each.name)) is not None:
        return day
    written = f"{pin[:2]}-{pin[2:]}"
    return told if told and told.endswith(written) else written
