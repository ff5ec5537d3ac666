"""One edition: from a document as it came in, and what is known beside it, to what is asked."""

from collections.abc import Container, Mapping

from msgspec import structs

from modelario.catalogue.build import build
from modelario.catalogue.matching import hear
from modelario.history.recalling import NOTHING_SAID, Recalled
from modelario.identity.lookup.lookup import Lookup
from modelario.identity.lookup.sales import Sales
from modelario.identity.naming.stability import leading
from modelario.identity.resolve import resolve
from modelario.queries.edition import Edition
from modelario.records import (
    UNHEARD,
    Heard,
    ModelId,
    ModelOf,
    Origin,
    ProviderId,
    Resolution,
)
from modelario.upstream.document import RawDocument, parse


def edition_of(
    raw: RawDocument,
    origin: Origin,
    previous: ModelOf,
    known: Mapping[ModelId, ModelId],
    said: Recalled = NOTHING_SAID,
) -> Edition:
    """Build what a document is published as, knowing which model each offering was.

    ``said`` is what witnesses say beside it, and what left upstream's document before.
    """
    document = parse(raw)
    resolution = resolve(document, previous)
    aliases = {**known, **resolution.aliases}
    resolution = structs.replace(resolution, aliases=_present(aliases, resolution.identities))
    lookup = Lookup(resolution, document)

    def means(_provider: ProviderId, spelling: str) -> ModelId | None:
        found = lookup.find(spelling).certain
        return found.model if found else None

    heard = _heard(said, resolution)
    return Edition(build(document, resolution, origin, heard, means), lookup, document)


def _heard(said: Recalled, resolution: Resolution) -> Heard:
    """Find out what is said of what; what left upstream is said of its model."""
    heard = hear(said.testimonies, Sales(resolution)) if said.testimonies else UNHEARD
    models = {
        id_: (*heard.models.get(id_, ()), *said.left.get(id_, ()))
        for id_ in heard.models.keys() | said.left.keys()
    }
    return structs.replace(heard, models=models, witnesses=said.witnesses)


def _present(
    aliases: Mapping[ModelId, ModelId], live: Container[ModelId]
) -> Mapping[ModelId, ModelId]:
    """Where each former id leads now, through any number of aliases; an id in use is no alias."""
    return {
        former: model
        for former in aliases
        if former not in live and (model := leading(former, aliases, live)) is not None
    }
