"""Agreement with upstream's hand-made labels, and the replay of days; needs the shared data."""

import io
import json
import tarfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import zstandard

from modelario.identity.resolve import resolve
from modelario.records import Document, ModelId, OfferingId, ProviderId
from modelario.upstream.document import parse, split

_DATA = Path(__file__).parents[3] / "shared" / "data"
_EVERY_NTH_DAY = 25

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not _DATA.is_dir(), reason="the team's shared data folder is not here"),
]


@cache
def july() -> Document:
    packed = (_DATA / "modelsdev-catalog-2026-07-01.json.zst").read_bytes()
    return parse(split(zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)).read()))


@cache
def labels() -> Mapping[str, str]:
    read: Mapping[str, str] = json.loads(
        (_DATA / "identity-labels-dev.json").read_text(encoding="utf-8")
    )
    return read


def scores(document: Document) -> dict[str, float]:
    """Pairwise and B-cubed F1 against the labels, and how often the lab agrees."""
    assigned = {f"{a.provider}::{a.offering_id}": a.model for a in resolve(document).assignments}
    found = {key: assigned[key] or key for key in labels()}
    both = Counter((found[key], label) for key, label in labels().items())
    by_model, by_label = Counter(found.values()), Counter(labels().values())
    pairs = _pairs(both)
    precision, recall = pairs / _pairs(by_model), pairs / _pairs(by_label)
    number = len(found)
    b_precision = sum(both[found[k], v] / by_model[found[k]] for k, v in labels().items()) / number
    b_recall = sum(both[found[k], v] / by_label[v] for k, v in labels().items()) / number
    agreed = sum(found[k].split("/")[0] == v.split("/")[0] for k, v in labels().items())
    return {
        "pairwise": _f1(precision, recall),
        "bcubed": _f1(b_precision, b_recall),
        "lab": agreed / number,
    }


def _pairs(counts: Mapping[object, int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def test_agreement_with_the_labels() -> None:
    """At the ceiling: about 1 % of the labels are wrong."""
    found = scores(july())
    assert found["pairwise"] >= 0.985
    assert found["bcubed"] >= 0.985
    assert found["lab"] >= 0.99


def test_agreement_without_the_documents_own_models() -> None:
    """api.json, which has no list of models, does as well."""
    bare = Document(providers=july().providers, offerings=july().offerings)
    assert scores(bare) == scores(july())


def test_number_of_models() -> None:
    """Not fewer models than there are, and not many more."""
    assert 1000 <= len(resolve(july()).identities) <= 1130


def test_no_two_models_of_upstreams_list_are_one() -> None:
    """Every id of the document's own list is sold as a model of its own."""
    assigned = {a.model for a in resolve(july()).assignments}
    named = [entry.id.lower() for entry in july().metadata]
    found = [name for name in named if name in assigned]
    assert len(found) >= 0.94 * len(named)


def test_replay_of_every_25th_day() -> None:
    """From one snapshot to the next, no offering changes its model without an alias."""
    before: dict[tuple[ProviderId, OfferingId], ModelId] = {}
    archive = _DATA / "modelsdev-daily-2025-06-15_2026-05-31.tar.zst"
    with (
        archive.open("rb") as packed,
        zstandard.ZstdDecompressor().stream_reader(packed) as plain,
        tarfile.open(fileobj=plain, mode="r|") as days,
    ):
        for number, member in enumerate(entry for entry in days if entry.isfile()):
            if number % _EVERY_NTH_DAY:
                continue
            body = days.extractfile(member)
            assert body is not None
            after = resolve(parse(split(body.read())), before)
            for assignment in after.assignments:
                key = assignment.provider, assignment.offering_id
                if key in before and assignment.model != before[key]:
                    assert after.aliases.get(before[key]) == assignment.model, key
            before = {
                (a.provider, a.offering_id): a.model
                for a in after.assignments
                if a.model is not None
            }
