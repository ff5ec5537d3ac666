"""Break-even points in words."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_percent

from modelario.catalogue.break_even import Along
from modelario.queries.compare import BreakEvenRow, Comparison, ThroughoutRow
from modelario.records import ModelId
from modelario.web.i18n import N_, Language

#: Points are told to two digits.
_DIGITS = ".2g"

_CHANGES: Mapping[Along, str] = {
    Along.CACHED_SHARE: N_(
        "%(above)s is cheaper above %(at)s cached input, %(below)s below it – at three input "
        "tokens to one output token."
    ),
    Along.OUTPUT_RATIO: N_(
        "%(above)s is cheaper above %(at)s output tokens per input token, %(below)s below it – "
        "without a cache."
    ),
}
_THROUGHOUT: Mapping[Along, str] = {
    Along.CACHED_SHARE: N_(
        "%(cheaper)s is cheaper than %(dearer)s however much of the input is cached – at three "
        "input tokens to one output token."
    ),
    Along.OUTPUT_RATIO: N_(
        "%(cheaper)s is cheaper than %(dearer)s however long the output is – without a cache."
    ),
}


def break_even_sentences(comparison: Comparison, language: Language) -> list[str]:
    """Say for every two models where the cheaper one changes, or that it never does."""
    names = {side.model.id: side.model.name for side in comparison.sides}
    return [
        *(_change(row, names, language) for row in comparison.break_evens),
        *(_never(row, names, language) for row in comparison.throughout),
    ]


def _change(row: BreakEvenRow, names: Mapping[ModelId, str], language: Language) -> str:
    return language.gettext(_CHANGES[row.along]) % {
        "above": names[row.cheaper_above],
        "below": names[row.cheaper_below],
        "at": _place(row, language),
    }


def _place(row: BreakEvenRow, language: Language) -> str:
    at = Decimal(format(row.at, _DIGITS))
    if row.along is Along.CACHED_SHARE:
        return format_percent(at, locale=language.locale, decimal_quantization=False)
    return language.number(at)


def _never(row: ThroughoutRow, names: Mapping[ModelId, str], language: Language) -> str:
    return language.gettext(_THROUGHOUT[row.along]) % {
        "cheaper": names[row.cheaper],
        "dearer": names[row.dearer],
    }
