"""How answers are sent: headers, compression, validators, and the cache in front."""

import gzip

import pytest
import zstandard
from litestar.testing import TestClient

from modelario.web.app import Front
from modelario.web.cache import Finished, Key, PageCache, chosen_encoding

PAGE = "/en/models/openai/o4-mini"


def test_pages_carry_the_policy(client: TestClient[Front]) -> None:
    """Every HTML answer, a fault too, has the headers of the threat table."""
    for address in (PAGE, "/en/nowhere", "/en/models/no/such"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["permissions-policy"] == "camera=(), microphone=(), geolocation=()"


def test_no_page_holds_script_or_style_attributes(client: TestClient[Front]) -> None:
    """What the policy forbids is not there to be forbidden."""
    for address in (PAGE, "/es/models"):
        text = client.get(address).text
        assert " style=" not in text
        assert " onclick=" not in text


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, zstd", "zstd"),
        ("zstd;q=0, gzip", "gzip"),
        ("identity", "identity"),
        ("snappy", "identity"),
    ],
)
def test_encoding_is_negotiated(accepted: str, expected: str) -> None:
    """The smallest encoding that the reader takes."""
    assert chosen_encoding([(b"accept-encoding", accepted.encode())]) == expected


def test_every_encoding_holds_the_same_page(client: TestClient[Front]) -> None:
    """Compressed or not, the page is the page."""
    plain = client.get(PAGE, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for encoding, unpack in (("gzip", gzip.decompress), ("zstd", _unzstd)):
        with client.stream("GET", PAGE, headers={"accept-encoding": encoding}) as answer:
            assert answer.headers["content-encoding"] == encoding
            assert answer.headers["vary"] == "accept, accept-encoding"
            assert unpack(b"".join(answer.iter_raw())) == plain.content


def _unzstd(body: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(body)


def test_a_reader_who_has_the_page_is_not_sent_it(client: TestClient[Front]) -> None:
    """The ETag of an answer asks for no more than a 304."""
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"if-none-match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    lines = [("if-none-match", '"x"'), ("if-none-match", first.headers["etag"])]
    assert client.get(PAGE, headers=lines).status_code == 304
    other = client.get(PAGE, headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_unknown_parameters_neither_vary_nor_fill(client: TestClient[Front], app: Front) -> None:
    """A thousand campaigns make one page."""
    first = client.get(f"{PAGE}?utm_source=a")
    size = app.site.cache.size
    for number in range(20):
        answer = client.get(f"{PAGE}?utm_source={number}&sort=")
        assert answer.headers["etag"] == first.headers["etag"]
    assert app.site.cache.size == size


def test_head_is_get_without_the_body(client: TestClient[Front]) -> None:
    """Kept or not, a HEAD has the length of the GET and no body."""
    for address in ("/en/models/openai/gpt-5", "/en/models/openai/gpt-5"):
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert int(head.headers["content-length"]) > 0


def test_the_start_page_leads_to_a_language(client: TestClient[Front]) -> None:
    """The redirect says what it depends on."""
    answer = client.get("/", headers={"accept-language": "es-AR"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/es/")
    assert answer.headers["vary"] == "accept-language"


def test_static_files_never_change_under_their_address(
    client: TestClient[Front], app: Front
) -> None:
    """The right version is kept for ever, another one for a minute, no other file at all."""
    assets = app.site.drawing.assets
    right = client.get(f"/static/{assets.version}/site.js")
    assert right.status_code == 200
    assert right.headers["content-type"].startswith("text/javascript")
    assert "immutable" in right.headers["cache-control"]
    assert "immutable" not in client.get("/static/old/site.js").headers["cache-control"]
    for hostile in ("nope.js", "..%2fapp.py", "%2e%2e/app.py", "a//b", "site.js/"):
        answer = client.get(f"/static/{assets.version}/{hostile}")
        assert answer.status_code == 404 or answer.content == right.content


def test_addresses_that_readers_invent_fill_no_memory(
    client: TestClient[Front], app: Front
) -> None:
    """A file is kept once for each encoding, whatever versions and names are asked for."""
    assets = app.site.drawing.assets
    client.get(f"/static/{assets.version}/site.js")
    client.get("/static/old/site.js")
    before = assets.kept
    for number in range(20):
        client.get(f"/static/v{number}/site.js")
        client.get(f"/static/{assets.version}/none-{number}.js")
    assert assets.kept == before


def _answer(size: int) -> Finished:
    return Finished(200, (), b"x" * size)


def test_the_cache_is_bounded_and_dies_with_its_catalogue() -> None:
    """The least recently used goes first; another catalogue empties it."""
    cache, catalogue = PageCache(50_000), object()
    keys = [Key(f"/{number}", b"", "gzip") for number in range(6)]
    assert cache.get(catalogue, keys[0]) is None
    for key in keys[:5]:
        cache.put(catalogue, key, _answer(7_000))
    cache.get(catalogue, keys[0])
    cache.put(catalogue, keys[5], _answer(12_000))
    assert cache.get(catalogue, keys[0]) is not None
    assert cache.get(catalogue, keys[1]) is None
    assert cache.get(object(), keys[0]) is None
    assert cache.size == 0


@pytest.mark.parametrize(
    ("spelt", "right"),
    [
        ("/en", "/en/"),
        ("/en//models", "/en/models"),
        ("/es/models/?sort=price", "/es/models?sort=price"),
        ("/en///models//openai/o4-mini", "/en/models/openai/o4-mini"),
        ("/en/models//openai/o4-mini.json", "/en/models/openai/o4-mini.json"),
    ],
)
def test_a_page_has_one_address(
    client: TestClient[Front], app: Front, spelt: str, right: str
) -> None:
    """Slashes to spare lead to the page and do not fill the cache."""
    client.get(right)
    size = app.site.cache.size
    answer = client.get(spelt)
    assert (answer.status_code, answer.headers["location"]) == (301, right)
    assert app.site.cache.size == size
