"""The page of one model."""

from collections.abc import Mapping

from modelario.catalogue.questions import MissingError
from modelario.history.journal import StoreError
from modelario.queries.columns import sorted_rows, told_columns, with_month, without_ids
from modelario.queries.compare_on_two_days import model_against
from modelario.queries.meaning import meant_id
from modelario.queries.model import ModelPage, ModelRequest, model_page
from modelario.queries.offering import OFFERING_COLUMNS, offering_columns
from modelario.queries.price_history import SHOWN_PRICES
from modelario.queries.price_tables import other_ways, price_table, why_not_recommended
from modelario.queries.rule_rows import is_conditional
from modelario.queries.second_opinions import source_tables
from modelario.queries.two_days import AGAINST
from modelario.records import ModelId, OfferingKey
from modelario.web.addresses import model_path, segments
from modelario.web.astray import meant_path
from modelario.web.pages import Asked, Crumb, Moved, Table, View
from modelario.web.plots.price_history import PLOT_PARAMETERS, PricePlot, price_plot
from modelario.web.words import structured
from modelario.web.words.prose import questions, summary

#: The parameter that sorts the offerings.
SORT = "sort"
MODEL_PAGE_PARAMETERS = (SORT, AGAINST, *PLOT_PARAMETERS)


def model(asked: Asked) -> View:
    """Show everything about one model; a former id leads to the present one."""
    id_ = wanted_model(asked)
    request = ModelRequest(model=id_)
    edition, other = asked.edition, asked.other
    page = model_against(edition, other, request) if other else model_page(edition, request)
    told = summary(page, asked.language)
    asked_often = questions(page, asked.language)
    path, canonical = model_path(page.id), model_path(page.canonical)
    order = asked.parameters.one(SORT)
    costed = edition.catalogue.costed
    among = with_month(OFFERING_COLUMNS, costed=costed)
    columns = with_month(offering_columns(several=bool(page.release)), costed=costed)
    plot = _plot(asked, id_)
    offerings = sorted_rows(page.offerings, among, order)
    addresses = asked.addresses.plain()
    address = addresses.absolute(addresses.page(asked.language.code, canonical))
    return View(
        record=page,
        path=path,
        canonical_path=canonical,
        crumbs=(
            Crumb(asked.language.gettext("Models"), "models"),
            Crumb(page.lab_name, segments("labs", page.lab)),
            Crumb(page.name, path),
        ),
        values={
            "summary": told,
            "questions": asked_often,
            "faq": structured.faq(asked_often),
            "prices": price_table(page),
            "conditional": tuple(row for row in page.rules if is_conditional(row)),
            "source_tables": source_tables(page.opinions),
            "ways": other_ways(page),
            "unrecommended": why_not_recommended(page),
            "offerings": offerings,
            "marked_rows": _marked(page, asked),
            "doubted": {each.key for each in page.passed_over},
            "provider_names": {row.provider: row.provider_name for row in page.offerings},
            "order": order,
            "offering_columns": columns,
            "shown": told_columns(without_ids(columns), offerings),
            "plot": plot,
            "shown_prices": SHOWN_PRICES,
            "parameters": asked.parameters,
        },
        table=Table(among, offerings),
        structured=(structured.product(page, told, address),),
        partial=plot is None,
    )


def _marked(page: ModelPage, asked: Asked) -> Mapping[OfferingKey, tuple[str, ...]]:
    """Name the rows whose prices are singled out, and what each is."""
    gettext = asked.language.gettext
    found: dict[OfferingKey, tuple[str, ...]] = {}
    for quote, name in (
        (page.recommended, gettext("recommended")),
        (page.cheapest, gettext("cheapest")),
    ):
        if quote is not None:
            found[quote.key] = (*found.get(quote.key, ()), name)
    return found


def _plot(asked: Asked, id_: ModelId) -> PricePlot | None:
    """Plot the price history; nothing while the store fails."""
    try:
        return price_plot(asked, id_)
    except StoreError:
        return None


def wanted_model(asked: Asked, below: str = "") -> ModelId:
    """Tell which model an address means; ``below`` is what stands after the model in it.

    Every id of a release has an address. Any other spelling leads to one of these, a former id
    too, and on a past day a later one. Raises ``MissingError``.
    """
    id_ = ModelId(f"{asked.names['lab']}/{asked.names['slug']}")
    if asked.edition.catalogue.knows(id_):
        return id_
    try:
        raise Moved(model_path(meant_id(asked.edition, id_, asked.now)) + below)
    except MissingError:
        # The page below a model that is written without its lab stands where a model would.
        if (path := meant_path(asked.edition, id_)) is not None:
            raise Moved(path) from None
        raise
