"""The site as files: the same bytes as served, whole or not at all, and nothing outside."""

import gzip
import html
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
import zstandard

from hostile import FIRST, IDS, SECOND, ids, offering, publish
from installed import installed_edition
from modelario.building import head
from modelario.catalogue.questions import QuestionError
from modelario.editions import Editions
from modelario.export.leaves import Leaf, UnwritableError
from modelario.export.outlets import OUTLETS
from modelario.export.press import Press
from modelario.export.staging import MARK, ExportError
from modelario.store.store import Store
from modelario.web.addresses import PACKED, PAGE_FILE, Addresses, model_path
from modelario.web.drawing import Drawing, Files
from small_site import MOMENT, document, served, small_editions

_LINK = re.compile(r'<(?:a|link|form|script)\b[^>]*?\s(?:href|src|action)="([^"#]*)(#[^"]*)?"')


def files(folder: Path) -> dict[str, bytes]:
    """Every file, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- what is written ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "en/models/openai/o4-mini.json",
        "en/models/openai/o4-mini.md",
        "en/models/openai/o4-mini/history.csv",
        "en/labs.csv",
        "en/index.json",
        "en/lifecycle.ics",
        "badge/openai/o4-mini/price.svg",
        "data/models.json",
        "api/v1/catalogue.csv",
    ],
)
def test_bytes_are_those_that_are_served(exported, reader, address):
    """Forms for programs hold nothing that a server of files could not give."""
    answer = reader.get(f"/{address}")
    assert answer.status_code == 200
    assert (exported / address).read_bytes() == answer.content


@pytest.mark.parametrize(
    "path",
    [
        "models/openai/o4-mini",
        "models/openai/o4-mini/prices",
        "providers/openai",
        "labs",
        "pick",
        "methodology",
    ],
)
def test_the_api_answers_from_files(exported, reader, path):
    """A table is whole: where a server gives a page of it, the file has every row."""
    answer = reader.get(f"/api/v1/{path}?limit=200" if path == "labs" else f"/api/v1/{path}")
    assert json.loads((exported / f"api/v1/{path}.json").read_bytes()) == answer.json()


def crawled(start: str, root: str) -> dict[str, int]:
    """The status of everything that pages lead to, queries left aside."""
    found: dict[str, int] = {}
    waiting = [start]
    with httpx.Client(follow_redirects=True, timeout=60) as reader:
        while waiting:
            address = waiting.pop()
            if address in found:
                continue
            answer = reader.get(address)
            found[address] = answer.status_code
            if "text/html" not in answer.headers["content-type"]:
                continue
            for match in _LINK.finditer(answer.text):
                link = html.unescape(match[1]).partition("?")[0]
                if link.startswith("/"):
                    assert link.startswith(root), (address, link)
                    waiting.append(urljoin(start, link))
    return found


def test_every_link_leads_somewhere(exported):
    """With a server that knows nothing but files."""
    with served(exported) as address:
        found = crawled(f"{address}/en", "/")
    assert [link for link, status in found.items() if status != 200] == []
    assert len(found) > 200


def test_every_link_leads_somewhere_below_a_path(exporting, tmp_path):
    """Where the site is one among others, no address leads out of its part."""
    exporting(tmp_path / "of/models", base="https://example.org/of/models")
    with served(tmp_path) as address:
        found = crawled(f"{address}/of/models/en/", "/of/models/")
    assert [link for link, status in found.items() if status != 200] == []
    listed = (tmp_path / "of/models/sitemap.xml").read_text()
    assert "<loc>https://example.org/of/models/en/models/openai/o4-mini</loc>" in listed
    assert "/es/" not in listed
    page = (tmp_path / "of/models/en/index.html").read_text()
    assert '<link rel="canonical" href="https://example.org/of/models/en/">' in page


def test_long_tables_are_whole(exporting, tmp_path, monkeypatch):
    """Programs get every row in one file, readers page after page, and no page follows itself."""
    for name in ("changelog.ROWS", "explore.ROWS", "about._ROWS"):
        monkeypatch.setattr(f"modelario.web.views.{name}", 1)
    found = document(input=0.88)
    for number, each in enumerate(found["elsewhere"]["models"].values()):
        each["cost"] = {"input": number + 0.5, "output": 2 * number + 2}
    with Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as store:
        publish(store, document(), FIRST)
        publish(store, found, SECOND)
        exporting(tmp_path / "site", Editions(head(store), store), base="https://example.org")
    folder = tmp_path / "site/en"
    told = json.loads((folder / "changelog.json").read_bytes())
    changes = [row for day in told["days"] for row in day["rows"]]
    assert (told["matching"], told["pages"]) == (len(changes), 1)
    assert len(changes) > 1
    assert len((folder / "changelog.csv").read_text().splitlines()) == len(changes) + 1
    for path in ("changelog", "explore", "inconsistencies"):
        seen = turned(folder, path)
        assert len(seen) > 1, path
        assert not (folder / path / str(len(seen) + 1)).exists()
    assert len(turned(folder, "changelog")) == len(changes)
    # The day from which on changes are told moves: the name of a feed does not.
    feed = json.loads((folder / "changelog.feed.json").read_bytes())
    assert feed["feed_url"] == "https://example.org/en/changelog.feed.json"
    assert "next_url" not in feed
    atom = (folder / "changelog.atom").read_text()
    assert "<id>https://example.org/en/changelog.atom</id>" in atom
    assert 'rel="next"' not in atom


def turned(folder: Path, path: str) -> list[str]:
    """The pages of a table, one after the other."""
    seen: list[str] = []
    while path:
        assert path not in seen
        seen.append(path)
        found = re.search(
            r'<a rel="next" href="/en/([^"#]*)', (folder / path / PAGE_FILE).read_text()
        )
        path = found[1] if found else ""
    return seen


def test_feeds_of_a_selection_are_not_promised(exported):
    """Where there is but the feed of everything."""
    promised = [
        path
        for path in exported.rglob("*.html")
        if re.search(r"changelog\.(?:atom|feed\.json)\?", path.read_text())
    ]
    assert promised == []


def test_the_api_is_described_as_it_is(exporting, tmp_path, monkeypatch):
    """What needs a server or was not written is told neither to programs nor to readers."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    exporting(tmp_path / "site")
    folder = tmp_path / "site"
    described = json.loads((folder / "api/v1/openapi.json").read_bytes())
    told = {
        each["get"]["operationId"]: each["get"]["x-example"] for each in described["paths"].values()
    }
    assert {"models", "model", "changes", "bulk_json"} <= told.keys()
    shown = json.loads((folder / "en/api.json").read_bytes())["operations"]
    assert {each["name"]: each["example"] for each in shown} == told
    for example in told.values():
        assert (folder / example.removeprefix("/")).is_file(), example
    page = (folder / "en/api/index.html").read_text()
    assert "/mcp" not in page
    assert "as_of" not in page
    linked = re.findall(r"\]\((/[^)]*)\)", (folder / "llms.txt").read_text())
    assert len(linked) > 20
    assert [each for each in linked if not (folder / each.removeprefix("/")).is_file()] == []


# --- hostile ids --------------------------------------------------------------------------


def test_hostile_ids_stay_inside(exporting, tmp_path):
    """Whatever ids are, nothing is written elsewhere, and what can be written can be read."""
    home = tmp_path / "home"
    home.mkdir()
    with Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as store:
        publish(store, ids(), FIRST)
        publish(store, ids(), SECOND)
        hostile = Editions(head(store), store)
        made = exporting(home / "site", hostile)
        entries = hostile.now.catalogue.entries
    assert [each.name for each in home.iterdir()] == ["site"]
    assert len(entries) > len(IDS) / 2
    names = [path.relative_to(home) for path in (home / "site").rglob("*")]
    assert all(len(name.name.encode()) <= 255 for name in names)
    small = [name.as_posix().casefold() for name in names]
    assert len(small) == len(set(small))
    for each in made.refused:
        assert each.reason
    left_out = {each.address for each in made.refused}
    paths = [f"en/{model_path(id_)}" for id_ in entries]
    with served(home / "site") as address, httpx.Client(timeout=60) as reader:
        for path in paths:
            status = reader.get(f"{address}/{path}.json").status_code
            assert (status == 200) is (f"{path}.json" not in left_out), path
    assert len(left_out & {f"{path}.json" for path in paths}) < len(paths) / 10


def test_an_id_takes_the_name_of_no_other_file(exporting, tmp_path):
    """Ids that end like what is compressed, like an answer or like a page are left out nowhere."""
    ids = ("b", "b.json", "b.json.gz", "b.json.zst", "index.html")
    found = {"index.html": {"id": "index.html", "name": "index.html", "models": {}}}
    for provider in ("openai", "index.html"):
        models = {id_: offering(id_) for id_ in ids}
        models |= {f"index.html/{id_}": offering(f"index.html/{id_}") for id_ in ids}
        found[provider] = {"id": provider, "name": provider, "models": models}
    with Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as store:
        publish(store, found, FIRST)
        edition = head(store)
        apart = partial(Editions, edition)
        made = exporting(tmp_path / "site", apart(), compress=True, jobs=2, apart=apart)
    assert made.refused == ()
    for each in ("models", "providers", "labs", "families"):
        assert b"<h1>" in (tmp_path / "site/en" / each / PAGE_FILE).read_bytes()
    for packed in filter(Path.is_file, (tmp_path / "site").rglob("*.gz")):
        assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()


def test_what_cannot_be_compressed_is_told(exporting, tmp_path, monkeypatch):
    """Where its name is another file's, the file itself is there all the same."""
    monkeypatch.setitem(PACKED, "zstd", PACKED["gzip"])
    made = exporting(tmp_path / "site", compress=True)
    left_out = {each.address for each in made.refused}
    assert "en/labs/index.html.gz" in left_out
    assert all((tmp_path / "site" / each.removesuffix(".gz")).is_file() for each in left_out)


@pytest.mark.parametrize(
    "address",
    ["en/..", "en/%2e%2e/x", "a//b", "a/%2Fb", "a/b%5Cc", "a/%00", "a/%0Ab", "/a", "", "x" * 256],
)
def test_no_address_leads_out(address):
    """What cannot be a name of a file is refused, before anything is written."""
    with pytest.raises(UnwritableError):
        _ = Leaf(address, b"").parts


# --- whole or not at all ------------------------------------------------------------------


def test_what_has_not_changed_stays_the_same_file(exporting, tmp_path):
    """Another day's export writes what is new, and takes away what is gone."""
    folder = tmp_path / "site"
    first = exporting(folder)
    assert first.changed == first.files
    again = exporting(folder)
    assert (again.files, again.changed) == (first.files, 0)
    same = (folder / "en/methodology.csv").stat()
    (folder / "en/labs.json").write_bytes(b"spoilt")
    with Store.open(f"sqlite:///{tmp_path / 'modelario.db'}") as store:
        found = document(input=0.5)
        del found["elsewhere"]["models"]["other-3"]
        publish(store, document(), FIRST)
        publish(store, found, SECOND)
        third = exporting(folder, Editions(head(store), store))
    assert 0 < third.changed < first.changed
    assert (folder / "en/methodology.csv").stat().st_ino == same.st_ino
    assert (folder / "en/labs.json").read_bytes() != b"spoilt"
    assert (folder / "en/models/openai/o4-mini/index.html").exists()
    assert not (folder / "en/models/openai/other-3").exists()
    assert sorted(each.name for each in tmp_path.glob("site*")) == ["site"]


@pytest.fixture
def folder(exported, tmp_path):
    """The small site as somebody has it who writes it anew."""
    return shutil.copytree(exported, tmp_path / "site")


def test_an_interrupted_export_leaves_the_old_one(exporting, folder, tmp_path):
    """Until all is drawn nothing is replaced, and nothing stays beside it."""
    before = files(folder)

    class Interrupted(Exception):  # noqa: N818
        pass

    def interrupt(done: int, every: int) -> None:
        if done > every / 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        exporting(folder, languages=("es",), told=interrupt)
    assert files(folder) == before
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_a_killed_export_leaves_the_old_one(exporting, folder, tmp_path):
    """Several processes draw, and none of them goes on when the one that began is gone."""
    before = files(folder)
    program = f"""
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from modelario.editions import Editions
from modelario.export.exporting import ExportRequest, export
from small_site import small_editions
def told(done, every):
    print(done, flush=True)
    sys.stdin.readline()
with small_editions(Path(sys.argv[1])) as editions:
    request = ExportRequest(folder=Path({str(folder)!r}), languages=("es",), jobs=2)
    apart = lambda: Editions(editions.now)
    export(editions, request, datetime(2026, 5, 2, 20, tzinfo=UTC), told, apart)
"""
    (tmp_path / "store").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", program, tmp_path / "store"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.kill()
        # It is closed when the last of its processes has ended.
        process.stdout.read()
    assert files(folder) == before
    made = exporting(folder)
    assert made.changed == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["site", "store"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_takes_away_what_it_began(tmp_path, number):
    """Whoever sits there and whoever supervises is told in one line; no process stays."""
    (tmp_path / "store").mkdir()
    with small_editions(tmp_path / "store"):
        pass
    out, new = tmp_path / "site", tmp_path / "site.new"
    # A shell may have us, and so them, ignore the signal.
    program = (
        "import signal, sys; from modelario.cli import run;"
        "signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(run(sys.argv[1:]))"
    )
    database = f"sqlite:///{tmp_path / 'store/modelario.db'}"
    with subprocess.Popen(
        [sys.executable, "-c", program, "export", out, "--jobs", "2", "--database", database],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        while not (new / "en").exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        assert process.stdout is not None
        told = process.stdout.read().decode().splitlines()
    assert process.returncode == 130
    assert told == [f"Interrupted: nothing in {out} is half written."]
    assert [each.name for each in tmp_path.iterdir()] == ["store"]


@pytest.mark.parametrize("way", ["exchange", "rename"])
def test_a_kill_at_any_step_leaves_the_old_one_or_the_new_one(tmp_path, way):
    """Whole, and the next export goes through as if nothing had been."""
    program = Path(__file__).with_name("swapped.py")
    (tmp_path / "home").mkdir()
    done = subprocess.run(
        [sys.executable, program, tmp_path / "home/site", way],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    *rounds, calls = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) > 20
    for number, each in enumerate(rounds):
        whole = [[each["before"]], [each["after"]]]
        # Where two names cannot be exchanged at once there is a moment without either.
        assert each["seen"] in (whole if way == "exchange" else [*whole, []]), each
        assert (each["told"], each["beside"]) == ("", ["site"]), each
        assert each["next"] == [f"next {number}"]
    assert [each["seen"] == [each["before"]] for each in (rounds[0], rounds[-1])] == [True, False]
    # A power cut forgets what is not on the disk: files first, then their new name, and only then
    # may go what was there.
    flushed = calls.index("ctypes.dlsym syncfs")
    swapped = next(
        number
        for number, call in enumerate(calls)
        if re.match(r"os\.rename(?!.*json)|.*renameat2", call)
    )
    named = calls.index(f"open {tmp_path / 'home'}")
    [*_, written] = (
        number for number, call in enumerate(calls) if f"site.new/{MARK}.part w" in call
    )
    gone = next(number for number, call in enumerate(calls) if call.startswith("os.remove"))
    assert written < flushed < swapped < named < gone


def test_several_processes_write_the_same(exporting, editions, exported, tmp_path):
    """Whoever draws what."""
    exporting(tmp_path / "site", jobs=2, apart=lambda: Editions(editions.now))
    mine, others = files(tmp_path / "site"), files(exported)
    assert mine.keys() == others.keys()
    # What only a store tells the others do not know here.
    alike = ("badge/", "data/", "en/labs", "en/lists", "api/v1/labs", "api/v1/models/")
    assert [name for name in mine if name.startswith(alike) and mine[name] != others[name]] == [
        name for name in mine if name.startswith("api/v1/models/") and "history" in name
    ]


def test_what_an_export_has_left_behind_is_taken_away(exporting, folder, tmp_path):
    """A killed one leaves a folder beside the old one, and perhaps only that under another name."""
    (tmp_path / "site.new").mkdir()
    (tmp_path / "site.new" / MARK).write_text(
        json.dumps({"of": "site", "aside": (tmp_path / "site.new").stat().st_ino})
    )
    told = json.loads((folder / MARK).read_text())
    (folder / MARK).write_text(json.dumps(told | {"aside": folder.stat().st_ino}))
    folder.rename(tmp_path / "site.old")
    made = exporting(folder)
    assert made.changed == 0
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("way", [shutil.copytree, shutil.move])
def test_what_an_interrupted_export_leaves_in_place_is_nothing_left_behind(
    exporting, folder, tmp_path, monkeypatch, way
):
    """It stands as before, whatever becomes of it: a backup, or another name."""

    def interrupted(_folder):
        raise KeyboardInterrupt

    before = files(folder)
    with monkeypatch.context() as patched:
        patched.setattr("modelario.export.staging._flush", interrupted)
        with pytest.raises(KeyboardInterrupt):
            exporting(folder)
    (folder / "letters.txt").write_text("dear")
    way(folder, tmp_path / "site.old")
    exporting(folder)
    kept = files(tmp_path / "site.old")
    assert kept.pop("letters.txt") == b"dear"
    assert kept.keys() == before.keys()


def test_two_exports_are_not_written_at_once(exporting, tmp_path):
    """The second says so, and the first goes on."""

    def again(done: int, _every: int) -> None:
        if done <= 8:
            with pytest.raises(ExportError, match="another export is writing"):
                exporting(tmp_path / "site")

    assert exporting(tmp_path / "site", told=again).refused == ()


@pytest.mark.parametrize("name", ["site", "site.new"])
def test_what_no_export_has_written_is_not_touched(exporting, tmp_path, name):
    """Somebody's folder is no place for an export, nor is one that lies in its way."""
    theirs = tmp_path / name / "letters.txt"
    theirs.parent.mkdir()
    theirs.write_text("dear")
    with pytest.raises(ExportError, match=r"holds what no export has written|in its way"):
        exporting(tmp_path / "site")
    assert theirs.read_text() == "dear"


def test_copies_and_others_beside_an_export_stay(exporting, folder, tmp_path):
    """A backup by another name, what somebody else has there, an export of that very name."""
    shutil.copytree(folder, tmp_path / "site.old")
    (tmp_path / "site.old" / "letters.txt").write_text("dear")
    exporting(folder)
    assert (tmp_path / "site.old" / "letters.txt").read_text() == "dear"
    shutil.rmtree(folder)
    exporting(folder)
    assert (tmp_path / "site.old" / "letters.txt").read_text() == "dear"
    exporting(tmp_path / "site.new")
    before = files(tmp_path / "site.new")
    with pytest.raises(ExportError, match="in its way: move it, or name another folder"):
        exporting(folder)
    assert files(tmp_path / "site.new") == before
    (tmp_path / "site.old").rename(tmp_path / "elsewhere")
    shutil.rmtree(tmp_path / "site.new")
    (tmp_path / "site.old").write_text("dear")
    shutil.rmtree(folder)
    exporting(folder)
    assert (tmp_path / "site.old").read_text() == "dear"


def test_a_file_is_no_folder(exporting, tmp_path):
    """Nor is a link to one ours to be replaced, nor the top of all."""
    with pytest.raises(ExportError, match="the top of all folders"):
        exporting(Path("/"))
    (tmp_path / "site").write_text("dear")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("site", "link"):
        with pytest.raises(ExportError, match="is no folder"):
            exporting(tmp_path / name)


def test_a_full_disk_is_told_and_leaves_the_old_one(exporting, folder):
    """A file cannot grow over its limit here: to a writer that is a disk that is full."""
    before = files(folder)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
        with pytest.raises(ExportError, match="what was there is as it was"):
            exporting(folder, languages=("es",))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert files(folder) == before


def test_a_language_that_there_is_not(exporting, tmp_path):
    """What there is is named."""
    with pytest.raises(QuestionError, match="no pages in 'xx', only in en"):
        exporting(tmp_path / "site", languages=("xx",))
    assert not (tmp_path / "site").exists()


# --- further ------------------------------------------------------------------------------


def test_compressed_files_stand_beside(exporting, tmp_path):
    """They unpack to the same, and are kept where that has not changed."""
    folder = tmp_path / "site"
    exporting(folder, compress=True)
    page = folder / "en/models/openai/o4-mini/index.html"
    packed = page.with_name("index.html.gz")
    assert gzip.decompress(packed.read_bytes()) == page.read_bytes()
    unpacked = zstandard.ZstdDecompressor().decompress(
        page.with_name("index.html.zst").read_bytes()
    )
    assert unpacked == page.read_bytes()
    number = packed.stat().st_ino
    exporting(folder, compress=True)
    assert packed.stat().st_ino == number


def test_headers_are_the_apps_own(exported, reader):
    """Both files of headers hold the policy that allows each style, and what programs get."""
    page, twin = reader.get("/en/models/openai/o4-mini"), reader.get("/en/labs.json")
    style = re.search(r"'sha256-[^']+'", page.headers["content-security-policy"])[0]
    for name in ("_headers", "nginx.conf"):
        told = (exported / name).read_text()
        assert style in told
        assert "frame-ancestors 'none'" in told
        assert page.headers["permissions-policy"] in told
        assert twin.headers["content-security-policy"] in told
        assert "immutable" in told


def test_former_ids_lead_on():
    """A page says where it has gone, at once and to engines; further ids have one of their own."""
    edition = installed_edition()
    models = edition.catalogue.entries.values()
    model = next(entry.model for entry in models if entry.model.further_ids)
    further = tuple(model.further_ids[0].split("/", 1))
    assert further in OUTLETS["page.model"].names(edition)
    drawing = Drawing(Addresses("https://example.org/of"), Files(("en",), ()))
    press = Press(Editions(edition), drawing, MOMENT)
    page, *_ = OUTLETS["page.model"].draw(press, further)
    canonical = f'rel="canonical" href="https://example.org/of/en/models/{model.id}"'
    assert canonical.encode() in page.body
    # An id with capitals leads on as one from before a renaming does; forms for programs cannot.
    leaf, *twins = OUTLETS["page.model"].draw(press, ("OpenAI", "o4-mini"))
    there = OUTLETS["page.model"].draw(press, ("openai", "o4-mini"))
    assert [each.body for each in twins] == [each.body for each in there][1:]
    assert leaf.parts == ("en", "models", "OpenAI", "o4-mini", "index.html")
    assert b'url=/of/en/models/openai/o4-mini"' in leaf.body


def test_the_root_leads_to_a_language(exported):
    """So does a missing page: it is the site's own."""
    assert 'url=/en/"' in (exported / "index.html").read_text()
    assert "<h1>" in (exported / "404.html").read_text()


def test_changes_are_told_since_a_day(exporting, exported, tmp_path):
    """Unless told, of three months."""
    exporting(tmp_path / "some", since=SECOND, languages=("es",))
    for folder in (exported, tmp_path / "some"):
        told = json.loads((folder / "api/v1/changes.json").read_bytes())
        assert [day["day"] for day in told["days"]] == [SECOND.isoformat()]
        assert told["next"] is None
    assert not (tmp_path / "some" / "en").exists()
    assert 'hreflang="en"' not in (tmp_path / "some/es/labs/index.html").read_text()
