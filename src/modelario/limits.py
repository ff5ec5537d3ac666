"""What one visitor, and all of them together, may ask of a server: every figure in one table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Limit(StrEnum):
    """What is limited."""

    WORKERS = "workers"
    CONNECTIONS = "connections"
    OWN_FILES = "own_files"
    CROWDED = "crowded"
    OF_ONE = "of_one"
    HEADER_WAIT = "header_wait"
    HEADER_BYTES = "header_bytes"
    PIECE = "piece"
    STALL = "stall"
    SLOWEST = "slowest"
    SLOW_READERS = "slow_readers"
    MESSAGE = "message"
    MESSAGE_WAIT = "message_wait"
    BURST = "burst"
    QUESTION = "question"
    PATIENCE = "patience"
    PLACES = "places"
    QUEUE = "queue"
    ADDRESSES = "addresses"
    GUESSES = "guesses"
    GUESS_EVERY = "guess_every"
    DRAIN = "drain"
    STOP = "stop"
    START = "start"
    CAUSE = "cause"


class Allowance(NamedTuple):
    """A limit's figure, its unit, and the reason for it."""

    figure: int
    unit: str
    because: str


LIMITS: Mapping[Limit, Allowance] = {
    Limit.WORKERS: Allowance(
        128, "processes", "each takes 130 MB, and more than there are processors answer no sooner"
    ),
    # Connections
    Limit.CONNECTIONS: Allowance(
        4_096, "connections of a worker", "an idle one costs some 10 KB; 1,024 starved everybody"
    ),
    Limit.OWN_FILES: Allowance(
        128, "files of a worker", "beside its connections: the store, libraries, pipes"
    ),
    Limit.CROWDED: Allowance(
        50, "% of its connections", "until so many are held, nobody is asked how many are his"
    ),
    Limit.OF_ONE: Allowance(
        25, "% of its connections", "what an address holds then, beside what is being answered"
    ),
    Limit.HEADER_WAIT: Allowance(
        10, "seconds", "a request's head, or the next one, comes in that time or the line is cut"
    ),
    Limit.HEADER_BYTES: Allowance(
        32_768, "bytes", "browsers send 2 KB; each connection may hold it"
    ),
    # Readers
    Limit.PIECE: Allowance(
        16_384, "bytes", "longer bodies go out in pieces, so that a slow reader holds only a few"
    ),
    Limit.STALL: Allowance(15, "seconds", "a reader who takes no piece in that time has gone"),
    Limit.SLOWEST: Allowance(2_048, "bytes a second", "the slowest line that still shows a page"),
    Limit.SLOW_READERS: Allowance(
        64, "slow readers of an address", "beyond it the one who took nothing for longest is cut"
    ),
    # Messages of agents
    Limit.MESSAGE: Allowance(65_536, "bytes", "a question with 200 values of 200 characters"),
    Limit.MESSAGE_WAIT: Allowance(10, "seconds", "a message comes in that time or is refused"),
    # Work
    Limit.BURST: Allowance(
        5, "seconds of work", "what an address may have done at once: hundreds of pages"
    ),
    Limit.QUESTION: Allowance(
        10, "milliseconds of work", "a common question to the API; what is left is told in these"
    ),
    Limit.PATIENCE: Allowance(
        2, "seconds", "an address that did too much waits so long before it is told to come later"
    ),
    Limit.PLACES: Allowance(32, "waiting requests of an address", "browsers open 6 connections"),
    Limit.QUEUE: Allowance(256, "waiting requests", "about a second of common pages"),
    Limit.ADDRESSES: Allowance(10_000, "addresses", "so many are remembered, some 200 bytes each"),
    # Tokens
    Limit.GUESSES: Allowance(5, "wrong tokens of an address", "who mistyped tries a few times"),
    Limit.GUESS_EVERY: Allowance(
        60, "seconds", "then one more each minute: 32 signs take for ever"
    ),
    # Ends
    Limit.DRAIN: Allowance(
        10, "seconds", "whoever goes on asking has connected anew; idle ones are cut by then"
    ),
    Limit.STOP: Allowance(20, "seconds", "what is being answered is finished; a minute is a kill"),
    Limit.START: Allowance(
        60, "seconds", "a worker of a reload serves by then; until it does the one before it stays"
    ),
    Limit.CAUSE: Allowance(400, "characters", "what somebody else's failure may say on our pages"),
}


def figure(limit: Limit) -> int:
    """Give a limit's figure."""
    return LIMITS[limit].figure
