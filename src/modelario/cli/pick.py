"""The command that chooses a model for a job."""

from decimal import Decimal
from typing import Annotated

from cyclopts import Parameter
from msgspec import structs

from modelario.catalogue.workloads import Workload
from modelario.cli.options import (
    ANY_MANNER,
    EVERY_MODEL,
    USUAL_WORK,
    Filter,
    Manner,
    WorkloadOptions,
)
from modelario.cli.output import counted, note, note_assumed, write
from modelario.cli.question import QUESTION, Question
from modelario.queries.pick import BY_COST, PICK_COLUMNS, PickRequest
from modelario.queries.pick import pick as choose
from modelario.wording import sentence

#: So many are shown unless told.
_FIRST = 5
#: What is costed unless told.
_USUAL = Workload(input_tokens=5_000, output_tokens=500, requests=1_000)


def pick(
    filter_: Filter = EVERY_MODEL,
    *,
    rank: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (BY_COST,),
    weight: Annotated[tuple[Decimal, ...], Parameter(negative_iterable=())] = (),
    benchmark: str | None = None,
    served_in: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (),
    deprecated: Annotated[bool, Parameter(negative="")] = False,
    limit: int | None = None,
    work: WorkloadOptions = USUAL_WORK,
    manner: Manner = ANY_MANNER,
    question: Question = QUESTION,
) -> None:
    """Choose models that meet every requirement, ranked, and tell what stood in the way.

    What is costed unless told: 1,000 requests of 5,000 tokens of input and 500 of output.

    Parameters
    ----------
    rank
        What ranks: total_cost, benchmark, or a fit score such as coding; repeat for a mix.
    weight
        How much each part of a mix counts, in its order; all the same unless told.
    benchmark
        The benchmark that ranks, by upstream's name of it.
    served_in
        Only what is served in this region, such as eu; repeat for more.
    deprecated
        Let what is about to be withdrawn count too.
    limit
        Show at most so many; tables show 5 unless told.
    """
    way = {name: value for name, value in vars(manner).items() if value is not None}
    workload = structs.replace(question.workload() or _USUAL, **work.set(), **way)
    request = PickRequest(
        where=filter_,
        workload=workload,
        rank=rank,
        weight=weight,
        benchmark=benchmark,
        served_in=served_in,
        deprecated=deprecated,
        limit=_FIRST if limit is None and question.for_people else limit,
    )
    picks = choose(question.edition(), request)
    write(question.format, PICK_COLUMNS, picks.rows, record=picks)
    if question.for_people:
        for row in picks.rows:
            note(f"{row.rank}. {row.name}: {'; '.join(map(sentence, row.reasons))}")
        note_assumed([row.assumed for row in picks.rows])
        for each in picks.loosenings:
            note(sentence(each.reason))
        met = counted(len(picks.rows), picks.matching)
        note(f"{met} meet everything, of {picks.considered}; data of {picks.as_of}")
