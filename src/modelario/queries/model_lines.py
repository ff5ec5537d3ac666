"""Models in one line, as pages refer to others: by name and price, or as alternatives."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct, structs

from modelario.catalogue import alternatives as likeness
from modelario.catalogue.alternatives import Alternative
from modelario.catalogue.since import Relation, since
from modelario.records import (
    Catalogue,
    Entry,
    LabId,
    Lifecycle,
    ModelId,
    Profile,
    Reason,
)


class ModelLine(Struct, frozen=True, kw_only=True):
    """A model in one line, as other pages refer to it."""

    id: ModelId
    name: str
    lab: LabId
    lab_name: str
    input_mtok: Decimal | None
    output_mtok: Decimal | None
    #: What the reader's work costs there, in USD a month; where it is asked for and known.
    monthly_cost: Decimal | None = None


class AlternativeRow(ModelLine, frozen=True, kw_only=True):
    """An alternative with its likeness (0 to 1) and what tells it apart."""

    likeness: float
    reasons: tuple[Reason, ...]


class AlternativeGroups(Struct, frozen=True, kw_only=True):
    """Alternatives, the most alike first in each group."""

    closest: tuple[AlternativeRow, ...]
    cheaper: tuple[AlternativeRow, ...]
    open_weight: tuple[AlternativeRow, ...]


class SuccessorRow(ModelLine, frozen=True, kw_only=True):
    """A model that has come since another, on which ground, and what tells it apart."""

    #: Whether it is announced, a later one of the same lab, or one that stays and is most alike.
    relation: Relation
    release_date: str | None
    #: On which ground it is named.
    ground: Reason
    #: What tells it apart.
    reasons: tuple[Reason, ...]


def model_line(catalogue: Catalogue, of: Profile) -> ModelLine:
    """Shorten a model to one line with its recommended price."""
    return ModelLine(
        id=of.id,
        name=of.title,
        lab=of.lab,
        lab_name=catalogue.labs[of.lab].name,
        input_mtok=of.input_mtok,
        output_mtok=of.output_mtok,
        monthly_cost=of.monthly_cost,
    )


def alternatives_of(catalogue: Catalogue, id_: ModelId) -> AlternativeGroups:
    """The models that are most like one, in each group."""
    profiles = catalogue.profiles
    groups = likeness.alternatives(profiles[id_], profiles)
    return AlternativeGroups(
        closest=_alternative_rows(catalogue, groups.closest),
        cheaper=_alternative_rows(catalogue, groups.cheaper),
        open_weight=_alternative_rows(catalogue, groups.open_weight, said="open_weights"),
    )


def _alternative_rows(
    catalogue: Catalogue, found: Iterable[Alternative], said: str | None = None
) -> tuple[AlternativeRow, ...]:
    """Show the alternatives of a group whose name says one reason already."""
    return tuple(
        AlternativeRow(
            likeness=each.likeness,
            reasons=tuple(reason for reason in each.reasons if reason.code != said),
            **structs.asdict(model_line(catalogue, catalogue.profiles[each.model])),
        )
        for each in found
    )


def successor_rows(
    catalogue: Catalogue, entry: Entry, life: Lifecycle | None = None
) -> tuple[SuccessorRow, ...]:
    """Show what has come since a model, which may be gone; ``life`` is that at some providers."""
    return tuple(
        SuccessorRow(
            relation=each.relation,
            release_date=catalogue.profiles[each.model].release_date,
            ground=each.ground,
            reasons=each.reasons,
            **structs.asdict(model_line(catalogue, catalogue.profiles[each.model])),
        )
        for each in since(catalogue, entry, life)
    )
