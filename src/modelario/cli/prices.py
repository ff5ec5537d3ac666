"""The command that lists what a model costs everywhere, under all conditions."""

from typing import Annotated

from cyclopts import Parameter

from modelario.catalogue.checking import name_of
from modelario.cli.output import note, write
from modelario.cli.question import QUESTION, Question
from modelario.formats import Format
from modelario.queries.model import ModelRequest
from modelario.queries.price_list import model_prices
from modelario.queries.rule_rows import RULE_COLUMNS, SOURCE_COLUMNS
from modelario.queries.second_opinions import OPINION_COLUMNS


def prices(
    model: str,
    *,
    provider: Annotated[tuple[str, ...], Parameter(negative_iterable=())] = (),
    sources: Annotated[bool, Parameter(negative="")] = False,
    question: Question = QUESTION,
) -> None:
    """List every price of a model: at each provider, for each mode, size, region and hour.

    A price that a line leaves out is that of the lines above it for the same offering.

    Parameters
    ----------
    model
        Any spelling of a model's id, such as o4-mini or openai/o4-mini.
    provider
        Only what this provider asks; repeat for more.
    sources
        Say where each price comes from, and what second sources say of it.
    question
        Formats: json for the whole record; jsonl, csv or md for the prices.
    """
    edition = question.edition()
    found = model_prices(edition, ModelRequest(model=model))
    wanted = {name_of("provider", each, edition.catalogue.providers) for each in provider}
    rows = [row for row in found.rules if not wanted or row.provider in wanted]
    whole = sources or question.format is Format.CSV
    columns = (*RULE_COLUMNS, *SOURCE_COLUMNS) if whole else RULE_COLUMNS
    if question.for_people:
        # Most providers ask for a few of all that there are prices for.
        columns = tuple(each for each in columns if any(each.value(row) for row in rows))
    write(question.format, columns, rows, record=found)
    if not question.for_people:
        return
    if sources:
        opinions = [each for each in found.opinions if not wanted or each.provider in wanted]
        if opinions:
            write(question.format, OPINION_COLUMNS, opinions)
        elsewhere = [each for each in found.elsewhere if not wanted or each.provider in wanted]
        if elsewhere:
            told = (*RULE_COLUMNS, *SOURCE_COLUMNS)
            used = tuple(each for each in told if any(each.value(row) for row in elsewhere))
            note("Listings that models.dev does not have, as second sources price them:")
            write(question.format, used, elsewhere)
    priced = len({row.key for row in rows})
    unpriced = sum(not wanted or each.provider in wanted for each in found.offerings) - priced
    note(
        f"{len(rows)} rules of {priced} offerings, {unpriced} without a published price; "
        f"data of {found.as_of}"
    )
