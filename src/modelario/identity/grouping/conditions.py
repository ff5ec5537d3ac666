"""What may speak against a rule: the conditions under which two groups are joined."""

from collections.abc import Callable
from datetime import date
from functools import cache
from statistics import median
from typing import NamedTuple

from modelario.identity.grouping.group import Group, pinned_date
from modelario.identity.grouping.groups import Groups, edition
from modelario.identity.grouping.rules import Rule
from modelario.identity.reading.curated import table
from modelario.identity.reading.readings import derived_words
from modelario.identity.reading.tokens import PIN, SIZE, VERSION, Signature, take_apart

#: Of several pins, the one released within so many days of the bare name is meant.
CLOSE_DAYS = 20
#: Previews follow each other faster, and are over once the lab sells the model itself.
PREVIEW_DAYS = 3


class Case(NamedTuple):
    """Two groups that a rule would join, and what it leaves out of the other's name."""

    rule: Rule
    groups: Groups
    base: Group
    other: Group
    name: Signature
    out: Signature


def is_near(base: Group, other: Group, name: Signature) -> bool:
    """Whether of several pins this one was released with the bare name.

    A bare name moves on: of dates that are equally common the last one counts.
    """
    day, days = released(other, name), base.releases()
    if day is None or not days:
        return False
    apart = abs((days[-1] - day).days)
    if other.has_token("preview"):
        return apart <= PREVIEW_DAYS and not base.own
    return apart <= CLOSE_DAYS


def released(group: Group, name: Signature) -> date | None:
    """When a group was released that is called by a name here."""
    return pinned_date(name) or group.pinned() or group.release()


def fits(case: Case) -> bool:
    """Whether nothing speaks against joining the two groups of a case."""
    return all(condition(case) for condition in _CONDITIONS)


def _labs_agree(case: Case) -> bool:
    """What a lab's own provider sells apart, or as fast as its own product, is apart."""
    base, other = case.base, case.other
    if base.own & other.own and base.lab == other.lab:
        return False
    if case.rule.field is None:
        return True
    return not other.own and edition(case.name) not in case.groups.sold


def _sellers_agree(case: Case) -> bool:
    """Several providers that plainly sell both names show that they are two models."""
    limit = case.rule.sellers
    return limit is None or len(case.base.sellers() & case.other.sellers()) < limit


def _not_kept_apart(case: Case) -> bool:
    names = (member.reading.signature for member in case.other.members)
    return kept_apart().isdisjoint(names)


@cache
def kept_apart() -> frozenset[Signature]:
    """The names that are curated to be models of their own."""
    return frozenset(take_apart(row["id"]).signature for row in table("exceptions")["apart"])


def _dates_agree(case: Case) -> bool:
    limit = case.rule.dates
    if limit is None and not _has_pin(case.name) and _is_pinned(case.other):
        limit = case.rule.pinned_dates
    if limit is None or _is_within(limit, case):
        return True
    return case.rule.unique and is_near(case.base, case.other, case.name)


def _is_within(days: int, case: Case) -> bool:
    """Whether the two were released within so many days, as far as is known."""
    first, second = case.base.release(), released(case.other, case.name)
    return first is None or second is None or abs((first - second).days) <= days


def _has_pin(name: Signature) -> bool:
    return any(token[0] == PIN for token in name)


def _is_pinned(group: Group) -> bool:
    return any(_has_pin(name) for name in group.names)


def _prices_agree(case: Case) -> bool:
    """Serving a model faster never makes it much cheaper, least of all at one provider."""
    if case.rule.prices is None:
        return True
    plain, served = case.base.prices(), case.other.prices()
    both = plain.keys() & served.keys()
    if any(token[0] == SIZE for token in case.name):
        return True  # of one size there is one model
    if both:
        return all(served[seller] >= plain[seller] * SAME_PRICE for seller in both)
    if not plain or not served:
        return True
    return median(served.values()) >= median(plain.values()) * case.rule.prices


#: A share of a price that still counts as the same price.
SAME_PRICE = 0.9


def _handles_text(case: Case) -> bool:
    return not case.rule.text_only or not (case.base.is_media() or case.other.is_media())


def _is_hybrid(case: Case) -> bool:
    """Whether a word only switches on what the model without it can do as well."""
    if not case.rule.hybrid:
        return True
    rest = case.name - case.out
    if case.other.own or any(rest | {word} in case.groups.by_name for word in _TWINS):
        return False
    if case.base.has_token("instruct") or case.name in case.groups.released:
        return False
    return case.base.reasons()


#: What the other edition is called where the one that reasons has its own name.
_TWINS = ("instruct", "non-reasoning")


def _sees(case: Case) -> bool:
    """Whether the bare name is the edition that sees, and no release of a text edition."""
    if not case.rule.sees:
        return True
    if _is_said_otherwise(case, PIN):
        return False
    fewer = len(case.base) < len(case.other) and case.other.sees()
    return case.base.sees() or (fewer and _is_within(_SAME_SEASON, case))


#: Editions released within so many days are of one release.
_SAME_SEASON = 45


def _is_sole(case: Case) -> bool:
    return not case.rule.sole or not _is_said_otherwise(case, VERSION)


def _is_said_otherwise(case: Case, kind: str) -> bool:
    """Whether the bare name is known with other tokens of a kind behind it."""
    rest = case.name - case.out
    return any(
        other - rest != case.out and all(token[0] == kind for token in other - rest)
        for other in case.groups.longer_than(rest)
    )


def _is_original(case: Case) -> bool:
    return not case.rule.original or not case.name & derived_words()


_CONDITIONS: tuple[Callable[[Case], bool], ...] = (
    _labs_agree,
    _sellers_agree,
    _not_kept_apart,
    _dates_agree,
    _prices_agree,
    _handles_text,
    _is_hybrid,
    _sees,
    _is_sole,
    _is_original,
)
