"""How a language writes figures; English is how the core does."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple


class Words(NamedTuple):
    """How a language writes things: its translations and its formats."""

    gettext: Callable[[str], str]
    tokens: Callable[[int], str]
    price: Callable[[Decimal], str]
    number: Callable[[Any], str]
    #: From 25 to 25%.
    percent: Callable[[Any], str]
    #: A date, or a month, as upstream writes them.
    day: Callable[[Any], str]
    #: A day of the week in few letters, 1 being Monday.
    weekday: Callable[[int], str]


def rounded_tokens(tokens: int) -> tuple[Decimal, str]:
    """Round a number of tokens as in 200K or 1.05M: the figure, and its unit."""
    exact = Decimal(tokens)
    if tokens < 1_000:  # noqa: PLR2004 – where K begins
        return exact, ""
    thousands = round(exact / 1_000, 0)
    if thousands < 1_000:  # noqa: PLR2004 – where M begins
        return thousands, "K"
    return round(exact / 1_000_000, 2), "M"


def short_tokens(tokens: int) -> str:
    """Write a number of tokens as in 200K or 1.05M."""
    rounded, unit = rounded_tokens(tokens)
    return f"{rounded.normalize():f}{unit}"


def long_day(text: str) -> str:
    """Write a date, or a month, as in May 31, 2026."""
    first = date.fromisoformat(f"{text}-01"[: len("2026-05-31")])
    day = f" {first.day}," if len(text) > len("2026-05") else ""
    return f"{first:%B}{day} {first.year}"


def money(amount: Decimal) -> str:
    """Write USD exactly, with at least two decimals."""
    amount = amount.normalize()
    exponent = amount.as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 0)
    return f"${amount:,.{decimals}f}"


def request_money(amount: Decimal) -> str:
    """Write what one request costs in USD; anything below a cent is not told apart."""
    cent = Decimal("0.01")
    return "< $0.01" if 0 < amount < cent else f"${amount.quantize(cent):,}"


ENGLISH = Words(
    gettext=lambda text: text,
    tokens=short_tokens,
    price=money,
    number=lambda value: f"{value.normalize():,f}" if isinstance(value, Decimal) else f"{value:,}",
    percent="{:,}%".format,
    day=long_day,
    weekday=lambda day: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day - 1],
)
