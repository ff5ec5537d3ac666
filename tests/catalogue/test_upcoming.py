"""What is announced and not yet released: it is said, and it is not the newest."""

from datetime import date

import pytest

from documents import NOW, data
from modelario.catalogue.build import build
from modelario.catalogue.sorting import sort
from modelario.catalogue.upcoming import is_upcoming
from modelario.identity.resolve import resolve
from modelario.records import Origin
from modelario.upstream.document import parse, split

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("released", "upcoming"),
    [
        ("2099-01-01", True),
        ("2026-07-03", True),
        ("2026-08", True),
        ("2026-07-02", False),
        ("2026-07", False),
        ("2025-12-31", False),
        (None, False),
    ],
)
def test_a_release_after_the_day_of_the_data_is_none_yet(released, upcoming):
    assert is_upcoming(released, DAY) is upcoming


def test_the_newest_is_what_is_out():
    found = {"old": "2025-01-01", "new": "2026-06-30", "never": "2099-01-01"}
    models = {name: {"release_date": day} for name, day in found.items()}
    document = parse(split(data({"p": models})))
    origin = Origin(source="test", as_of=DAY, fetched_at=NOW)
    catalogue = build(document, resolve(document), origin)
    assert catalogue.lists["newest"] == ("p/new", "p/old", "p/never")
    assert [e.model.id for e in sort(catalogue.entries.values(), "released")][-1] == "p/never"
    assert [id_ for id_, e in catalogue.entries.items() if e.model.upcoming] == ["p/never"]
