"""What a request costs: each of its parts at the rule that holds for it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import asdict, astuple

from modelario.catalogue.circumstances import ORDINARY, Circumstances, assumed, holding
from modelario.records import Offering, PriceRule, Reason, Serving, TokenPrice, Variant

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
        return sum(astuple(self)[:READ])

    @property
    def written_tokens(self) -> int:
        """All that the model writes."""
        return sum(astuple(self)[READ:PARTS])


class _BilledPart(Struct, frozen=True, gc=False):
    """How a part of a request is priced."""

    tokens: str
    #: The price that it costs.
    price: str
    #: The same, and those that it costs instead, with what is said of them.
    ways: tuple[tuple[str, tuple[Reason, ...]], ...]


def _part(tokens: str, price: str, *instead: str) -> _BilledPart:
    said = ((each, (Reason("assumed_price", field=price, instead=each),)) for each in instead)
    return _BilledPart(tokens, price, ((price, ()), *said))


#: In the order of the fields of :class:`Usage`.
_PARTS = (
    _part("uncached_tokens", "input_mtok"),
    _part("cache_read_tokens", "cache_read_mtok", "input_mtok"),
    _part("cache_write_tokens", "cache_write_mtok", "input_mtok"),
    _part("cache_write_1h_tokens", "cache_write_1h_mtok", "cache_write_mtok", "input_mtok"),
    _part("input_audio_tokens", "input_audio_mtok", "input_mtok"),
    _part("input_image_tokens", "input_image_mtok", "input_mtok"),
    _part("output_tokens", "output_mtok"),
    _part("reasoning_tokens", "reasoning_mtok", "output_mtok"),
    _part("output_audio_tokens", "output_audio_mtok", "output_mtok"),
    _part("output_image_tokens", "output_image_mtok", "output_mtok"),
)
#: The price that each part of a request is charged by.
PRICED_BY = {part.tokens: part.price for part in _PARTS}
#: So many of the parts make the prompt.
READ = 6
#: So many parts there are in all.
PARTS = len(_PARTS)
_NOTHING = Decimal(0)


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


class Rate(Struct, frozen=True, gc=False):
    """What a part of requests costs, and by which rule."""

    #: ``uncached_tokens`` …, as in :class:`Usage`, or the name of a piece.
    part: str
    #: USD per 1M tokens, or per piece.
    price: Decimal
    rule: PriceRule
    #: What is said where the part has no price of its own.
    said: tuple[Reason, ...] = ()


def rate_of(rules: Sequence[PriceRule], place: int) -> Rate | None:
    """Find what a part costs by rules that hold; ``None`` where nothing is known.

    ``place`` is that of the part among the fields of :class:`Usage`.
    """
    part = _PARTS[place]
    for unit, said in part.ways:
        for rule in rules:
            price: Decimal | None = getattr(rule.price, unit)
            if price is not None:
                return Rate(part.tokens, price, rule, said)
    return None


class Charge(Struct, frozen=True, gc=False):
    """So many of a part of a request, at what that costs."""

    rate: Rate
    count: int

    @property
    def part(self) -> str:
        """What is charged."""
        return self.rate.part

    @property
    def price(self) -> Decimal:
        """USD per 1M tokens, or per piece."""
        return self.rate.price

    @property
    def rule(self) -> PriceRule:
        """What it is charged by."""
        return self.rate.rule


class Bill(Struct, frozen=True, gc=False):
    """What a request costs in USD, exactly, with what was assumed about its prices."""

    amount: Decimal
    usage: Usage
    #: All rules that hold, the one that goes first at the front.
    rules: tuple[PriceRule, ...]
    assumed: tuple[Reason, ...] = ()

    @property
    def charges(self) -> tuple[Charge, ...]:
        """What each part of the request costs; worked out anew, for few ask."""
        counts = enumerate(astuple(self.usage)[:PARTS])
        counted = ((rate_of(self.rules, place), count) for place, count in counts if count)
        tokens = (Charge(rate, count) for rate, count in counted if rate is not None)
        return (*tokens, *(by_piece(self.rules, self.usage.pieces) or ()))

    @property
    def price(self) -> TokenPrice:
        """Every price that applies to the request."""
        return price_of(self.rules)

    @property
    def above_tokens(self) -> int | None:
        """The tier that the prompt falls into; ``None`` for the plain price."""
        return next((rule.above_tokens for rule in self.rules if rule.above_tokens), None)


def terms(
    offering: Offering, prompt_tokens: int, when: Circumstances, own: Variant | None
) -> tuple[tuple[PriceRule, ...], tuple[Reason, ...]]:
    """Find the rules that hold for a request, and what is assumed of how and where it is made."""
    rules = holding(offering.rules, prompt_tokens, when, own)
    if when is ORDINARY and len(rules) == len(offering.rules):
        return tuple(rules), ()
    return tuple(rules), assumed(offering.rules, rules, when, own)


def by_piece(rules: Sequence[PriceRule], counted: Mapping[str, int]) -> list[Charge] | None:
    """Charge what is billed by the piece; ``None`` where the price of one is unknown."""
    charges = []
    for piece, count in _pieces(rules, counted):
        if (charge := _piece(rules, piece, count)) is None:
            return None
        charges.append(charge)
    return charges


def price_at(serving: Serving, when: Circumstances) -> TokenPrice:
    """Give the prices of a short request at an offering."""
    return price_of(holding(serving.offering.rules, 0, when, serving.assignment.variant))


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
            return Charge(Rate(piece, price, rule), count)
    return None
