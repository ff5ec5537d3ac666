"""Filtering models: one table of conditions.

The models page, the command line and the lists all select with a
:class:`ModelFilter`, so that the same words mean the same thing everywhere. The page in the
browser is sent the table and evaluates it by itself.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from msgspec import Struct

from modelario.catalogue.entries import at_offerings, at_providers
from modelario.catalogue.fields import FIELDS, values_of, variants_of
from modelario.catalogue.kinds import USUAL
from modelario.catalogue.questions import QuestionError
from modelario.catalogue.ranges import number_range
from modelario.catalogue.roster import Roster, Selection
from modelario.identity.benchmark_names import DEFAULT_BENCHMARK
from modelario.records import Entry, ProviderId, Serving


class FilterError(QuestionError):
    """A condition that nobody can satisfy because it is not one; the message says which."""


@dataclass(frozen=True, kw_only=True)
class ModelFilter:
    """Conditions on models; all of them have to hold, and an unset one always does.

    Prices are the recommended ones in USD per 1M tokens: of offerings with the providers,
    price states and variants asked for. A fact that is unknown satisfies no condition on it.

    Parameters
    ----------
    q
        Words that occur in the id, the name, the lab or the family.
    kind
        What the model does: chat, embedding, reranker, transcription, speech, image, video,
        moderation, ocr and others; repeat for more.
    lab
        Id of the lab; repeat for more.
    family
        Family; repeat for more.
    provider
        Id of a provider that serves the model; repeat for more.
    capability
        tool_call, structured_output, reasoning, temperature or attachment; repeat for all.
    input
        Kind of input: text, image, audio, video or pdf; repeat for all.
    output
        Kind of output; repeat for all.
    context
        Tokens of context: >=200k, 32k-200k, <1M; 200k alone is at least so many.
    output_limit
        Tokens of output, written likewise.
    price
        Blended price: <0.5, 0.1-2, >=3; 0.5 alone is at most so much.
    input_price
        Input price, written likewise.
    output_price
        Output price, written likewise.
    min_context
        At least so many tokens of context.
    max_context
        At most so many tokens of context.
    min_output_tokens
        At least so many tokens of output.
    min_price
        Blended price of at least this.
    max_price
        Blended price of at most this.
    max_input_price
        Input price of at most this.
    max_output_price
        Output price of at most this.
    open_weights
        Whether the weights are open.
    official
        Whether it is a lab's own model, no derivative.
    prompt_caching
        Whether there is a price for cached input.
    released_since
        Released on this day or later (YYYY-MM-DD or YYYY-MM). Where one date has a day and the
        other has none, months are compared: a model of 2025-05 counts as of 2025-05-20 too.
    released_until
        Released on this day or earlier; 2026-05 includes all of May.
    status
        current, beta, alpha or deprecated; repeat for more.
    price_state
        published, free, subscription, local or unknown; repeat for more.
    variant
        Some offering differs in this: region, quantisation, effort, speed, host, tee, free or
        web; repeat for all.
    score
        The score that min_score is about.
    min_score
        At least so many points of 100.
    measured
        Upstream quotes a result in this benchmark, such as swe_bench_verified; repeat for all.
    result
        The benchmark that min_result is about.
    min_result
        A result of at least this.
    ends_within
        Ends within so many days: at its lab, or at the providers asked for.
    lasts
        Is not known to end within so many days, and has not ended.
    """

    q: str | None = None
    kind: tuple[str, ...] = ()
    lab: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    provider: tuple[str, ...] = ()
    capability: tuple[str, ...] = ()
    input: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    context: str | None = None
    output_limit: str | None = None
    price: str | None = None
    input_price: str | None = None
    output_price: str | None = None
    min_context: int | None = None
    max_context: int | None = None
    min_output_tokens: int | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    max_input_price: Decimal | None = None
    max_output_price: Decimal | None = None
    open_weights: bool | None = None
    official: bool | None = None
    prompt_caching: bool | None = None
    released_since: str | None = None
    released_until: str | None = None
    status: tuple[str, ...] = ()
    price_state: tuple[str, ...] = ()
    variant: tuple[str, ...] = ()
    score: str | None = None
    min_score: int | None = None
    measured: tuple[str, ...] = ()
    result: str | None = None
    min_result: Decimal | None = None
    ends_within: int | None = None
    lasts: int | None = None


#: The score that `min_score` means when none is named.
DEFAULT_SCORE = "production"


class Operation(StrEnum):
    """How a condition's value meets the model's."""

    WORDS = "words"
    ONE_OF = "one_of"
    ALL_OF = "all_of"
    #: Within a span of which a number alone is the least, or the most.
    SPAN_UP = "span_up"
    SPAN_DOWN = "span_down"
    LEAST = "least"
    MOST = "most"
    IS = "is"
    KNOWN = "known"
    SINCE = "since"
    UNTIL = "until"
    WITHIN = "within"
    LASTS = "lasts"


class Condition(Struct, frozen=True, omit_defaults=True):
    """One condition of a :class:`ModelFilter`: an operation on a field of the model."""

    name: str
    field: str
    operation: Operation
    #: A condition whose value, where it is set, names the field instead.
    field_from: str = ""


_OP = Operation

#: Every condition, and what it asks of a model; ``score`` and ``result`` ask nothing by
#: themselves.
CONDITIONS: Mapping[str, Condition] = {
    condition.name: condition
    for condition in (
        Condition("q", "text", _OP.WORDS),
        Condition("kind", "kind", _OP.ONE_OF),
        Condition("lab", "lab", _OP.ONE_OF),
        Condition("family", "family", _OP.ONE_OF),
        Condition("provider", "served_by", _OP.ONE_OF),
        Condition("capability", "capabilities", _OP.ALL_OF),
        Condition("input", "input_modalities", _OP.ALL_OF),
        Condition("output", "output_modalities", _OP.ALL_OF),
        Condition("context", "context_window", _OP.SPAN_UP),
        Condition("output_limit", "max_output_tokens", _OP.SPAN_UP),
        Condition("price", "blended_mtok", _OP.SPAN_DOWN),
        Condition("input_price", "input_mtok", _OP.SPAN_DOWN),
        Condition("output_price", "output_mtok", _OP.SPAN_DOWN),
        Condition("min_context", "context_window", _OP.LEAST),
        Condition("max_context", "context_window", _OP.MOST),
        Condition("min_output_tokens", "max_output_tokens", _OP.LEAST),
        Condition("min_price", "blended_mtok", _OP.LEAST),
        Condition("max_price", "blended_mtok", _OP.MOST),
        Condition("max_input_price", "input_mtok", _OP.MOST),
        Condition("max_output_price", "output_mtok", _OP.MOST),
        Condition("open_weights", "open_weights", _OP.IS),
        Condition("official", "official", _OP.IS),
        Condition("prompt_caching", "cache_read_mtok", _OP.KNOWN),
        Condition("released_since", "release_date", _OP.SINCE),
        Condition("released_until", "release_date", _OP.UNTIL),
        Condition("status", "status", _OP.ONE_OF),
        Condition("price_state", "price_states", _OP.ONE_OF),
        Condition("variant", "variants", _OP.ALL_OF),
        Condition("min_score", DEFAULT_SCORE, _OP.LEAST, "score"),
        Condition("measured", "measured", _OP.ALL_OF),
        Condition("min_result", DEFAULT_BENCHMARK, _OP.LEAST, "result"),
        Condition("ends_within", "ends_in", _OP.WITHIN),
        Condition("lasts", "ends_in", _OP.LASTS),
    )
}


def comparable(value: Any) -> Any:  # noqa: ANN401 – the value of any field
    """Make a value one that compares here as in the browser: capitals are as small letters.

    The browser's numbers are binary. Some of upstream's prices were, and carry a rest in the
    17th digit (0.27999999999999997), which counts for nothing here either.
    """
    if isinstance(value, Decimal):
        return float(value)
    return value.lower() if isinstance(value, str) else value


#: Tells of a value that is wanted whether what a model has meets it.
Meets = Callable[[Any], bool]


def _words(wanted: str) -> Meets:
    words = wanted.lower().split()
    return lambda has: all(map(has.__contains__, words))


def _one_of(wanted: Collection[str]) -> Meets:
    return lambda has: (
        has in wanted if isinstance(has, str) else any(each in wanted for each in has or ())
    )


def _span(wanted: str, *, upwards: bool) -> Meets:
    holds = number_range(wanted, upwards=upwards).holds
    return lambda has: has is not None and holds(comparable(has))


def _least(wanted: Any) -> Meets:  # noqa: ANN401 – the value of any condition
    least = comparable(wanted)
    return lambda has: has is not None and comparable(has) >= least


def _most(wanted: Any) -> Meets:  # noqa: ANN401 – likewise
    most = comparable(wanted)
    return lambda has: has is not None and comparable(has) <= most


#: For what is wanted, whether what a model has meets it. An unknown value meets nothing else than
#: the last.
OPERATIONS: Mapping[Operation, Callable[[Any], Meets]] = {
    _OP.WORDS: _words,
    _OP.ONE_OF: _one_of,
    _OP.ALL_OF: lambda wanted: lambda has: set(wanted).issubset(values_of(has)),
    _OP.SPAN_UP: lambda wanted: _span(wanted, upwards=True),
    _OP.SPAN_DOWN: lambda wanted: _span(wanted, upwards=False),
    _OP.LEAST: _least,
    _OP.MOST: _most,
    _OP.IS: lambda wanted: lambda has: has is wanted,
    _OP.KNOWN: lambda wanted: lambda has: (has is not None) is wanted,
    _OP.SINCE: lambda wanted: (
        lambda has: has is not None and has[: len(wanted)] >= wanted[: len(has)]
    ),
    _OP.UNTIL: lambda wanted: (
        lambda has: has is not None and has[: len(wanted)] <= wanted[: len(has)]
    ),
    _OP.WITHIN: lambda wanted: lambda has: has is not None and 0 <= has <= wanted,
    # What is not known to end lasts.
    _OP.LASTS: lambda wanted: lambda has: has is None or has > wanted,
}


def compared(wanted: ModelFilter) -> ModelFilter:
    """Ask for one kind of model where no other is asked for, so that like is ranked with like."""
    return wanted if wanted.kind else replace(wanted, kind=(USUAL,))


def select(entries: Iterable[Entry], wanted: ModelFilter) -> list[Entry]:
    """Keep the entries for which every set condition holds, in their order.

    They have the prices of the offerings that are meant, as :func:`offered` gives them.
    """
    return selection(Roster(entries), wanted).entries


def selection(roster: Roster, wanted: ModelFilter) -> Selection:
    """Select of a roster likewise."""
    meant = tuple(getattr(wanted, name) for name in OF_OFFERINGS)
    if any(meant):
        roster = roster.narrowed(meant, lambda entries: offered(entries, wanted))
    kept: Sequence[bool] = [True] * len(roster.entries)
    for name, condition in CONDITIONS.items():
        if (value := getattr(wanted, name)) is not None and value != ():
            meets = OPERATIONS[condition.operation](value)
            has = roster.values(FIELDS[_field(condition, wanted)])
            kept = [keep and meets(each) for keep, each in zip(kept, has, strict=True)]
    return Selection(roster, kept)


#: The conditions on offerings: each has to hold of the very one whose price is shown.
OF_OFFERINGS = ("provider", "price_state", "variant")


def offered(entries: Iterable[Entry], wanted: ModelFilter) -> list[Entry]:
    """See entries at the offerings that a filter means: of providers, with price states, variants.

    A model that has none of them is left out.
    """
    kept = list(entries)
    if wanted.provider:
        kept = at_providers(kept, tuple(map(ProviderId, wanted.provider)))
    if wanted.price_state or wanted.variant:
        kept = at_offerings(kept, partial(_is_meant, wanted))
    return kept


def _is_meant(wanted: ModelFilter, serving: Serving) -> bool:
    states, variants = wanted.price_state, wanted.variant
    return (not states or serving.price_state in states) and (
        not variants or {*variants} <= {*variants_of(serving)}
    )


def _field(condition: Condition, wanted: ModelFilter) -> str:
    named: str | None = getattr(wanted, condition.field_from) if condition.field_from else None
    return named or condition.field
