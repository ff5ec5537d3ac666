"""The visible list of what a client can attach whole – the protocol calls it a resource."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

from modelario.api.inquiries import JSON
from modelario.catalogue.questions import MissingError
from modelario.editions import Editions
from modelario.formats import to_csv, to_json
from modelario.mcp.asking import ask
from modelario.mcp.tools import TOOL
from modelario.queries.meaning import meant_id
from modelario.queries.model import page_of
from modelario.queries.models import MODEL_COLUMNS, ModelsRequest, model_table

#: What the address of each begins with.
SCHEME = "modelario://"

#: Writes one whole: of what is published now, with the names in its address.
Attach = Callable[[Editions, datetime, tuple[str, ...]], str]


class Attachment(NamedTuple):
    """One thing that can be attached; ``{…}`` in its address is a name."""

    address: str
    name: str
    title: str
    text: str
    media_type: str
    read: Attach

    @property
    def varies(self) -> bool:
        """Whether its address has names in it."""
        return "{" in self.address


_COLUMNS = tuple(
    each
    for each in MODEL_COLUMNS
    if each.key
    in (
        *("id", "what", "input_mtok", "output_mtok", "context_window", "max_output_tokens"),
        *("providers", "release_date"),
    )
)
_CHANGES = 100


def _catalogue(editions: Editions, _moment: datetime, _names: tuple[str, ...]) -> str:
    return to_csv(_COLUMNS, model_table(editions.now, ModelsRequest()).rows)


def _model(editions: Editions, _moment: datetime, names: tuple[str, ...]) -> str:
    edition = editions.now
    id_ = meant_id(edition, "/".join(names))
    return to_json(page_of(edition.catalogue, id_, edition.holds)).decode()


def _changelog(editions: Editions, moment: datetime, _names: tuple[str, ...]) -> str:
    return ask(editions, TOOL["list_changes"], {"limit": _CHANGES}, moment).text


ATTACHMENTS: tuple[Attachment, ...] = (
    Attachment(
        f"{SCHEME}catalogue",
        "catalogue",
        "Every model",
        "Id, kind, recommended prices (USD per 1M tokens), limits (tokens), providers, release.",
        "text/csv",
        _catalogue,
    ),
    Attachment(
        f"{SCHEME}changelog",
        "changelog",
        "The newest changes",
        f"The last {_CHANGES} changes: prices, limits, what came and went.",
        "text/markdown",
        _changelog,
    ),
    Attachment(
        f"{SCHEME}models/{{lab}}/{{slug}}",
        "model",
        "One model, whole",
        "Everything known of one model: every offering, price, score, finding and its provenance.",
        JSON,
        _model,
    ),
)


def read(editions: Editions, address: str, moment: datetime) -> tuple[Attachment, str]:
    """Read what stands at an address; raises ``MissingError``."""
    for each in ATTACHMENTS:
        if (names := _names(each.address, address)) is not None:
            return each, each.read(editions, moment, names)
    known = ", ".join(each.address for each in ATTACHMENTS)
    raise MissingError("resource", address, message=f"nothing is at {address!r}; there are {known}")


def _names(wanted: str, given: str) -> tuple[str, ...] | None:
    """The names in an address, where it is of this form."""
    one, other = wanted.split("/"), given.split("/")
    if len(one) != len(other):
        return None
    pairs = list(zip(one, other, strict=True))
    if any(a != b for a, b in pairs if not a.startswith("{")):
        return None
    return tuple(unquote(b) for a, b in pairs if a.startswith("{"))
