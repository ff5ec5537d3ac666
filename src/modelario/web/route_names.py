"""What kind of address was asked for: a name out of a bounded list, whatever visitors ask."""

from collections.abc import Iterator, Sequence

from modelario.api.admin import ACTS
from modelario.api.document import DOCUMENT
from modelario.api.files import FILES
from modelario.api.inquiries import PREFIX
from modelario.api.resources import RESOURCES
from modelario.web.drawing import FORMS, INDEX
from modelario.web.routes import PAGES

#: What an address is that is none of ours.
NONE = "none"
#: Addresses of one segment, and what all others begin with.
_ALONE = {
    "": "start",
    "healthz": "healthz",
    "readyz": "readyz",
    "metrics": "metrics",
    "mcp": "mcp",
    "sitemap.xml": "sitemap",
    "robots.txt": "robots",
    "llms.txt": "llms",
}
_BELOW = {"static": "static", "data": "data", "badge": "badge", ".well-known": "security"}

#: A language's code has so many letters.
_LANGUAGE = 2
#: An address' segments; ``None`` is any.
_Pattern = tuple[str | None, ...]


def _pattern(path: str) -> _Pattern:
    return tuple(None if part.startswith("{") else part for part in path.split("/"))


def _pages() -> Iterator[tuple[_Pattern, str]]:
    for page in PAGES:
        for path in (page.path, *page.longer):
            yield _pattern(path), f"page_{page.name}"


def _resources() -> Iterator[tuple[_Pattern, str]]:
    yield (DOCUMENT,), "api_description"
    for file in FILES:
        yield _pattern(file.path), f"api_{file.name}"
    for resource in RESOURCES:
        yield _pattern("/".join(resource.segments)), f"api_{resource.name}"
    for act in ACTS:
        yield _pattern(act.path), f"admin_{act.name}"


_PAGES, _RESOURCES = tuple(_pages()), tuple(_resources())
_API = PREFIX.strip("/").split("/")
_ENDINGS = tuple(f".{form}" for form in sorted(FORMS, key=len, reverse=True))

#: Every name, each once.
ROUTES = tuple(
    dict.fromkeys(
        [*_ALONE.values(), *_BELOW.values(), *(n for _, n in (*_PAGES, *_RESOURCES)), NONE]
    )
)


def route_of(path: str) -> str:
    """Name the kind of an address; whether there is anything at it, its status tells."""
    first, *rest = path.removeprefix("/").split("/")
    if not rest and first in _ALONE:
        return _ALONE[first]
    if first in _BELOW:
        return _BELOW[first]
    if [first, *rest[:1]] == _API:
        return _named(rest[1:], _RESOURCES)
    if len(first) == _LANGUAGE:
        return _named(_without_ending(rest or [""]), _PAGES)
    return NONE


def _without_ending(segments: Sequence[str]) -> list[str]:
    *before, last = segments
    ending = next((each for each in _ENDINGS if last.endswith(each)), "")
    last = last.removesuffix(ending)
    return [*before, "" if last == INDEX and not before else last]


def _named(segments: Sequence[str], patterns: Sequence[tuple[_Pattern, str]]) -> str:
    for pattern, name in patterns:
        if len(pattern) == len(segments) and all(
            one in (None, other) for one, other in zip(pattern, segments, strict=True)
        ):
            return name
    return NONE
