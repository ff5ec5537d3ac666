"""An edition as it is for one reader: at their providers, and with what their work costs."""

from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from modelario.queries.edition import Edition
from modelario.records import ProviderId

# Whoever asks for nothing of their own loads nothing of what works it out.
if TYPE_CHECKING:
    from modelario.catalogue.workloads import Workload

#: So many sights are kept of one catalogue.
_KEPT = 8


class Own(NamedTuple):
    """The reader's providers, or all; and their workload, where one is told."""

    mine: tuple[ProviderId, ...] = ()
    work: "Workload | None" = None


NOTHING = Own()


class Sights:
    """The catalogue that is published, as readers have asked to see it lately."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        #: Compared one by one: what is counted in pieces has no hash.
        self._kept: tuple[tuple[Own, Edition], ...] = ()

    def seen(self, edition: Edition, own: Own) -> Edition:
        """See an edition so; what is seen of the one that is published is kept."""
        if own == NOTHING:
            return edition
        if edition is not self._edition:
            return _seen(edition, own)
        kept = self._kept
        if (found := next((each for asked, each in kept if asked == own), None)) is None:
            found = _seen(edition, own)
            self._kept = (*kept[-_KEPT + 1 :], (own, found))
        return found


def _seen(edition: Edition, own: Own) -> Edition:
    """See an edition at some providers, and with what a work costs a month.

    What a day knows nothing of, such as a mode, is costed as the usual.
    """
    catalogue = edition.catalogue
    if own.mine:
        from modelario.catalogue.narrowed import narrowed  # noqa: PLC0415 – of few

        catalogue = narrowed(catalogue, own.mine)
    if own.work is not None:
        from modelario.catalogue.costed import costed  # noqa: PLC0415 – of few

        catalogue = costed(catalogue, own.work)
    return structs.replace(edition, catalogue=catalogue)
