"""Changes in words: what moved, from what to what, and by how much."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from modelario.history.announced import UNDATED
from modelario.queries.change_groups import BARE
from modelario.queries.changes import ChangeRow
from modelario.records import ChangeKind
from modelario.web.words.i18n import N_, Language
from modelario.web.words.wordlists import PRICE_NAMES
from modelario.wording import conditional, label

#: Kinds of which less is better for readers; of a limit, more is.
_LESS_IS_BETTER = frozenset({ChangeKind.PRICE})
_MEASURED = frozenset({ChangeKind.PRICE, ChangeKind.CONTEXT, ChangeKind.OUTPUT_LIMIT})

#: Kinds of which it says something that there is no value.
_TOLD_OF_NOTHING = frozenset({ChangeKind.STATUS, ChangeKind.ANNOUNCED})

#: What is said instead of a sign, for whoever does not see the arrow.
CHEAPER, DEARER, LESS, MORE = N_("cheaper"), N_("more expensive"), N_("less"), N_("more")

#: What happened to something that came or went, as the title of an entry.
_BARE_TITLES = {
    ChangeKind.ADDED: N_("%(who)s: %(what)s added"),
    ChangeKind.RETURNED: N_("%(who)s: %(what)s is back"),
    ChangeKind.REMOVED: N_("%(who)s: %(what)s removed"),
    ChangeKind.ENDED: N_("%(who)s: %(what)s has ended, as announced"),
}


#: What is said where nobody changed what is shown of a model.
_SWITCHED_PRICE = N_("No provider changed this price: another offering is recommended now.")
_SWITCHED_FACT = N_("No provider changed this: offerings came or went, and others decide it now.")


class Move(NamedTuple):
    """One value that moved, in words."""

    field: str
    old: str
    new: str
    #: The size of the move, without a sign; empty where there is none to tell.
    percent: str
    arrow: str
    #: The word for the arrow, and whether that is good news.
    word: str
    good: bool


def move(row: ChangeRow, language: Language) -> Move:
    """Put what moved into words."""
    word, good = _trend(row)
    old, new = (value(row, each, language) for each in (row.old, row.new))
    if old == new and word:
        # What looks alike when it is rounded is told exactly.
        old, new = language.number(row.old), language.number(row.new)
    return Move(
        field=field_name(row.field or "", language),
        old=old,
        new=new,
        percent="" if row.percent is None else _percent(row.percent, language),
        arrow="" if not word else "▲" if _is_up(row) else "▼",
        word=language.gettext(word) if word else "",
        good=good,
    )


def _is_up(row: ChangeRow) -> bool:
    return bool(row.new > row.old)


def _trend(row: ChangeRow) -> tuple[str, bool]:
    if row.kind not in _MEASURED or row.old is None or row.new is None:
        return "", False
    up = _is_up(row)
    if row.kind in _LESS_IS_BETTER:
        return (DEARER, False) if up else (CHEAPER, True)
    return (MORE, True) if up else (LESS, False)


def _percent(percent: Decimal, language: Language) -> str:
    """Write how far something moved; from ten percent on, decimals say nothing.

    But a price that fell by 99.9 percent is not gone.
    """
    size, whole = abs(percent), round(abs(percent))
    decimals = size < 10 or size < 100 == whole  # noqa: PLR2004
    return language.percent(size.normalize() if decimals else whole)


def field_name(field: str, language: Language) -> str:
    """Name what moved; a price with its conditions."""
    return conditional(field, language.words, lambda price: _name(price, language))


def _name(field: str, language: Language) -> str:
    if field in PRICE_NAMES:
        return language.gettext(PRICE_NAMES[field])
    return label(f"field.{field}", language.words)


def value(row: ChangeRow, value: Any, language: Language) -> str:  # noqa: ANN401
    """Write a value of the kind that a change is about."""
    if value is None and row.kind not in _TOLD_OF_NOTHING:
        return label("unknown", language.words)
    return _WRITERS[row.kind](value, language)


def _end(value: str | None, language: Language) -> str:
    """Write the day that is announced, or that none is."""
    if value is None or value == UNDATED:
        return label("end.dateless" if value else "end.unannounced", language.words)
    return language.day(value)


def _tokens(value: int, language: Language) -> str:
    return language.tokens(value)


#: How the values of each kind are written; a model without a status is current.
_WRITERS: Mapping[ChangeKind, Callable[[Any, Language], str]] = {
    ChangeKind.PRICE: lambda value, language: language.price(value),
    ChangeKind.CONTEXT: _tokens,
    ChangeKind.OUTPUT_LIMIT: _tokens,
    ChangeKind.CAPABILITY: lambda value, language: label("yes" if value else "no", language.words),
    ChangeKind.MODALITY: lambda value, language: ", ".join(
        label(f"modality.{each}", language.words) for each in value
    ),
    ChangeKind.STATUS: lambda value, language: label(
        f"status.{value or 'current'}", language.words
    ),
    ChangeKind.RELEASE_DATE: lambda value, language: language.day(value),
    ChangeKind.RENAMED: lambda value, _: str(value),
    ChangeKind.ANNOUNCED: _end,
}


def subject(row: ChangeRow) -> str:
    """Name what a change is about: the model, and the offering where only that tells."""
    if row.model_name and row.ambiguous and row.offering_id:
        return f"{row.model_name} ({row.offering_id})"
    return row.model_name or row.offering_id or ""


def title(row: ChangeRow, language: Language) -> str:
    """Put a change into one line that can stand alone."""
    _ = language.gettext
    who = row.provider_name or _("Catalogue")
    if row.kind in BARE:
        return _(_BARE_TITLES[row.kind]) % {"who": who, "what": subject(row)}
    what = subject(row)
    told = moved(row, language)
    return f"{who}{language.colon}{what} – {told}" if what else f"{who}{language.colon}{told}"


def moved(row: ChangeRow, language: Language) -> str:
    """Tell what moved as text: the field, both values, and by how much."""
    told = move(row, language)
    size = f" ({told.arrow} {told.percent} {told.word})" if told.percent and told.word else ""
    return f"{told.field}{language.colon}{told.old} → {told.new}{size}"


def told(row: ChangeRow, language: Language) -> str:
    """Tell everything about a change in a paragraph."""
    _ = language.gettext
    parts = [title(row, language)]
    if row.provider is None:
        parts.append(_("This is what the catalogue shows of the model itself."))
        if row.switched:
            price = row.kind is ChangeKind.PRICE
            parts.append(_(_SWITCHED_PRICE if price else _SWITCHED_FACT))
    elif row.offering_id:
        parts.append(_("The provider's model id is %(id)s.") % {"id": row.offering_id})
    if row.source_name:
        parts.append(_("%(source)s says so.") % {"source": row.source_name})
    if row.model:
        parts.append(_("In the catalogue it is %(id)s.") % {"id": row.model})
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)
