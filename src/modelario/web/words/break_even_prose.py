"""Break-even points in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from babel.numbers import format_percent

from modelario.catalogue.break_even import Along
from modelario.queries.break_even_rows import BreakEvenRow, ThroughoutRow
from modelario.queries.compare import Comparison
from modelario.records import ModelId
from modelario.web.words.i18n import N_, Language

#: Points are told to two digits.
_DIGITS = ".2g"

_CHANGES: Mapping[Along, str] = {
    Along.CACHED_SHARE: N_(
        "%(above)s is cheaper above %(at)s cached input, %(below)s is cheaper below it."
    ),
    Along.OUTPUT_RATIO: N_(
        "%(above)s is cheaper above %(at)s output tokens per input token, %(below)s is cheaper "
        "below it."
    ),
}
_THROUGHOUT: Mapping[tuple[Along, ...], str] = {
    (Along.CACHED_SHARE,): N_(
        "%(cheaper)s is cheaper than %(dearer)s however much of the input is cached."
    ),
    (Along.OUTPUT_RATIO,): N_("%(cheaper)s is cheaper than %(dearer)s however long the output is."),
    (Along.CACHED_SHARE, Along.OUTPUT_RATIO): N_(
        "%(cheaper)s is cheaper than %(dearer)s however much of the input is cached and however "
        "long the output is."
    ),
}

Names = Mapping[ModelId, str]


class Answers(NamedTuple):
    """What is said on one question: along what the prices are compared."""

    question: str
    sentences: tuple[str, ...]


#: The questions, in order; what holds on both comes first.
_QUESTIONS: Mapping[tuple[Along, ...], str] = {
    (Along.CACHED_SHARE, Along.OUTPUT_RATIO): N_("In every case"),
    (Along.CACHED_SHARE,): N_(
        "By how much of the input is cached, at three input tokens to one output token"
    ),
    (Along.OUTPUT_RATIO,): N_("By how long the output is, with nothing cached"),
}


def break_even_answers(comparison: Comparison, language: Language) -> list[Answers]:
    """Say for every two models where the cheaper one changes, or that it never does."""
    names = {side.model.id: side.model.name for side in comparison.sides}
    told: dict[tuple[Along, ...], list[str]] = {respects: [] for respects in _QUESTIONS}
    for row in comparison.break_evens:
        told[(row.along,)].append(_change(row, names, language))
    for respects, sentence in _never(comparison.throughout, names, language):
        told[respects].append(sentence)
    return [
        Answers(language.gettext(_QUESTIONS[respects]), tuple(sentences))
        for respects, sentences in told.items()
        if sentences
    ]


def _change(row: BreakEvenRow, names: Names, language: Language) -> str:
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


def _never(
    rows: Iterable[ThroughoutRow], names: Names, language: Language
) -> Iterable[tuple[tuple[Along, ...], str]]:
    """Say it once for all models that one is cheaper than in the same respects."""
    pair = attrgetter("cheaper", "dearer")
    beaten: dict[tuple[ModelId, tuple[Along, ...]], list[str]] = {}
    for (cheaper, dearer), along in groupby(sorted(rows, key=pair), pair):
        respects = tuple(row.along for row in along)
        beaten.setdefault((cheaper, respects), []).append(names[dearer])
    for (cheaper, respects), dearer in beaten.items():
        yield (
            respects,
            language.gettext(_THROUGHOUT[respects])
            % {
                "cheaper": names[cheaper],
                "dearer": language.listed(dearer),
            },
        )
