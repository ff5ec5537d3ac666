"""The reader's own providers: every page can be asked for as it is at these alone."""

from msgspec import structs

from modelario.catalogue.checking import name_of
from modelario.catalogue.narrowed import narrowed
from modelario.queries.edition import Edition
from modelario.records import ProviderId
from modelario.web.pages import Asked
from modelario.web.parameters import MINE, Parameters

#: So many selections are kept of one catalogue.
_KEPT = 8


class Narrowings:
    """The catalogue that is published, narrowed to what readers have asked for lately."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._kept: dict[tuple[ProviderId, ...], Edition] = {}

    def at(self, mine: tuple[ProviderId, ...]) -> Edition:
        """Give it at some providers; at none in particular it is the whole."""
        if not mine:
            return self._edition
        if (found := self._kept.get(mine)) is None:
            if len(self._kept) >= _KEPT:
                self._kept = {}
            found = self._kept[mine] = at_mine(self._edition, mine)
        return found


def at_mine(edition: Edition, mine: tuple[ProviderId, ...]) -> Edition:
    """Narrow an edition to some providers; to none in particular leaves it as it is."""
    if not mine:
        return edition
    return structs.replace(edition, catalogue=narrowed(edition.catalogue, mine))


def chosen(parameters: Parameters, edition: Edition) -> tuple[ProviderId, ...]:
    """Read whose prices are asked for, in order; raises ``FilterError`` for an unknown one."""
    known = edition.catalogue.providers
    wanted = (name_of("provider", text, known, field=MINE) for text in parameters.all(MINE))
    return tuple(sorted(map(ProviderId, {*wanted})))


def at_theirs(asked: Asked, narrowings: Narrowings) -> Asked:
    """Put a request to the catalogues as they are at the reader's providers."""
    if not asked.mine:
        return asked
    here = narrowings.at(asked.mine)
    return asked._replace(
        now=here,
        edition=here if asked.edition is asked.now else at_mine(asked.edition, asked.mine),
        other=asked.other and at_mine(asked.other, asked.mine),
        whole=asked.edition,
    )
