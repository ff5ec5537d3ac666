"""The built catalogue that is kept: just what was built, or nothing at all."""

import gc
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from documents import NOW, data, publication
from modelario.building import installed
from modelario.editions import embedded, open_editions
from modelario.keeping.hearing import hear
from modelario.records import Catalogue, Reason
from modelario.settings import from_environment
from modelario.shelf import files
from modelario.shelf.kept_edition import packed, unpacked
from modelario.shelf.shelf import Shelf
from modelario.shelf.unread import UnreadMapping, UnreadSequence
from modelario.store.glance import file_of, glance
from modelario.store.store import Store
from modelario.upstream.sources import FileSource
from modelario.witnesses.table import BY_ID

DAY = date(2026, 5, 1)


@pytest.fixture(scope="module")
def built():
    return installed(NOW)


@pytest.fixture(scope="module")
def kept(built):
    found = unpacked(packed(built, "key"), "key")
    assert found is not None
    return found


def plain(value):
    """A mapping or sequence as one that compares by what it holds, in order."""
    if hasattr(value, "items"):
        return list(value.items())
    return list(value) if isinstance(value, Sequence) else value


def unread_parts():
    gc.collect()
    return sum(type(each) in (UnreadMapping, UnreadSequence) for each in gc.get_objects())


def test_of_an_edition_that_nobody_has_any_more_nothing_stays(built):
    """Nobody looks through records for cycles: one through them would stay for ever."""
    body, before = packed(built, "key"), unread_parts()
    edition = unpacked(body, "key")
    assert [*edition.document.offerings, *edition.catalogue.resolution.assignments]
    assert unread_parts() > before
    del edition
    assert unread_parts() == before


@pytest.mark.parametrize(
    "part", [name for name in Catalogue.__struct_fields__ if name != "resolution"]
)
def test_every_part_of_the_catalogue_is_as_it_was_built(built, kept, part):
    was, is_ = (getattr(each.catalogue, part) for each in (built, kept))
    assert plain(is_) == plain(was)
    # Equal numbers may be written in two ways; the sets of profiles have no order to be told in.
    assert part == "profiles" or repr(plain(is_)) == repr(plain(was))


def test_the_resolution_and_the_document_are_as_they_were(built, kept):
    for was, is_ in (
        (built.catalogue.resolution, kept.catalogue.resolution),
        (built.document, kept.document),
    ):
        for name in was.__struct_fields__:
            then, now = getattr(was, name), getattr(is_, name)
            assert (
                plain(now) == plain(then)
                if hasattr(then, "items")
                else list(now if isinstance(then, tuple) else [now])
                == list(then if isinstance(then, tuple) else [then])
            ), name


@pytest.mark.parametrize(
    "text", ["o4-mini", "azure/o4-mini", "O4 Mini", "gpt-5-mni", "claude", "no such thing at all"]
)
def test_a_spelling_means_the_same(built, kept, text):
    assert kept.lookup.find(text) == built.lookup.find(text)


def test_what_is_one_object_stays_one(kept):
    entry = kept.catalogue.entries["openai/o4-mini"]
    assert any(entry.recommended.serving is each for each in entry.model.servings)
    assert kept.catalogue.entries["openai/o4-mini"] is entry


def test_another_state_or_other_code_is_not_believed(built):
    assert unpacked(packed(built, "key"), "other") is None


def test_an_edition_with_something_unknown_in_it_is_not_kept(built, tmp_path, caplog):
    odd = structs.replace(built, holds=(Reason("odd", value=object()),))
    shelf = Shelf(tmp_path / "odd.built", "state")
    shelf.keep(odd)
    assert shelf.edition() is None
    assert "object cannot be kept" in caplog.text


def test_what_stands_in_for_another_is_not_kept(built, tmp_path):
    shelf = Shelf(tmp_path / "in.built", "state")
    shelf.keep(structs.replace(built, troubles=(Reason("stands_in"),)))
    assert list(tmp_path.iterdir()) == []


def flipped(path: Path):
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


def linked(path: Path):
    path.rename(path.with_suffix(".elsewhere"))
    path.symlink_to(path.with_suffix(".elsewhere"))


def piped(path: Path):
    path.unlink()
    os.mkfifo(path)


def folder(path: Path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        flipped,
        linked,
        piped,
        folder,
        Path.unlink,
        lambda path: os.truncate(path, 1000),
        lambda path: os.truncate(path, 0),
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
        lambda path: path.write_bytes(b"\x80\x04\x95 somebody's pickle"),
        lambda path: path.chmod(0o666),
    ],
)
def test_what_we_did_not_write_just_so_is_not_read(tmp_path, spoil):
    path = tmp_path / "a.built"
    assert files.write(path, b"what was built" * 1000)
    assert files.read(path) == b"what was built" * 1000
    spoil(path)
    assert files.read(path) is None


def test_a_file_that_is_whole_and_holds_something_else_is_not_believed(built, tmp_path):
    shelf = Shelf(tmp_path / "a.built", "state")
    for body in (b"", b"\xc1", b"\x93\x01\x02\x03", packed(built, "key")):
        files.write(tmp_path / "a.built", body)
        assert shelf.edition() is None


def test_only_its_owner_may_read_it(tmp_path):
    path = tmp_path / "new" / "a.built"
    assert files.write(path, b"x")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").touch()
    assert not files.write(tmp_path / "file" / "a.built", b"x")
    (tmp_path / "a.built").mkdir()
    assert not files.write(tmp_path / "a.built", b"x")
    assert {each.name for each in tmp_path.iterdir()} == {"file", "a.built"}


def test_what_a_killed_writer_left_is_removed_when_it_is_old(tmp_path):
    old, young, other = (tmp_path / f"{n}.new" for n in ("a.built.1-1", "a.built.2-2", "b.built.3"))
    for each in (old, young, other):
        each.touch()
    for each in (old, other):
        os.utime(each, (time.time() - 7200,) * 2)
    files.write(tmp_path / "a.built", b"x")
    assert {each.name for each in tmp_path.iterdir()} == {"a.built", young.name, other.name}


def test_a_reader_beside_many_writers_sees_one_of_them_whole(tmp_path):
    path, bodies = tmp_path / "a.built", [bytes([n]) * 200_000 for n in range(4)]
    files.write(path, bodies[0])
    writers = [
        threading.Thread(target=lambda body=body: [files.write(path, body) for _ in range(20)])
        for body in bodies
    ]
    for each in writers:
        each.start()
    while any(each.is_alive() for each in writers):
        assert files.read(path) in bodies
    assert [each.name for each in tmp_path.iterdir()] == ["a.built"]


def published(store, number):
    content = data({"openai": {"gpt-5": {"cost": {"input": number, "output": 4}}}})
    store.publish(publication(content, DAY + timedelta(number)))


def test_a_store_is_answered_from_the_shelf_until_something_is_published(sqlite, tmp_path):
    environment = {"MODELARIO_DATABASE_URL": sqlite, "MODELARIO_DATA_DIR": str(tmp_path)}
    settings = from_environment(environment)
    with Store.open(sqlite) as store:
        published(store, 1)
        assert glance(file_of(sqlite)) == store.glance()
        first = open_editions(settings, NOW)
        again = open_editions(settings, NOW)
        assert type(again.now.catalogue.entries) is not dict
        assert dict(again.now.catalogue.entries) == dict(first.now.catalogue.entries)
        assert (again.begins, again.now.revision) == (DAY + timedelta(1), store.revision())
        published(store, 2)
        later = open_editions(settings, NOW)
        assert later.now.catalogue.origin.as_of == DAY + timedelta(2)
        assert later.as_of(DAY + timedelta(1)).catalogue.origin.as_of == DAY + timedelta(1)


def test_what_a_witness_says_later_is_no_longer_the_same_state(sqlite, tmp_path):
    """Whatever is heard is in the next answer, and who said it comes from the shelf, too."""
    environment = {"MODELARIO_DATABASE_URL": sqlite, "MODELARIO_DATA_DIR": str(tmp_path)}
    settings = from_environment(environment)
    said = {
        f"gpt-{n}": {
            "litellm_provider": "openai",
            "input_cost_per_token": 1e-06,
            "deprecation_date": "2027-01-01",
        }
        for n in range(5, 20)
    }
    price_map = tmp_path / "map.json"
    price_map.write_text(json.dumps(said))
    with Store.open(sqlite) as store:
        published(store, 1)
        before = open_editions(settings, NOW).now.catalogue
        assert before.witnesses == ()
        hear(store, BY_ID["litellm"]._replace(fewest=10), FileSource(str(price_map)), NOW)
        assert glance(file_of(sqlite)) == store.glance()
        fresh = open_editions(settings, NOW).now.catalogue
        kept = open_editions(settings, NOW).now.catalogue
    assert type(kept.entries) is not dict
    for catalogue in (fresh, kept):
        assert [each.id for each in catalogue.witnesses] == ["litellm"]
        assert catalogue.entry("openai/gpt-5").life.ends == "2027-01-01"


def test_the_embedded_catalogue_is_fetched_when_it_is_asked_for(tmp_path):
    first = embedded(NOW, tmp_path)
    later = NOW + timedelta(hours=1)
    again = embedded(later, tmp_path)
    assert again.catalogue.origin == structs.replace(first.catalogue.origin, fetched_at=later)


def test_who_finds_it_built_loads_neither_database_nor_parser(tmp_path):
    program = (
        "from modelario.cli import run; import sys\n"
        "assert run(['show', 'o4-mini']) == 0\n"
        "unneeded = {'sqlalchemy', 'cyclopts', 'rich.console', 'rapidfuzz', 'zstandard'}\n"
        "assert not unneeded & sys.modules.keys()\n"
        "assert 'modelario.catalogue.build' not in sys.modules"
    )
    embedded(NOW, tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "MODELARIO_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
