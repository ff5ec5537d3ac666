"""The composition root: settings, sources and store put together into what faces serve."""

from msgspec import Struct

from modelario.catalogue.build import build
from modelario.identity.lookup import Lookup
from modelario.identity.resolve import resolve
from modelario.records import Catalogue, Document, Origin


class Published(Struct, frozen=True):
    """One published catalogue with the index that resolves ids against it."""

    catalogue: Catalogue
    lookup: Lookup


class Publication:
    """What is published now; it is replaced whole, so that a reader sees one state or the next."""

    def __init__(self, published: Published) -> None:
        self.now = published

    def replace(self, published: Published) -> None:
        """Publish another catalogue; answers in progress keep the one that they began with."""
        self.now = published


def publish(document: Document, origin: Origin) -> Published:
    """Resolve, build and index a document."""
    resolution = resolve(document)
    return Published(build(document, resolution, origin), Lookup(resolution, document))
