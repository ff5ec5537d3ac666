"""Telling what a day brought in announced ends, once witnesses were heard."""

import logging
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec.structs import replace

from modelario.catalogue.matching import hear
from modelario.history.announced import announced
from modelario.history.journal import Attempt, Outcome, StoreError
from modelario.history.model_changes import ResolvedDocument
from modelario.history.recalling import recalled
from modelario.identity.lookup.sales import Sales
from modelario.keeping.working_out import resolved
from modelario.records import Change, Heard
from modelario.store.store import Store

log = logging.getLogger(__name__)


def announce(store: Store, attempts: Iterable[Attempt]) -> None:
    """Put what hearings brought in announced ends among the changes of their days, and of later.

    A fault of ours is logged, and keeps nobody from what was heard. Raises ``StoreError``.
    """
    days = store.witnesses.days()
    new = {each.hearing for each in attempts if each.outcome is Outcome.PUBLISHED}
    first = min((day for number, day in days.items() if number in new), default=None)
    head = store.head()
    if head is None or first is None:
        return
    try:
        document = resolved(store.document(head.seq), store.assignments())
        found = announcements(store, document, {day for day in days.values() if day >= first})
    except StoreError:
        raise
    except Exception:
        log.exception("The ends that witnesses tell are not among the changes")
    else:
        for day, changes in found.items():
            store.witnesses.announce(head.seq, day, changes)


def announcements(
    store: Store, document: ResolvedDocument, days: Iterable[date]
) -> dict[date, tuple[Change, ...]]:
    """What days brought in announced ends, for the listings of a document."""
    sales = Sales(document.resolution)
    return {
        day: announced(
            _said(store, sales, day - timedelta(1)),
            _said(store, sales, day),
            document.models,
            day,
        )
        for day in sorted(days)
    }


def _said(store: Store, sales: Sales, day: date) -> Heard:
    """What witnesses had said of ends by a day."""
    said = recalled(store.witnesses.said(day), day)
    ends = (each for each in said.testimonies if each.events)
    return replace(hear(ends, sales), witnesses=said.witnesses)
