"""What a page has to show where not everything of its address can be meant as it stands."""

from collections.abc import Callable
from functools import partial

from modelario.catalogue.questions import MissingError, QuestionError
from modelario.web.mistakes import MOST, Mistake, mistake_in
from modelario.web.pages import Asked, Page, View
from modelario.web.parameters import Parameters


def readable(
    page: Page, asking: Callable[..., Asked], parameters: Parameters, *, leniently: bool
) -> tuple[Asked, View]:
    """Ask a page; ``leniently`` without what cannot be meant, of which the view then tells."""
    mistakes: list[Mistake] = []
    while True:
        try:
            asked, view = viewed(page, partial(asking, parameters))
        except QuestionError as error:
            mistake = mistake_in(error, parameters)
            if mistake is None or not leniently or len(mistakes) == MOST:
                raise
            mistakes.append(mistake)
            parameters = mistake.left_out(parameters)
        else:
            status = 400 if mistakes else view.status
            return asked, view._replace(mistakes=tuple(mistakes), status=status)


def viewed(page: Page, ask: Callable[..., Asked]) -> tuple[Asked, View]:
    """See what a page has to show: at all providers where it is at none of the reader's."""
    asked = ask()
    try:
        return asked, page.view(asked)
    except MissingError:
        if not asked.own.mine:
            raise
        asked = ask(elsewhere=True)
        return asked, page.view(asked)
