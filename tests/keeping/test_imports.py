"""Years of days from folders and archives, interrupted, hostile or plain."""

import gzip
import io
import tarfile
from datetime import date, timedelta

import pytest
import zstandard

from documents import NOW, data
from modelario.history.journal import Outcome
from modelario.keeping.imports import import_days
from modelario.keeping.intake import take_in
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.document import split
from modelario.upstream.sources import Fetched, SourceError

FIRST = date(2026, 2, 27)
DAYS = [FIRST + timedelta(n) for n in range(5)]


@pytest.fixture
def store(sqlite):
    with Store.open(sqlite) as opened:
        yield opened


def content(n):
    return data({"p": {"m": {"cost": {"input": n + 1}}, "n": {}}})


def members(days=DAYS):
    return {f"{day}.json": content(n) for n, day in enumerate(days)}


def archive(path, files, special=()):
    """A tar of files in the order given, and of members of special kinds."""
    with io.BytesIO() as packed:
        with tarfile.open(fileobj=packed, mode="w") as tar:
            for info in special:
                tar.addfile(info)
            for name, body in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(body)
                tar.addfile(info, io.BytesIO(body))
        plain = packed.getvalue()
    if path.suffix == ".zst":
        plain = zstandard.compress(plain)
    elif path.suffix == ".gz":
        plain = gzip.compress(plain)
    path.write_bytes(plain)
    return path


def expect_all(store, days=DAYS):
    assert [s.as_of for s in store.snapshots()] == list(days)
    for n, day in enumerate(days):
        assert store.load(day)[0] == split(content(n))


def test_a_folder_in_date_order(tmp_path, store):
    folder = tmp_path / "days"
    folder.mkdir()
    for name, body in reversed(members().items()):
        (folder / name).write_bytes(body)
    (folder / "README.json").write_bytes(b"{}")
    (folder / "2026-02-31.json").write_bytes(b"{}")
    (folder / "2026-03-09.json").mkdir()
    seen = []
    done = import_days(store, folder, now=NOW, progress=lambda *step: seen.append(step))
    assert list(done.taken) == DAYS
    assert seen == [(n + 1, 5, day) for n, day in enumerate(DAYS)]
    expect_all(store)


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz", ".tar.zst"])
def test_an_archive_in_date_order(tmp_path, store, suffix):
    files = {f"./some/folder/{name}": body for name, body in reversed(members().items())}
    import_days(store, archive(tmp_path / f"days{suffix}", files), now=NOW)
    expect_all(store)


def test_days_may_be_packed_one_by_one(tmp_path, store):
    files = {f"{name}.zst": zstandard.compress(body) for name, body in members().items()}
    import_days(store, archive(tmp_path / "days.tar", files), now=NOW)
    expect_all(store)


def test_an_import_goes_on_where_it_stopped(tmp_path, store):
    path = archive(tmp_path / "days.tar", members())

    def stop(done, _all, _day):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_days(store, path, now=NOW, progress=stop)
    done = import_days(store, path, now=NOW)
    assert (done.known, list(done.taken)) == (tuple(DAYS[:3]), DAYS[3:])
    expect_all(store)
    assert import_days(store, path, now=NOW).known == tuple(DAYS)


def test_a_day_that_brought_nothing_is_known_too(tmp_path, store):
    files = {f"{day}.json": content(0) for day in DAYS}
    import_days(store, archive(tmp_path / "days.tar", files), now=NOW)
    assert len(store.snapshots()) == 1
    assert import_days(store, tmp_path / "days.tar", now=NOW).known == tuple(DAYS)


def test_days_before_the_latest_are_left_out(tmp_path, store):
    fetched = Fetched(
        content=content_of(content(9)), kind="live", origin="x", fetched_at=NOW, as_of=DAYS[3]
    )
    take_in(store, fetched)
    done = import_days(store, archive(tmp_path / "days.tar", members()), now=NOW)
    assert (done.late, done.known, list(done.taken)) == (tuple(DAYS[:3]), (DAYS[3],), [DAYS[4]])


def test_a_day_that_is_no_document_harms_no_other(tmp_path, store):
    files = members() | {f"{DAYS[2]}.json": b"<html>"}
    done = import_days(store, archive(tmp_path / "days.tar", files), now=NOW)
    assert list(done.failed) == [DAYS[2]]
    assert "is HTML" in done.failed[DAYS[2]]
    assert [s.as_of for s in store.snapshots()] == DAYS[:2] + DAYS[3:]
    (failure,) = [a for a in store.attempts() if a.outcome is Outcome.FAILED]
    assert (failure.as_of, "is HTML" in failure.cause) == (DAYS[2], True)


def test_hostile_members_are_harmless(tmp_path, store):
    """Links, devices and names that lead elsewhere: nothing outside is read or written."""
    secret = tmp_path / "2026-03-08.json"
    secret.write_bytes(content(8))
    special = []
    for name, kind, target in [
        ("2026-03-05.json", tarfile.SYMTYPE, str(secret)),
        ("2026-03-06.json", tarfile.LNKTYPE, str(secret)),
        ("2026-03-07.json", tarfile.CHRTYPE, ""),
        ("2026-03-10.json", tarfile.FIFOTYPE, ""),
        ("2026-03-11.json", tarfile.DIRTYPE, ""),
    ]:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        special.append(info)
    files = members(DAYS[:1]) | {
        "../../2026-02-28.json": content(1),
        "/etc/2026-03-01.json": content(2),
        "../outside.json": b"{}",
    }
    before = sorted(tmp_path.rglob("*"))
    path = archive(tmp_path / "days.tar", files, special)
    done = import_days(store, path, now=NOW)
    assert list(done.taken) == DAYS[:3]
    assert set(tmp_path.rglob("*")) - set(before) <= {path, *tmp_path.glob("modelario.db*")}
    expect_all(store, DAYS[:3])


def big_header(kind):
    """A member whose header claims a long name of a gibibyte."""
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, 2**30
    return info.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: None, "does not exist"),
        (lambda p: p.mkdir(), "holds no file named like"),
        (lambda p: p.write_bytes(b""), "damaged tar archive|holds no file named like"),
        (lambda p: p.write_bytes(b"x" * 5000), "is a damaged tar archive"),
        (lambda p: archive(p, {"readme.txt": b"hello"}), "holds no file named like"),
        (lambda p: p.write_bytes(zstandard.compress(b"x" * 9999)[:-3]), "is a truncated zstd file"),
        (
            lambda p: p.write_bytes(big_header(tarfile.GNUTYPE_LONGNAME) + b"\0" * 2048),
            "is a damaged tar archive",
        ),
        (
            lambda p: p.write_bytes(big_header(tarfile.XHDTYPE) + b"\0" * 2048),
            "is a damaged tar archive",
        ),
    ],
)
def test_what_cannot_be_imported_says_so(tmp_path, store, make, words):
    path = tmp_path / "days.tar"
    make(path)
    with pytest.raises(SourceError) as caught:
        import_days(store, path, now=NOW)
    assert any(word in str(caught.value) for word in words.split("|")), caught.value
    assert store.newest() is None


def test_a_day_of_many_mebibytes_is_refused(tmp_path, store):
    files = members(DAYS[:1]) | {f"{DAYS[1]}.json": b" " * (33 * 2**20)}
    done = import_days(store, archive(tmp_path / "days.tar", files), now=NOW)
    assert (list(done.taken), list(done.failed)) == (DAYS[:1], DAYS[1:2])
