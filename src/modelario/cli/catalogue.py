"""Commands that ask the catalogue: models, compare, cost, lifecycle, inconsistencies."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec import structs

from modelario.catalogue.filters import ModelFilter
from modelario.catalogue.workloads import Workload
from modelario.cli.comparison_view import comparison_view
from modelario.cli.options import (
    ANY_MANNER,
    EVERY_MODEL,
    USUAL_WORK,
    Filter,
    Manner,
    WorkloadOptions,
    read_counts,
)
from modelario.cli.output import console, counted, note, note_assumed, write
from modelario.cli.question import QUESTION, Question, UsageError
from modelario.formats import Format
from modelario.queries.charge_rows import CHARGE_COLUMNS, charged_parts
from modelario.queries.columns import Column, columns, with_month
from modelario.queries.compare import CompareRequest
from modelario.queries.compare import compare as compare_models
from modelario.queries.compare_on_two_days import compare_against, comparison_columns
from modelario.queries.cost import CostTable
from modelario.queries.cost import cost as query_cost
from modelario.queries.cost_on_two_days import cost_against, cost_columns
from modelario.queries.cost_question import CostQuestion, asked_as
from modelario.queries.inconsistencies import INCONSISTENCY_COLUMNS, InconsistenciesRequest
from modelario.queries.inconsistencies import inconsistencies as list_inconsistencies
from modelario.queries.lifecycle import LIFECYCLE_COLUMNS, LifecycleRequest
from modelario.queries.lifecycle import lifecycle as list_events
from modelario.queries.models import (
    DEFAULT_MODEL_COLUMNS,
    DEFAULT_SORT,
    MODEL_COLUMNS,
    ModelsRequest,
    model_table,
)


def models(
    filter_: Filter = EVERY_MODEL,
    *,
    sort: str = DEFAULT_SORT,
    columns: str | None = None,
    limit: int | None = None,
    question: Question = QUESTION,
) -> None:
    """List models, filtered and sorted.

    Parameters
    ----------
    sort
        Column to sort by: name, lab, context, price, released, providers, a score, …;
        with - before it the other way round.
    columns
        Columns to show, with commas between them; 'all' for every one.
    limit
        Show at most so many; tables show 40 unless told.
    """
    request = ModelsRequest(where=filter_, sort=sort, limit=question.shown(limit))
    edition = question.edition()
    table = model_table(edition, request)
    # Where no price is what was asked for, none is no gap.
    usual = (*_USUAL_COLUMNS, *(("price_states",) if filter_.price_state else ()))
    shown = _model_columns(columns, question.format, usual, costed=edition.catalogue.costed)
    write(question.format, shown, table.rows, record=table)
    if question.for_people:
        told = counted(len(table.rows), table.matching)
        note(f"{told} models, {table.total} in all; data of {table.as_of}")


_USUAL_COLUMNS = ("id", *DEFAULT_MODEL_COLUMNS[1:])


def _model_columns(
    named: str | None, format_: Format, usual: tuple[str, ...], *, costed: bool
) -> Sequence[Column]:
    among = with_month(MODEL_COLUMNS, costed=costed)
    if named == "all" or (named is None and format_ is Format.CSV):
        return among
    keys = tuple(named.replace(" ", "").split(",")) if named else usual
    try:
        return with_month(columns(among, keys), costed=costed)
    except KeyError as error:
        known = ", ".join(column.key for column in among)
        raise UsageError(f"there is no column {error.args[0]!r}; columns: {known}") from None


def compare(
    *models: str,
    provider: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (),
    manner: Manner = ANY_MANNER,
    against: date | None = None,
    question: Question = QUESTION,
) -> None:
    """Compare two to four models side by side.

    Parameters
    ----------
    models
        Two to four models, in any spelling.
    provider
        Provider to price a model at, one for each model in the same order; 'recommended'
        leaves the choice to us.
    against
        Another day, YYYY-MM-DD: what each model cost and could do then, the difference, and its
        cause.
    question
        Formats: json for the whole comparison; jsonl, csv or md for its fields,
        scores and scenario costs.
    """
    chosen = tuple(None if each == "recommended" else each for each in provider)
    request = CompareRequest(
        models=models, providers=chosen, mode=manner.mode, region=manner.region, at=manner.at
    )
    if against is None:
        comparison = compare_models(question.edition(), request)
    else:
        comparison = compare_against(*question.against(against), request)
    if question.for_people:
        console().print(comparison_view(comparison))
        note_assumed([side.assumed for side in comparison.sides])
    else:
        write(question.format, *comparison_columns(comparison), record=comparison)


#: What is costed unless told.
_REQUEST = Workload(input_tokens=1_000, output_tokens=500)
_Former = Annotated[int | None, Parameter(show=False)]


def cost(
    model: str | None = None,
    *,
    work: WorkloadOptions = USUAL_WORK,
    input_: Annotated[_Former, Parameter(name="--input")] = None,
    output: _Former = None,
    usage: Annotated[Path | None, Parameter(allow_leading_hyphen=True)] = None,
    flavour: str | None = None,
    kind: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (),
    provider: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (),
    against: date | None = None,
    sources: Annotated[bool, Parameter(negative="")] = False,
    limit: int | None = None,
    manner: Manner = ANY_MANNER,
    question: Question = QUESTION,
) -> None:
    """Compute what a workload costs, with every model or at every provider of one.

    Unless told, a request has 1,000 tokens of input and 500 of output.

    Parameters
    ----------
    model
        Any spelling of a model's id; all models at their recommended price without it.
    input_
        Former name of --input-tokens.
    output
        Former name of --output-tokens.
    usage
        A file of JSON with the counts of one request, in place of tokens and shares; - reads them
        from what is piped in.
    flavour
        How they are counted: openai, openai-responses, anthropic, gemini, bedrock, deepseek, otel
        or opencode.
    kind
        What the models do, such as embedding; chat unless told.
    provider
        Only what this provider asks; repeat for more.
    against
        Another day, YYYY-MM-DD: what the same cost then, the difference, and its cause.
    sources
        Say what each part of a request costs, and who says so; jsonl, csv and md then hold a line
        for each part.
    limit
        Show at most so many; tables show 40 unless told.
    """
    former = {"input_tokens": input_, "output_tokens": output, **vars(manner)}
    told = {name: value for name, value in former.items() if value is not None}
    counts = read_counts(usage) if usage is not None else None
    usual = asked_as(question.workload() or _REQUEST, counted=counts is not None)
    workload = structs.replace(usual, usage=counts, flavour=flavour, **{**told, **work.set()})
    where = ModelFilter(kind=kind, provider=provider)
    request = CostQuestion(
        workload=workload, where=where, model=model, limit=question.shown(limit)
    ).request()
    if against is None:
        table = query_cost(question.edition(), request)
    else:
        table = cost_against(*question.against(against), request)
    if not sources or question.for_people or question.format is Format.JSON:
        _write_costs(table, question)
    if sources and question.format is not Format.JSON:
        write(question.format, CHARGE_COLUMNS, charged_parts(table.rows))


def _write_costs(table: CostTable, question: Question) -> None:
    write(question.format, cost_columns(table), table.rows, record=table)
    if question.for_people:
        note_assumed([row.assumed for row in table.rows])
        priced = counted(len(table.rows), table.priced)
        note(
            f"{priced} priced, {table.unpriced} without a published price, "
            f"{table.unfit} unfit for a request of this size, "
            f"{table.passed_over} passed over as not to be believed; data of {table.as_of}"
        )


def lifecycle(
    filter_: Filter = EVERY_MODEL,
    *,
    event: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
    question: Question = QUESTION,
) -> None:
    """List when models end and what follows them, by day.

    Parameters
    ----------
    event
        Only what is deprecated, retires, removed or restored.
    since
        First day; 30 days before that of the data unless told.
    until
        Last day; a year after that of the data unless told.
    limit
        Show at most so many; tables show 40 unless told.
    """
    request = LifecycleRequest(
        where=filter_, event=event, since=since, until=until, limit=question.shown(limit)
    )
    found = list_events(question.edition(), request)
    write(question.format, LIFECYCLE_COLUMNS, found.rows, record=found)
    if question.for_people:
        told = counted(len(found.rows), found.matching)
        note(f"{told} events from {found.since} to {found.until}; data of {found.as_of}")


def inconsistencies(
    *,
    field: str | None = None,
    severity: str | None = None,
    lab: str | None = None,
    provider: str | None = None,
    source: str | None = None,
    limit: int | None = None,
    question: Question = QUESTION,
) -> None:
    """List where providers contradict each other, or witnesses our prices, the worst first.

    Parameters
    ----------
    field
        Only this field, such as release_date or context_window; prices for all prices.
    severity
        Only this severity: high, medium or low.
    lab
        Only models of this lab.
    provider
        Only what this provider states otherwise than we show.
    source
        Only what this source contradicts: models.dev for other listings, or a witness such as
        litellm.
    limit
        Show at most so many; tables show 40 unless told.
    """
    request = InconsistenciesRequest(
        field=field,
        severity=severity,
        lab=lab,
        provider=provider,
        source=source,
        limit=question.shown(limit),
    )
    found = list_inconsistencies(question.edition(), request)
    write(question.format, INCONSISTENCY_COLUMNS, found.rows, record=found)
    if question.for_people:
        note(f"{counted(len(found.rows), found.matching)} inconsistencies; data of {found.as_of}")
