"""Languages: one gettext catalogue each, and the formats of its locale.

English sentences are the keys. ``locale/<code>.po`` makes a language: the folder's listing is
the list of languages, and nothing has to be compiled or registered.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel import Locale, parse_locale
from babel.core import get_global
from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, get_decimal_symbol

from modelario.wording import Words, rounded_tokens

#: The language of the message keys; it needs no catalogue.
SOURCE_LANGUAGE = "en"
#: Different formatted values that a language remembers, and length of a date without its day.
_REMEMBERED, _MONTH_LENGTH = 20_000, len("2026-05")
#: What the first of a month is where a language has an ordinal and CLDR a plain 1.
_FIRSTS = {"fr": "1er"}
_CENT = Decimal("0.01")
#: Upstream's prices hold rounding errors of machines from the seventh decimal on.
_FINEST = 6


def N_(text: str) -> str:  # noqa: N802 – gettext's name for it
    """Mark a text that is translated where it is shown."""
    return text


#: Punctuation between what is put together from parts; some languages set it off by a space.
_COLON, _SEMICOLON = N_(": "), N_("; ")


class Language:
    """A language of the site: its translations and how it writes values."""

    def __init__(self, code: str, translations: NullTranslations) -> None:
        self.code = code
        self.locale = Locale.parse(code)
        self.translations = translations
        remember = lru_cache(_REMEMBERED)
        self.gettext = remember(translations.gettext)
        self.ngettext = translations.ngettext
        self.tokens = remember(self._tokens)
        self.price = remember(self._price)
        self.usd = remember(self._usd)
        self.amount = remember(self._amount)
        self.day = remember(self._day)
        self.number = remember(self._number)

    @cached_property
    def name(self) -> str:
        """The language's name in itself."""
        return (self.locale.get_display_name(self.code) or self.code).capitalize()

    @cached_property
    def territory(self) -> str:
        """The language with the territory that it is most likely of, as in ``es_ES``."""
        language, territory, *_ = parse_locale(get_global("likely_subtags")[self.code])
        return f"{language}_{territory}"

    @cached_property
    def decimal_point(self) -> str:
        """What stands between a whole number and its rest."""
        return str(get_decimal_symbol(self.locale))

    @cached_property
    def words(self) -> Words:
        """What :mod:`modelario.wording` needs to speak this language."""
        return Words(
            gettext=self.gettext,
            tokens=self.tokens,
            price=self.price,
            number=self.number,
            percent=self.percent,
            day=self.day,
            weekday=lambda day: self.locale.days["stand-alone"]["abbreviated"][day - 1],
        )

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return self.gettext(_COLON)

    @property
    def semicolon(self) -> str:
        """What stands between two things that are said."""
        return self.gettext(_SEMICOLON)

    def listed(self, names: Iterable[str]) -> str:
        """Name several as a sentence does: A, B and C."""
        return format_list(list(names), locale=self.locale)

    def percent(self, value: Decimal | int) -> str:
        """Write a percentage: 25 as 25%."""
        return self.number(value) + str(self.locale.percent_formats[None].suffix[0])

    def month(self, value: date) -> str:
        """Write a month and its year in few letters, for an axis."""
        return format_skeleton("yMMM", value, locale=self.locale)

    def short_day(self, value: date) -> str:
        """Write a day in few letters, for an axis."""
        return self._dated(format_skeleton("yMMMd", value, locale=self.locale))

    def brief_day(self, value: str) -> str:
        """Write a date, or a month where that is all that is known, in few letters."""
        if len(value) == _MONTH_LENGTH:
            return self.month(date.fromisoformat(f"{value}-01"))
        return self.short_day(date.fromisoformat(value))

    def _number(self, value: Decimal | float) -> str:
        return format_decimal(value, locale=self.locale, decimal_quantization=False)

    def _tokens(self, tokens: int) -> str:
        """Write a number of tokens as in 200K or 1.05M."""
        rounded, unit = rounded_tokens(tokens)
        return self._number(rounded.normalize()) + unit

    def _price(self, amount: Decimal) -> str:
        """Write USD with two to six decimals."""
        exact = round(amount, _FINEST).normalize()
        return format_currency(exact, "USD", locale=self.locale, decimal_quantization=False)

    def _usd(self, amount: Decimal) -> str:
        """Write USD to the cent; anything below a cent is not told apart."""
        if 0 < amount < _CENT:
            return f"< {self._usd(_CENT)}"
        return format_currency(amount, "USD", locale=self.locale)

    def _amount(self, amount: Decimal) -> tuple[str, str]:
        """Write an amount without its unit, in two halves: whole, and from the point on."""
        text = format_decimal(round(amount, _FINEST), "#,##0.00####", locale=self.locale)
        point = max(text.rfind("."), text.rfind(","))
        return text[:point], text[point:]

    def _day(self, value: str | date) -> str:
        """Write a date, or a month where that is all that is known."""
        if isinstance(value, date):
            return self._dated(format_date(value, "long", locale=self.locale))
        if len(value) == _MONTH_LENGTH:
            first = date.fromisoformat(f"{value}-01")
            return format_skeleton("yMMMM", first, locale=self.locale)
        return self._day(date.fromisoformat(value))

    def moment(self, value: datetime) -> str:
        """Write a moment, in UTC."""
        return self._dated(format_datetime(value, "medium", locale=self.locale)) + " UTC"

    def _dated(self, text: str) -> str:
        """Write the first of a month as the language does, in a text that begins with a day."""
        first = _FIRSTS.get(self.code)
        return f"{first} {text[2:]}" if first and text.startswith("1 ") else text


def _translations(source: Any) -> GNUTranslations:  # noqa: ANN401 – a package resource
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def languages() -> Mapping[str, Language]:
    """Read every language, the source language first."""
    folder = files("modelario.web").joinpath("locale")
    found = {SOURCE_LANGUAGE: Language(SOURCE_LANGUAGE, NullTranslations())}
    for source in sorted(folder.iterdir(), key=lambda each: each.name):
        code, _, ending = source.name.partition(".")
        if ending == "po":
            found[code] = Language(code, _translations(source))
    return found


def preferred(accepted: str, among: Iterable[str]) -> str:
    """Choose the language that an ``Accept-Language`` header likes best."""
    known = list(among)
    best, best_weight = SOURCE_LANGUAGE, 0.0
    for each in accepted.split(","):
        code, _, parameter = each.strip().partition(";")
        weight = _weight(parameter)
        language = code.partition("-")[0].lower()
        if language in known and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, float(value))
    except ValueError:
        return 0.0
