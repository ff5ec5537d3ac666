"""What is said of a question that cannot be answered: one base for every face."""

from collections.abc import Sequence

from modelario.records import Reason


class QuestionError(ValueError):
    """Something was asked that cannot be meant; the message says what, and what can be.

    ``field`` is what of the question it is about, where it is about one thing, and ``given`` what
    was said there, where there may be several; ``near`` is what may be meant instead, ``expected``
    what could be.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str = "",
        near: Sequence[str] = (),
        given: str = "",
        expected: Reason | None = None,
    ) -> None:
        super().__init__(message)
        self.field = field
        self.near = tuple(near)
        self.given = given
        self.expected = expected


class MissingError(QuestionError):
    """What a question names is not in the catalogue; ``near`` are ids that may be meant."""

    def __init__(self, kind: str, wanted: str, near: Sequence[str] = (), message: str = "") -> None:
        hint = f"; near: {', '.join(near)}" if near else ""
        message = message or f"there is no {kind} {wanted!r}{hint}"
        super().__init__(message, field=kind, near=near)
        self.kind = kind
        self.wanted = wanted
