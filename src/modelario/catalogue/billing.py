"""What a request costs: each of its parts at the rule that holds for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import asdict, astuple

from modelario.catalogue.circumstances import ORDINARY, SAME_MODE, Circumstances
from modelario.records import (
    ALWAYS,
    STANDARD,
    Hours,
    Offering,
    PriceRule,
    Reason,
    Serving,
    TokenPrice,
    Variant,
)

PER_MTOK = Decimal(1_000_000)

#: The piece of which every request is one.
REQUEST = "request"


# --- what is billed -------------------------------------------------------------------


class Usage(Struct, frozen=True, kw_only=True, gc=False):
    """The tokens of one request, each counted once: no part holds another.

    Whoever has raw counts makes one of them with :mod:`~modelario.catalogue.flavours`.
    """

    #: Input that is neither read from a cache nor written to one.
    uncached_tokens: int = 0
    #: Input that is read from a cache.
    cache_read_tokens: int = 0
    #: Input that is written to a cache for the shortest time that there is.
    cache_write_tokens: int = 0
    #: Written to a cache that keeps it for an hour.
    cache_write_1h_tokens: int = 0
    #: Audio that is read.
    input_audio_tokens: int = 0
    #: Images that are read.
    input_image_tokens: int = 0
    #: Text that is written.
    output_tokens: int = 0
    #: Thought, and not part of the output.
    reasoning_tokens: int = 0
    #: Audio that is written.
    output_audio_tokens: int = 0
    #: Images that are written.
    output_image_tokens: int = 0
    #: How many of what is not counted in tokens: ``web_search`` …
    pieces: Mapping[str, int] = {}

    @property
    def prompt_tokens(self) -> int:
        """The whole prompt, by which price tiers go."""
        return sum(astuple(self)[:_READ])

    @property
    def written_tokens(self) -> int:
        """All that the model writes."""
        return sum(astuple(self)[_READ : len(_PARTS)])


class _BilledPart(Struct, frozen=True, gc=False):
    """How a part of a request is priced."""

    tokens: str
    #: The price that it costs, and those that it costs instead where there is none.
    price: str
    instead: tuple[str, ...] = ()


#: In the order of the fields of :class:`Usage`.
_PARTS = (
    _BilledPart("uncached_tokens", "input_mtok"),
    _BilledPart("cache_read_tokens", "cache_read_mtok", ("input_mtok",)),
    _BilledPart("cache_write_tokens", "cache_write_mtok", ("input_mtok",)),
    _BilledPart("cache_write_1h_tokens", "cache_write_1h_mtok", ("cache_write_mtok", "input_mtok")),
    _BilledPart("input_audio_tokens", "input_audio_mtok", ("input_mtok",)),
    _BilledPart("input_image_tokens", "input_image_mtok", ("input_mtok",)),
    _BilledPart("output_tokens", "output_mtok"),
    _BilledPart("reasoning_tokens", "reasoning_mtok", ("output_mtok",)),
    _BilledPart("output_audio_tokens", "output_audio_mtok", ("output_mtok",)),
    _BilledPart("output_image_tokens", "output_image_mtok", ("output_mtok",)),
)
#: The price that each part of a request is charged by.
PRICED_BY = {part.tokens: part.price for part in _PARTS}
#: What is said of each that has no price of its own, by what it costs instead.
_SAID = {
    (part.price, instead): Reason("assumed_price", field=part.price, instead=instead)
    for part in _PARTS
    for instead in part.instead
}
#: So many of them make the prompt.
_READ = 6
_NOTHING = Decimal(0)
#: How nothing out of the ordinary is served.
_PLAIN = Variant()


# --- which rules hold -----------------------------------------------------------------


def holding(
    rules: Sequence[PriceRule],
    prompt_tokens: int,
    when: Circumstances = ORDINARY,
    own: Variant | None = None,
) -> list[PriceRule]:
    """List the rules that hold, the one that goes first at the front.

    What is served in a region, or at a speed, of its own has its prices already: no rule for a
    region, or for that mode, is laid on top of them.
    """
    mode, region, at = mode_at(rules, when.mode), when.region, when.at
    if own is not None:
        mode, region = mode if own.speed != mode else None, None if own.region else region
    held = []
    # Told out at length, for whole logs are costed rule by rule.
    for rule in reversed(rules):
        wanted = rule.conditions
        if wanted is not ALWAYS and (
            (wanted.mode is not None and wanted.mode != mode)
            or (wanted.region is not None and wanted.region != region)
            or (wanted.prompt is not None and not wanted.prompt.holds(prompt_tokens))
            or (wanted.hours and not _is_in(wanted.hours, at))
        ):
            continue
        held.append(rule)
    return held


def mode_at(rules: Sequence[PriceRule], asked: str | None) -> str | None:
    """Tell by which name rules have the mode that is asked for."""
    if asked is None or (other := SAME_MODE.get(asked)) is None:
        return asked
    return other if _any(rules, "mode", other) and not _any(rules, "mode", asked) else asked


def _is_in(hours: Sequence[Hours], at: datetime | None) -> bool:
    if at is not None:
        for each in hours:
            if each.hold(at):
                return True
    return False


def price_of(rules: Sequence[PriceRule]) -> TokenPrice:
    """Merge rules as :func:`holding` lists them: each unit from the first that has it."""
    if len(rules) == 1:
        return rules[0].price
    found: dict[str, Decimal] = {}
    for rule in rules:
        for unit, price in asdict(rule.price).items():
            if price is not None:
                found.setdefault(unit, price)
    return TokenPrice(**found)


def tier_price(offering: Offering, above_tokens: int) -> TokenPrice:
    """Give all prices of an ordinary request that is just above a length."""
    return price_of(holding(offering.rules, above_tokens + 1))


# --- the bill -------------------------------------------------------------------------


class Charge(Struct, frozen=True, gc=False):
    """What one part of a request costs, and by which rule."""

    #: ``uncached_tokens`` …, as in :class:`Usage`, or the name of a piece.
    part: str
    count: int
    #: USD per 1M tokens, or per piece.
    price: Decimal
    rule: PriceRule


class Bill(Struct, frozen=True, gc=False):
    """What a request costs in USD, exactly, with what was assumed about its prices."""

    amount: Decimal
    charges: tuple[Charge, ...]
    #: All rules that hold, the one that goes first at the front.
    rules: tuple[PriceRule, ...]
    assumed: tuple[Reason, ...] = ()

    @property
    def price(self) -> TokenPrice:
        """Every price that applies to the request."""
        return price_of(self.rules)

    @property
    def above_tokens(self) -> int | None:
        """The tier that the prompt falls into; ``None`` for the plain price."""
        return next((rule.above_tokens for rule in self.rules if rule.above_tokens), None)


def bill(
    offering: Offering,
    usage: Usage,
    when: Circumstances = ORDINARY,
    own: Variant | None = None,
) -> Bill | None:
    """Add up what a request costs; ``None`` where a price that it needs is unknown.

    The request is billed wholly at the tier that its prompt falls into. A part that has no price
    of its own costs the plain one. ``own`` is how the offering serves its model.
    """
    *counts, pieces = astuple(usage)
    rules = holding(offering.rules, sum(counts[:_READ]), when, own)
    total = _NOTHING
    charges: list[Charge] = []
    assumed: list[Reason] = []
    for place, count in enumerate(counts):
        if not count:
            continue
        part = _PARTS[place]
        unit = part.price
        for rule in rules:
            if (price := getattr(rule.price, unit)) is not None:
                break
        else:
            if (found := _instead(rules, part)) is None:
                return None
            price, rule, reason = found
            assumed.append(reason)
        total += price * count
        charges.append(Charge(part.tokens, count, price, rule))
    total /= PER_MTOK
    for piece, count in _pieces(rules, pieces):
        if (charge := _piece(rules, piece, count)) is None:
            return None
        total += charge.price * count
        charges.append(charge)
    if len(rules) < len(offering.rules) or when is not ORDINARY:
        assumed += _assumed(offering.rules, rules, when, own)
    return Bill(total, tuple(charges), tuple(rules), tuple(assumed))


def request_cost(offering: Offering, usage: Usage) -> Decimal | None:
    """Tell what an ordinary request costs in USD; ``None`` where a price is unknown."""
    found = bill(offering, usage)
    return found.amount if found else None


def bill_at(serving: Serving, usage: Usage, when: Circumstances = ORDINARY) -> Bill | None:
    """Add up what a request costs at an offering that may serve its model in a way of its own."""
    return bill(serving.offering, usage, when, serving.assignment.variant)


def price_at(serving: Serving, when: Circumstances) -> TokenPrice:
    """Give the prices of a short request at an offering."""
    return price_of(holding(serving.offering.rules, 0, when, serving.assignment.variant))


def _instead(
    rules: Sequence[PriceRule], part: _BilledPart
) -> tuple[Decimal, PriceRule, Reason] | None:
    """Find what a part costs that has no price of its own."""
    for unit in part.instead:
        for rule in rules:
            price: Decimal | None = getattr(rule.price, unit)
            if price is not None:
                return price, rule, _SAID[part.price, unit]
    return None


def _pieces(rules: Sequence[PriceRule], counted: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    """What is billed by the piece; the request itself is where a price for that is known."""
    found = [(piece, count) for piece, count in counted.items() if count] if counted else []
    for rule in rules:
        if rule.pieces and REQUEST in rule.pieces and REQUEST not in counted:
            return [(REQUEST, 1), *found]
    return found


def _piece(rules: Sequence[PriceRule], piece: str, count: int) -> Charge | None:
    for rule in rules:
        price = rule.pieces.get(piece)
        if price is not None:
            return Charge(piece, count, price, rule)
    return None


def _assumed(
    rules: Sequence[PriceRule],
    held: Sequence[PriceRule],
    when: Circumstances,
    own: Variant | None,
) -> list[Reason]:
    """Tell what was asked for and made no difference, for nothing is known of it."""
    own = own or _PLAIN
    mode, region, found = mode_at(rules, when.mode), when.region, []
    if mode is not None and mode not in (STANDARD, own.speed) and not _any(held, "mode", mode):
        found.append(Reason("assumed_standard", mode=mode))
    if region is not None and region != own.region:
        if own.region is not None:
            found.append(Reason("assumed_own_region", region=region, own=own.region))
        elif not _any(held, "region", region):
            found.append(Reason("assumed_any_region", region=region))
    if when.at is None:
        for rule in rules:
            if rule.conditions.hours and rule.conditions.mode in (None, mode):
                found.append(Reason("assumed_usual_hours"))
                break
    return found


def _any(rules: Sequence[PriceRule], condition: str, value: str) -> bool:
    for rule in rules:  # noqa: SIM110 – a generator takes longer than what it looks at
        if getattr(rule.conditions, condition) == value:
            return True
    return False
