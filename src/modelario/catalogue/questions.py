"""What is said of a question that cannot be answered: one base for every face."""

from collections.abc import Sequence


class QuestionError(ValueError):
    """Something was asked that cannot be meant; the message says what, and what can be.

    ``field`` is what of the question it is about, where it is about one thing; ``near`` is what
    may be meant instead.
    """

    def __init__(self, message: str, *, field: str = "", near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.near = tuple(near)


class MissingError(QuestionError):
    """What a question names is not in the catalogue; ``near`` are ids that may be meant."""

    def __init__(self, kind: str, wanted: str, near: Sequence[str] = (), message: str = "") -> None:
        hint = f"; near: {', '.join(near)}" if near else ""
        message = message or f"there is no {kind} {wanted!r}{hint}"
        super().__init__(message, field=kind, near=near)
        self.kind = kind
        self.wanted = wanted
