"""The visible list of pages."""

from modelario.web.pages import Page
from modelario.web.views.model import SORT, model
from modelario.web.views.models import MODEL_PARAMETERS, models

#: Every page, by its address after the language.
PAGES: tuple[Page, ...] = (
    Page(
        "models",
        "models",
        models,
        styles=("form", "models"),
        scripts=("models",),
        parameters=MODEL_PARAMETERS,
        twins=("json", "csv", "md"),
    ),
    Page(
        "model",
        "models/{lab}/{slug}",
        model,
        styles=("model",),
        parameters=(SORT,),
        twins=("json", "csv", "md"),
    ),
)
