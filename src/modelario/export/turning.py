"""Further pages of long tables: nothing behind a question mark is read, so each is a file."""

from collections.abc import Mapping

from modelario.web.addresses import ENDINGS, Addresses, QueryPairs
from modelario.web.drawing import ANSWERED
from modelario.web.parameters import PAGE

_FORMS = tuple(f".{ending}" for ending in ENDINGS)


def turned(path: str, number: int) -> str:
    """Path of a page of a table, from 1: a form for programs has every row."""
    return path if number == 1 or path.endswith(_FORMS) else f"{path}/{number}"


class FileAddresses(Addresses):
    """The addresses of files; where the browser answers, it reads the page out of the address."""

    def page(self, language: str, path: str = "", parameters: QueryPairs = None) -> str:
        """Address a page by its path after the language, already encoded."""
        given = parameters.items() if isinstance(parameters, Mapping) else parameters or ()
        numbers = [int(str(value)) for name, value in given if name == PAGE]
        if not numbers or path in ANSWERED:
            return super().page(language, path, parameters)
        others = [pair for pair in given if pair[0] != PAGE]
        return super().page(language, turned(path, numbers[0]), others)
