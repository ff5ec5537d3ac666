"""Addresses at which there is nothing: which page they mean, and what they may mean."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from modelario.catalogue.checking import nearest
from modelario.catalogue.questions import MissingError
from modelario.queries.compare import FEWEST, MOST
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant, meant_id
from modelario.queries.search import Found, Hit, SearchRequest, search
from modelario.web.addresses import compare_path, model_path, name_in, segments
from modelario.web.words.i18n import Language
from modelario.web.words.wordlists import SITE_MAP

#: Folders of the pages of each kind of hit; models have two names in their address.
FOLDERS = {
    Found.LAB: "labs",
    Found.PROVIDER: "providers",
    Found.FAMILY: "families",
    Found.LIST: "lists",
}
#: What may stand before a name in an address: our folders, and what people write for them.
_HEADS = frozenset(
    {"model", "lab", "provider", "family", "list", "search", *(path for _, path in SITE_MAP)}
)
#: The page below a model's.
_BELOW = "/history"
#: Below this likeness a hit is no suggestion.
_LIKE_ENOUGH = 62
_SUGGESTED = 5


class Suggestion(NamedTuple):
    """What may be meant instead: its path after the language, its id and its name."""

    path: str
    id: str
    name: str


def meant_path(edition: Edition, rest: str) -> str | None:
    """Tell the path of the page that an address means for certain; ``rest`` follows the language.

    A model may stand there in any spelling, below any folder or none.
    """
    head, text = _split(rest)
    if head == "compare":
        return _comparison(edition, text)
    below = _BELOW if text.endswith(_BELOW) else ""
    try:
        return model_path(meant_id(edition, text.removesuffix(_BELOW))) + below
    except MissingError:
        return None


def suggestions(edition: Edition, rest: str, language: Language) -> Iterator[Suggestion]:
    """Name what an address may mean: pages of a like name, and what a search finds."""
    head, text = _split(rest)
    pages = {path: language.gettext(name) for name, path in SITE_MAP}
    if not head or not text:
        for path in nearest(text or head, pages):
            yield Suggestion(path, path, pages[path])
    yield from found_like(edition, text)


def found_like(edition: Edition, text: str) -> Iterator[Suggestion]:
    """Name what a search for a text finds that is like it."""
    for hit in search(edition, SearchRequest(q=text, most=_SUGGESTED)).hits:
        if hit.likeness >= _LIKE_ENOUGH:
            yield Suggestion(path_of(hit), hit.id, hit.name)


def path_of(hit: Hit) -> str:
    """Path of what a search found."""
    if hit.kind is Found.MODEL:
        return model_path(hit.id)
    return segments(FOLDERS[hit.kind], hit.id)


def is_page(rest: str) -> bool:
    """Tell whether an address stands in a folder of ours; ``rest`` follows the language."""
    return rest.partition("/")[0] in {path.partition("/")[0] for _, path in SITE_MAP}


def _split(rest: str) -> tuple[str, str]:
    """Take an address apart into its folder, if it has one, and what is named in it."""
    parts = [name_in(unquote(each)) for each in rest.split("/") if each]
    head = parts[0].lower() if parts and parts[0].lower() in _HEADS else ""
    return head, "/".join(parts[1:] if head else parts)


def _comparison(edition: Edition, text: str) -> str | None:
    """Path of the comparison of models in any spelling, if each means one."""
    try:
        ids = sorted({meant(edition, each) for each in text.split("/vs/")[:MOST]})
    except MissingError:
        return None
    return compare_path(ids) if len(ids) >= FEWEST else model_path(ids[0])
