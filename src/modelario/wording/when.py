"""The conditions of a price in words: “batch, above 200K, region eu”."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from modelario.records import Conditions, Hours
from modelario.wording.english import ENGLISH, Words

_ABOVE, _FROM = "above {tokens}", "from {tokens}"
_REGION = "region {region}"
_HOURS = "UTC {hours}"
_HOURS_ON = "UTC {hours} ({days})"
_HOUR = 60


def conditions_label(conditions: Conditions, words: Words | None = None) -> str:
    """Tell when a price holds; nothing of one that holds always."""
    return ", ".join(_told(conditions, words or ENGLISH))


def _told(conditions: Conditions, words: Words) -> Iterator[str]:
    if conditions.mode:
        yield conditions.mode
    if (prompt := conditions.prompt) is not None:
        text = words.gettext(_FROM if prompt.inclusive else _ABOVE)
        yield text.format(tokens=words.tokens(prompt.tokens))
    if conditions.region:
        yield words.gettext(_REGION).format(region=conditions.region)
    for weekdays, group in groupby(conditions.hours, key=lambda each: each.weekdays):
        spans, days = tuple(group), _days(weekdays, words)
        whole = bool(days) and any(each.start == each.end for each in spans)
        text = words.gettext(_HOURS_ON if days and not whole else _HOURS)
        yield text.format(hours=days if whole else ", ".join(map(_span, spans)), days=days)


def _days(weekdays: Sequence[int], words: Words) -> str:
    """Name days of the week, those that follow each other by the first and the last."""
    runs = [
        [day for _, day in run]
        for _, run in groupby(enumerate(sorted(weekdays)), key=lambda each: each[1] - each[0])
    ]
    return ", ".join(
        "–".join(words.weekday(day) for day in dict.fromkeys((run[0], run[-1]))) for run in runs
    )


def _span(hours: Hours) -> str:
    return "–".join(
        f"{minutes // _HOUR:02}:{minutes % _HOUR:02}" for minutes in (hours.start, hours.end)
    )


def conditions_messages() -> set[str]:
    """Collect the English texts of this module, to be translated."""
    return {_ABOVE, _FROM, _REGION, _HOURS, _HOURS_ON}
