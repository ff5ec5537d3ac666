"""Announced ends as news: what a day brought, and what has come of it."""

from datetime import date

import pytest

from documents import NOW
from modelario.history.announced import announced, with_reached
from modelario.history.journal import DatedChange
from modelario.records import (
    Change,
    ChangeKind,
    EventKind,
    Heard,
    LifecycleEvent,
    ModelId,
    OfferingKey,
    ProviderId,
    SourceId,
    Witness,
)
from witnessed import told

DAY = date(2026, 7, 1)
KEY = OfferingKey(ProviderId("acme"), "one")
MODEL = ModelId("acme/one")
YESTERDAY, TODAY, NEXT, LATER = "2026-06-30", "2026-07-01", "2026-08-01", "2026-09"


def says(witness="w", *, retires=None, deprecated=None):
    """What a witness says of the end of a listing; an empty day is none."""
    kinds = {EventKind.RETIRES: retires, EventKind.DEPRECATED: deprecated}
    events = tuple(
        LifecycleEvent(kind=kind, day=day or None, provider=KEY.provider, source=SourceId(witness))
        for kind, day in kinds.items()
        if day is not None
    )
    return told(witness, events=events)


def heard(*said, listed=True):
    """What is said of a listing that upstream has, or has not."""
    witnesses = tuple(
        Witness(id=each.witness, name="W", link="", as_of=DAY, fetched_at=NOW, listings=1)
        for each in said
    )
    if listed:
        return Heard(offerings={KEY: said}, witnesses=witnesses)
    return Heard(models={MODEL: said}, witnesses=witnesses)


def brought(before, after):
    found = announced(before, after, {KEY: MODEL}, DAY)
    assert all(each.kind is ChangeKind.ANNOUNCED and each.key == KEY for each in found)
    assert {each.model for each in found} <= {MODEL}
    return [(each.field, each.old, each.new, each.source) for each in found]


NOTHING = ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (NOTHING, [says(retires=NEXT)], [("retires", None, NEXT, "w")]),
        (NOTHING, [says(retires=TODAY)], [("retires", None, TODAY, "w")]),
        ([says(retires=NEXT)], [says(retires=LATER)], [("retires", NEXT, LATER, "w")]),
        ([says(retires=NEXT)], [says()], [("retires", NEXT, None, "w")]),
        ([says(retires=NEXT)], [says(retires=NEXT)], []),
        # Two days of one announcement.
        (
            [says()],
            [says(retires=NEXT, deprecated=YESTERDAY)],
            [("deprecated", None, YESTERDAY, "w"), ("retires", None, NEXT, "w")],
        ),
        # What had ended is no news, whatever becomes of it.
        (NOTHING, [says(retires=YESTERDAY, deprecated="2026-05")], []),
        ([says(retires=YESTERDAY)], [says()], []),
        ([says(retires=YESTERDAY)], [says(retires="2026-06-01")], []),
        # … unless it goes on after all, or has ended without warning.
        ([says(retires=YESTERDAY)], [says(retires=NEXT)], [("retires", YESTERDAY, NEXT, "w")]),
        ([says(retires=NEXT)], [says(retires=YESTERDAY)], [("retires", NEXT, YESTERDAY, "w")]),
        # The earliest day counts, whoever tells it.
        ([says(retires=NEXT)], [says(retires=NEXT), says("v", retires=LATER)], []),
        (
            [says(retires=LATER), says("v")],
            [says(retires=LATER), says("v", retires=NEXT)],
            [("retires", LATER, NEXT, "v")],
        ),
        # Of what has no day nobody knows since when it holds, where it is heard the first time.
        (NOTHING, [says(deprecated="")], []),
        ([says()], [says(deprecated="")], [("deprecated", None, "undated", "w")]),
        ([says(deprecated="")], [says()], [("deprecated", "undated", None, "w")]),
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_what_a_day_brought(before, after, expected, listed):
    assert brought(heard(*before, listed=listed), heard(*after, listed=listed)) == expected


def announcement(day, old, new, field="retires"):
    change = Change(
        kind=ChangeKind.ANNOUNCED,
        provider=KEY.provider,
        offering_id=KEY.offering_id,
        field=field,
        old=old,
        new=new,
        source=SourceId("w"),
    )
    return DatedChange(seq=1, number=1, as_of=date.fromisoformat(day), change=change)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("2026-07-01", None, "2026-07-20")], ["2026-07-20"]),
        ([("2026-07-20", None, "2026-07-20")], ["2026-07-20"]),
        ([("2026-07-01", None, "2026-07")], ["2026-07-31"]),
        ([("2026-07-01", None, "2026-08-02")], []),
        ([("2026-07-01", None, "2026-07-20"), ("2026-07-10", "2026-07-20", None)], []),
        (
            [("2026-07-01", None, "2026-07-20"), ("2026-07-10", "2026-07-20", "2026-07-25")],
            ["2026-07-25"],
        ),
        # It had ended when another day was named.
        (
            [("2026-07-01", None, "2026-07-20"), ("2026-07-21", "2026-07-20", "2026-07-25")],
            ["2026-07-20", "2026-07-25"],
        ),
        # Told when it had ended already.
        ([("2026-07-21", "2026-07-30", "2026-07-20")], []),
        ([("2026-07-01", None, "undated")], []),
    ],
)
def test_what_was_announced_ends_on_its_day(told, expected):
    found = with_reached([announcement(*each) for each in told], date(2026, 8, 1))
    ended = [each for each in found if each.change.kind is ChangeKind.ENDED]
    assert [each.as_of.isoformat() for each in ended] == expected
    assert [each.as_of for each in found] == sorted(each.as_of for each in found)
    assert all(each.change.key == KEY and each.change.old is None for each in ended)


def test_a_deprecation_ends_nothing():
    told = announcement("2026-07-01", None, "2026-07-20", field="deprecated")
    assert len(with_reached([told], date(2026, 8, 1))) == 1
