"""A maintainer's desk: what others contradict of one provider's listings, and how to mend it."""

from modelario.history.journal import StoreError
from modelario.queries.asked_fields import with_prices
from modelario.queries.paging import slice_of
from modelario.queries.upkeep import UPKEEP_COLUMNS, UpkeepRequest, upkeep
from modelario.web.addresses import segments
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.parameters import PAGE, page_number

FIELD, SEVERITY = "field", "severity"
UPKEEP_PARAMETERS = (FIELD, SEVERITY, PAGE)
#: Rows on one page.
_ROWS = 25


def upkeep_page(asked: Asked) -> View:
    """Show a provider's outliers, the worst first; on which day they came, where that is known."""
    parameters = asked.parameters
    request = UpkeepRequest(
        id=asked.names["id"],
        field=parameters.one(FIELD) or None,
        severity=parameters.one(SEVERITY) or None,
    )
    try:
        changes, partial = asked.editions.changes(), False
    except StoreError:
        changes, partial = (), True
    record = upkeep(asked.edition, changes, request)
    above = segments("providers", record.id)
    name = asked.language.gettext("Maintainer's desk")
    page = slice_of(record.rows, page_number(parameters), _ROWS)
    return View(
        record=record,
        path=f"{above}/upkeep",
        crumbs=(
            Crumb(asked.language.gettext("Providers"), "providers"),
            Crumb(record.name, above),
            Crumb(name, f"{above}/upkeep"),
        ),
        values={
            "heading": f"{name}{asked.language.colon}{record.name}",
            "page": page,
            "parameters": parameters,
            "fields": with_prices(record.by_field),
        },
        table=Table(UPKEEP_COLUMNS, record.rows),
        pages=page.last,
        partial=partial,
    )
