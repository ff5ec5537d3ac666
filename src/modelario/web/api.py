"""The API over HTTP: what ``modelario.api`` answers, with its headers, and kept as pages are."""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from starlette.types import Scope

from modelario.api.answering import ApiRequest, Reply, answer, file_at, problem_reply, whole
from modelario.api.document import DOCUMENT
from modelario.api.files import File
from modelario.api.inquiries import PREFIX
from modelario.api.parameters import encoded, pairs_of
from modelario.api.problems import problem
from modelario.catalogue.questions import QuestionError
from modelario.web.cache import Finished, Key, chosen_encoding, finish
from modelario.web.desk import Desk
from modelario.web.headers import program_headers
from modelario.web.messages import encodes_slash
from modelario.web.notices import NOTICE
from modelario.web.ratelimits import FIELDS as RATE_LIMIT_FIELDS
from modelario.web.ratelimits import limited
from modelario.web.site import Site
from modelario.web.streaming import Streamed, streamed

#: The methods that a resource knows.
METHODS = ("GET", "HEAD", "OPTIONS")
#: The segments of the prefix.
_ABOVE = PREFIX.split("/")[:-1]
_NO_CONTENT = 204
#: So long a browser may remember what it may ask from elsewhere, in seconds.
_REMEMBERED = 86_400


async def api_answer(site: Site, desk: Desk, scope: Scope) -> Finished | Streamed:
    """Answer a request for an address of the API, and tell what its asker has left."""
    made = await _answered(site, desk, scope)
    return limited(made, desk.left(scope))


async def _answered(site: Site, desk: Desk, scope: Scope) -> Finished | Streamed:
    encoding = chosen_encoding(scope["headers"])
    if scope["method"] == "OPTIONS":
        return _allowed()
    if scope["method"] not in METHODS:
        return _finished(problem_reply(problem("bad_method")), site.addresses.root, encoding)
    asking = _asking(site, scope)
    if (file := file_at(asking.segments)) is not None:
        return await _file(desk, scope, asking, file)
    showing = site.showing
    key = Key(_name(scope), _canonical(scope["query_string"]), encoding)
    if (kept := site.cache.get(showing, key)) is not None:
        return kept
    reply = await desk.do(scope, lambda: answer(asking))
    made = _finished(reply, asking.root, encoding)
    if reply.kept:
        site.cache.put(showing, key, made)
    return made


def _asking(site: Site, scope: Scope) -> ApiRequest:
    segments = [unquote(each) for each in _asked(scope).split("/")]
    if segments[: len(_ABOVE)] == _ABOVE:
        segments = segments[len(_ABOVE) :] or [""]
    query = scope["query_string"]
    return ApiRequest(site.editions, site.addresses.root, segments, query, site.now())


async def _file(desk: Desk, scope: Scope, asking: ApiRequest, file: File) -> Finished | Streamed:
    """Send a file as it is made, away from those who ask for less."""
    encoding = chosen_encoding(scope["headers"])
    # A past day may have to be loaded.
    found = await desk.do(scope, lambda: whole(asking, file), desk.loading)
    if isinstance(found, Reply):
        return _finished(found, asking.root, encoding)
    headers = program_headers(found.media_type, None, past=found.past)
    return streamed(found.pieces, headers, version=found.version, encoding=encoding)


def _canonical(query: bytes) -> bytes:
    """Write the same question in the same way; one that cannot be read stays as it is."""
    try:
        return encoded(pairs_of(query)).encode()
    except QuestionError:
        return query


def _asked(scope: Scope) -> str:
    """Give the path as it was asked, still encoded: an encoded slash divides nothing."""
    raw = scope.get("raw_path")
    return raw.partition(b"?")[0].decode("ascii", "replace") if raw else quote(scope["path"])


def _name(scope: Scope) -> str:
    """Name an answer: by its path decoded, unless that would be the path of another one."""
    # No path begins like this.
    return f" {_asked(scope)}" if encodes_slash(scope) else unquote(_asked(scope))


def _finished(reply: Reply, root: str, encoding: str) -> Finished:
    headers = _headers(reply, root)
    return finish(reply.body, headers, status=reply.status, encoding=encoding)


def _headers(reply: Reply, root: str) -> Iterator[tuple[str, str]]:
    yield from program_headers(reply.media_type, None, status=reply.status, past=reply.past)
    exposed = ("etag", "link", NOTICE, *RATE_LIMIT_FIELDS)
    yield "access-control-expose-headers", ", ".join(exposed)
    if reply.location:
        yield "location", reply.location
    links = [f'<{root}{PREFIX}{DOCUMENT}>; rel="describedby"']
    if reply.next:
        links.append(f'<{reply.next}>; rel="next"')
    yield "link", ", ".join(links)
    if reply.status == problem("bad_method").status:
        yield "allow", ", ".join(METHODS)


def _allowed() -> Finished:
    """Tell a browser that scripts of any site may ask."""
    headers = (
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", ", ".join(METHODS)),
        ("access-control-allow-headers", "accept, if-none-match"),
        ("access-control-max-age", str(_REMEMBERED)),
        ("allow", ", ".join(METHODS)),
    )
    fields = tuple((name.encode(), value.encode()) for name, value in headers)
    return Finished(_NO_CONTENT, fields, b"")
