"""Poisoned documents, one after the other: none stops the server, none weighs it down.

With `MODELARIO_TORTURE` every one is met by a server of the embedded data, as the first document of
a store and as one that follows a good one; a few by one of a small document otherwise.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import upstream_server as answers
from documents import NOW
from modelario.keeping.intake import take_in
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from poisoned import POISONED
from reference_page import api_json
from sampling import EVERYTHING, amount
from upstream_server import upstream

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

QUICK = ("two million modalities", "a model at 800 providers", "texts that mean harm", "a bomb")
PROGRAM = Path(__file__).parents[1] / "poisoned_process.py"
#: What a server may have in memory, and what tries a document beside it.
MOST_MIB = 250


@pytest.fixture(scope="module")
def good(request):
    return request.getfixturevalue("embedded") if EVERYTHING else api_json()


@pytest.fixture(scope="module")
def filled(good, tmp_path_factory):
    """A data directory with a store of the good document."""
    folder = tmp_path_factory.mktemp("filled")
    with Store.open(f"sqlite:///{folder / 'modelario.db'}") as store:
        take_in(store, Fetched(content=content_of(good), kind="live", origin="x", fetched_at=NOW))
    return folder


def test_there_are_enough_of_them():
    assert len(POISONED) >= 38


@pytest.mark.parametrize("name", POISONED if EVERYTHING else QUICK)
@pytest.mark.parametrize("comes", ["first", "later"] if EVERYTHING else ["later"])
def test_a_poisoned_document_is_on_record_and_everything_is_served(
    tmp_path, good, filled, name, comes
):
    home = tmp_path / "home"
    shutil.copytree(filled, home) if comes == "later" else home.mkdir()
    sent = POISONED[name](good)
    with upstream() as server:
        # Bombs are packed already; of anything else the wire's own bound would see the weight.
        bomb = sent.startswith(b"\x1f\x8b")
        packed = answers.body(sent, Content_Encoding="gzip") if bomb else answers.packed(sent)
        server.answers["/"] = packed
        done = subprocess.run(
            [sys.executable, PROGRAM, home, server.at("/")],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=amount(180, 900),
        )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["outcomes"], "no record"
    assert told["failed"] == []
    assert max(told["mib"]) <= MOST_MIB, told
