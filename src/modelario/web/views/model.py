"""The page of one model."""

from modelario.history.journal import StoreError
from modelario.queries.columns import sorted_rows, without_ids
from modelario.queries.meaning import meant
from modelario.queries.model import ModelRequest, model_page
from modelario.queries.offering import OFFERING_COLUMNS
from modelario.queries.price_tables import other_ways, price_table, why_not_recommended
from modelario.records import ModelId
from modelario.web.addresses import model_path, segments
from modelario.web.pages import Asked, Crumb, Moved, Table, View
from modelario.web.plots.price_history import PLOT_PARAMETERS, PricePlot, price_plot
from modelario.web.words import structured
from modelario.web.words.prose import questions, summary

#: The parameter that sorts the offerings.
SORT = "sort"
MODEL_PAGE_PARAMETERS = (SORT, *PLOT_PARAMETERS)


def model(asked: Asked) -> View:
    """Show everything about one model; a former id leads to the present one."""
    id_ = wanted_model(asked)
    page = model_page(asked.edition, ModelRequest(model=id_))
    told = summary(page, asked.language)
    asked_often = questions(page, asked.language)
    path = model_path(page.id)
    order = asked.parameters.one(SORT)
    plot = _plot(asked, id_)
    offerings = sorted_rows(page.offerings, OFFERING_COLUMNS, order)
    addresses = asked.addresses.at(None)
    address = addresses.absolute(addresses.page(asked.language.code, path))
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
            "ways": other_ways(page),
            "unrecommended": why_not_recommended(page),
            "offerings": offerings,
            "doubted": {each.key for each in page.passed_over},
            "provider_names": {row.provider: row.provider_name for row in page.offerings},
            "order": order,
            "offering_columns": without_ids(OFFERING_COLUMNS),
            "plot": plot,
            "parameters": asked.parameters,
        },
        table=Table(OFFERING_COLUMNS, offerings),
        structured=(structured.product(page, told, address), structured.faq(asked_often)),
        partial=plot is None,
    )


def _plot(asked: Asked, id_: ModelId) -> PricePlot | None:
    """Plot the price history; nothing while the store fails."""
    try:
        return price_plot(asked, id_)
    except StoreError:
        return None


def wanted_model(asked: Asked, below: str = "") -> ModelId:
    """Tell which model an address means; ``below`` is what stands after the model in it.

    Any other spelling leads to the model's own address, a former id too, and on a past day a
    later one. Raises ``MissingError``.
    """
    id_ = ModelId(f"{asked.names['lab']}/{asked.names['slug']}")
    if id_ in asked.edition.catalogue.entries:
        return id_
    raise Moved(model_path(meant(asked.edition, id_, asked.now)) + below)
