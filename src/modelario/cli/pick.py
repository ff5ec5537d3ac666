"""The command that chooses a model for a job."""

from decimal import Decimal
from typing import Annotated

from cyclopts import Parameter

from modelario.cli.options import EVERY_MODEL, Filter, Share
from modelario.cli.output import counted, note, write
from modelario.cli.question import QUESTION, Question
from modelario.queries.cost import Workload
from modelario.queries.pick import BY_COST, PICK_COLUMNS, PickRequest
from modelario.queries.pick import pick as choose
from modelario.wording import sentence

#: So many are shown unless told.
_FIRST = 5


def pick(
    filter_: Filter = EVERY_MODEL,
    *,
    rank: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (BY_COST,),
    weight: Annotated[tuple[Decimal, ...], Parameter(negative_iterable=())] = (),
    input_tokens: Annotated[int, Parameter(name="--input-tokens")] = 5_000,
    output_tokens: Annotated[int, Parameter(name="--output-tokens")] = 500,
    requests: int = 1_000,
    cached: Share = Decimal(0),
    reasoning: int = 0,
    benchmark: str | None = None,
    region: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (),
    deprecated: Annotated[bool, Parameter(negative="")] = False,
    limit: int | None = None,
    question: Question = QUESTION,
) -> None:
    """Choose models that meet every requirement, ranked, and tell what stood in the way.

    Parameters
    ----------
    rank
        What ranks: total_cost, benchmark, or a fit score such as coding; repeat for a mix.
    weight
        How much each part of a mix counts, in its order; all the same unless told.
    input_tokens
        Input tokens of a request, cached ones included.
    output_tokens
        Output tokens of a request.
    requests
        How many requests.
    cached
        Share of the input that is read from the cache: from 0 to 1, or a percentage.
    reasoning
        Reasoning tokens of a request, on top of the output.
    benchmark
        The benchmark that ranks, by upstream's name of it.
    region
        Only what is served in this region, such as eu; repeat for more.
    deprecated
        Let what is about to be withdrawn count too.
    limit
        Show at most so many; tables show 5 unless told.
    """
    workload = Workload(
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        requests=requests,
        cached_share=cached,
        reasoning_tokens=reasoning,
    )
    request = PickRequest(
        where=filter_,
        workload=workload,
        rank=rank,
        weight=weight,
        benchmark=benchmark,
        region=region,
        deprecated=deprecated,
        limit=_FIRST if limit is None and question.for_people else limit,
    )
    picks = choose(question.edition(), request)
    write(question.format, PICK_COLUMNS, picks.rows, record=picks)
    if question.for_people:
        for row in picks.rows:
            note(f"{row.rank}. {row.name}: {'; '.join(map(sentence, row.reasons))}")
        for each in picks.loosenings:
            note(sentence(each.reason))
        met = counted(len(picks.rows), picks.matching)
        note(f"{met} meet everything, of {picks.considered}; data of {picks.as_of}")
