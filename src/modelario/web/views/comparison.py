"""Models side by side, and the page on which they are chosen."""

from collections.abc import Sequence
from functools import partial

from babel.lists import format_list
from msgspec import Struct

from modelario.catalogue.filters import FilterError
from modelario.queries.compare import (
    FEWEST,
    FIELD_GROUPS,
    MOST,
    CompareError,
    Comparison,
    FieldRow,
    compare,
    comparison_table,
)
from modelario.queries.model import ModelLine, model_line
from modelario.queries.pairs import Pair, partners, suggested_pairs
from modelario.records import Catalogue, ModelId
from modelario.web.addresses import compare_path, model_path
from modelario.web.pages import Asked, Crumb, Missing, Moved, Table, View
from modelario.web.words.break_even_prose import break_even_answers
from modelario.web.words.i18n import Language

#: A model by any spelling; and a provider of a model, as in ``openai/o4-mini@azure``.
MODEL, AT = "model", "at"

#: Whether rows that are alike are left out.
ONLY = "only"

#: The addresses of comparisons of two, three and four models.
PATHS = tuple(
    "compare/" + "/vs/".join(f"{{lab_{place}}}/{{slug_{place}}}" for place in range(1, count + 1))
    for count in range(FEWEST, MOST + 1)
)

#: How many near matches are named for a spelling that is no model's.
_NEAR = 4


class Choice(Struct, frozen=True, kw_only=True):
    """What a reader wrote to choose a model, what it means, or what may be meant."""

    text: str
    model: ModelLine | None
    near: tuple[ModelLine, ...]


class CompareStart(Struct, frozen=True, kw_only=True):
    """The choice of models so far, and suggestions."""

    choices: tuple[Choice, ...]
    partners: tuple[ModelLine, ...]
    pairs: tuple[Pair, ...]


# --- choosing -----------------------------------------------------------------------------


def comparison_start(asked: Asked) -> View:
    """Let models be chosen; as soon as two are, lead to their comparison."""
    catalogue = asked.edition.catalogue
    texts = asked.parameters.all(MODEL)
    choices = tuple(_choice(asked, text) for text in texts[:MOST])
    chosen = list(dict.fromkeys(each.model.id for each in choices if each.model))
    if len(chosen) >= FEWEST and all(each.model for each in choices):
        raise Moved(compare_path(chosen), asked.parameters.without(MODEL).pairs)
    name = asked.language.gettext("Compare")
    return View(
        record=CompareStart(
            choices=choices,
            partners=partners(catalogue, chosen[0]) if chosen else (),
            pairs=suggested_pairs(catalogue),
        ),
        path="compare",
        crumbs=(Crumb(name, "compare"),),
        values={
            "fields": [*(each.text for each in choices), *[""] * MOST][:MOST],
            "fewest": FEWEST,
            "parameters": asked.parameters,
            "at": AT,
            "known": tuple(catalogue.entries),
        },
    )


def _choice(asked: Asked, text: str) -> Choice:
    result = asked.edition.lookup.find(text)
    entries = asked.edition.catalogue.entries
    near = [entries[each.model] for each in result.candidates if each.model in entries]
    certain = entries.get(result.certain.model) if result.certain else None
    return Choice(
        text=text,
        model=model_line(certain) if certain else None,
        near=() if certain else tuple(model_line(entry) for entry in near[:_NEAR]),
    )


# --- side by side -------------------------------------------------------------------------


def comparison(asked: Asked) -> View:
    """Show models side by side; every order and every former id leads to one address."""
    catalogue = asked.edition.catalogue
    ids = _ids(asked)
    record = _compared(asked, ids)
    names = [side.model.name for side in record.sides]
    heading = _heading(names, asked.language)
    by_field = {row.field: row for row in record.fields}
    groups: dict[str, Sequence[FieldRow]] = {
        group: [by_field[field] for field in fields] for group, fields in FIELD_GROUPS.items()
    }
    path = compare_path(ids)
    return View(
        record=record,
        path=path,
        crumbs=(
            Crumb(asked.language.gettext("Compare"), "compare"),
            Crumb(heading, path),
        ),
        values={
            "names": names,
            "heading": heading,
            "groups": groups,
            "answers": break_even_answers(record, asked.language),
            "chosen": _providers(asked),
            "at": AT,
            "parameters": asked.parameters,
            "suggestions": [] if len(ids) == MOST else _further(catalogue, ids),
            "without": partial(_without, ids),
            "most": MOST,
            "fewest": FEWEST,
        },
        table=Table(*comparison_table(record)),
    )


def _heading(names: Sequence[str], language: Language) -> str:
    """Name what is compared: two against each other, more in a row."""
    if len(names) == FEWEST:
        first, second = names
        return language.gettext("%(first)s vs. %(second)s") % {"first": first, "second": second}
    return format_list(names, locale=language.locale)


def _ids(asked: Asked) -> list[ModelId]:
    """Read the models from the address; leads on where they stand under another one."""
    catalogue, names = asked.edition.catalogue, asked.names
    wanted = [
        ModelId(f"{names[f'lab_{place}']}/{names[f'slug_{place}']}")
        for place in range(1, MOST + 1)
        if f"lab_{place}" in names
    ]
    present = [
        id_ if id_ in catalogue.entries else catalogue.aliases.get(id_, id_) for id_ in wanted
    ]
    for id_ in present:
        if id_ not in catalogue.entries:
            raise Missing("model", id_)
    ids = sorted(set(present))
    if len(ids) < FEWEST:
        raise Moved(model_path(ids[0]))
    if ids != wanted:
        raise Moved(compare_path(ids), asked.parameters.pairs)
    return ids


def _compared(asked: Asked, ids: Sequence[ModelId]) -> Comparison:
    chosen = _providers(asked)
    try:
        return compare(asked.edition.catalogue, ids, [chosen.get(id_) for id_ in ids])
    except CompareError as error:
        raise FilterError(str(error)) from None


def _providers(asked: Asked) -> dict[str, str]:
    """Read the chosen provider of each model."""
    pairs = (value.rpartition("@") for value in asked.parameters.all(AT))
    return {id_: provider for id_, _, provider in pairs}


def _further(catalogue: Catalogue, ids: Sequence[ModelId]) -> list[ModelLine]:
    return [line for line in partners(catalogue, ids[0]) if line.id not in ids]


def _without(ids: Sequence[ModelId], id_: ModelId) -> str:
    return compare_path(each for each in ids if each != id_)
