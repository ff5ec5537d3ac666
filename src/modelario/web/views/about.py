"""Pages about the catalogue itself: inconsistencies, methodology and status."""

from datetime import UTC, datetime, time

from msgspec import structs

from modelario.bounds import REJECTS_SHOWN
from modelario.queries.asked_fields import with_prices
from modelario.queries.inconsistencies import INCONSISTENCY_COLUMNS, InconsistenciesRequest
from modelario.queries.inconsistencies import inconsistencies as query
from modelario.queries.methodology import METHODOLOGY_COLUMNS, part_rows
from modelario.queries.methodology import methodology as rules
from modelario.queries.paging import slice_of
from modelario.queries.status import REJECT_COLUMNS
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.parameters import PAGE, page_number
from modelario.web.views.models import names_of

FIELD, SEVERITY, LAB, PROVIDER, SOURCE = "field", "severity", "lab", "provider", "source"
INCONSISTENCY_PARAMETERS = (FIELD, SEVERITY, LAB, PROVIDER, SOURCE, PAGE)
#: Inconsistencies on one page.
_ROWS = 40


def inconsistencies(asked: Asked) -> View:
    """Show where providers contradict each other, the most misleading first."""
    parameters = asked.parameters
    request = InconsistenciesRequest(
        field=parameters.one(FIELD) or None,
        severity=parameters.one(SEVERITY) or None,
        lab=parameters.one(LAB) or None,
        provider=parameters.one(PROVIDER) or None,
        source=parameters.one(SOURCE) or None,
    )
    record = query(asked.edition, request)
    name = asked.language.gettext("Inconsistencies")
    page = slice_of(record.rows, page_number(parameters), _ROWS)
    return View(
        record=record,
        path="inconsistencies",
        crumbs=(Crumb(name, "inconsistencies"),),
        values={
            "heading": name,
            "page": page,
            "parameters": parameters,
            "fields": with_prices(record.by_field),
            "names": names_of(asked),
            "witness_names": {each.id: each.name for each in asked.edition.catalogue.witnesses},
        },
        table=Table(INCONSISTENCY_COLUMNS, record.rows),
        pages=page.last,
    )


def methodology(asked: Asked) -> View:
    """Show how everything is worked out."""
    record = rules(asked.edition)
    name = asked.language.gettext("Methodology")
    return View(
        record=record,
        path="methodology",
        crumbs=(Crumb(name, "methodology"),),
        values={"heading": name},
        table=Table(METHODOLOGY_COLUMNS, part_rows(record)),
    )


def status(asked: Asked) -> View:
    """Show how fresh the data is, and what of upstream's was set aside."""
    past = asked.past
    # A past day is told as it was at its end.
    now = datetime.combine(past, time.max, UTC) if past else asked.moment
    told = asked.editions.status(now, asked.edition if past else None)
    # Where the store lies is for the operator alone.
    record = structs.replace(told, store=None)
    name = asked.language.gettext("Status")
    return View(
        record=record,
        path="status",
        crumbs=(Crumb(name, "status"),),
        values={
            "heading": name,
            "shown": Table(REJECT_COLUMNS, record.rejects[: REJECTS_SHOWN.most]),
        },
        table=Table(REJECT_COLUMNS, record.rejects),
    )
