"""What is worked out in one process is what another one publishes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from documents import NOW, data
from modelario.history.journal import Outcome
from modelario.identity.resolve import resolve
from modelario.keeping import working_out
from modelario.keeping.intake import take_in
from modelario.keeping.working_out import (
    DayBefore,
    PublishedDocument,
    WorkedOut,
    read,
    resolved,
    unlike,
    worked_out,
    written,
)
from modelario.records import Change, ChangeKind, OfferingKey
from modelario.upstream.content import content_of
from modelario.upstream.document import split
from modelario.upstream.sources import Fetched

KEY = OfferingKey("p", "m")
BEFORE = {
    "name": "M",
    "cost": {
        "input": 0.1,
        "output": 1.10,
        "tiers": [{"input": 2, "tier": {"size": 9, "type": "context"}}],
    },
    "limit": {"context": 1000, "output": 10},
    "tool_call": True,
    "modalities": {"input": ["text"], "output": ["text"]},
    "release_date": "2026-01",
}
AFTER = {
    **BEFORE,
    "cost": {"input": 0.30000000000000004, "output": 1.1},
    "limit": {"context": 2000, "output": 12},
    "tool_call": False,
    "modalities": {"input": ["image", "text"], "output": ["text"]},
    "release_date": "2026-01-02",
    "status": "deprecated",
}


def document(offering, **others):
    return split(data({"p": {"m": offering, **others}}))


def test_what_was_worked_out_comes_back_as_it_was():
    was, now = document(BEFORE, gone={}), document(AFTER, new={})
    published = PublishedDocument(1, was, {KEY: "p/other", OfferingKey("p", "gone"): None})
    apart = unlike(was, now)
    before = DayBefore(published, now, apart, {OfferingKey("p", "new")}, {"p/new"})
    found = worked_out(now, resolved(now, published.models), before)
    found = found._replace(aliases={"p/former": "p/m"})
    kinds = {change.kind for change in found.changes}
    of_offerings = {*ChangeKind} - {ChangeKind.ADDED, ChangeKind.ANNOUNCED, ChangeKind.ENDED}
    assert kinds >= of_offerings - {ChangeKind.RENAMED}
    assert read(written(found)) == found._replace(resolved=None)


@pytest.mark.parametrize("value", [Decimal("0.10"), Decimal("1E-7"), Decimal(0)])
def test_a_price_comes_back_to_the_digit(value):
    change = Change(kind=ChangeKind.PRICE, field="input_mtok", old=value, percent=Decimal("-0.1"))
    found = WorkedOut({}, {}, (change,), 0)
    (back,) = read(written(found)).changes
    assert str(back.old) == str(value)
    assert back == change


def test_what_is_resolved_to_be_tried_is_not_resolved_again_to_be_published(store, monkeypatch):
    """The trial is a process of its own: whatever is resolved in it, nothing is seen of it here."""
    seen = []

    def seen_here(*given):
        seen.append(given)
        return resolve(*given)

    monkeypatch.setattr(working_out, "resolve", seen_here)
    for number in range(3):
        content = content_of(data({"p": {"m": {"cost": {"input": 3 + number, "output": 9}}}}))
        day = NOW + timedelta(number)
        taken = take_in(store, Fetched(content=content, kind="live", origin="x", fetched_at=day))
        assert (taken.outcome, bool(taken.changes)) == (Outcome.PUBLISHED, number > 0)
    assert seen == []
