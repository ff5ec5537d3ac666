"""The conditions of a price in words: “batch, above 200K, region eu”."""

from collections.abc import Iterator

from modelario.records import Conditions, Hours
from modelario.wording.english import ENGLISH, Words

_ABOVE, _FROM = "above {tokens}", "from {tokens}"
_REGION = "region {region}"
_HOURS = "UTC {hours}"
_HOURS_ON = "UTC {hours} on days {days}"
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
    for each in conditions.hours:
        text = words.gettext(_HOURS_ON if each.weekdays else _HOURS)
        yield text.format(hours=_span(each), days=", ".join(map(str, each.weekdays)))


def _span(hours: Hours) -> str:
    return "–".join(
        f"{minutes // _HOUR:02}:{minutes % _HOUR:02}" for minutes in (hours.start, hours.end)
    )


def conditions_messages() -> set[str]:
    """Collect the English texts of this module, to be translated."""
    return {_ABOVE, _FROM, _REGION, _HOURS, _HOURS_ON}
