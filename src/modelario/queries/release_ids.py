"""The ids of a line of models: which are the release that a page shows, and which are others."""

from collections.abc import Iterable

from msgspec import Struct

from modelario.catalogue.titles import title_of
from modelario.records import Catalogue, ModelId, Reason, ReleaseId


class ReleaseRow(Struct, frozen=True, kw_only=True):
    """An id that is the same release as a model, or another one of the same name, and why."""

    id: ModelId
    name: str
    #: How many providers list it under this id.
    providers: int
    reason: Reason


def release_rows(catalogue: Catalogue, ids: Iterable[ReleaseId]) -> tuple[ReleaseRow, ...]:
    """Flatten the ids of a line for showing, as far as the catalogue knows them."""
    return tuple(_row(catalogue, each) for each in ids if catalogue.knows(each.id))


def _row(catalogue: Catalogue, each: ReleaseId) -> ReleaseRow:
    model = catalogue.entry(each.id).model
    listed = {s.offering.provider for s in model.servings if s.assignment.model == each.id}
    return ReleaseRow(
        id=each.id, name=title_of(model, each.id), providers=len(listed), reason=each.reason
    )
