"""Every offering of the catalogue, with the model that it is."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from msgspec import Struct

from modelario.catalogue.checking import Choices, check_choices, name_of
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant
from modelario.queries.providers import ServedModel, served_model
from modelario.records import Model, PriceState, Serving


class OfferingsRequest(Struct, frozen=True, kw_only=True):
    """Which offerings are asked for: all that is set has to hold."""

    CHOICES: ClassVar[Choices] = {"price_state": tuple(PriceState)}

    #: A model, in any spelling.
    model: str | None = None
    #: Id of a provider; repeat for more.
    provider: tuple[str, ...] = ()
    #: What is known of the price; repeat for more.
    price_state: tuple[str, ...] = ()


class Offerings(Struct, frozen=True, kw_only=True):
    """Offerings of a selection, by model; routers, which are no one model, come last."""

    rows: tuple[ServedModel, ...]
    #: How many the selection holds; there may be fewer rows.
    matching: int
    as_of: date


def offerings(edition: Edition, request: OfferingsRequest) -> Offerings:
    """List the offerings of a selection.

    Raises :class:`~modelario.catalogue.filters.FilterError` for a condition that cannot be meant,
    ``MissingError`` where a spelling means no model.
    """
    catalogue = edition.catalogue
    check_choices(request)
    providers = {name_of("provider", each, catalogue.providers) for each in request.provider}
    rows = tuple(
        served_model(catalogue, model, serving)
        for model, serving in _of_model(edition, request.model)
        if (not providers or serving.offering.provider in providers)
        and (not request.price_state or serving.price_state in request.price_state)
    )
    return Offerings(rows=rows, matching=len(rows), as_of=catalogue.origin.as_of)


def _of_model(edition: Edition, text: str | None) -> Iterator[tuple[Model | None, Serving]]:
    """Every offering, or those of one model."""
    entries = edition.catalogue.entries
    chosen = entries.values() if text is None else (entries[meant(edition, text)],)
    yield from ((entry.model, serving) for entry in chosen for serving in entry.model.servings)
    if text is None:
        yield from ((None, router) for router in edition.catalogue.routers)
