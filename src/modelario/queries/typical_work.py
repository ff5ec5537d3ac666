"""The reader's workload and typical ones, each with the text that every question takes."""

from msgspec import Struct

from modelario.catalogue.scenarios import SCENARIOS
from modelario.catalogue.workload_texts import text_of
from modelario.catalogue.workloads import Workload
from modelario.queries.columns import Column, Kind


class TypicalWork(Struct, frozen=True, kw_only=True):
    """A scenario as a month of work."""

    key: str
    requests: int
    input_tokens: int
    output_tokens: int
    #: The text by which every question takes it, as ``work``.
    work: str


class WorkChoice(Struct, frozen=True, kw_only=True):
    """The workload that costs are shown of, and typical ones to choose instead."""

    #: The workload, ``null`` where none is told.
    workload: Workload | None
    #: The same as the text by which every question takes it.
    work: str | None
    rows: tuple[TypicalWork, ...]


WORK_COLUMNS = (
    Column("scenario", Kind.WORDS, "key", labels="scenario"),
    Column("requests", Kind.COUNT),
    Column("input_tokens", Kind.TOKENS),
    Column("output_tokens", Kind.TOKENS),
    Column("work", Kind.ID),
)


def work_choice(work: Workload | None) -> WorkChoice:
    """Tell the reader's workload, and what may be chosen instead."""
    rows = tuple(
        TypicalWork(
            key=each.key,
            requests=each.requests,
            input_tokens=each.input_tokens,
            output_tokens=each.output_tokens,
            work=text_of(
                Workload(
                    requests=each.requests,
                    input_tokens=each.input_tokens,
                    output_tokens=each.output_tokens,
                )
            ),
        )
        for each in SCENARIOS
    )
    return WorkChoice(workload=work, work=text_of(work) if work else None, rows=rows)
