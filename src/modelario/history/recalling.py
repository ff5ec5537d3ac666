"""What witnesses said, as the catalogue of a day hears it."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from modelario.history.journal import Hearing
from modelario.records import ModelId, Testimony, Witness
from modelario.witnesses.reading import WitnessError
from modelario.witnesses.table import BY_ID

log = logging.getLogger(__name__)


class Recalled(NamedTuple):
    """The witnesses of a day, and all that they say on it; and what upstream told before."""

    witnesses: tuple[Witness, ...] = ()
    testimonies: tuple[Testimony, ...] = ()
    #: What left upstream's document, or came back, by the model that it was.
    left: Mapping[ModelId, tuple[Testimony, ...]] = {}


#: Where there are no witnesses.
NOTHING_SAID = Recalled()


def recalled(said: Iterable[tuple[Hearing, bytes]], asked: date) -> Recalled:
    """Read what was said as it holds on a day.

    A witness that is none any more, or whose document today's rules cannot read, is left out.
    """
    witnesses: list[Witness] = []
    testimonies: list[Testimony] = []
    for hearing, body in said:
        source = BY_ID.get(hearing.witness)
        if source is None:
            continue
        try:
            read = source.read(body, asked)
        except WitnessError as error:
            log.warning("%s is not heard: its document %s", source.name, error)
            continue
        except Exception:
            # A fault of our own: what others say must not keep anybody from what upstream says.
            log.exception("%s is not heard", source.name)
            continue
        testimonies += read.testimonies
        witnesses.append(
            Witness(
                id=source.id,
                name=source.name,
                link=source.link,
                as_of=hearing.as_of,
                fetched_at=hearing.fetched_at,
                listings=len(read.testimonies),
                unread=read.unread,
            )
        )
    order = list(BY_ID)
    witnesses.sort(key=lambda each: order.index(each.id))
    return Recalled(tuple(witnesses), tuple(testimonies))
