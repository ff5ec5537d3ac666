"""One edition: from a document as it came in, and what is known beside it, to what is asked."""

from collections.abc import Container, Mapping

from msgspec import structs

from modelario.catalogue.build import build
from modelario.history.recalling import NOTHING_SAID, Recalled
from modelario.identity.lookup.lookup import Lookup
from modelario.identity.naming.stability import leading
from modelario.identity.resolve import resolve
from modelario.queries.edition import Edition
from modelario.records import Heard, ModelId, ModelOf, Origin, ProviderId
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

    catalogue = build(document, resolution, origin, Heard(models=said.left), means)
    catalogue = structs.replace(catalogue, witnesses=said.witnesses)
    return Edition(catalogue, lookup, document)


def _present(
    aliases: Mapping[ModelId, ModelId], live: Container[ModelId]
) -> Mapping[ModelId, ModelId]:
    """Where each former id leads now, through any number of aliases; an id in use is no alias."""
    return {
        former: model
        for former in aliases
        if former not in live and (model := leading(former, aliases, live)) is not None
    }
