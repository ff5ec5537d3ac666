"""How a model is called at one of its providers."""

from modelario.queries.start import EXAMPLE_COLUMNS, StartRequest, start
from modelario.web.addresses import model_path
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.views.model import wanted_model

#: Where it is called: the provider, and its own id of the model where there are several.
START_PARAMETERS = ("provider", "offering")


def start_page(asked: Asked) -> View:
    """Show a first request in each language, at a provider of the reader's choice."""
    id_ = wanted_model(asked, below="/start")
    wanted = (asked.parameters.one(name) or None for name in START_PARAMETERS)
    record = start(asked.edition, StartRequest(id_, *wanted))
    path = f"{model_path(record.id)}/start"
    return View(
        record=record,
        path=f"{model_path(id_)}/start",
        canonical_path=path,
        crumbs=(
            Crumb(asked.language.gettext("Models"), "models"),
            Crumb(record.name, model_path(record.id)),
            Crumb(asked.language.gettext("Start here"), path),
        ),
        values={
            "places": dict.fromkeys((each.provider, each.provider_name) for each in record.places),
            "beside": [
                each
                for each in record.places
                if each.provider == record.provider and each.offering_id != record.offering_id
            ],
        },
        table=Table(EXAMPLE_COLUMNS, record.examples),
    )
