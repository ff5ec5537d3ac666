"""What shows that two ids are one release today: each as it is listed, and the evidence.

The evidence stands in ``tables/release_lines.toml``; here is how each kind of it is compared.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from modelario.identity.grouping.group import as_date, pinned_date
from modelario.identity.reading.curated import table
from modelario.identity.reading.labs import first_parties
from modelario.identity.reading.tokens import PIN, Signature
from modelario.records import LabId, ModelId, Offering, ProviderId, Reason

LATEST = frozenset(("latest",))
#: How many grounds of the kind `together` show one release.
_TOGETHER = 2
#: What a name says of its date, or of being the floating one.
_DATED = re.compile(r"\s*\([^)]*\)|[\s-](?:latest|20\d\d-\d\d-\d\d|20\d{6})$", re.IGNORECASE)


class Listing(NamedTuple):
    """A model as its lab lists it, else as those do who state the commonest day."""

    id: ModelId
    name: Signature
    listing: Offering
    #: What each provider asks for input, in USD per 1M tokens.
    prices: Mapping[ProviderId, Decimal]
    #: Whether no other id of the line is dated.
    alone: bool
    pins: Signature
    #: The name without what only tells a date, or that it is the newest.
    words: Signature
    #: The days of the release and, as its lab states it, of the last update.
    days: Sequence[date]


def listed(
    model: ModelId, name: Signature, offerings: Sequence[Offering], lab: LabId, dated: int
) -> Listing:
    own = [each for each in offerings if first_parties().get(each.provider) == lab]
    days = Counter(each.facts.release_date for each in offerings if each.facts.release_date)
    most = min(days, key=lambda day: (-days[day], -len(day), day), default=None)
    usual = [each for each in offerings if each.facts.release_date == most]
    listing = next((each for each in (*own, *usual) if each.facts.release_date), offerings[0])
    prices = {
        each.provider: each.price.input_mtok
        for each in offerings
        if each.price is not None and each.price.input_mtok is not None
    }
    pins = frozenset(token for token in name if token[0] == PIN)
    # When others updated theirs tells nothing.
    updated = listing.facts.last_updated if listing in own else None
    stated = (listing.facts.release_date, updated)
    return Listing(
        model,
        name,
        listing,
        prices,
        alone=dated == 1,
        pins=pins,
        words=name - pins - LATEST,
        days=[day for text in stated if text and (day := as_date(text)) is not None],
    )


def undated(listing: Offering) -> str:
    """A display name without its date, and without that it is the newest."""
    name = listing.facts.name or listing.offering_id
    return _DATED.sub("", name).replace("-", " ").casefold()


def same_release(
    floating: Listing, other: Listing, found: Sequence[Mapping[str, Any]]
) -> Reason | None:
    """Why two ids are one release, by the grounds found for it; ``None`` where it is not shown."""
    alone = [row for row in found if row["shows"] == "alone"]
    together = [row for row in found if row["shows"] == "together"]
    denied = any(
        row["denies"] and _COMPARED[row["fact"]](floating, other, row) is False
        for row in _evidence()
    )
    if denied or not (alone or len(together) >= _TOGETHER):
        return None
    # Of an id without a pin it says nothing that no other pin is known.
    told = alone or [row for row in together if other.pins or row["fact"] != "only"] or together
    return Reason(told[0]["code"], canonical=floating.id)


def grounds(floating: Listing, other: Listing) -> list[Mapping[str, Any]]:
    return [row for row in _evidence() if _COMPARED[row["fact"]](floating, other, row)]


@cache
def _evidence() -> tuple[Mapping[str, Any], ...]:
    return tuple(table("release_lines")["evidence"])


# --- what is compared: whether it agrees, or None where somebody does not state it ----------


def _pin_day(floating: Listing, other: Listing, row: Mapping[str, Any]) -> bool | None:
    """Whether the pin is a day, or the month, that the floating model states."""
    day = pinned_date(other.name)
    if day is None or not floating.days:
        return None
    if all(len(token) == len("@2508") for token in other.pins):
        return any((day.year, day.month) == (each.year, each.month) for each in floating.days)
    return any(abs((day - each).days) <= row["days"] for each in floating.days)


def _same_day(floating: Listing, other: Listing, row: Mapping[str, Any]) -> bool | None:
    """Whether the last day that the floating model states is one of the other's."""
    if not floating.days or not other.days:
        return None
    return any(abs((floating.days[-1] - each).days) <= row["days"] for each in other.days)


def _only_pin(floating: Listing, other: Listing, row: Mapping[str, Any]) -> bool | None:
    """Whether no other dated id is known, and both came out in one season."""
    near = not floating.days or not other.days or _apart(floating, other) <= row["days"]
    return near and (other.alone or not other.pins)


def _apart(floating: Listing, other: Listing) -> int:
    """How many days lie between the two releases."""
    return abs((floating.days[0] - other.days[0]).days)


def _same_name(floating: Listing, other: Listing, row: Mapping[str, Any]) -> bool | None:
    del row
    if not floating.listing.facts.name or not other.listing.facts.name:
        return None
    return undated(floating.listing) == undated(other.listing)


def _same_price(floating: Listing, other: Listing, row: Mapping[str, Any]) -> bool | None:
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


def _same_cutoff(floating: Listing, other: Listing, row: Mapping[str, Any]) -> bool | None:
    del row
    if floating.listing.provider != other.listing.provider:
        return None
    stated = floating.listing.facts.knowledge_cutoff, other.listing.facts.knowledge_cutoff
    return stated[0] == stated[1] if all(stated) else None


def _same_limits(floating: Listing, other: Listing, row: Mapping[str, Any]) -> bool | None:
    del row
    limits = [
        (each.listing.facts.context_window, each.listing.facts.max_output_tokens)
        for each in (floating, other)
    ]
    return limits[0] == limits[1] if all(all(each) for each in limits) else None


_Test = Callable[[Listing, Listing, Mapping[str, Any]], bool | None]
_COMPARED: Mapping[str, _Test] = {
    "pin": _pin_day,
    "day": _same_day,
    "only": _only_pin,
    "name": _same_name,
    "price": _same_price,
    "cutoff": _same_cutoff,
    "limits": _same_limits,
}
