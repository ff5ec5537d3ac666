"""What a model cost, day by day."""

from modelario.queries.price_history import (
    PRICE_ROW_COLUMNS,
    SHOWN_PRICES,
    merged,
    price_rows,
)
from modelario.web.addresses import model_path
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.plots.price_history import price_plot
from modelario.web.views.model import wanted_model


def history(asked: Asked) -> View:
    """Show every price that a model has had, at every provider."""
    id_ = wanted_model(asked, below="/history")
    plot = price_plot(asked, id_)
    rows = price_rows(plot.history.courses)
    path = f"{model_path(id_)}/history"
    canonical = asked.edition.catalogue.resolution.canonical(id_)
    name = asked.language.gettext("Price history")
    return View(
        record=plot.history,
        path=path,
        canonical_path=f"{model_path(canonical)}/history",
        crumbs=(
            Crumb(asked.language.gettext("Models"), "models"),
            Crumb(plot.history.name, model_path(id_)),
            Crumb(name, path),
        ),
        values={
            "heading": asked.language.gettext("Price history of %(name)s")
            % {"name": plot.history.name},
            "plot": plot,
            "rows": merged(rows),
            "shown_prices": SHOWN_PRICES,
            "parameters": asked.parameters,
        },
        table=Table(PRICE_ROW_COLUMNS, rows),
    )
