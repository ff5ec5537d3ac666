"""From an address to an answer: the resource that it names, its request, its record as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote

from msgspec import Struct, structs

from modelario import __version__
from modelario.api.bulk import NotInstalledError
from modelario.api.document import DOCUMENT, document
from modelario.api.files import FILE_AT, File
from modelario.api.inquiries import COSTED, JSON, PARTIAL, PREFIX, PROBLEM, Inquiry, Resource
from modelario.api.paging import MOST_ROWS, USUAL_ROWS, Turn, paged
from modelario.api.parameters import (
    AFTER,
    AS_OF,
    FIELDS,
    LIMIT,
    Pairs,
    ParameterError,
    Usual,
    encoded,
    filled,
    grouped,
    only,
    pairs_of,
    parameters_of,
    read,
)
from modelario.api.problems import ProblemDetails, explained, problem
from modelario.api.resources import RESOURCES
from modelario.catalogue.checking import nearest
from modelario.catalogue.questions import MissingError, QuestionError
from modelario.catalogue.workload_texts import WORK, workload_in
from modelario.catalogue.workloads import Workload
from modelario.editions import Editions
from modelario.formats import to_json
from modelario.history.journal import StoreError
from modelario.history.running_days import check_asked
from modelario.queries.cost_question import WorkloadQuestion, asked_as
from modelario.queries.meaning import meant
from modelario.records import ModelId


class ApiRequest(NamedTuple):
    """A request, as far as an answer may depend on it."""

    editions: Editions
    #: What stands before every address of the site.
    root: str
    #: The segments of the address after the prefix, decoded.
    segments: Sequence[str]
    query: bytes
    moment: datetime


class Whole(NamedTuple):
    """A file that is sent in pieces; ``version`` names its content."""

    media_type: str
    pieces: Iterable[bytes]
    version: str
    past: bool


def file_at(segments: Sequence[str]) -> File | None:
    """Find the file at an address."""
    return FILE_AT.get("/".join(segments))


def whole(asking: ApiRequest, file: File) -> "Whole | Reply":
    """Hand a file out, or say in problem details why not."""
    try:
        values = grouped(pairs_of(asking.query), (AS_OF,))
        inquiry = inquiry_of(asking.editions, asking.moment, values)
        pieces = file.pieces(inquiry.edition)
    except NotInstalledError as error:
        return problem_reply(problem("not_acceptable", str(error)))
    except (QuestionError, StoreError) as error:
        return problem_reply(explained(error))
    origin = inquiry.edition.catalogue.origin
    parts = (__version__, file.name, origin.source, origin.as_of, origin.sequence)
    named = "\0".join(map(str, (*parts, inquiry.edition.revision)))
    version = sha256(named.encode()).hexdigest()[:24]
    return Whole(file.media_type, pieces, version, inquiry.past is not None)


class Reply(NamedTuple):
    """What is answered; ``location`` is where to ask instead."""

    status: int
    media_type: str
    body: bytes
    #: Whether the same will be answered as long as the catalogue stays.
    kept: bool = False
    past: bool = False
    location: str = ""
    #: The address of the next page.
    next: str = ""


def answer(asking: ApiRequest) -> Reply:
    """Answer a question, or say in problem details why not."""
    # Whoever asks what there is gets the description of it.
    if asking.segments in ([DOCUMENT], [""]):
        return Reply(200, JSON, to_json(document(asking.root)), kept=True)
    found = _found(asking.segments)
    if found is None:
        return problem_reply(_nothing(asking.segments))
    try:
        return _answered(asking, *found)
    except (QuestionError, StoreError) as error:
        return problem_reply(fault(asking.editions, error))


def fault(editions: Editions, error: QuestionError | StoreError) -> ProblemDetails:
    """Say why a question cannot be answered, and of what has gone until when it was there."""
    told = explained(error)
    if isinstance(error, MissingError):
        return structs.replace(told, last_day=_left(editions, error))
    return told


def _left(editions: Editions, missing: MissingError) -> date | None:
    """The last day of a model that has left the catalogue, as far as can be told."""
    with suppress(StoreError):
        if missing.kind == "model":
            return editions.left(ModelId(missing.wanted.lower()))
    return None


def problem_reply(told: ProblemDetails) -> Reply:
    """Answer with problem details."""
    return Reply(told.status, PROBLEM, to_json(told))


def _answered(asking: ApiRequest, resource: Resource, names: Mapping[str, str]) -> Reply:
    pairs = pairs_of(asking.query)
    asked = parameters_of(resource.request).keys() - names.keys()
    values = grouped(pairs, (*asked, *resource.shared))
    inquiry = inquiry_of(asking.editions, asking.moment, values)
    inquiry, usual = with_work(inquiry, values, resource.name)
    if "model" in names and (id_ := _meant(inquiry, names["model"])) != names["model"]:
        path = resource.path.replace("{model}", quote(id_))
        return Reply(301, JSON, b"", location=_address(asking.root, path, pairs))
    given = {**values, **{name: (text,) for name, text in names.items()}}
    request = filled(resource.request, given, usual) if resource.request else None
    record, mark = resource.answer(inquiry, request, turn_of(values))
    following = _following(asking, pairs, mark) if mark else ""
    if resource.rows:
        record = paged(resource.record)(**_fields(record), next=following or None)
    fields = values.get(FIELDS)
    body = to_json(_only(record, resource, fields) if fields else record)
    media_type = PARTIAL if fields else JSON
    past = inquiry.past is not None
    return Reply(200, media_type, body, kept=resource.kept, past=past, next=following)


def _meant(inquiry: Inquiry, text: str) -> str:
    return meant(inquiry.edition, text, inquiry.now)


def inquiry_of(
    editions: Editions, moment: datetime, values: Mapping[str, tuple[str, ...]]
) -> Inquiry:
    """Find the catalogue that is asked: of now, or of the end of a day."""
    now, day = editions.now, day_of(values)
    check_asked(day, now.catalogue.origin.as_of, moment, AS_OF)
    then = editions.as_of(day, now)
    past = None if then is now else day
    return Inquiry(editions, now, then, past, moment)


def with_work(
    inquiry: Inquiry, values: Mapping[str, tuple[str, ...]], resource: str
) -> tuple[Inquiry, Usual]:
    """Set what the work that is told costs beside the prices, or let it be the one that is costed.

    Raises ``WorkTextError`` for what is no work.
    """
    if WORK not in values:
        return inquiry, {}
    work = workload_in(only(WORK, values[WORK]), inquiry.now.catalogue)
    if resource in COSTED:
        return inquiry.costed(work), {}
    question = asked_as(work, counted=_USAGE in values)
    return inquiry, {Workload: work, WorkloadQuestion: question}


#: Where a request was counted, that is what is costed.
_USAGE = "usage"


def day_of(values: Mapping[str, tuple[str, ...]]) -> date | None:
    """Read the day that is asked for; raises :class:`ParameterError` for what is none."""
    found: date | None = read(AS_OF, only(AS_OF, values[AS_OF]), date) if AS_OF in values else None
    return found


def turn_of(values: Mapping[str, tuple[str, ...]], usual: int = USUAL_ROWS) -> Turn:
    """Read which page is asked for; ``usual`` is how many rows it has unless told."""
    limit = read(LIMIT, only(LIMIT, values.get(LIMIT, (str(usual),))), int)
    if not 1 <= limit <= MOST_ROWS:
        raise ParameterError(f"{LIMIT} is {limit}, but has to be 1 to {MOST_ROWS}", field=LIMIT)
    return Turn(limit, only(AFTER, values.get(AFTER, ("",))))


def _fields(record: Struct) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def _address(root: str, path: str, pairs: Pairs) -> str:
    query = f"?{encoded(pairs)}" if pairs else ""
    return f"{root}{PREFIX}{path}{query}"


def _following(asking: ApiRequest, pairs: Pairs, mark: str) -> str:
    path = "/".join(quote(each, safe=_SAFE) for each in asking.segments)
    return _address(asking.root, path, (*(p for p in pairs if p[0] != AFTER), (AFTER, mark)))


_SAFE = ":@!,~"

# --- only some fields ---------------------------------------------------------------------


def _only(record: Struct, resource: Resource, texts: Sequence[str]) -> dict[str, Any]:
    """Keep some fields: of each row where the record is a table of rows, else of the record."""
    names = tuple(dict.fromkeys(each for text in texts for each in text.split(",") if each))
    rows = resource.rows.rows if resource.rows else ""
    if not rows or rows == _DAYS:
        return _chosen(record, names)
    among = getattr(record, rows)
    kept = {name: value for name, value in _fields(record).items() if name != rows}
    return {**kept, rows: [_chosen(row, names) for row in among]}


#: The rows of the changelog stand below its days.
_DAYS = "days"


def _chosen(record: Struct, names: Sequence[str]) -> dict[str, Any]:
    known = record.__struct_fields__
    for name in names:
        if name not in known:
            near = nearest(name, known)
            raise ParameterError(
                f"{FIELDS} {name!r} is none of {', '.join(known)}", field=FIELDS, near=near
            )
    return {name: getattr(record, name) for name in names}


# --- which resource -----------------------------------------------------------------------


def _found(segments: Sequence[str]) -> tuple[Resource, Mapping[str, str]] | None:
    """Find the resource at an address, and what its address names."""
    for resource in RESOURCES:
        for wanted in (resource.segments, resource.path.split("/")):
            if (names := _names(wanted, segments)) is not None:
                return resource, names
    return None


def _names(wanted: Sequence[str], given: Sequence[str]) -> Mapping[str, str] | None:
    """Read what an address names; a model's id has two segments, or one that holds both."""
    if len(wanted) != len(given):
        return None
    names = {}
    for one, other in zip(wanted, given, strict=True):
        if one.startswith("{"):
            names[one.strip("{}")] = other
        elif one != other:
            return None
    if "slug" in names:
        lab, slug = names["lab"], names["slug"]
        return None if "/" in lab else {"model": f"{lab}/{slug}"}
    return None if "model" in names and "/" not in names["model"] else names


def _nothing(segments: Sequence[str]) -> ProblemDetails:
    """Say that nothing is at an address, and what may be meant."""
    told = problem("no_resource", f"nothing is at {'/'.join(segments)!r}")
    known = [*(resource.path for resource in RESOURCES), *FILE_AT]
    # What is asked for by its own name may stand elsewhere.
    alike = [each for each in known if each.rpartition("/")[2] == segments[-1]]
    near = dict.fromkeys([*alike, *nearest("/".join(segments), known)])
    return structs.replace(told, near=tuple(near))
