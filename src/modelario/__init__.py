"""Modelario: the open, self-hosted catalogue of large language models.

>>> import modelario
>>> catalogue = modelario.load(embedded=True)
>>> told = catalogue.cost("o4-mini", input_tokens=5000, output_tokens=500, requests=1000)
>>> [row.total_cost for row in told.rows if row.provider == "openai"]
[Decimal('7.7000')]
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelario.catalogue.filters import ModelFilter
    from modelario.catalogue.questions import MissingError, QuestionError
    from modelario.catalogue.workloads import Workload
    from modelario.history.journal import StoreError
    from modelario.library import Library

    __version__: str

__all__ = [
    "Library",
    "MissingError",
    "ModelFilter",
    "QuestionError",
    "StoreError",
    "Workload",
    "load",
]

#: Where each name comes from, when it is asked for: importing the package imports nothing else.
_HOMES = {
    "Library": "modelario.library",
    "MissingError": "modelario.catalogue.questions",
    "ModelFilter": "modelario.catalogue.filters",
    "QuestionError": "modelario.catalogue.questions",
    "StoreError": "modelario.history.journal",
    "Workload": "modelario.catalogue.workloads",
}


def load(database: str | None = None, *, embedded: bool = False) -> "Library":
    """Load the catalogue: of the store if there is one, else of the data that is installed.

    Nothing is asked over the network, and no store is made. ``database`` is the address of a
    store, as in ``sqlite:///modelario.db``; without one the environment decides, as for the
    command line. ``embedded`` takes the installed data whatever is stored.

    Raises :class:`StoreError` for a store that cannot be read.
    """
    from modelario.library import opened  # noqa: PLC0415 – whoever imports us pays nothing

    named = {"MODELARIO_DATABASE_URL": database} if database else {}
    return opened({**os.environ, **named}, only_embedded=embedded)


def __getattr__(name: str) -> Any:  # noqa: ANN401 – a class or an error
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 – which takes its time

        return version(__name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
