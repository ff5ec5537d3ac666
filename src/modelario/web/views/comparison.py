"""Models side by side, and the page on which they are chosen."""

from collections.abc import Sequence
from functools import partial

from modelario.catalogue.checking import modes, regions
from modelario.queries.choosing import ChoiceRequest, compare_start
from modelario.queries.compare import (
    FEWEST,
    FIELD_GROUPS,
    MOST,
    CompareRequest,
    FieldRow,
    compare,
)
from modelario.queries.compare_on_two_days import compare_against, comparison_columns
from modelario.queries.meaning import meant
from modelario.queries.model_lines import ModelLine
from modelario.queries.partners import partners
from modelario.queries.two_days import AGAINST
from modelario.records import Catalogue, ModelId
from modelario.web.addresses import compare_path, model_path
from modelario.web.pages import Asked, Crumb, Moved, Table, View
from modelario.web.parameters import WAY, circumstances
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

# --- choosing -----------------------------------------------------------------------------


def comparison_start(asked: Asked) -> View:
    """Let models be chosen; as soon as two are, lead to their comparison."""
    request = ChoiceRequest(models=asked.parameters.all(MODEL)[:MOST])
    record = compare_start(asked.edition, request)
    chosen = list(dict.fromkeys(each.model.id for each in record.choices if each.model))
    if len(chosen) >= FEWEST and all(each.model for each in record.choices):
        raise Moved(compare_path(chosen), asked.parameters.without(MODEL).pairs)
    name = asked.language.gettext("Compare")
    return View(
        record=record,
        path="compare",
        crumbs=(Crumb(name, "compare"),),
        values={
            "fields": [*(each.text for each in record.choices), *[""] * MOST][:MOST],
            "fewest": FEWEST,
            "parameters": asked.parameters,
            "way": (*WAY, AGAINST),
            "known": tuple(asked.edition.catalogue.entries),
        },
    )


# --- side by side -------------------------------------------------------------------------


def comparison(asked: Asked) -> View:
    """Show models side by side; every order and every former id leads to one address."""
    ids = _ids(asked)
    chosen = _providers(asked)
    providers = tuple(chosen.get(id_) for id_ in ids)
    when = circumstances(asked.parameters)
    request = CompareRequest(
        models=tuple(ids), providers=providers, mode=when.mode, region=when.region, at=when.at
    )
    edition, other = asked.edition, asked.other
    record = compare_against(edition, other, request) if other else compare(edition, request)
    names = [side.model.name for side in record.sides]
    heading = heading_of(names, asked.language)
    by_field = {row.field: row for row in record.fields}
    groups: dict[str, Sequence[FieldRow]] = {
        group: [by_field[field] for field in fields if field in by_field]
        for group, fields in FIELD_GROUPS.items()
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
            "chosen": chosen,
            "when": when,
            "way": (*WAY, AGAINST),
            "modes": modes(asked.edition.catalogue),
            "regions": regions(asked.edition.catalogue),
            "at": AT,
            "parameters": asked.parameters,
            "suggestions": [] if len(ids) == MOST else _further(asked.edition.catalogue, ids),
            "without": partial(_without, ids),
            "most": MOST,
            "fewest": FEWEST,
        },
        table=Table(*comparison_columns(record)),
    )


def heading_of(names: Sequence[str], language: Language) -> str:
    """Name what is compared: two against each other, more in a row."""
    if len(names) == FEWEST:
        first, second = names
        return language.gettext("%(first)s vs. %(second)s") % {"first": first, "second": second}
    return language.listed(names)


def _ids(asked: Asked) -> list[ModelId]:
    """Read the models from the address; leads on where they stand under another one."""
    names = asked.names
    wanted = [
        ModelId(f"{names[f'lab_{place}']}/{names[f'slug_{place}']}")
        for place in range(1, MOST + 1)
        if f"lab_{place}" in names
    ]
    ids = sorted({meant(asked.edition, id_, asked.now) for id_ in wanted})
    if len(ids) < FEWEST:
        raise Moved(model_path(ids[0]))
    if ids != wanted:
        raise Moved(compare_path(ids), asked.parameters.pairs)
    return ids


def _providers(asked: Asked) -> dict[str, str]:
    """Read the chosen provider of each model, by whichever id of its release."""
    canonical = asked.edition.catalogue.resolution.canonical
    pairs = (value.rpartition("@") for value in asked.parameters.all(AT))
    return {canonical(ModelId(id_)): provider for id_, _, provider in pairs if id_}


def _further(catalogue: Catalogue, ids: Sequence[ModelId]) -> list[ModelLine]:
    return [line for line in partners(catalogue, ids[0]) if line.id not in ids]


def _without(ids: Sequence[ModelId], id_: ModelId) -> str:
    return compare_path(each for each in ids if each != id_)
