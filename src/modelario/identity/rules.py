"""The rules of ``tables/rules.toml``, and how one of them is applied to all groups.

Every rule works alike: names that are equal once certain tokens are left out are put side by
side, and the groups behind them are joined unless something speaks against it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from modelario.identity.groups import Dropped, Group, pinned_date
from modelario.identity.tables import table
from modelario.identity.tokens import ACTIVE, CONTEXT, EXPERTS, PIN, SIZE, VERSION, Piece, Signature
from modelario.records import Reason

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
    base: bool = False
    unique: bool = False
    sellers: int | None = None
    dates: int | None = None
    field: str | None = None
    prices: float | None = None
    text_only: bool = False
    hybrid: bool = False
    beside: frozenset[str] = frozenset()

    def left_out(self, name: Signature) -> Signature:
        """The tokens that this rule leaves out of a name."""
        if self.having is not None and not any(token[0] == self.having for token in name):
            return frozenset()
        if self.beside and not self.beside & name:
            return frozenset()
        if self.kinds:
            return frozenset(token for token in name if token[0] in self.kinds)
        return name & self.words


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in order."""
    return tuple(_rule(row) for row in table("rules")["rules"])


def _rule(row: Mapping[str, object]) -> Rule:
    fields = {key: value for key, value in row.items() if key not in _READ_OTHERWISE}
    words = [*row.get("words", ()), *row.get("tokens", ())]  # type: ignore[misc]
    kinds = [_KINDS[kind] for kind in row.get("kinds", ())]  # type: ignore[attr-defined]
    having = row.get("having")
    return Rule(
        words=frozenset(words),
        kinds=frozenset(kinds),
        having=None if having is None else _KINDS[str(having)],
        beside=frozenset(row.get("with", ())),  # type: ignore[call-overload]
        **fields,  # type: ignore[arg-type]
    )


_READ_OTHERWISE = ("words", "tokens", "kinds", "having", "with", "last")


class Groups:
    """All groups, by every name that means them."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.by_name: dict[Signature, Group] = {}
        for group in groups:
            for name in group.names:
                self.by_name[name] = group

    def all(self) -> list[Group]:
        return list(dict.fromkeys(self.by_name.values()))

    def join(self, into: Group, other: Group, reason: Reason) -> None:
        for name in other.names:
            self.by_name[name] = into
            other.joined.setdefault(name, reason)
        into.absorb(other)

    def name(self, group: Group, name: Signature) -> None:
        if name not in self.by_name:
            self.by_name[name] = group
            group.names[name] = None


class _Candidate(NamedTuple):
    group: Group
    name: Signature
    out: Signature


def apply(rule: Rule, groups: Groups) -> None:
    """Join the groups that a rule holds to be one model."""
    shared: dict[Signature, list[_Candidate]] = defaultdict(list)
    for name, group in groups.by_name.items():
        if out := rule.left_out(name):
            shared[name - out].append(_Candidate(group, name, out))
    for rest in sorted(shared, key=sorted):
        if rest:
            _settle(rule, groups, rest, shared[rest])


def _settle(rule: Rule, groups: Groups, rest: Signature, found: list[_Candidate]) -> None:
    """Decide which of the groups that share a remaining name are one model."""
    base = groups.by_name.get(rest)
    found = [c._replace(group=groups.by_name[c.name]) for c in found]
    others = {id(c.group): c for c in found if c.group is not base}
    candidates = sorted(others.values(), key=lambda c: (c.group.rank, sorted(c.out)), reverse=True)
    if not candidates:
        return
    if base is None:
        if rule.base:
            return
        base = candidates[0].group
    if rule.unique:
        candidates = _unique(rule, base, candidates, rest in groups.by_name)
    for candidate in candidates:
        if candidate.group is base:
            continue
        if _fits(rule, base, candidate):
            reason = Reason(rule.code, left_out=_shown(candidate.out))
            candidate.group.drops.setdefault(candidate.name, []).append(
                Dropped(rule.code, rule.field, candidate.out)
            )
            groups.join(*_order(base, candidate.group), reason)
            base = groups.by_name[candidate.name]
    if rest not in groups.by_name and candidates:
        groups.name(base, rest)


def _order(base: Group, other: Group) -> tuple[Group, Group]:
    return base, other


def _unique(rule: Rule, base: Group, candidates: list[_Candidate], based: bool) -> list[_Candidate]:
    """The one candidate that may stand for the bare name; none where it is not clear."""
    if len({candidate.out for candidate in candidates}) == 1:
        return candidates
    if _nested(candidates):
        return candidates
    if rule.dates is None or not based:
        return []
    near = [c for c in candidates if _days_apart(base, c) is not None]
    near = [c for c in near if (_days_apart(base, c) or 0) <= (rule.dates or 0)]
    if len({candidate.out for candidate in near}) == 1:
        return near
    return []


def _nested(candidates: list[_Candidate]) -> bool:
    """Whether each says the same as the most explicit one, or less."""
    fullest = max(candidates, key=lambda c: len(c.out)).out
    return all(c.out <= fullest for c in candidates)


def _days_apart(base: Group, candidate: _Candidate) -> int | None:
    first = base.release()
    second = pinned_date([candidate.name]) or candidate.group.release()
    if first is None or second is None:
        return None
    return abs((first - second).days)


def _fits(rule: Rule, base: Group, candidate: _Candidate) -> bool:
    other = candidate.group
    if base.own & other.own and base.lab == other.lab:
        return False
    if rule.sellers is not None and len(base.providers & other.providers) >= rule.sellers:
        return False
    return all(check(rule, base, candidate) for check in _CHECKS)


def _dates_agree(rule: Rule, base: Group, candidate: _Candidate) -> bool:
    if rule.dates is None:
        return True
    apart = _days_apart(base, candidate)
    return apart is None or apart <= rule.dates


def _prices_agree(rule: Rule, base: Group, candidate: _Candidate) -> bool:
    if rule.prices is None:
        return True
    plain, served = list(base.prices()), list(candidate.group.prices())
    if not plain or not served:
        return True
    return median(served) >= median(plain) * rule.prices


def _makes_text(rule: Rule, base: Group, candidate: _Candidate) -> bool:
    return not rule.text_only or not (base.makes_media() or candidate.group.makes_media())


def _is_hybrid(rule: Rule, base: Group, candidate: _Candidate) -> bool:
    if not rule.hybrid:
        return True
    if candidate.group.own or base.has_token("instruct"):
        return False
    if any(
        _word_before_pin(member.reading.pieces, rule.words) for member in candidate.group.members
    ):
        return False
    return base.reasons()


def _word_before_pin(pieces: tuple[Piece, ...], words: frozenset[str]) -> bool:
    return any(before.value in words and after.kind == PIN for before, after in pairwise(pieces))


_CHECKS: tuple[Callable[[Rule, Group, _Candidate], bool], ...] = (
    _dates_agree,
    _prices_agree,
    _makes_text,
    _is_hybrid,
)


def _shown(tokens: Signature) -> str:
    return " ".join(sorted(token.lstrip("#%~^&@") for token in tokens))
