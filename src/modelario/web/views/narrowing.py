"""The form that narrows models down where the page is about something else."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from modelario.catalogue.filters import CONDITIONS, ModelFilter, compared
from modelario.catalogue.questions import MissingError
from modelario.queries.meaning import meant
from modelario.queries.model_lines import ModelLine, model_line
from modelario.queries.models import FACETS, facet_counts
from modelario.records import Entry
from modelario.web.pages import Asked
from modelario.web.views.models import FOLDED, RANGES, names_of

#: The model that the reader came with.
MODEL = "model"

#: What such a form offers of the models page's facets, and which of them are folded.
_FACETS = tuple(each for each in FACETS if each not in ("price_state", "variant"))
_FOLDED = FOLDED | {"output", "status"}
_RANGES = ("context", "output_limit", "price")

#: The parameters that it has fields for.
NARROWED = frozenset({"q", "open_weights", "released_since", *_FACETS, *_RANGES})


def narrowing(
    asked: Asked, wanted: ModelFilter, among: Callable[[Entry], bool]
) -> Mapping[str, Any]:
    """Collect what the template ``narrow.html`` draws; ``among`` are what the page can show."""
    catalogue = asked.edition.catalogue
    counts = facet_counts(catalogue, compared(wanted), among)
    return {
        "parameters": asked.parameters,
        "conditions": CONDITIONS,
        "facets": {facet: counts[facet] for facet in _FACETS},
        "folded": _FOLDED,
        "ranges": [each for each in RANGES if each.parameter in _RANGES],
        "names": names_of(asked),
    }


def chosen_model(asked: Asked) -> ModelLine | None:
    """Name the model that the reader came with, if the catalogue knows it."""
    with suppress(MissingError):
        id_ = meant(asked.edition, asked.parameters.one(MODEL), asked.now)
        catalogue = asked.edition.catalogue
        return model_line(catalogue, catalogue.profiles[id_])
    return None
