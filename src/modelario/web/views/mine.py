"""The page on which a reader chooses the providers whose prices every page then shows."""

from modelario.queries.columns import is_called
from modelario.queries.providers import PROVIDER_COLUMNS, ProviderRow, providers
from modelario.web.pages import Asked, Crumb, Moved, Table, View
from modelario.web.parameters import CALLED

PATH = "mine"

#: Whether the choice is made, and its prices are to be shown.
SHOW = "show"
MINE_PARAMETERS = (CALLED, SHOW)


def mine(asked: Asked) -> View:
    """Offer every provider to be chosen, or those called so; as soon as some are, lead on."""
    if asked.parameters.one(SHOW):
        raise Moved("models", permanent=False)
    record = providers(asked.everywhere)
    chosen, text = asked.own.mine, asked.parameters.one(CALLED)
    rows = sorted(record.rows, key=lambda row: row.id not in chosen)

    def called(row: ProviderRow) -> bool:
        # What is chosen stays in view: nobody drops it by looking for another one.
        return row.id in chosen or is_called(row, PROVIDER_COLUMNS[:2], text)

    found = tuple(filter(called, rows))
    name = asked.language.gettext("Your providers")
    return View(
        record=record,
        path=PATH,
        crumbs=(Crumb(name, PATH),),
        values={"heading": name, "lines": rows, "called": called, "found": len(found)},
        table=Table(PROVIDER_COLUMNS, found),
    )
