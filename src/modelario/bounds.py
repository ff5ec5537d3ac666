"""What a number or a list of upstream's can be: one row each, with the reason.

Upstream is written by many hands. What lies outside is unknown and reported, so that no
arithmetic of ours ever meets a number, and no page a list, that it was not made for. The
figures of "today" are those of July 2026.
"""

from decimal import Decimal
from typing import NamedTuple


class Bound(NamedTuple):
    """The least and the most that something of upstream's can be, both inclusive."""

    least: Decimal
    most: Decimal
    because: str


class Cap(NamedTuple):
    """How many of something there can be, or how long it can be."""

    most: int
    because: str


#: USD per 1M tokens; 0 is allowed beside these.
PRICE = Bound(Decimal("0.0001"), Decimal(1000), "the largest real price is $600")
#: USD per image, second, character, pixel …; 0 allowed likewise.
PIECE_PRICE = Bound(Decimal("1e-12"), Decimal(1000), "an hour of dedicated machines costs $100")
#: Context, limits and the sizes of price tiers; 0 stands for unknown.
TOKENS = Bound(Decimal(1), Decimal(10**9), "100 times the longest real context; more is 'no limit'")
#: Of benchmarks, in whatever metric.
BENCHMARK = Bound(Decimal(-(10**6)), Decimal(10**6), "percentages, and ratings of some thousands")
#: 1970-01-01 and its kind are placeholders.
YEAR = Bound(Decimal(2015), Decimal(2100), "no model in the catalogue is older; 9999 is 'never'")
#: A double tells no more apart: 30.004999999999995 was meant to be 30.005.
SIGNIFICANT_DIGITS = Cap(15, "decimals of 15 digits survive binary floating point")

# --- of a document; one that holds more is refused as a whole

PACKED_BYTES = Cap(16 * 2**20, "the packed document has 0.3 MB today")
DOCUMENT_BYTES = Cap(32 * 2**20, "the document has 2.7 MB today; a year's growth was fivefold")
OBJECTS = Cap(500_000, "it has about ten for each of 5,300 offerings")
VALUES = Cap(400_000, "each costs some 250 bytes of memory; there are 132,000 today")
PROVIDERS = Cap(1_000, "147 today")
OFFERINGS = Cap(30_000, "5,276 today; a year's growth was fivefold")

WITNESS_ENTRIES = Cap(30_000, "the longest second source has 4,900")

# --- of one entry; one that holds more cannot be read

OFFERINGS_OF_ONE = Cap(3_000, "the largest provider has 617 today")
ENTRY_BYTES = Cap(32 * 2**10, "the longest has 3.5 KB today")
ENTRY_OBJECTS = Cap(200, "the richest has 19 today; deeper nesting could not be read everywhere")
ID_LENGTH = Cap(200, "the longest has 61 characters today")

# --- of one field; one that holds more is unknown

TEXT_LENGTH = Cap(300, "the longest name has 54 characters today, the longest address 95")
WORD_LENGTH = Cap(40, "the longest modality has 5 letters")
LIST_LENGTH = Cap(100, "a model has 5 modalities, 3 options, 2 tiers and 17 benchmarks at most")

# --- of what belongs together

NEAR_NAMES = Cap(40, "seven models share nearly one name today; each is compared with all others")

# --- of what is told about all that

REJECTS_KEPT = Cap(500, "a real day has some thirty; the rest is counted")
REJECTS_SHOWN = Cap(200, "nobody reads more on a page; the JSON has all that are kept")
EXCERPT_LENGTH = Cap(40, "so much is told of a value that cannot be read")
