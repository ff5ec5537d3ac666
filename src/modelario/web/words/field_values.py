"""Values of a comparison's fields, as people read them."""

from collections.abc import Callable, Mapping
from typing import Any

from modelario.formats import told
from modelario.queries.columns import MONTH
from modelario.web.words.i18n import Language
from modelario.wording import label

#: Fields that are days, or months where that is all that is known.
DAYS = ("release_date", "knowledge_cutoff")

#: How a known value of a field is written; prices are told by their ending, others as they are.
_WRITERS: Mapping[str, Callable[[Any, Language], str]] = {
    MONTH.key: lambda value, language: language.usd(value),
    "status": lambda value, language: label(f"status.{value}", language.words),
    **dict.fromkeys(
        ("context_window", "max_output_tokens"), lambda value, language: language.tokens(value)
    ),
    **dict.fromkeys(DAYS, lambda value, language: language.day(value)),
}


def field_value(field: str, value: Any, language: Language) -> str:  # noqa: ANN401 – of any field
    """Write the value of a field; what is unknown is said to be."""
    if value is None:
        return label("status.current" if field == "status" else "unknown", language.words)
    if field.endswith("_mtok"):
        return language.price(value)
    write = _WRITERS.get(field)
    return write(value, language) if write else told(value, language.words)
