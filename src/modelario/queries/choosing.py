"""Choosing models to compare: what was written, what it means, and what may be compared."""

from msgspec import Struct

from modelario.catalogue.questions import MissingError
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant
from modelario.queries.model_lines import ModelLine, model_line
from modelario.queries.partners import PairRow, partners, suggested_pairs
from modelario.records import ModelId

#: How many near matches are named for a spelling that is no model's.
_NEAR = 4


class ChoiceRequest(Struct, frozen=True, kw_only=True):
    """What a reader wrote so far, each in any spelling."""

    models: tuple[str, ...]


class ModelChoice(Struct, frozen=True, kw_only=True):
    """What a reader wrote to choose a model, what it means, or what may be meant."""

    text: str
    model: ModelLine | None
    near: tuple[ModelLine, ...]


class CompareStart(Struct, frozen=True, kw_only=True):
    """The choice of models so far, and suggestions."""

    choices: tuple[ModelChoice, ...]
    partners: tuple[ModelLine, ...]
    pairs: tuple[PairRow, ...]


def compare_start(edition: Edition, request: ChoiceRequest) -> CompareStart:
    """Tell what is chosen so far, and what goes with the first of it."""
    choices = tuple(_choice(edition, text) for text in request.models)
    first = next((each.model.id for each in choices if each.model), None)
    return CompareStart(
        choices=choices,
        partners=partners(edition.catalogue, first) if first else (),
        pairs=suggested_pairs(edition.catalogue),
    )


def _choice(edition: Edition, text: str) -> ModelChoice:
    catalogue = edition.catalogue
    profiles = catalogue.profiles
    try:
        chosen = profiles[meant(edition, text)]
    except MissingError as error:
        near = (profiles[ModelId(id_)] for id_ in error.near[:_NEAR])
        return ModelChoice(
            text=text, model=None, near=tuple(model_line(catalogue, each) for each in near)
        )
    return ModelChoice(text=text, model=model_line(catalogue, chosen), near=())
