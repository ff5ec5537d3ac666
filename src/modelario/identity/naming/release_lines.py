"""Which ids are the same release today: a floating id, its ``-latest``, and the pin behind them.

The ids stay as they are, for the lab sells each. What counts as evidence stands in
``tables/release_lines.toml``. Ids of one name that are other releases are told apart by their days.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from modelario.identity.grouping.group import as_date, pinned_date
from modelario.identity.reading.curated import table
from modelario.identity.reading.labs import first_parties
from modelario.identity.reading.tokens import PIN, Signature, take_apart
from modelario.records import (
    Assignment,
    Identity,
    LabId,
    ModelId,
    Offering,
    ProviderId,
    Reason,
    ReleaseId,
    ReleaseLine,
)

_LATEST = frozenset(("latest",))
#: How many grounds of the kind `together` show one release.
_TOGETHER = 2
#: What a name says of its date, or of being the floating one.
_DATED = re.compile(r"\s*\([^)]*\)|[\s-](?:latest|20\d\d-\d\d-\d\d|20\d{6})$", re.IGNORECASE)


class _LabListing(NamedTuple):
    """A model as its lab lists it, else as the first offering that states a day does."""

    id: ModelId
    name: Signature
    listing: Offering
    #: What each provider asks for input, in USD per 1M tokens.
    prices: Mapping[ProviderId, Decimal]
    alone: bool

    @property
    def pins(self) -> Signature:
        return frozenset(token for token in self.name if token[0] == PIN)

    @property
    def days(self) -> list[date]:
        """The days of the release and of the last update."""
        facts = self.listing.facts
        stated = (facts.release_date, facts.last_updated)
        return [day for text in stated if text and (day := as_date(text)) is not None]


def release_lines(
    identities: Mapping[ModelId, Identity],
    offerings: Iterable[Offering],
    assignments: Iterable[Assignment],
) -> Mapping[ModelId, ReleaseLine]:
    """The release line of every model that is not alone on one, by each of its ids."""
    lines: dict[tuple[LabId, Signature], list[ModelId]] = defaultdict(list)
    names = {model: take_apart(model.partition("/")[2]).signature for model in identities}
    for model, name in names.items():
        line = frozenset(token for token in name - _LATEST if token[0] != PIN)
        lines[identities[model].lab, line].append(model)
    several = {model for models in lines.values() if len(models) > 1 for model in models}
    sold: dict[ModelId, list[Offering]] = defaultdict(list)
    for offering, assignment in zip(offerings, assignments, strict=True):
        if assignment.model in several:
            sold[assignment.model].append(offering)
    found: dict[ModelId, ReleaseLine] = {}
    for (lab, _), models in lines.items():
        if len(models) > 1:
            dated = sum(any(token[0] == PIN for token in names[model]) for model in models)
            listed = [_listed(model, names[model], sold[model], lab, dated) for model in models]
            found |= _sets(listed)
    return found


def _listed(
    model: ModelId, name: Signature, offerings: Sequence[Offering], lab: LabId, dated: int
) -> _LabListing:
    own = [each for each in offerings if first_parties().get(each.provider) == lab]
    listing = next((each for each in (*own, *offerings) if each.facts.release_date), offerings[0])
    prices = {
        each.provider: each.price.input_mtok
        for each in offerings
        if each.price is not None and each.price.input_mtok is not None
    }
    return _LabListing(model, name, listing, prices, alone=dated == 1)


def _sets(listed: Sequence[_LabListing]) -> Mapping[ModelId, ReleaseLine]:
    """What is one release with the floating model of a line, and the other releases of it."""
    floating = sorted((each for each in listed if not each.pins), key=_plainest)
    members = _members(floating, [each for each in listed if each.pins]) if floating else {}
    sets = {each.id: _set(each.id, {}, listed) for each in listed if each.id not in members}
    if floating:
        whole = _set(floating[0].id, members, listed)
        sets |= dict.fromkeys((floating[0].id, *members), whole)
    return sets


def _members(
    floating: Sequence[_LabListing], dated: Sequence[_LabListing]
) -> Mapping[ModelId, Reason]:
    """The ids that are shown to be the first one's release: of dated ones the best founded."""
    first = floating[0]
    found = {each.id: why for each in floating[1:] if (why := _shown(first, each)) is not None}
    pinned = [(len(_grounds(first, each)), each.id, _shown(first, each)) for each in dated]
    shown = [each for each in pinned if each[2] is not None]
    best = max((number for number, _, _ in shown), default=0)
    alike = {id_: why for number, id_, why in shown if number == best and why is not None}
    return found | (alike if len(alike) == 1 else {})


def _set(
    canonical: ModelId, members: Mapping[ModelId, Reason], listed: Sequence[_LabListing]
) -> ReleaseLine:
    shown = {canonical: Reason("release_canonical"), **members}
    others = tuple(
        ReleaseId(each.id, Reason("another_release", day=_day(each)))
        for each in listed
        if each.id not in shown
    )
    return ReleaseLine(
        canonical=canonical,
        same=tuple(ReleaseId(id_, why) for id_, why in shown.items()),
        others=others,
    )


def _plainest(each: _LabListing) -> tuple[int, str]:
    """The id without ``latest`` comes first."""
    return len(each.name), each.id


def _day(each: _LabListing) -> str | None:
    day = pinned_date(each.name)
    return each.listing.facts.release_date if day is None else day.isoformat()


def _shown(floating: _LabListing, other: _LabListing) -> Reason | None:
    """Why two ids are one release, or ``None`` where that is not shown."""
    grounds = _grounds(floating, other)
    alone = [row for row in grounds if row["shows"] == "alone"]
    together = [row for row in grounds if row["shows"] == "together"]
    denied = any(
        row["denies"] and _COMPARED[row["fact"]](floating, other, row) is False
        for row in _evidence()
    )
    if denied or not (alone or len(together) >= _TOGETHER):
        return None
    return Reason((alone or together)[0]["code"], canonical=floating.id)


def _grounds(floating: _LabListing, other: _LabListing) -> list[Mapping[str, Any]]:
    return [row for row in _evidence() if _COMPARED[row["fact"]](floating, other, row)]


@cache
def _evidence() -> tuple[Mapping[str, Any], ...]:
    return tuple(table("release_lines")["evidence"])


# --- what is compared: whether it agrees, or None where somebody does not state it ----------


def _pin_day(floating: _LabListing, other: _LabListing, row: Mapping[str, Any]) -> bool | None:
    """Whether the pin is a day, or the month, that the floating model states."""
    day = pinned_date(other.name)
    if day is None or not floating.days:
        return None
    if all(len(token) == len("@2508") for token in other.pins):
        return any((day.year, day.month) == (each.year, each.month) for each in floating.days)
    return any(abs((day - each).days) <= row["days"] for each in floating.days)


def _same_day(floating: _LabListing, other: _LabListing, row: Mapping[str, Any]) -> bool | None:
    """Whether the last day that the floating model states is one of the other's."""
    if not floating.days or not other.days:
        return None
    return any(abs((floating.days[-1] - each).days) <= row["days"] for each in other.days)


def _only_pin(floating: _LabListing, other: _LabListing, row: Mapping[str, Any]) -> bool | None:
    """Whether no other dated id is known, and both came out in one season."""
    near = not floating.days or not other.days or _apart(floating, other) <= row["days"]
    return near and (other.alone or not other.pins)


def _apart(floating: _LabListing, other: _LabListing) -> int:
    """How many days lie between the two releases."""
    return abs((floating.days[0] - other.days[0]).days)


def _same_name(floating: _LabListing, other: _LabListing, row: Mapping[str, Any]) -> bool | None:
    del row
    names = [_DATED.sub("", each.listing.facts.name or "").casefold() for each in (floating, other)]
    return names[0] == names[1] if all(names) else None


def _same_price(floating: _LabListing, other: _LabListing, row: Mapping[str, Any]) -> bool | None:
    """Whether who lists both, the lab if it does, asks one price for them; else the lab's."""
    both = floating.prices.keys() & other.prices.keys()
    if floating.listing.provider == other.listing.provider:
        both &= {floating.listing.provider}
    pairs = [(floating.prices[each], other.prices[each]) for each in both]
    if not both and other.pins:
        own = [floating.prices[each] for each in floating.prices.keys() & first_parties().keys()]
        pairs = list(product(own, other.prices.values()))
    return any(_is_near(*pair, row["share"]) for pair in pairs) if pairs else None


def _is_near(first: Decimal, second: Decimal, share: float) -> bool:
    """Whether two prices differ by no more than rounding and exchange do."""
    return abs(first - second) <= max(first, second) * Decimal(str(share))


def _same_cutoff(floating: _LabListing, other: _LabListing, row: Mapping[str, Any]) -> bool | None:
    del row
    if floating.listing.provider != other.listing.provider:
        return None
    stated = floating.listing.facts.knowledge_cutoff, other.listing.facts.knowledge_cutoff
    return stated[0] == stated[1] if all(stated) else None


def _same_limits(floating: _LabListing, other: _LabListing, row: Mapping[str, Any]) -> bool | None:
    del row
    limits = [
        (each.listing.facts.context_window, each.listing.facts.max_output_tokens)
        for each in (floating, other)
    ]
    return limits[0] == limits[1] if all(all(each) for each in limits) else None


_Evidence = Callable[[_LabListing, _LabListing, Mapping[str, Any]], bool | None]
_COMPARED: Mapping[str, _Evidence] = {
    "pin": _pin_day,
    "day": _same_day,
    "only": _only_pin,
    "name": _same_name,
    "price": _same_price,
    "cutoff": _same_cutoff,
    "limits": _same_limits,
}
