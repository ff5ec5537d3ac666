"""How one rule is applied to all groups.

Every rule works alike: names that are equal once certain tokens are left out are put side by
side, and the groups behind them are joined unless something speaks against it.
"""

from collections import defaultdict
from typing import NamedTuple

from modelario.identity.grouping.conditions import Case, fits, is_near
from modelario.identity.grouping.group import Dropped, Group
from modelario.identity.grouping.groups import Groups
from modelario.identity.grouping.rules import Rule
from modelario.identity.reading.tokens import Signature
from modelario.records import Reason

#: A name with these words is not worth a name of its own without its pin.
_SWITCHES = frozenset(("thinking", "nothinking"))


class _Joinable(NamedTuple):
    group: Group
    name: Signature
    out: Signature


def apply(rule: Rule, groups: Groups) -> None:
    """Join the groups that a rule holds to be one model."""
    shared: dict[Signature, list[_Joinable]] = defaultdict(list)
    for name in groups.named_with(rule.words or rule.kinds):
        if out := rule.left_out(name):
            shared[name - out].append(_Joinable(groups.by_name[name], name, out))
    # A rule that needs a base finds it now or not at all: it names nothing anew.
    open_ = [rest for rest in shared if rest and (not rule.base or rest in groups.by_name)]
    for rest in sorted(open_, key=sorted):
        _settle(rule, groups, rest, shared[rest])


def _settle(rule: Rule, groups: Groups, rest: Signature, found: list[_Joinable]) -> None:
    """Decide which of the groups that share a remaining name are one model."""
    base = groups.by_name.get(rest)
    if all(groups.by_name[candidate.name] is base for candidate in found):
        return
    found = [_Joinable(groups.by_name[each.name], each.name, each.out) for each in found]
    if len(found) > 1:
        found.sort(key=lambda c: (c.group.rank, sorted(c.out)), reverse=True)
    if rule.unique:
        found = _unique(rule, base, found)
    if not found:
        return
    if base is None:
        base = found[0].group
        if rest & (_SWITCHES | base.serving()):
            return
        groups.name(base, rest)
    for candidate in found:
        other, base = groups.by_name[candidate.name], groups.by_name[rest]
        if other is not base:
            current = candidate._replace(group=other)
            if fits(Case(rule, groups, base, *current)):
                _join(rule, groups, base, current)


def _join(rule: Rule, groups: Groups, base: Group, candidate: _Joinable) -> None:
    candidate.group.drops.setdefault(candidate.name, []).append(
        Dropped(rule.code, rule.field, candidate.out)
    )
    groups.join(base, candidate.group, Reason(rule.code, left_out=shown(candidate.out)))


def _unique(rule: Rule, base: Group | None, found: list[_Joinable]) -> list[_Joinable]:
    """The candidates that may stand for the bare name; none where it is not clear which.

    What the lab sells without a pin is none of several releases.
    """
    if len({candidate.out for candidate in found}) == 1 or _nested(found):
        return found
    if rule.dates is None or base is None or base.own:
        return []
    near = [c for c in found if is_near(base, c.group, c.name)]
    return near if len({candidate.out for candidate in near}) == 1 else []


def _nested(candidates: list[_Joinable]) -> bool:
    """Whether each says the same as the most explicit one, or less."""
    fullest = max(candidates, key=lambda c: len(c.out)).out
    return all(c.out <= fullest for c in candidates)


def shown(tokens: Signature) -> str:
    """Tokens as a person writes them."""
    return " ".join(sorted(token.lstrip("#%~^&@+") for token in tokens))
