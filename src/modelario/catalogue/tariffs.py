"""What an offering asks in one way of being asked, made ready for billing requests."""

from bisect import bisect
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import astuple, replace

from modelario.catalogue.billing import (
    PARTS,
    PER_MTOK,
    READ,
    Bill,
    Usage,
    by_piece,
    rate_of,
    terms,
)
from modelario.catalogue.circumstances import ORDINARY, Circumstances
from modelario.records import ALWAYS, Offering, PriceRule, Reason, Serving, Variant
from modelario.remembering import remembered

_NOTHING: tuple[Reason, ...] = ()
#: In minutes.
_A_DAY = 1440


class _Rates(Struct, frozen=True, gc=False):
    """What requests of about one length and time cost: those for which the same rules hold."""

    #: The one that goes first is at the front.
    rules: tuple[PriceRule, ...]
    #: What is assumed of how, where and when they are made.
    said: tuple[Reason, ...]
    #: Whether any of them asks something by the piece.
    by_piece: bool
    #: What a token of each part costs, in the order of the fields of a request, and what is said
    #: where the part has no price of its own: whole numbers, which are added up exactly and at
    #: once. ``None`` where nothing is known.
    parts: tuple[tuple[int, tuple[Reason, ...]] | None, ...]
    #: So many of those make a USD.
    scale: Decimal


def _rates(rules: tuple[PriceRule, ...], said: tuple[Reason, ...]) -> _Rates:
    """Find what each part of a request costs by rules that hold."""
    rates = [rate_of(rules, place) for place in range(PARTS)]
    # Most parts share a few prices.
    prices = {rate.price for rate in rates if rate is not None}
    factor = Decimal(10) ** -min([int(each.as_tuple().exponent) for each in prices], default=0)
    whole = {each: int(each * factor) for each in prices}
    parts = tuple([None if each is None else (whole[each.price], each.said) for each in rates])
    by_piece = any(rule.pieces for rule in rules)
    return _Rates(rules, said, by_piece, parts, PER_MTOK * factor)


class Tariff(Struct, frozen=True, gc=False):
    """What an offering asks of requests that are made in one way, at one moment or at any.

    It finds which rules hold, what each part costs and what is assumed once for all of them, when
    it first has to know.
    """

    offering: Offering
    when: Circumstances
    #: How the offering serves its model.
    own: Variant | None
    #: From which lengths of the prompt on other rules hold, the shortest first.
    lengths: Sequence[int] = ()
    #: The same of minutes of the week in UTC, where requests are made at any moment.
    minutes: Sequence[int] = ()
    #: What requests cost, by how many of those lengths and of those minutes they have reached.
    rates: dict[tuple[int, int], _Rates] = {}

    def bill(self, usage: Usage, at: datetime | None = None) -> Bill | None:
        """Add up what a request costs; ``None`` where a price that it needs is unknown.

        The request is billed wholly at the tier that its prompt falls into. A part that has no
        price of its own costs the plain one. ``at`` is when it is made, where the tariff is for
        any moment.
        """
        # Told out at length, for whole logs go through it.
        counts = astuple(usage)
        key = (
            bisect(self.lengths, sum(counts[:READ])) if self.lengths else 0,
            self._reached(at) if self.minutes else 0,
        )
        rates = self.rates.get(key) or self._found(key, sum(counts[:READ]), at)
        total, said = 0, _NOTHING
        # What comes after the parts is the pieces.
        for part, count in zip(rates.parts, counts):  # noqa: B905 – its name costs a tenth of all
            if count:
                if part is None:
                    return None
                total += part[0] * count
                if part[1]:
                    said += part[1]
        amount = total / rates.scale
        if rates.by_piece or usage.pieces:
            charges = by_piece(rates.rules, usage.pieces)
            if charges is None:
                return None
            for charge in charges:
                amount += charge.price * charge.count
        return Bill(amount, usage, rates.rules, said + rates.said)

    def _reached(self, at: datetime | None) -> int:
        if at is None:
            return -1
        moment = at if at.tzinfo is UTC else at.astimezone(UTC)
        minute = _A_DAY * moment.weekday() + 60 * moment.hour + moment.minute
        return bisect(self.minutes, minute)

    def _found(self, key: tuple[int, int], prompt_tokens: int, at: datetime | None) -> _Rates:
        when = replace(self.when, at=at) if self.minutes else self.when
        rates = self.rates[key] = _rates(*terms(self.offering, prompt_tokens, when, self.own))
        return rates


def tariff(
    offering: Offering, when: Circumstances = ORDINARY, own: Variant | None = None
) -> Tariff:
    """Make an offering's tariff; ``own`` is how it serves its model."""
    wanted = [rule.conditions for rule in offering.rules if rule.conditions is not ALWAYS]
    if not wanted:
        return Tariff(offering, when, own)
    lengths = {each.prompt.tokens + (not each.prompt.inclusive) for each in wanted if each.prompt}
    hours = [span for each in wanted for span in each.hours] if when.at is None else []
    ends = {end for span in hours for end in (span.start, span.end)}
    minutes = {_A_DAY * day + end for day in range(7) for end in ends}
    return Tariff(offering, when, own, sorted(lengths), sorted(minutes))


def tariff_at(serving: Serving, when: Circumstances = ORDINARY) -> Tariff:
    """Make the tariff of an offering that may serve its model in a way of its own."""
    return tariff(serving.offering, when, serving.assignment.variant)


def bill(
    offering: Offering,
    usage: Usage,
    when: Circumstances = ORDINARY,
    own: Variant | None = None,
) -> Bill | None:
    """Add up what a request costs; ``None`` where a price that it needs is unknown.

    ``own`` is how the offering serves its model. The first request of a way makes a tariff for all
    that follow, at whatever moment.
    """
    return _remembered_tariff(offering, when.mode, when.region, own).bill(usage, when.at)


def bill_at(serving: Serving, usage: Usage, when: Circumstances = ORDINARY) -> Bill | None:
    """Add up what a request costs at an offering that may serve its model in a way of its own."""
    return bill(serving.offering, usage, when, serving.assignment.variant)


#: As many as there are offerings, and then some.
@remembered(8_192)
def _remembered_tariff(
    offering: Offering, mode: str | None, region: str | None, own: Variant | None
) -> Tariff:
    ordinary = mode is None and region is None
    return tariff(offering, ORDINARY if ordinary else Circumstances(mode=mode, region=region), own)
