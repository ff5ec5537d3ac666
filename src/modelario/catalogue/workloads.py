"""A workload: so many like requests a month, each with so many tokens."""

from decimal import Decimal

from modelario.catalogue.billing import Usage
from modelario.catalogue.circumstances import Circumstances
from modelario.catalogue.questions import QuestionError
from modelario.records import Reason

#: No workload has more tokens or requests than this.
MOST = 1_000_000_000_000
_SHARES = ("cached_share", "cache_write_share", "cache_write_1h_share")


class WorkloadError(QuestionError):
    """A number of a workload cannot be meant; the message says which."""


class Workload(Circumstances, frozen=True, kw_only=True):
    """So many like requests, made in one way; tokens are per request, shares from 0 to 1.

    Reasoning tokens come on top of output tokens. Raises :class:`WorkloadError` where a number
    cannot be meant.
    """

    #: Input tokens of a request, those read from a cache or written to one included.
    input_tokens: int
    #: Output tokens of a request.
    output_tokens: int
    #: How many requests.
    requests: int = 1
    #: Share of the input that is read from the cache, from 0 to 1.
    cached_share: Decimal = Decimal(0)
    #: Share that is written to the cache for the shortest time that there is.
    cache_write_share: Decimal = Decimal(0)
    #: Share that is written to the cache for an hour.
    cache_write_1h_share: Decimal = Decimal(0)
    #: Reasoning tokens of a request, on top of the output.
    reasoning_tokens: int = 0
    #: The parts of a request as they were counted, in place of the shares.
    counted: Usage | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for field in ("input_tokens", "output_tokens", "requests", "reasoning_tokens"):
            value = getattr(self, field)
            if not 0 <= value <= MOST:
                raise WorkloadError(
                    f"{field} is {value}, but has to be between 0 and {MOST:,}", field=field
                )
        for field in _SHARES:
            share = getattr(self, field)
            # Against NaN a comparison has no answer.
            if not (share.is_finite() and 0 <= share <= 1):
                raise WorkloadError(f"{field} is {share}, but has to be from 0 to 1", field=field)
        if (shares := sum(getattr(self, field) for field in _SHARES)) > 1:
            raise WorkloadError(
                f"{' and '.join(_SHARES)} are parts of the input, but make {shares} of it",
                field=next(field for field in reversed(_SHARES) if getattr(self, field)),
                expected=Reason("expected_part"),
            )

    @property
    def written_tokens(self) -> int:
        """All that the model writes in a request."""
        return self.output_tokens + self.reasoning_tokens

    def usage(self) -> Usage:
        """Tokens of one request, each in its part."""
        if self.counted is not None:
            return self.counted
        read, written, for_an_hour = (
            int(self.input_tokens * getattr(self, field)) for field in _SHARES
        )
        return Usage(
            uncached_tokens=self.input_tokens - read - written - for_an_hour,
            cache_read_tokens=read,
            cache_write_tokens=written,
            cache_write_1h_tokens=for_an_hour,
            output_tokens=self.output_tokens,
            reasoning_tokens=self.reasoning_tokens,
        )


def counted_workload(usage: Usage, requests: int = 1) -> Workload:
    """Make a workload of a request whose parts were counted."""
    return Workload(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.written_tokens - usage.reasoning_tokens,
        reasoning_tokens=usage.reasoning_tokens,
        requests=requests,
        counted=usage,
    )
