"""An export behind a real nginx with the piece of configuration that it brings, at a path."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin

import httpx
import pytest
from litestar.testing import TestClient

from builders import ORIGIN
from hostile import offering
from modelario.api.document import DOCUMENT
from modelario.api.files import FILE_AT
from modelario.api.inquiries import PREFIX
from modelario.building import edition_of
from modelario.editions import Editions
from modelario.export.former import former_ids
from modelario.records import ModelId
from modelario.settings import from_environment
from modelario.upstream.document import split
from modelario.web.addresses import PAGE_FILE
from modelario.web.app import Front, create_app
from nginx_server import of_files
from small_site import MOMENT, document

ROOT = "/of/models"
CONTACT = "mailto:security@example.org"
#: What lies beside the export, and is nobody's business.
PRIVATE = "of no concern"
#: Ids that mean something in an address, in the name of a file, or in what nginx reads.
IDS = (
    *("..", "a.json", "b.md", "d.atom", "index", "Case", "case", "q?x=1", "h#x", "100%", "%2e%2e"),
    *("a%2fb", "<b>", "a b", "ü", 'q"uote', "back\\slash", "nul\0l", "x" * 300, "$uri", "a;b{}"),
)
#: A name of before with what it is called now: one plain, one that no configuration could hold.
FORMER = {"openai/omni-4-mini": "openai/o4-mini", "openai/$uri; }": "openai/o4-mini"}
#: One release under two ids.
RELEASE = ("claude-haiku-4-5", "claude-haiku-4-5-20251001")
_LINK = re.compile(r'<(?:a|link|form|script|img)\b[^>]*?\s(?:href|src|action)="([^"#]*)')
_STYLE = re.compile(r" 'sha256-[^']+'")
#: What a server of files says as the app does.
_SAID = (
    *("content-type", "content-security-policy", "x-content-type-options", "referrer-policy"),
    *("cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy"),
    *("access-control-allow-origin", "cache-control"),
)


@pytest.fixture(scope="module")
def hostile() -> Editions:
    """The small catalogue, with ids that mean harm, and models that had other ids."""
    found = document()
    found["elsewhere"]["models"] |= {id_: offering(id_) for id_ in IDS}
    found |= {
        id_: {"id": id_, "name": id_, "models": {"gpt-4o": offering("gpt-4o")}} for id_ in IDS[:8]
    }
    twice = {id_: {**offering(id_), "name": "Claude Haiku 4.5"} for id_ in RELEASE}
    found["anthropic"] = {"id": "anthropic", "name": "Anthropic", "models": twice}
    former = {ModelId(old): ModelId(new) for old, new in FORMER.items()}
    return Editions(edition_of(split(json.dumps(found).encode()), ORIGIN, {}, former))


@pytest.fixture(scope="module")
def site(exporting, hostile: Editions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It, exported to stand at a path, with what is not to be read beside it."""
    home = tmp_path_factory.mktemp("home")
    (home / "secret.txt").write_text(PRIVATE)
    folder = home / "www" / ROOT.strip("/")
    base = f"https://example.org{ROOT}"
    exporting(folder, hostile, base=base, compress=True, contact=CONTACT)
    assert {each.name for each in (*home.iterdir(), *folder.parent.iterdir())} == {
        *("secret.txt", "www", folder.name)
    }
    return folder


@pytest.fixture(scope="module")
def nginx(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """What nginx answers, with our piece included."""
    root = site.parent.parent
    served = f"root {root}; gzip_static on; gzip_vary on; include {site}/nginx.conf;"
    with of_files(served, tmp_path_factory.mktemp("nginx"), ready=f"{ROOT}/en/") as reader:
        reader.headers["accept-encoding"] = "identity"
        yield reader


@pytest.fixture(scope="module")
def app(hostile: Editions) -> Iterator[TestClient[Front]]:
    """What the app answers, which stands at the root."""
    settings = from_environment(
        {
            "MODELARIO_WORK_PER_ADDRESS": "0",
            "MODELARIO_BASE_URL": "https://example.org",
            "MODELARIO_SECURITY_CONTACT": CONTACT,
        }
    )
    with TestClient(create_app(hostile, settings, lambda: MOMENT)) as reader:
        reader.follow_redirects = False
        yield reader


def addresses(site: Path) -> Iterator[str]:
    """The address of each file, but for those that are compressed."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and path.suffix not in (".gz", ".br", ".zst"):
            is_page = path.name == PAGE_FILE
            yield f"{ROOT}/{quote(name.removesuffix(f'/{PAGE_FILE}') if is_page else name)}"


def test_every_link_leads_to_a_file_that_is_given(nginx):
    """From the first page on; whatever ids are, no address leads out of the site's part."""
    found: dict[str, int] = {}
    waiting = [f"{ROOT}/", f"{ROOT}/en/"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = nginx.get(address)
        found[address] = answer.status_code
        if answer.headers["content-type"].startswith("text/html"):
            links = (html.unescape(each).partition("?")[0] for each in _LINK.findall(answer.text))
            inside = {each for each in links if each.startswith("/")}
            assert not [each for each in inside if not each.startswith(f"{ROOT}/")], address
            waiting += (urljoin(address, each) for each in inside)
    assert {address: status for address, status in found.items() if status != 200} == {}
    assert len(found) > 300
    assert f"{ROOT}/en/families/%3Cb%3E" in found


#: What an export has for itself, or tells otherwise than a server.
_OWN = re.compile(
    rf"{ROOT}/(?:nginx\.conf|_headers|_redirects|404\.html|\.nojekyll|\.modelario-export\.json"
    r"|data/(?:offers|listings|names-..|spellings)\.json|index\.html)"
)


def said(answer: httpx.Response) -> dict[str, str]:
    """The headers that both give, but for the styles that a policy allows."""
    found = {name: answer.headers.get(name, "") for name in _SAID}
    return {name: _STYLE.sub("", value) for name, value in found.items()}


def styles(answer: httpx.Response) -> set[str]:
    """The styles that its policy allows."""
    return set(_STYLE.findall(answer.headers["content-security-policy"]))


def test_nginx_says_what_the_app_says(nginx, app, site):
    """Of each file: type, policy, who may read it and how long it may be kept."""
    compared = 0
    for address in addresses(site):
        # The app's own reader here would decode an encoded percent sign twice.
        if _OWN.fullmatch(address) or "%25" in address:
            continue
        path = address.removeprefix(ROOT)
        if path.startswith(PREFIX) and path.removeprefix(PREFIX) not in (*FILE_AT, DOCUMENT):
            path = path.removesuffix(".json").replace("~2Ejson", ".json")
        given, told = nginx.get(f"{ROOT}{path}"), app.get(path)
        if told.is_redirect:
            # What has moved is another matter.
            continue
        assert (given.status_code, told.status_code) == (200, 200), address
        assert said(given) == said(told), address
        # One policy is for all pages: it allows the style of each.
        assert styles(told) <= styles(given), address
        compared += 1
    assert compared > 600


def test_compressed_files_are_given_to_who_takes_them(nginx):
    """They hold the same."""
    for path in ("en/models/openai/o4-mini", "api/v1/models/openai/o4-mini", "data/models.json"):
        plain = nginx.get(f"{ROOT}/{path}")
        packed = nginx.get(f"{ROOT}/{path}", headers={"accept-encoding": "gzip"})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "Accept-Encoding"
        assert packed.content == plain.content
        assert said(packed) == said(plain)


@pytest.mark.parametrize("up", ["../", "%2e%2e/", "..%2f", "%2e%2e%2f", "..%5c", "../%00/../"])
@pytest.mark.parametrize("below", ["", "../", "static/", "static../", "api/v1/", "badge/", "en/"])
def test_no_address_leads_to_what_lies_beside_it(nginx, below, up):
    """However often it goes up, and however that is written."""
    for often in range(1, 7):
        request = nginx.build_request("GET", "/")
        path = f"{ROOT}/{below}{up * often}secret.txt"
        request.url = request.url.copy_with(raw_path=path.encode())
        answer = nginx.send(request)
        assert answer.status_code in (400, 404), path
        assert PRIVATE not in answer.text


@pytest.mark.parametrize(
    "name",
    [
        *("nginx.conf", "nginx.conf.gz", "_headers", "_headers.gz", "_redirects"),
        *(".modelario-export.json", "no/such", "static/x"),
    ],
)
def test_what_is_not_for_readers_is_not_there(nginx, name):
    """The page that says so is the site's own."""
    answer = nginx.get(f"{ROOT}/{name}")
    assert answer.status_code == 404
    assert "<h1>" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_former_ids_lead_on(nginx, app, hostile):
    """In the API as on the server; a file that cannot lead on holds what stands there now."""
    former = former_ids(hostile.now)
    assert {*FORMER, f"anthropic/{RELEASE[1]}"} == former.keys()
    for old, new in former.items():
        for below in ("", "/prices", "/history", "/start"):
            was, now = (f"/api/v1/models/{quote(id_)}{below}" for id_ in (old, new))
            assert app.get(was).headers["location"] == now
            answer = nginx.get(ROOT + was)
            if "$" in old:
                assert answer.status_code == 200
            else:
                assert (answer.status_code, answer.headers["location"]) == (301, ROOT + now)
                assert answer.headers["access-control-allow-origin"] == "*"
            present = nginx.get(f"{ROOT}{now}.json")
            assert nginx.get(f"{ROOT}{was}.json").content == present.content
            assert present.status_code == 200
        badge = nginx.get(f"{ROOT}/badge/{quote(old)}/price.svg")
        assert badge.content == app.get(f"/badge/{new}/price.svg").content
        for form in (".json", ".md", "/history.csv"):
            was, now = (f"{ROOT}/en/models/{quote(id_)}{form}" for id_ in (old, new))
            assert nginx.get(was).status_code == 200
        page = nginx.get(f"{ROOT}/en/models/{quote(old)}")
        assert f'rel="canonical" href="https://example.org{ROOT}/en/models/{new}"' in page.text or (
            f'url={ROOT}/en/models/{new}"' in page.text
        )


def test_no_rule_of_a_host_stands_for_what_is_there(site):
    """Some follow a rule though a file has that name: each leads from a former id to a file."""
    rules = [line.split() for line in (site / "_redirects").read_text().splitlines()]
    assert rules
    for former, present, status in rules:
        assert "*" not in former
        assert status == "301"
        assert (site / present.removeprefix(f"{ROOT}/")).is_file(), present
