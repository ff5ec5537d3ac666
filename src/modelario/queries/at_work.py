"""An edition as it is for a reader with a workload."""

from msgspec import structs

from modelario.catalogue.costed import costed
from modelario.catalogue.workloads import Workload
from modelario.queries.edition import Edition


def at_work(edition: Edition, work: Workload | None) -> Edition:
    """See an edition with what a work costs a month; without one it stays as it is.

    What a day knows nothing of, such as a mode, is costed as the usual.
    """
    if work is None:
        return edition
    return structs.replace(edition, catalogue=costed(edition.catalogue, work))
