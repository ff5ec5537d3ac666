"""Values of a comparison's fields, as people read them."""

from typing import Any

from modelario.formats import told
from modelario.web.words.i18n import Language
from modelario.wording import label

#: Fields that are days, or months where that is all that is known.
DAYS = ("release_date", "knowledge_cutoff")


def field_value(field: str, value: Any, language: Language) -> str:  # noqa: ANN401 – of any field
    """Write the value of a field; what is unknown is said to be."""
    if value is None:
        return label("status.current" if field == "status" else "unknown", language.words)
    if field.endswith("_mtok"):
        return language.price(value)
    if field in ("context_window", "max_output_tokens"):
        return language.tokens(value)
    if field in DAYS:
        return language.day(value)
    if field == "status":
        return label(f"status.{value}", language.words)
    return told(value, language.words)
