"""Every address of the site, and what search engines are told of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from modelario.queries.edition import Edition
from modelario.queries.labs_and_families import families
from modelario.queries.providers import providers
from modelario.web.addresses import Addresses, model_path, segments
from modelario.web.routes import PAGES

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: Pages that search engines need not keep.
_NOT_INDEXED = frozenset({"search", "status"})


def members(edition: Edition) -> Mapping[str, Sequence[str]]:
    """List the ids of everything that has a page of its own, by the folder in which it stands."""
    catalogue = edition.catalogue
    return {
        "models": tuple(catalogue.entries),
        "providers": tuple(row.id for row in providers(edition).rows),
        "labs": tuple(catalogue.labs),
        "families": tuple(row.id for row in families(edition).rows),
        "lists": tuple(catalogue.lists),
    }


def member_path(folder: str, id_: str) -> str:
    """Path of the page of one of them."""
    return model_path(id_) if folder == "models" else segments(folder, id_)


def paths(edition: Edition) -> Iterator[str]:
    """List the path of every page after the language, encoded; parameters left aside."""
    yield from (page.path for page in PAGES if "{" not in page.path)
    for folder, ids in members(edition).items():
        yield from (member_path(folder, id_) for id_ in ids)


def sitemap(
    edition: Edition, addresses: Addresses, codes: Iterable[str], but: Collection[str] = ()
) -> bytes:
    """List every page but some in every language, with the day of its data."""
    day = edition.catalogue.origin.as_of.isoformat()
    indexed = [path for path in paths(edition) if path not in {*_NOT_INDEXED, *but}]
    urls = (
        f"<url><loc>{escape(addresses.absolute(addresses.page(code, path)))}</loc>"
        f"<lastmod>{day}</lastmod></url>\n"
        for code in codes
        for path in indexed
    )
    return f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n{"".join(urls)}</urlset>\n'.encode()


def robots(addresses: Addresses) -> bytes:
    """Let everybody read everything but endless searches, and each day of the past."""
    root = addresses.root
    lines = ["User-agent: *", f"Disallow: {root}/*/search?", f"Disallow: {root}/*as_of="]
    # Without the name of the site there is none: its addresses have to be whole.
    if (place := addresses.absolute(f"{root}/sitemap.xml")).startswith("http"):
        lines.append(f"Sitemap: {place}")
    return "\n".join((*lines, "")).encode()
