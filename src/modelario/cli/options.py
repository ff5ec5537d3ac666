"""Options that several commands share, as the command line reads them."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated

from cyclopts import Parameter, Token

from modelario.catalogue.filters import ModelFilter
from modelario.cli.question import Question

Database = Annotated[
    str | None,
    Parameter(help="Address of the store: sqlite:///path or postgresql://user@host/name."),
]


def _share(_type: type, tokens: Sequence[Token]) -> Decimal:
    text = tokens[0].value
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        raise ValueError(f"{text!r} is no share such as 0.5 or 50%") from None
    return number / 100 if text.endswith("%") else number


#: A part of a whole: from 0 to 1, or a percentage.
Share = Annotated[Decimal, Parameter(converter=_share)]

#: Every condition on models, an option each.
Filter = Annotated[ModelFilter, Parameter(name="*", negative_iterable=())]
EVERY_MODEL = ModelFilter()

# Each part of a question is an option of its own. Said here, so that who asks need not load this.
Parameter(name="*")(Question)
