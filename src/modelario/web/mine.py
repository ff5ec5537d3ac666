"""What is the reader's own: every page can be asked for at their providers, and with their work."""

from modelario.catalogue.checking import name_of
from modelario.catalogue.workload_texts import WORK, text_of, workload_in
from modelario.queries.edition import Edition
from modelario.queries.sights import Own
from modelario.records import ProviderId
from modelario.web.parameters import MINE, Parameters


def pairs_of(own: Own) -> tuple[tuple[str, str], ...]:
    """Write what is the reader's own as parameters of an address."""
    work = () if own.work is None else ((WORK, text_of(own.work)),)
    return (*((MINE, id_) for id_ in own.mine), *work)


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
