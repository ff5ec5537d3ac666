"""What is the reader's own: every page can be asked for at their providers, and with their work."""

from typing import NamedTuple

from msgspec import structs

from modelario.catalogue.checking import name_of
from modelario.catalogue.narrowed import narrowed
from modelario.catalogue.workload_texts import WORK, text_of, workload_in
from modelario.catalogue.workloads import Workload
from modelario.queries.at_work import at_work
from modelario.queries.edition import Edition
from modelario.records import ProviderId
from modelario.web.parameters import MINE, Parameters

#: So many sights are kept of one catalogue.
_KEPT = 8


class Own(NamedTuple):
    """The reader's providers, or all; and their workload, where one is told."""

    mine: tuple[ProviderId, ...] = ()
    work: Workload | None = None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The same as parameters of an address."""
        work = () if self.work is None else ((WORK, text_of(self.work)),)
        return (*((MINE, id_) for id_ in self.mine), *work)


NOTHING = Own()


class Sights:
    """The catalogue that is published, as readers have asked to see it lately."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._kept: dict[Own, Edition] = {}

    def seen(self, edition: Edition, own: Own) -> Edition:
        """See an edition so; what is seen of the one that is published is kept."""
        if edition is not self._edition or own == NOTHING:
            return seen(edition, own)
        if (found := self._kept.get(own)) is None:
            if len(self._kept) >= _KEPT:
                self._kept = {}
            found = self._kept[own] = seen(edition, own)
        return found


def seen(edition: Edition, own: Own) -> Edition:
    """See an edition at the reader's providers, and with what their work costs."""
    if own.mine:
        edition = structs.replace(edition, catalogue=narrowed(edition.catalogue, own.mine))
    return at_work(edition, own.work)


def own_in(parameters: Parameters, then: Edition, now: Edition) -> Own:
    """Read what is the reader's own, the providers in order.

    Of the day that is asked for the providers are known, ways of asking as they are now. Raises
    ``FilterError`` for an unknown provider, ``WorkTextError`` for what is no workload.
    """
    known = then.catalogue.providers
    wanted = (name_of("provider", text, known, field=MINE) for text in parameters.all(MINE))
    text = parameters.one(WORK)
    return Own(
        tuple(sorted(map(ProviderId, {*wanted}))),
        workload_in(text, now.catalogue) if text else None,
    )
