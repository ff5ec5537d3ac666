"""Which headers each kind of answer has, word for word, and no others that allow anything."""

import re
from collections.abc import Mapping

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front

_STYLE = re.compile(r"'sha256-[A-Za-z0-9+/=]{44}'")
_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
PAGES = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' STYLE; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "object-src 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
PROGRAMS = {
    "content-security-policy": _SANDBOX,
    "x-content-type-options": "nosniff",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}
FILES = {
    "content-security-policy": _SANDBOX,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
OWN = {"content-security-policy": _SANDBOX, "x-content-type-options": "nosniff"}
#: What else would allow or forbid something.
_TELLING = re.compile(
    "content-security.*|x-.*|referrer-policy|cross-origin-.*|permissions-policy|set-cookie"
    "|access-control-.*"
)
MODEL = "/en/models/openai/o4-mini"


@pytest.mark.parametrize(
    ("address", "status", "expected"),
    [
        *((each, 200, PAGES) for each in ("/en/", MODEL, f"{MODEL}/history", "/es/models")),
        *((each, 404, PAGES) for each in ("/en/nowhere", "/nowhere", "/en/models/no/such")),
        ("/fr/models?min_context=x", 400, PAGES),
        *((f"{MODEL}.{form}", 200, PROGRAMS) for form in ("json", "csv", "md")),
        *((f"/en/changelog.{form}", 200, PROGRAMS) for form in ("atom", "feed.json")),
        *((f"/en/lifecycle.{form}", 200, PROGRAMS) for form in ("ics", "json")),
        *((each, 200, PROGRAMS) for each in ("/sitemap.xml", "/robots.txt", "/llms.txt")),
        ("/badge/openai/o4-mini/price.svg", 200, PROGRAMS),
        ("/badge/no/such/price.svg", 404, PROGRAMS),
        ("/data/models.json", 200, PROGRAMS),
        ("/en/nope.json", 404, PROGRAMS),
        *((f"/static/VERSION/{name}", 200, FILES) for name in ("site.js", "base.css")),
    ],
)
def test_each_kind_of_answer_has_its_headers(
    client: TestClient[Front], app: Front, address: str, status: int, expected: Mapping[str, str]
) -> None:
    """A fault too."""
    answer = client.get(address.replace("VERSION", app.site.drawing.assets.version))
    assert answer.status_code == status
    assert _told(answer.headers) == expected


@pytest.mark.parametrize("address", ["models/openai/o4-mini", "nope", "models?limit=x", "status"])
def test_an_answer_of_the_api_has_them_too(client: TestClient[Front], address: str) -> None:
    """It may tell further ones of its own to programs of other sites."""
    told = _told(client.get(f"/api/v1/{address}").headers)
    exposed = told.pop("access-control-expose-headers", "")
    assert told == PROGRAMS
    assert "*" not in exposed


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_what_is_true_for_a_moment_is_for_its_asker(
    client: TestClient[Front], address: str
) -> None:
    assert _told(client.get(address).headers) == OWN


def _told(headers: Mapping[str, str]) -> dict[str, str]:
    told = {name: value for name, value in headers.items() if _TELLING.fullmatch(name)}
    return {name: _STYLE.sub("STYLE", value) for name, value in told.items()}
