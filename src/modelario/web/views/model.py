"""The page of one model."""

from modelario.queries.columns import OFFERING_COLUMNS, sorted_rows
from modelario.queries.model import model_page
from modelario.queries.prices import price_table
from modelario.records import ModelId
from modelario.web import structured
from modelario.web.addresses import model_path, segments
from modelario.web.pages import Asked, Crumb, Missing, Moved, Table, View
from modelario.web.prose import questions, summary

#: The parameter that sorts the offerings.
SORT = "sort"


def model(asked: Asked) -> View:
    """Show everything about one model; a former id leads to the present one."""
    catalogue = asked.published.catalogue
    id_ = ModelId(f"{asked.names['lab']}/{asked.names['slug']}")
    if id_ in catalogue.aliases and id_ not in catalogue.entries:
        raise Moved(model_path(catalogue.aliases[id_]))
    if id_ not in catalogue.entries:
        raise Missing("model", id_)
    page = model_page(catalogue, id_)
    told = summary(page, asked.language)
    asked_often = questions(page, asked.language)
    path = model_path(page.id)
    order = asked.parameters.one(SORT)
    offerings = sorted_rows(page.offerings, OFFERING_COLUMNS, order)
    address = asked.addresses.absolute(asked.addresses.page(asked.language.code, path))
    return View(
        record=page,
        path=path,
        crumbs=(
            Crumb(asked.language.gettext("Models"), "models"),
            Crumb(page.lab_name, segments("labs", page.lab)),
            Crumb(page.name, path),
        ),
        values={
            "summary": told,
            "questions": asked_often,
            "prices": price_table(page),
            "offerings": offerings,
            "order": order,
            "offering_columns": OFFERING_COLUMNS,
        },
        table=Table(OFFERING_COLUMNS, offerings),
        structured=(structured.product(page, told, address), structured.faq(asked_often)),
    )
