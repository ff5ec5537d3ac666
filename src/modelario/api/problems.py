"""What is said of a question that cannot be answered: problem details (RFC 9457)."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from modelario.catalogue.questions import MissingError, QuestionError
from modelario.history.journal import LostDayError, NothingPublishedError, StoreError


class ProblemKind(NamedTuple):
    """A kind of problem: its status, and its title."""

    status: int
    title: str


#: Every kind of problem, by the code that its ``type`` ends with.
PROBLEMS: Mapping[str, ProblemKind] = {
    "bad_parameter": ProblemKind(400, "A parameter cannot be meant"),
    "unauthorized": ProblemKind(401, "That takes the operator's token"),
    "missing": ProblemKind(404, "Not in the catalogue"),
    "no_day": ProblemKind(404, "No data of that day"),
    "no_resource": ProblemKind(404, "There is nothing at this address"),
    "no_hold": ProblemKind(404, "Nothing of that number is held back"),
    "not_acceptable": ProblemKind(406, "This server cannot write that form"),
    "bad_method": ProblemKind(405, "Resources can only be read"),
    "undecidable": ProblemKind(409, "That cannot be decided of what is held back"),
    "syncing": ProblemKind(409, "A sync is going on already"),
    "guessing": ProblemKind(429, "Too many wrong tokens came from your address"),
    "broken": ProblemKind(500, "The fault is the server's, and it is in its log"),
    "not_installed": ProblemKind(501, "This server was installed without what that takes"),
    "no_sync": ProblemKind(502, "Upstream gave no document that can be taken in"),
    "lost_day": ProblemKind(503, "That day cannot be shown, a fault of the server's"),
    "no_history": ProblemKind(503, "The history cannot be read just now"),
}

#: What the address of a kind of problem begins with.
TYPES = "urn:modelario:problem:"


class ProblemDetails(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why there is no answer (RFC 9457)."""

    #: The kind of problem: an address that ends with its code.
    type: str
    #: The kind of problem, in words.
    title: str
    #: The status of the answer.
    status: int
    #: What is wrong with this very question.
    detail: str
    #: The parameter that it is about, where it is about one.
    parameter: str | None = None
    #: What may be meant instead, the likeliest first.
    near: tuple[str, ...] = ()
    #: The first day that can be asked for, where that was the fault.
    first_day: date | None = None
    #: The last day on which what is missing was in the catalogue.
    last_day: date | None = None


def problem(code: str, detail: str = "", *, parameter: str = "") -> ProblemDetails:
    """Make a problem of a kind."""
    kind = PROBLEMS[code]
    return ProblemDetails(
        type=f"{TYPES}{code}",
        title=kind.title,
        status=kind.status,
        detail=detail or f"{kind.title}.",
        parameter=parameter or None,
    )


def explained(error: QuestionError | StoreError) -> ProblemDetails:
    """Tell what was wrong with a question, about which parameter, and what may be meant."""
    match error:
        case NothingPublishedError(first=first):
            code, first_day = "no_day", first
        case LostDayError():
            return problem("lost_day", str(error), parameter="as_of")
        case StoreError():
            return problem("no_history")
        case MissingError():
            code, first_day = "missing", None
        case _:
            code, first_day = "bad_parameter", None
    field, near = (error.field, error.near) if isinstance(error, QuestionError) else ("as_of", ())
    kind = PROBLEMS[code]
    return ProblemDetails(
        type=f"{TYPES}{code}",
        title=kind.title,
        status=kind.status,
        detail=str(error),
        parameter=field or None,
        near=near,
        first_day=first_day,
    )
