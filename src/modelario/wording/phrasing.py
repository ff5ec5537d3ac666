"""Codes and their values put into the words of a language."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from modelario.dates import checked_date
from modelario.records import Reason, Variant
from modelario.wording.english import ENGLISH, Words
from modelario.wording.labels import LABELS, PROPER
from modelario.wording.sentences import sentences
from modelario.wording.when import conditions_messages


def label(key: str, words: Words | None = None) -> str:
    """Name a field, column or value; a key that has no label names itself."""
    words = words or ENGLISH
    if (english := LABELS.get(key)) is not None:
        return words.gettext(english)
    kind, _, name = key.partition(".")
    if name.partition("/")[0] in _CONDITIONS:
        return conditional(name, words, lambda field: label(f"{kind}.{field}", words))
    return name.replace("_", " ")


def conditional(field: str, words: Words, named: Callable[[str], str]) -> str:
    """Name a price with its conditions: ``modes/fast/tiers/200000/input_mtok``."""
    place, _, rest = field.partition("/")
    value, _, inner = rest.partition("/")
    if place not in _CONDITIONS:
        return named(field)
    if place == "tiers" and value.startswith(_FROM):
        place, value = _FROM, value.removeprefix(_FROM)
    return words.gettext(_CONDITIONS[place]).format(
        field=conditional(inner, words, named), value=_condition(place, value, words)
    )


#: A price under a condition, by the place of the condition in the name of its field.
_FROM = "from-"
_CONDITIONS = {
    "tiers": "{field} above {value}",
    _FROM: "{field} from {value} on",
    "modes": "{field} ({value})",
    "regions": "{field} (region {value})",
    "hours": "{field} (UTC {value})",
}


def _condition(place: str, value: str, words: Words) -> str:
    return words.tokens(int(value)) if place in ("tiers", _FROM) else value


def sentence(reason: Reason, words: Words | None = None) -> str:
    """Put a reason into words."""
    words = words or ENGLISH
    values = {name: _worded(name, value, words) for name, value in reason.values.items()}
    return words.gettext(sentences()[reason.code]).format(**values)


Writer = Callable[[Any, Words], str]


def _limit(value: int | Decimal, words: Words) -> str:
    """Write an end of a scale: tokens, or an amount."""
    return words.tokens(value) if isinstance(value, int) else words.number(value)


def _day(value: Any, words: Words) -> str:  # noqa: ANN401 – a date, or as upstream writes one
    """Write a date; of a pin without its year what is there."""
    text = str(value)
    return text if checked_date(text) is None else words.day(text)


def _has(value: Any, words: Words) -> str:  # noqa: ANN401 – the value of any field
    """Write what a model has in place of what was wanted."""
    if value is None or value == ():
        return words.gettext(sentences()["unknown"])
    if isinstance(value, bool):
        return label("yes" if value else "no", words)
    if isinstance(value, tuple):
        return ", ".join(_named(str(each), words) for each in value)
    return words.number(value) if isinstance(value, int | Decimal) else str(value)


#: How the values of reasons are written, by name; others as they are.
_WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys(("tokens", "low", "middle", "high", "least", "mine"), _limit),
    **dict.fromkeys(
        ("count", "offers", "agreeing", "stating", "enough", "days", "factor", "most", "steps"),
        lambda value, words: words.number(value),
    ),
    **dict.fromkeys(
        ("middle_share", "each_share"), lambda value, words: words.percent(round(value * 100))
    ),
    **dict.fromkeys(("day", "as_of"), _day),
    **dict.fromkeys(("from_", "to"), lambda value, words: words.number(value)),
    **dict.fromkeys(("choices", "parts"), lambda value, _: ", ".join(value)),
    "percent": lambda value, words: words.percent(value),
    **dict.fromkeys(("price", "peers", "was"), lambda value, words: words.price(value)),
    "modality": lambda value, words: label(f"modality.{value}", words),
    **dict.fromkeys(("field", "instead"), lambda value, words: label(f"unit.{value}", words)),
    "score": lambda value, words: label(f"score.{value}", words),
    "has": _has,
}


def _worded(name: str, value: Any, words: Words) -> str:  # noqa: ANN401 – any value of a reason
    if (write := _WRITERS.get(name)) is not None:
        return write(value, words)
    if isinstance(value, tuple):
        return ", ".join(_named(each, words) for each in value)
    return str(value)


def _named(code: str, words: Words) -> str:
    """Name a capability, or a modality as ``in:image`` and ``out:image``."""
    kind, _, modality = code.partition(":")
    if kind in _DIRECTIONS and modality:
        return words.gettext(_DIRECTIONS[kind]).format(
            modality=label(f"modality.{modality}", words)
        )
    return words.gettext(_ABILITIES[code]) if code in _ABILITIES else code.replace("_", " ")


#: Capabilities within a sentence: not every language makes a label small there.
_ABILITIES = {
    "tool_call": "tool calling",
    "structured_output": "structured output",
    "reasoning": "reasoning",
    "temperature": "temperature control",
    "attachment": "attachments",
}
_DIRECTIONS = {"in": "{modality} input", "out": "{modality} output"}


def variant_label(variant: Variant | None, words: Words | None = None) -> str:
    """Describe how an offering serves its model; nothing for the plain way."""
    if variant is None:
        return ""
    return " · ".join(_variant_words(variant, words))


def _variant_words(variant: Variant, words: Words | None) -> Iterable[str]:
    for field in variant.__struct_fields__:
        value = getattr(variant, field)
        if value is True:
            yield label(f"variant.{field}", words)
        elif value:
            yield str(value)


def messages() -> set[str]:
    """Collect every English text of this module, to be translated."""
    return {
        *(text for key, text in LABELS.items() if key not in PROPER),
        *sentences().values(),
        *_ABILITIES.values(),
        *_DIRECTIONS.values(),
        *conditions_messages(),
        *_CONDITIONS.values(),
    }
