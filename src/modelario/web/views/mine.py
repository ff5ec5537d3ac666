"""The page on which a reader chooses the providers whose prices every page then shows."""

from modelario.queries.providers import PROVIDER_COLUMNS, providers
from modelario.web.pages import Asked, Crumb, Table, View

PATH = "mine"


def mine(asked: Asked) -> View:
    """Offer every provider to be chosen, those first that are chosen already."""
    record = providers(asked.everywhere)
    rows = sorted(record.rows, key=lambda row: row.id not in asked.own.mine)
    name = asked.language.gettext("Your providers")
    return View(
        record=record,
        path=PATH,
        crumbs=(Crumb(name, PATH),),
        values={"heading": name, "choices": rows},
        table=Table(PROVIDER_COLUMNS, rows),
    )
