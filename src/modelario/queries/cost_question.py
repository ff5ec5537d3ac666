"""A workload as people ask for it: in tokens and shares, or as an API counted one request."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct, structs

from modelario.catalogue.circumstances import Circumstances
from modelario.catalogue.counts import number_told, shown
from modelario.catalogue.filters import ModelFilter
from modelario.catalogue.flavours import FLAVOURS, usage_of
from modelario.catalogue.workloads import Workload, WorkloadError, counted_workload
from modelario.queries.cost import CostRequest


class WorkloadQuestion(Circumstances, frozen=True, kw_only=True):
    """So many like requests; each in tokens and shares, or as it was counted."""

    #: Input tokens of a request, those read from a cache or written to one included.
    input_tokens: int | None = None
    #: Output tokens of a request.
    output_tokens: int | None = None
    #: The counts of one request as its API wrote them, in place of tokens and shares: a JSON
    #: object, such as ``{"prompt_tokens": 900, "completion_tokens": 100}``.
    usage: Mapping[str, Any] | None = None
    #: How ``usage`` is counted: openai, openai-responses, anthropic, gemini, bedrock, deepseek,
    #: otel or opencode.
    flavour: str | None = None
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

    def workload(self) -> Workload:
        """The workload that is meant.

        Raises :class:`WorkloadError` for what is missing, given twice or cannot be, and
        :class:`~modelario.catalogue.flavours.FlavourError` for counts that do not add up.
        """
        way = {name: getattr(self, name) for name in Circumstances.__struct_fields__}
        if self.usage is not None:
            self._check_once()
            if self.flavour is None:
                message = f"flavour is missing: usage is counted as by {', '.join(FLAVOURS)}"
                raise WorkloadError(message, field="flavour")
            counted = counted_workload(usage_of(self.usage, self.flavour), self.requests)
            return structs.replace(counted, **way)
        if self.flavour is not None:
            message = "flavour says how usage is counted, and there is no usage"
            raise WorkloadError(message, field="flavour")
        if self.input_tokens is None or self.output_tokens is None:
            missing = "input_tokens" if self.input_tokens is None else "output_tokens"
            raise WorkloadError(f"{missing} is missing: give tokens, or usage", field=missing)
        return Workload(
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            requests=self.requests,
            **{name: getattr(self, name) for name in _IN_PARTS},
            **way,
        )

    def _check_once(self) -> None:
        """Raise an error where the same is told in two ways."""
        told = ("input_tokens", "output_tokens", *_IN_PARTS)
        twice = next((name for name in told if getattr(self, name)), None)
        if twice is not None:
            raise WorkloadError(f"{twice} is told by usage: give one of both", field=twice)


#: What usage tells beside input and output.
_IN_PARTS = ("cached_share", "cache_write_share", "cache_write_1h_share", "reasoning_tokens")


def asked_as(work: Workload, *, counted: bool = False) -> WorkloadQuestion:
    """Ask for what a work costs; where a request was counted only how many there are and how."""
    way = WorkloadQuestion(requests=work.requests, mode=work.mode, region=work.region, at=work.at)
    if counted:
        return way
    return structs.replace(
        way,
        input_tokens=work.input_tokens,
        output_tokens=work.output_tokens,
        reasoning_tokens=work.reasoning_tokens,
        cached_share=work.cached_share,
        cache_write_share=work.cache_write_share,
        cache_write_1h_share=work.cache_write_1h_share,
    )


def as_told(told: Mapping[str, Any], work: Workload | None) -> WorkloadQuestion:
    """Ask for what a program tells by name; what it leaves out, or is ``None``, is as in a work.

    Raises :class:`WorkloadError` for a number that cannot be meant.
    """
    known = {name: _read(name, value) for name, value in told.items() if value is not None}
    usual = asked_as(work, counted="usage" in known) if work else WorkloadQuestion()
    return structs.replace(usual, **known)


#: What is a whole number, which Python writes as 1e6, too.
_WHOLE = ("input_tokens", "output_tokens", "requests", "reasoning_tokens")


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 – the value of any field
    if name not in (*_WHOLE, *_IN_PARTS):
        return value
    found = number_told(value)
    whole = name in _WHOLE
    if found is None or (whole and not (found.is_finite() and found == int(found))):
        what = "whole number, such as 5000, 200k or 1e6" if whole else "number from 0 to 1"
        raise WorkloadError(f"{name} {shown(value)} is no {what}", field=name)
    return int(found) if whole else found


class CostQuestion(Struct, frozen=True, kw_only=True):
    """What is to be priced, as people ask it, and on which other day it is priced too."""

    workload: WorkloadQuestion = WorkloadQuestion()
    where: ModelFilter = ModelFilter()
    #: One model, in any spelling: its cost at each provider.
    model: str | None = None
    #: Another day, to be set beside the one that is shown: YYYY-MM-DD.
    against: date | None = None
    limit: int | None = None

    def request(self) -> CostRequest:
        """What is meant; raises what :meth:`WorkloadQuestion.workload` does."""
        return CostRequest(
            workload=self.workload.workload(),
            where=self.where,
            model=self.model,
            limit=self.limit,
        )
