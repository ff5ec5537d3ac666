"""The rules of ``tables/rules.toml``, and how one of them is applied to all groups.

Every rule works alike: names that are equal once certain tokens are left out are put side by
side, and the groups behind them are joined unless something speaks against it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from modelario.identity.groups import Dropped, Group, pinned_date
from modelario.identity.readings import derived_words
from modelario.identity.tables import table
from modelario.identity.tokens import (
    ACTIVE,
    CONTEXT,
    EXPERTS,
    PIN,
    SIZE,
    VERSION,
    Piece,
    Signature,
    take_apart,
)
from modelario.records import Reason

_MARKS = frozenset((VERSION, SIZE, ACTIVE, EXPERTS, CONTEXT, PIN))
_KINDS = {
    "version": VERSION,
    "size": SIZE,
    "active": ACTIVE,
    "experts": EXPERTS,
    "context": CONTEXT,
    "pin": PIN,
}


class Rule(NamedTuple):
    """A row of the table; what each condition means is written there."""

    code: str
    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    having: str | None = None
    beside: frozenset[str] = frozenset()
    base: bool = False
    unique: bool = False
    sole: bool = False
    sellers: int | None = None
    dates: int | None = None
    pinned_dates: int | None = None
    field: str | None = None
    prices: float | None = None
    text_only: bool = False
    hybrid: bool = False
    sees: bool = False
    original: bool = False

    def left_out(self, name: Signature) -> Signature:
        """The tokens that this rule leaves out of a name."""
        words = name & self.words
        if self.words and not words:
            return frozenset()
        if self.having is not None and not any(token[0] == self.having for token in name):
            return frozenset()
        if self.beside and not self.beside & name:
            return frozenset()
        if self.kinds:
            return words | {token for token in name if token[0] in self.kinds}
        return words


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in order."""
    return tuple(_rule(row) for row in table("rules")["rules"])


def _rule(row: Mapping[str, Any]) -> Rule:
    having = row.get("having")
    return Rule(
        words=frozenset((*row.get("words", ()), *row.get("tokens", ()))),
        kinds=frozenset(_KINDS[kind] for kind in row.get("kinds", ())),
        having=None if having is None else _KINDS[having],
        beside=frozenset(row.get("with", ())),
        **{key: value for key, value in row.items() if key not in _READ_OTHERWISE},
    )


_READ_OTHERWISE = ("words", "tokens", "kinds", "having", "with")


def _pin_after_thinking(pieces: tuple[Piece, ...]) -> str | None:
    """The pin right behind ``thinking``: it dates the thinking edition, not the model."""
    for before, after in pairwise(pieces):
        if after.kind == PIN and before.value == "thinking":
            return after.token
    return None


class Groups:
    """All groups, by every name that means them."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.by_name: dict[Signature, Group] = {}
        self._by_token: dict[str, list[Signature]] = defaultdict(list)
        #: Names of thinking editions that are released, and dated, on their own.
        self.released: set[Signature] = set()
        for group in groups:
            for name in group.names:
                self._add(name, group)
            for member in group.members:
                if pin := _pin_after_thinking(member.reading.pieces):
                    self.released |= {member.reading.signature, member.reading.signature - {pin}}

    def all(self) -> list[Group]:
        return list(dict.fromkeys(self.by_name.values()))

    def join(self, into: Group, other: Group, reason: Reason) -> None:
        for name in other.names:
            self.by_name[name] = into
            other.joined.setdefault(name, reason)
        into.absorb(other)

    def name(self, group: Group, name: Signature) -> None:
        if name not in self.by_name:
            self._add(name, group)
            group.names[name] = None

    def _add(self, name: Signature, group: Group) -> None:
        self.by_name[name] = group
        for token in name:
            self._by_token[token[0] if token[0] in _MARKS else token].append(name)
            if token[0] == VERSION:
                self._by_token[token].append(name)

    def named_with(self, tokens: Iterable[str]) -> Iterable[Signature]:
        """The names that hold one of some words or versions, or a token of one of some kinds."""
        found: dict[Signature, None] = {}
        for token in tokens:
            found.update(dict.fromkeys(self._by_token.get(token, ())))
        return found


#: Of several pins, the one released within so many days of the bare name is meant.
CLOSE_DAYS = 20
#: Previews follow each other faster, and are over once the lab sells the model itself.
PREVIEW_DAYS = 3


#: A name with these words is not worth a name of its own without its pin.
_SWITCHES = frozenset(("thinking", "nothinking"))


class _Candidate(NamedTuple):
    group: Group
    name: Signature
    out: Signature


def apply(rule: Rule, groups: Groups) -> None:
    """Join the groups that a rule holds to be one model."""
    shared: dict[Signature, list[_Candidate]] = defaultdict(list)
    for name in groups.named_with(rule.words or rule.kinds):
        if out := rule.left_out(name):
            shared[name - out].append(_Candidate(groups.by_name[name], name, out))
    for rest in sorted(shared, key=sorted):
        if rest:
            _settle(rule, groups, rest, shared[rest])


def _settle(rule: Rule, groups: Groups, rest: Signature, found: list[_Candidate]) -> None:
    """Decide which of the groups that share a remaining name are one model."""
    base = groups.by_name.get(rest)
    if base is None and rule.base:
        return
    found = [candidate._replace(group=groups.by_name[candidate.name]) for candidate in found]
    if all(candidate.group is base for candidate in found):
        return
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
        current = candidate._replace(group=groups.by_name[candidate.name])
        base = groups.by_name[rest]
        if current.group is not base and _fits(rule, groups, base, current):
            _join(rule, groups, base, current)


def _join(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> None:
    candidate.group.drops.setdefault(candidate.name, []).append(
        Dropped(rule.code, rule.field, candidate.out)
    )
    groups.join(base, candidate.group, Reason(rule.code, left_out=_shown(candidate.out)))


def _unique(rule: Rule, base: Group | None, found: list[_Candidate]) -> list[_Candidate]:
    """The candidates that may stand for the bare name; none where it is not clear which."""
    if len({candidate.out for candidate in found}) == 1 or _nested(found):
        return found
    if rule.dates is None or base is None:
        return []
    near = [c for c in found if _is_near(base, c)]
    return near if len({candidate.out for candidate in near}) == 1 else []


def _is_near(base: Group, candidate: _Candidate) -> bool:
    days = _days_apart(base, candidate)
    if days is None:
        return False
    if candidate.group.has_token("preview"):
        return days <= PREVIEW_DAYS and not base.own
    return days <= CLOSE_DAYS


def _nested(candidates: list[_Candidate]) -> bool:
    """Whether each says the same as the most explicit one, or less."""
    fullest = max(candidates, key=lambda c: len(c.out)).out
    return all(c.out <= fullest for c in candidates)


def _days_apart(base: Group, candidate: _Candidate) -> int | None:
    first = base.release()
    second = pinned_date(candidate.name) or candidate.group.pinned() or candidate.group.release()
    if first is None or second is None:
        return None
    return abs((first - second).days)


def _fits(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> bool:
    other = candidate.group
    if base.own & other.own and base.lab == other.lab:
        return False
    if rule.sellers is not None:
        both = base.sellers() & other.sellers()
        if len(both) >= rule.sellers:
            return False
    if rule.field is not None and other.own:
        return False
    if not _kept_apart().isdisjoint(member.reading.signature for member in other.members):
        return False
    return all(check(rule, groups, base, candidate) for check in _CHECKS)


@cache
def _kept_apart() -> frozenset[Signature]:
    return frozenset(take_apart(row["id"]).signature for row in table("exceptions")["apart"])


def _dates_agree(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> bool:
    del groups
    limit = rule.dates
    if limit is None and not _has_pin(candidate.name) and _is_pinned(candidate.group):
        limit = rule.pinned_dates
    if limit is None:
        return True
    apart = _days_apart(base, candidate)
    return apart is None or apart <= limit


def _has_pin(name: Signature) -> bool:
    return any(token[0] == PIN for token in name)


def _is_pinned(group: Group) -> bool:
    return any(_has_pin(name) for name in group.names)


def _prices_agree(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> bool:
    """Serving a model faster never makes it much cheaper, least of all at one provider."""
    del groups
    if rule.prices is None:
        return True
    plain, served = base.prices(), candidate.group.prices()
    both = plain.keys() & served.keys()
    if any(token[0] == SIZE for token in candidate.name):
        return True  # of one size there is one model
    if both:
        return all(served[seller] >= plain[seller] * SAME_PRICE for seller in both)
    if not plain or not served:
        return True
    return median(served.values()) >= median(plain.values()) * rule.prices


#: A share of a price that still counts as the same price.
SAME_PRICE = 0.9


def _handles_text(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> bool:
    del groups
    return not rule.text_only or not (base.is_media() or candidate.group.is_media())


def _is_hybrid(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> bool:
    """Whether a word only switches on what the model without it can do as well."""
    if not rule.hybrid:
        return True
    rest = candidate.name - candidate.out
    if candidate.group.own or rest | {"instruct"} in groups.by_name:
        return False
    if base.has_token("instruct") or candidate.name in groups.released:
        return False
    return base.reasons()


def _sees(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> bool:
    del groups, candidate
    return not rule.sees or base.sees()


def _is_sole(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> bool:
    del base
    if not rule.sole:
        return True
    rest = candidate.name - candidate.out
    return not any(
        other - rest != candidate.out
        and rest < other
        and all(token[0] == VERSION for token in other - rest)
        for other in groups.by_name
    )


def _is_original(rule: Rule, groups: Groups, base: Group, candidate: _Candidate) -> bool:
    del groups, base
    return not rule.original or not candidate.name & derived_words()


_CHECKS: tuple[Callable[[Rule, Groups, Group, _Candidate], bool], ...] = (
    _dates_agree,
    _prices_agree,
    _handles_text,
    _is_hybrid,
    _sees,
    _is_sole,
    _is_original,
)


def _shown(tokens: Signature) -> str:
    return " ".join(sorted(token.lstrip("#%~^&@") for token in tokens))
