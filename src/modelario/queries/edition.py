"""What questions are put to: one catalogue with what is needed to answer them."""

from msgspec import Struct

from modelario.identity.lookup.lookup import Lookup
from modelario.queries.holds import HoldRow
from modelario.records import Catalogue, Document, Reason


class Edition(Struct, frozen=True):
    """One published catalogue with the index that resolves ids against it."""

    catalogue: Catalogue
    lookup: Lookup
    document: Document
    #: What the gates keep back of it.
    holds: tuple[HoldRow, ...] = ()
    #: Which state of the store this is of; empty for what comes from none, and for past days.
    revision: str = ""
    #: Why this is not what should be served: another one stands in, or was passed over.
    troubles: tuple[Reason, ...] = ()
