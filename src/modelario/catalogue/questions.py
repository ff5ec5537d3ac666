"""What is said of a question that cannot be answered: one base for every face."""

from collections.abc import Sequence


class QuestionError(ValueError):
    """Something was asked that cannot be meant; the message says what, and what can be."""


class MissingError(QuestionError):
    """What a question names is not in the catalogue; ``near`` are ids that may be meant."""

    def __init__(self, kind: str, wanted: str, near: Sequence[str] = (), message: str = "") -> None:
        hint = f"; near: {', '.join(near)}" if near else ""
        super().__init__(message or f"there is no {kind} {wanted!r}{hint}")
        self.kind = kind
        self.wanted = wanted
        self.near = tuple(near)
