"""Why something is so."""

from collections.abc import Mapping
from typing import Any


class Reason:
    """Why something is so: a code and its values, put into words by a face.

    The words stand in one table (``modelario.wording``), so that they can be translated.
    """

    __slots__ = ("code", "values")

    code: str
    values: Mapping[str, Any]

    def __init__(self, code: str, **values: Any) -> None:  # noqa: ANN401 – any value can be worded
        self.code = code
        self.values = values

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reason):
            return NotImplemented
        return (self.code, self.values) == (other.code, other.values)

    def __hash__(self) -> int:
        return hash((self.code, tuple(self.values.items())))

    def __repr__(self) -> str:
        return f"Reason({self.code!r}, {dict(self.values)!r})"
