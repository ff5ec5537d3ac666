"""The command that shows a model; it is asked most often, and so loads little."""

from modelario.catalogue.questions import MissingError
from modelario.cli import drawing
from modelario.cli.model_view import model_view
from modelario.cli.output import note, write
from modelario.cli.question import QUESTION, FailedError, Question
from modelario.queries.columns import with_month
from modelario.queries.meaning import meant_id
from modelario.queries.model import ModelRequest, model_page
from modelario.queries.offering import OFFERING_COLUMNS
from modelario.records import ModelId


def show(
    model: str,
    *,
    question: Question = QUESTION,
) -> None:
    """Show everything about one model.

    Parameters
    ----------
    model
        Any spelling of a model's id, such as o4-mini or openai/o4-mini.
    question
        Formats: json for the whole record; jsonl, csv or md for its offerings.
    """
    opened = question.editions()
    found = question.then(opened)
    try:
        page = model_page(found, ModelRequest(model=meant_id(found, model, opened.now)))
    except MissingError as error:
        if question.as_of or (day := opened.left(ModelId(model.lower()))) is None:
            raise
        raise FailedError(f"{error}; it left the catalogue: --as-of {day} shows it") from None
    if question.for_people:
        drawing.show(model_view(page, drawing.terminal_width()))
        note(f"Data of {page.as_of}")
    else:
        among = with_month(OFFERING_COLUMNS, costed=found.catalogue.costed)
        write(question.format, among, page.offerings, record=page)
