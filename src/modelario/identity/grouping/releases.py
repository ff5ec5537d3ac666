"""What a release is called: ``mistral-medium-2604`` is Mistral Medium 3.5.

The lab's own display name is a second spelling of its offering's id. So is the version that all
names of a release tell, where several providers name it; and a version that stands
beside a pin anywhere (``ministral-3-8b-instruct-2512``) is known wherever that pin stands alone.
"""

from collections import defaultdict

from modelario.identity.grouping.group import Group
from modelario.identity.grouping.groups import Groups
from modelario.identity.grouping.names import as_id
from modelario.identity.reading.readings import optional_words, read
from modelario.identity.reading.tokens import ACTIVE, PIN, SIZE, VERSION, Signature
from modelario.records import ProviderId, Reason
from modelario.remembering import remembered


def name_releases(groups: Groups) -> None:
    """Let every group also go by its lab's own name for it, and by its release's version."""
    for name, group in _lab_names(groups):
        other = groups.by_name.get(name)
        if other is None:
            groups.name(group, name)
        elif other is not group and not other.own & group.own:
            groups.join(group, other, Reason("lab_name", name=_said(group)))
    for name, full in _versioned_names(groups):
        group, other = groups.by_name[name], groups.by_name.get(full)
        if other is None:
            groups.name(group, full)
        elif other is not group and not other.own & group.own:
            groups.join(other, group, Reason("release_known", left_out=_shown(full - name)))


def _lab_names(groups: Groups) -> list[tuple[Signature, Group]]:
    """The names that labs give their own offerings, where one group is meant."""
    given: dict[Signature, dict[Group, bool]] = defaultdict(dict)
    for group in groups.all():
        if not group.own:
            continue
        for member in group.members:
            text = member.offering.facts.name
            if member.offering.provider in group.own and text:
                spoken = _spoken(member.offering.provider, text)
                if spoken < group.first_name:
                    continue  # it only leaves the pin out, and so may mean a later release
                given[spoken][group] = any(token[0] == PIN for token in group.first_name)
    named = []
    for name in sorted(given, key=sorted):
        meant = list(given[name])
        pinned = [group for group in meant if given[name][group]]
        if len(meant) == 1:
            named.append((name, meant[0]))
        elif len(pinned) == 1:
            named.append((name, pinned[0]))
    return named


def _told_version(group: Group) -> str | None:
    """The version that providers' names for a dated release tell and its ids do not."""
    if len(group.providers) < _SEVERAL:
        return None
    undated = frozenset(token for token in group.first_name if token[0] != PIN)
    told: dict[str, set[ProviderId]] = defaultdict(set)
    for member in group.members:
        spoken = _spoken(ProviderId(""), member.offering.facts.name or "")
        version = _only(spoken, VERSION)
        if version is not None and spoken == undated | {version}:
            told[version].add(member.offering.provider)
    version, providers = next(iter(told.items()), (None, ()))
    return version if len(told) == 1 and len(providers) >= _SEVERAL else None


#: So many providers must name a release alike before their names for it count.
_SEVERAL = 2


@remembered(16_384)
def _spoken(provider: ProviderId, text: str) -> Signature:
    """What a name says; names stay from day to day."""
    return read(provider, as_id(text)).signature


def _said(group: Group) -> str:
    return next(
        (
            member.offering.facts.name
            for member in group.members
            if member.offering.provider in group.own and member.offering.facts.name
        ),
        "",
    )


def _versioned_names(groups: Groups) -> list[tuple[Signature, Signature]]:
    """Names of releases, and the same with what is known of the release: version or pin."""
    versions: dict[tuple[Signature, str], set[str]] = defaultdict(set)
    bare: list[tuple[Signature, tuple[Signature, str]]] = []
    for name in groups.by_name:
        pin, version = _only(name, PIN), _only(name, VERSION)
        if pin is not None and version is not None:
            versions[_line(name), pin].add(version)
        elif pin is not None and not any(token[0] == VERSION for token in name):
            bare.append((name, (_line(name), pin)))
            if (spoken := _told_version(groups.by_name[name])) is not None:
                versions[_line(name), pin].add(spoken)
    known = {
        release: next(iter(versions[release]))
        for _, release in bare
        if len(versions.get(release, ())) == 1
    }
    pins: dict[tuple[Signature, str], set[str]] = defaultdict(set)
    for (line, pin), version in known.items():
        pins[line, version].add(pin)
    found = [(name, name | {known[release]}) for name, release in bare if release in known]
    for name in groups.by_name:
        version = _only(name, VERSION)
        if version is not None and not any(token[0] == PIN for token in name):
            told = pins.get((_line(name), version), set())
            if len(told) == 1:
                found.append((name, name | told))
    return sorted(found, key=lambda pair: (sorted(pair[0]), sorted(pair[1])))


def _shown(tokens: Signature) -> str:
    return " ".join(sorted(token[1:] for token in tokens))


@remembered(32_768)
def _only(name: Signature, kind: str) -> str | None:
    """The one token of a kind in a name, or ``None`` where there is none or several."""
    found = [token for token in name if token[0] == kind]
    return found[0] if len(found) == 1 else None


@remembered(16_384)
def _line(name: Signature) -> Signature:
    """The words of a name that tell its product line."""
    return frozenset(
        token
        for token in name
        if token[0] not in (PIN, SIZE, VERSION, ACTIVE) and token not in optional_words()
    )
