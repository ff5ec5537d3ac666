"""Where everything stands: the one place that writes addresses, and reads ids out of them.

Ids go in segment by segment, each percent-encoded; ``:`` may stand in a path as it is. What would
mean something else there however it is encoded – a slash, ``..``, an ending such as ``.json`` –
is written ``~2F``: a tilde and the character's number.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from modelario.queries.offering import UPSTREAM_FILES
from modelario.web.parameters import AS_OF

#: What may stand in a segment as it is, beside letters and figures.
SAFE = ":@!,~"
#: What an address ends with for a page in another form.
ENDINGS = ("json", "csv", "md", "atom", "ics", "feed.json", "png", "pdf")
#: What a file ends with that stands compressed beside another, by how it is compressed.
PACKED = {"br": "br", "zstd": "zst", "gzip": "gz"}
#: What the file of a page is called: every server of files gives it for the address of its folder.
PAGE_FILE = "index.html"
#: What cannot stand in a segment as it is: the same characters in ``static/addresses.js``.
_TAKEN = re.compile(
    r"[/\\]|^\.(?=\.?$)|~(?=[0-9A-F]{2})"
    rf"|\.(?=(?:{'|'.join(map(re.escape, (*ENDINGS, *PACKED.values(), 'html')))})$)"
)
_WRITTEN = re.compile("~([0-9A-F]{2})")
_LONGEST_LINK = 2000
#: So many encoded paths are remembered, and queries, which may be long.
_REMEMBERED, _REMEMBERED_QUERIES = 20_000, 1_000

#: What stands behind the question mark.
QueryPairs = Mapping[str, object] | Sequence[tuple[str, object]] | None


class Addresses:
    """The addresses of a site that stands at ``base`` – or nowhere in particular.

    They keep to what is the reader's own, and those of a past day to it.
    """

    def __init__(self, base: str | None, kept: Sequence[tuple[str, str]] = ()) -> None:
        self.base = base
        #: What every address of a page ends with.
        self.kept = tuple(kept)
        #: What comes before ``/en/`` and ``/static/``: empty, or the path of the base.
        self.root = urlsplit(base).path.rstrip("/") if base else ""

    def page(self, language: str, path: str = "", parameters: QueryPairs = None) -> str:
        """Address a page by its path after the language, already encoded."""
        if self.kept:
            pairs = parameters.items() if isinstance(parameters, Mapping) else parameters or ()
            names = {name for name, _ in self.kept}
            parameters = [*((n, value) for n, value in pairs if n not in names), *self.kept]
        if not parameters:
            return f"{self.root}/{language}/{path}"
        pairs = parameters.items() if isinstance(parameters, Mapping) else parameters
        return f"{self.root}/{language}/{path}?{_query(tuple(pairs))}"

    def at(self, day: date | None) -> "Addresses":
        """The same addresses, but of a past day, or of now."""
        return self.keeping(AS_OF, day.isoformat() if day else "")

    def keeping(self, name: str, value: str) -> "Addresses":
        """The same addresses, but they keep to one value of a parameter, or to none."""
        others = (pair for pair in self.kept if pair[0] != name)
        return Addresses(self.base, (*others, *([(name, value)] if value else ())))

    def plain(self) -> "Addresses":
        """The same addresses, of now and as everybody has them."""
        return Addresses(self.base)

    def data(self, name: str) -> str:
        """Address data that scripts fetch."""
        return f"{self.root}/data/{name}{f'?{urlencode(self.kept)}' if self.kept else ''}"

    def absolute(self, address: str) -> str:
        """Make an address absolute where it is known what the site is called."""
        return f"{self.base.rstrip('/').removesuffix(self.root)}{address}" if self.base else address


# The heads of every table of a page lead to the same orders.
@lru_cache(_REMEMBERED_QUERIES)
def _query(pairs: Sequence[tuple[str, object]]) -> str:
    return urlencode(pairs, doseq=True)


@lru_cache(_REMEMBERED)
def segments(*names: str) -> str:
    """Join names to a path, each encoded as one segment."""
    return "/".join(map(_segment, names))


def _segment(name: str) -> str:
    return quote(_TAKEN.sub(lambda found: f"~{ord(found[0]):02X}", name), safe=SAFE)


def name_in(segment: str) -> str:
    """Read the name out of a segment that is decoded, and without the ending of a form."""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), segment)


@lru_cache(_REMEMBERED)
def model_path(id_: str) -> str:
    """Path of a model's page."""
    return f"models/{_model(id_)}"


def compare_path(ids: Iterable[str]) -> str:
    """Path of a comparison: one address for each set of models, whatever their order."""
    return "compare/" + "/vs/".join(_model(id_) for id_ in sorted(ids))


def _model(id_: str) -> str:
    """Path of a model's id: its lab, and its slug."""
    lab, _, slug = id_.partition("/")
    return segments(lab, slug)


@lru_cache(_REMEMBERED)
def upstream_file(path: str) -> str:
    """Address of a file in upstream's repository."""
    return UPSTREAM_FILES + quote(path)


def outward(url: str | None) -> str | None:
    """Give an address that is safe to link to, or ``None``: https, no user, no odd characters."""
    if url is None or len(url) > _LONGEST_LINK or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    safe = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc
    return url if safe and "\\" not in url else None
