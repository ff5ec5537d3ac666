"""A year of real days, replayed into an empty store."""

import json
import random
import tarfile
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from documents import NOW
from modelario.building import head
from modelario.catalogue.questions import MissingError
from modelario.editions import Editions
from modelario.history.gates import GATES
from modelario.history.journal import Ending, Gate, State
from modelario.keeping.imports import import_days
from modelario.keeping.working_out import differing
from modelario.queries.meaning import meant
from modelario.store.store import Store
from modelario.upstream.document import parse, split
from modelario.upstream.packed import pieces

pytestmark = pytest.mark.shared

ARCHIVE = "modelsdev-daily-2025-06-15_2026-05-31.tar.zst"


@pytest.fixture(scope="module")
def replayed(shared_data, tmp_path_factory):
    """The store after the replay, and what the import said."""
    path = tmp_path_factory.mktemp("replay") / "modelario.db"
    with Store.open(f"sqlite:///{path}") as store:
        imported = import_days(store, shared_data / ARCHIVE, now=NOW)
        yield store, imported
    assert path.stat().st_size <= 15e6


def test_every_day_is_taken_in(replayed):
    store, imported = replayed
    assert len(imported.taken) == 273
    assert (imported.failed, imported.late) == ({}, ())
    assert store.verify() == ()


def test_no_whole_day_is_held(replayed):
    store, _ = replayed
    assert {s.state for s in store.snapshots()} == {State.PUBLISHED}


def test_few_days_hold_anything_new(replayed):
    _, imported = replayed
    assert 15 <= sum(bool(taken.opened) for taken in imported.taken.values()) <= 24


def test_nothing_that_upstream_kept_is_held_for_ever(replayed):
    store, _ = replayed
    last = store.newest().as_of
    stale = [
        hold
        for hold in store.holds()
        if GATES[hold.gate].believed_after_days and last - hold.since > timedelta(7)
    ]
    assert stale == []


def held(store, provider, gate, day):
    """What was opened on a day, as field → value."""
    return {
        (hold.offering_id, hold.field): hold
        for hold in store.past_holds()
        if (hold.provider, hold.gate, hold.since) == (provider, gate, day)
    }


def test_prices_a_million_times_too_high_were_never_published(replayed):
    store, _ = replayed
    holds = held(store, "cloudflare-ai-gateway", Gate.BOUNDS, date(2025, 12, 13))
    assert len(holds) == 33
    assert max(hold.new for hold in holds.values()) == 6_670_000
    assert {hold.decision for hold in holds.values()} == {Ending.DROPPED}
    for day in (13, 17, 23):
        for offering in parse(store.load(date(2025, 12, day))[0]).offerings:
            if offering.price and offering.price.input_mtok is not None:
                assert offering.price.input_mtok <= 1000


def test_prices_a_million_times_too_low_were_never_published(replayed):
    store, _ = replayed
    holds = held(store, "openrouter", Gate.BOUNDS, date(2026, 3, 20))
    assert {offering for offering, _ in holds} == {"openai/gpt-5.4-mini", "openai/gpt-5.4-nano"}
    assert len(holds) == 6


def test_a_provider_whose_prices_went_to_zero_was_held(replayed):
    store, _ = replayed
    assert len(held(store, "cloudflare-ai-gateway", Gate.ZERO, date(2025, 12, 7))) == 55
    assert len(held(store, "llmgateway", Gate.ZERO, date(2026, 4, 18))) == 6


@pytest.mark.parametrize(
    ("provider", "gate", "day", "said"),
    [
        # One day for models of a year.
        ("chutes", Gate.ALIKE, date(2026, 1, 2), {("release_date", "2025-12-29"): 44}),
        ("chutes", Gate.UNSTATED, date(2026, 1, 2), {("knowledge", None): 10}),
        # One cut-off and one limit for models of many labs.
        ("zenmux", Gate.ALIKE, date(2026, 1, 5), {("knowledge", "2025-01-01"): 11}),
        ("zenmux", Gate.UNIFORM, date(2026, 1, 5), {("limit/output", 64_000): 15}),
    ],
)
def test_facts_that_were_made_alike_were_held(replayed, provider, gate, day, said):
    store, _ = replayed
    holds = held(store, provider, gate, day)
    assert Counter((hold.field, hold.new) for hold in holds.values()) == said


def test_the_mending_of_a_price_a_thousand_times_too_high_is_believed_at_once(replayed):
    """Its peers ask no more: the repaired price is shown on the day of the repair."""
    store, _ = replayed
    assert held(store, "helicone", Gate.JUMP, date(2026, 5, 27)) == {}
    document = parse(store.load(date(2026, 5, 27))[0])
    [price] = [
        each.price
        for each in document.offerings
        if (each.provider, each.offering_id) == ("helicone", "mistral-small")
    ]
    assert (price.input_mtok, price.output_mtok) == (Decimal("0.075"), Decimal("0.2"))


def test_a_provider_that_was_renamed_was_never_held(replayed):
    store, _ = replayed
    day = date(2026, 5, 4)
    assert held(store, "firmware", Gate.PROVIDER, day) == {}
    renamed = [c.change for c in store.changes(day, day) if c.change.kind == "renamed"]
    assert [(change.old, change.new) for change in renamed] == [("firmware", "frogbot")]


def test_a_fact_that_nobody_changed_is_told_apart(replayed):
    """Most facts of models move only since an offering came or went."""
    store, _ = replayed
    facts = [
        each.change
        for each in store.changes()
        if each.change.provider is None and each.change.field and each.change.kind != "price"
    ]
    assert sum(change.switched for change in facts) > len(facts) / 2


def test_every_day_is_as_upstream_had_it_but_for_what_was_held(replayed, shared_data, tmp_path):
    store, imported = replayed
    chosen = random.Random(1).sample(sorted(imported.taken), 25)  # noqa: S311 – no secret
    for day, content in days_of(shared_data / ARCHIVE, tmp_path, chosen).items():
        raw, snapshot = store.load(day)
        one, other = differing(raw, split(content))
        unlike = one.offerings.keys() | other.offerings.keys()
        assert unlike == {h.key for h in store.holds(snapshot.seq)}, day


def days_of(archive, folder, days):
    plain = folder / "days.tar"
    with archive.open("rb") as packed, plain.open("wb") as unpacked:
        unpacked.writelines(pieces(packed))
    with tarfile.open(plain) as tar:
        files = {m.name.rsplit("/", 1)[-1]: m for m in tar if m.isreg()}
        return {day: tar.extractfile(files[f"{day}.json"]).read() for day in days}


def test_changes_are_those_between_the_files(replayed, shared_data, tmp_path):
    """A quiet day, counted by a plain comparison of the two files."""
    store, _ = replayed
    old_day, new_day = date(2026, 2, 19), date(2026, 2, 20)
    assert store.holds(store.load(new_day)[1].seq) == store.holds(store.load(old_day)[1].seq)
    files = days_of(shared_data / ARCHIVE, tmp_path, [old_day, new_day])
    old, new = (json.loads(files[day]) for day in (old_day, new_day))
    expected = Counter()
    for provider in old.keys() | new.keys():
        before, after = (doc.get(provider, {}).get("models", {}) for doc in (old, new))
        expected["removed"] += len(before.keys() - after.keys())
        expected["added"] += len(after.keys() - before.keys())
        for name in before.keys() & after.keys():
            costs = before[name].get("cost", {}), after[name].get("cost", {})
            for field in ("input", "output", "cache_read", "cache_write"):
                expected["price"] += costs[0].get(field) != costs[1].get(field)
    # What moved of models follows from these, and stands in no file.
    changes = (c.change for c in store.changes(new_day, new_day) if c.change.provider)
    told = Counter(str(change.kind) for change in changes)
    told["added"] += told["returned"]
    assert {kind: told[kind] for kind in expected} == dict(expected)
    assert expected["added"]


def test_every_id_that_ever_was_leads_somewhere(replayed):
    """To a model, through an alias or by what it says, or to the last day that it was there."""
    store, _ = replayed
    editions = Editions(head(store), store)
    days = (snapshot.seq for snapshot in store.snapshots())
    ever = {model for seq in list(days)[::9] for model in store.assignments(seq).values() if model}
    nowhere = [model for model in ever if not _leads(editions, model)]
    assert len(ever) > 1000
    assert nowhere == []


def _leads(editions, model):
    try:
        return meant(editions.now, model)
    except MissingError:
        return editions.left(model)
