"""When models end, as a page and as a calendar for any filter."""

from uuid import NAMESPACE_URL, uuid5

from modelario.dates import last_day
from modelario.queries.lifecycle import (
    LIFECYCLE_COLUMNS,
    LifecycleRequest,
    LifecycleTable,
    ModelEventRow,
)
from modelario.queries.lifecycle import lifecycle as query
from modelario.queries.paging import slice_of
from modelario.records import EventKind
from modelario.web.addresses import model_path
from modelario.web.feeds import Feed, Item
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.parameters import (
    AS_OF,
    FILTER_FIELDS,
    PAGE,
    model_filter,
    page_number,
    read_day,
)
from modelario.web.views.models import names_of
from modelario.wording import label

EVENT, SINCE, UNTIL = "event", "since", "until"
LIFECYCLE_PARAMETERS = (*FILTER_FIELDS, EVENT, SINCE, UNTIL, PAGE)
PATH = "lifecycle"

#: Events on one page.
ROWS = 100


def lifecycle(asked: Asked) -> View:
    """Show what happens to the models that the address selects, by day."""
    parameters = asked.parameters
    request = LifecycleRequest(
        where=model_filter(parameters),
        event=parameters.one(EVENT) or None,
        since=read_day(parameters, SINCE),
        until=read_day(parameters, UNTIL),
    )
    record = query(asked.edition, request)
    heading = asked.language.gettext("When models end")
    page = slice_of(record.rows, page_number(parameters), ROWS)
    return View(
        record=record,
        path=PATH,
        crumbs=(Crumb(heading, PATH),),
        values={
            "heading": heading,
            "page": page,
            "parameters": parameters,
            "kinds": tuple(EventKind),
            "names": names_of(asked),
            "carried": frozenset(FILTER_FIELDS) - {"provider", "lab"},
        },
        table=Table(LIFECYCLE_COLUMNS, record.rows),
        pages=page.last,
        canonical=tuple(pair for pair in parameters.pairs if pair[0] not in (PAGE, AS_OF)),
        feed=lambda: _calendar(asked, record, heading),
    )


def _calendar(asked: Asked, record: LifecycleTable, heading: str) -> Feed:
    code, pairs = asked.language.code, asked.parameters.without(PAGE).pairs
    addresses = asked.addresses
    own = addresses.absolute(addresses.page(code, f"{PATH}.ics", pairs))
    return Feed(
        id=own,
        title=f"{heading} – Modelario",
        language=code,
        home=addresses.absolute(addresses.page(code, PATH, pairs)),
        addresses={"ics": own},
        older=None,
        updated=record.as_of,
        items=[_item(asked, row) for row in record.rows if row.day],
    )


def entry_id(row: ModelEventRow) -> str:
    """Name an event for ever: what is announced stays itself though it is put off.

    What has happened may happen again on another day.
    """
    named = ["lifecycle", row.kind, row.provider, row.offering_id or "", row.source]
    if row.kind in (EventKind.REMOVED, EventKind.RESTORED):
        named.append(row.day or "")
    return str(uuid5(NAMESPACE_URL, "/".join(named)))


def _item(asked: Asked, row: ModelEventRow) -> Item:
    language, addresses = asked.language, asked.addresses
    day = last_day(row.day or "")
    assert day is not None  # noqa: S101 – only what has a day is an entry
    happens = label(f"event.{row.kind}", language.words)
    told = [language.gettext("Told by %(source)s") % {"source": row.source_name}, row.link]
    if row.successor_model:
        follows = label("field.successor_model", language.words)
        told.append(f"{follows}{language.colon}{row.successor_model}")
    return Item(
        id=entry_id(row),
        url=addresses.absolute(addresses.page(language.code, model_path(row.model))),
        title=f"{row.name} ({row.provider_name}){language.colon}{happens}",
        text="\n".join(part for part in told if part),
        day=day,
        tags=(f"kind:{row.kind}", f"provider:{row.provider}", f"model:{row.model}"),
    )
