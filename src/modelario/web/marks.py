"""Small pieces of HTML that recur by the thousand; written once per language and remembered.

Everything that comes from upstream is escaped here; nothing else writes HTML in Python.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from modelario.formats import NUMERIC
from modelario.identity.benchmark_names import told_of
from modelario.queries.columns import MONTH, Column, Kind
from modelario.records import Benchmark, Month
from modelario.web.addresses import outward
from modelario.web.escaping import marked, put_into
from modelario.web.words.i18n import Language
from modelario.web.words.wordlists import STATE_REASONS
from modelario.wording import label

_REMEMBERED = 20_000
_EMPTY, _EMPTY_NUMBER = Markup("<td></td>"), Markup('<td class="n"></td>')

#: Where the labels of a facet's values stand; of other facets the values are their own names.
_FACET_LABELS: Mapping[str, str] = {
    **{each: each for each in ("kind", "status", "price_state", "variant")},
    **dict.fromkeys(("capability", "measured"), "field"),
    **dict.fromkeys(("input", "output"), "modality"),
}
_NO_NAMES: Mapping[str, str] = {}

#: Marks of a capability: three states that differ in form.
_FLAGS: Mapping[bool | None, tuple[str, str]] = {
    None: ("unknown", "?"),
    True: ("yes", "✓"),
    False: ("no", "–"),
}


class Marks:
    """Writes the pieces for one language; ``text`` writes a value of any kind."""

    def __init__(self, language: Language, text: Callable[[Any], str]) -> None:
        self._language = language
        self.number = language.number
        self._text = text
        remember = lru_cache(_REMEMBERED)
        self.amount = remember(self._amount)
        self.limit = remember(self._limit)
        self.copyable = remember(self._copyable)
        self.flag = remember(self._flag)
        self.state = remember(self._state)
        self.month = remember(self._month)
        self._cell = remember(lambda kind, value: _CELLS[kind](self, value))
        self._option = remember(self._option_of)

    def _label(self, key: str) -> str:
        return label(key, self._language.words)

    def _amount(self, value: Decimal) -> Markup:
        """Write a price whose unit stands in the head; the point stands under the point."""
        whole, rest = self._language.amount(value)
        return put_into("{}<i>{}</i>", whole, rest)

    def _limit(self, tokens: int) -> Markup:
        """Write a number of tokens in short, the exact one on pointing."""
        exact, short = self._language.number(tokens), self._language.tokens(tokens)
        return put_into('<span title="{}">{}</span>', exact, short)

    def _copyable(self, text: str) -> Markup:
        """Write an id that a script gives a button to copy it."""
        return put_into('<code class="id">{}</code>', text)

    def _flag(self, value: bool | None, name: str = "") -> Markup:
        """Write a capability, with its name where it stands alone."""
        state, mark = _FLAGS[value]
        return put_into(
            '<span class="flag {}">{}{}<span class="vh">{}{}</span></span>',
            state,
            mark,
            f" {name}" if name else "",
            ": " if name else " ",
            self._label(state),
        )

    def _state(self, price_state: str) -> Markup:
        """Write what stands in place of a price, the reason on pointing."""
        reason = self._language.gettext(STATE_REASONS[price_state])
        words = self._label(f"price_state.{price_state}")
        return put_into('<span class="state" title="{}">{}</span>', reason, words)

    def unknown(self) -> Markup:
        """Write that something is unknown."""
        return put_into('<span class="state">{}</span>', self._label("unknown"))

    def _month(self, month: Month | None) -> Markup:
        """Write what the reader's work costs; what that assumes on pointing."""
        if month is None:
            return self.unknown()
        cost = self._language.usd(month.cost)
        if not month.assumed:
            return Markup("{}").format(cost)
        told = ", ".join(self._label(f"assumed.{each.code}") for each in month.assumed)
        return Markup('<span class="assumed" title="{}">≈ {}</span>').format(told, cost)

    def _pointed(self, value: Decimal) -> Markup:
        """Write a number so that its point stands under those of others."""
        whole, point, rest = self.number(value).partition(self._language.decimal_point)
        return put_into("{}<i>{}</i>", whole, point + rest)

    def result(self, result: Benchmark | None) -> Markup:
        """Write a result in a benchmark: how it was measured on pointing, a link to its source."""
        if result is None:
            return self.flag(None) + Markup("<i></i>")
        number, told = self._pointed(result.score), told_of(result)
        if not outward(result.source):
            return put_into('<span title="{}">{}</span>', told, number)
        return put_into(
            '<a href="{}" title="{}" rel="noopener noreferrer nofollow">{}</a>',
            result.source,
            told,
            number,
        )

    def cell(self, column: Column, row: Any) -> Markup:  # noqa: ANN401 – rows of any table
        """Write a cell of any table, by its column's kind."""
        if column.kind is Kind.RESULT and hasattr(row, "benchmarks"):
            return put_into('<td class="n">{}</td>', self.result(row.benchmarks.get(column.key)))
        value = column.value(row)
        if column.key == MONTH.key:
            return Markup('<td class="n">{}</td>').format(self.month(_month_of(row)))
        if value is None or value in ("", ()):
            if column.key == "input_mtok" and (state := _state_of(row)):
                return put_into('<td class="n">{}</td>', self.state(state))
            return _EMPTY_NUMBER if column.kind in NUMERIC else _EMPTY
        if column.kind in _CELLS:
            return self._cell(column.kind, value)
        return self._worded(column, value)

    def _worded(self, column: Column, value: Any) -> Markup:  # noqa: ANN401 – any value
        if column.key == "price_state":
            return put_into("<td>{}</td>", self.state(value))
        if column.labels:
            values = value if isinstance(value, tuple) else (value,)
            words = ", ".join(self._label(f"{column.labels}.{each}") for each in values)
            return put_into("<td>{}</td>", words)
        return put_into("<td>{}</td>", self._text(value))

    def facet_label(self, facet: str, value: str) -> str:
        """Write what a facet can be, where that is no name."""
        kind = _FACET_LABELS.get(facet)
        return self._label(f"{kind}.{value}") if kind else value

    def facet_options(
        self,
        facet: str,
        counts: Mapping[str, int],
        chosen: Collection[str],
        names: Mapping[str, str] = _NO_NAMES,
    ) -> Markup:
        """Write the values of a facet to choose from, and how many models have each."""
        counted = {**counts, **{value: 0 for value in chosen if value not in counts}}
        return marked(
            "".join(
                f"{self._option(facet, value, names.get(value), value in chosen)}"
                f"<small>{self.number(count)}</small></label>\n"
                for value, count in counted.items()
            )
        )

    def _option_of(self, facet: str, value: str, name: str | None, chosen: bool) -> Markup:
        return put_into(
            '<label><input type="checkbox" name="{}" value="{}"{}><span>{}</span>',
            *(facet, value, Markup(" checked") if chosen else ""),
            self.facet_label(facet, value) if name is None else name,
        )

    def tokens(self, value: int) -> Markup:
        exact, short = self._language.number(value), self._language.tokens(value)
        return put_into('<td class="n" title="{}">{}</td>', exact, short)


def _month_of(row: Any) -> Month | None:  # noqa: ANN401 – rows of any table
    """Tell what the reader's work costs by a row, or at the offering that it is about."""
    month: Month | None = getattr(row, "offering", row).month
    return month


def _state_of(row: Any) -> str | None:  # noqa: ANN401 – rows of any table
    """Tell the state of a row's price, or of the offering that it is about."""
    state: str | None = getattr(getattr(row, "offering", row), "price_state", None)
    return state


#: How a value of a kind stands in a cell; kinds that are not here are words.
_CELLS: Mapping[Kind, Callable[[Marks, Any], Markup]] = {
    Kind.MTOK: lambda marks, value: put_into('<td class="n">{}</td>', marks.amount(value)),
    Kind.USD: lambda marks, value: put_into('<td class="n">{}</td>', marks.amount(value)),
    Kind.TOKENS: Marks.tokens,
    Kind.FLAG: lambda marks, value: put_into("<td>{}</td>", marks.flag(value)),
    Kind.ID: lambda marks, value: put_into('<td class="id">{}</td>', marks.copyable(value)),
    Kind.DATE: lambda _, value: put_into('<td class="d">{}</td>', value),
    **dict.fromkeys(
        (Kind.COUNT, Kind.SCORE, Kind.RESULT, Kind.PERCENT),
        lambda marks, value: put_into('<td class="n">{}</td>', marks.number(value)),
    ),
}
