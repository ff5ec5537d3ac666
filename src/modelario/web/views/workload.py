"""The page on which a reader tells the work whose cost every page then shows."""

from modelario.catalogue.checking import checked_circumstances, modes, regions
from modelario.catalogue.workload_texts import WORK, text_of
from modelario.queries.typical_work import WORK_COLUMNS, work_choice
from modelario.web.pages import Asked, Crumb, Moved, Table, View
from modelario.web.views.calculator import AMOUNTS, WORK_PARAMETERS, given_by, work_asked

PATH = "workload"


def workload(asked: Asked) -> View:
    """Let a workload be told; as soon as one is, lead to the models with its cost."""
    catalogue, own = asked.now.catalogue, asked.own.work
    work = checked_circumstances(work_asked(asked), catalogue)
    if any(map(asked.parameters.one, WORK_PARAMETERS)):
        raise Moved("models", ((WORK, text_of(work)),), permanent=False)
    record = work_choice(own)
    name = asked.language.gettext("Your workload")
    return View(
        record=record,
        path=PATH,
        crumbs=(Crumb(name, PATH),),
        values={
            "heading": name,
            "amounts": AMOUNTS,
            "given": given_by(work),
            "workload": work,
            "modes": modes(catalogue),
            "regions": regions(catalogue),
            "keeping": lambda text: asked.addresses.keeping(WORK, text).page(
                asked.language.code, "models"
            ),
        },
        table=Table(WORK_COLUMNS, record.rows),
    )
