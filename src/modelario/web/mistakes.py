"""What of an address cannot be meant: named, with what was given and what is allowed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from modelario.catalogue.questions import QuestionError
from modelario.records import Reason
from modelario.web.parameters import AS_OF, Parameters
from modelario.web.words.i18n import Language
from modelario.web.words.wordlists import (
    FACET_NAMES,
    PARAMETER_NAMES,
    RANGE_NAMES,
    WANTED_NAMES,
)
from modelario.wording import label

#: So many are told of one address; the first of more is an error like any other.
MOST = 8

#: What pages call a field of a question otherwise.
_CALLED = {
    "cached_share": "cached_percent",
    "cache_write_share": "cache_write_percent",
    "cache_write_1h_share": "cache_write_1h_percent",
    "provider": "at",
    "region": "served_in",
}
_NAMES: Mapping[str, str] = {**FACET_NAMES, **WANTED_NAMES, **RANGE_NAMES, **PARAMETER_NAMES}


class Mistake(NamedTuple):
    """A parameter that cannot be meant as it was given."""

    parameter: str
    given: str
    #: What could be there, where that can be said.
    expected: Reason | None
    #: What may have been meant.
    near: Sequence[str]

    def name(self, language: Language) -> str:
        """What the page calls the parameter."""
        if (name := _NAMES.get(self.parameter)) is not None:
            return language.gettext(name)
        return label(f"field.{self.parameter}", language.words)

    def left_out(self, parameters: Parameters) -> Parameters:
        """The same address without it."""
        return parameters.less(self.parameter, self.given)


def mistake_in(error: QuestionError, parameters: Parameters) -> Mistake | None:
    """Tell which parameter of an address an error is about; a day has a page of its own."""
    for name in (error.field, _CALLED.get(error.field, "")):
        given = parameters.all(name) if name and name != AS_OF else ()
        if given:
            text = next((each for each in given if _says(each, error.given)), given[0])
            # A provider stands behind its model: ``openai/o4-mini@azure``.
            model, at, _ = text.rpartition("@")
            near = tuple(f"{model}{at}{each}" for each in error.near)
            return Mistake(name, text, error.expected, near)
    return None


def _says(text: str, given: str) -> bool:
    return bool(given) and (text == given or text.endswith(f"@{given}"))
