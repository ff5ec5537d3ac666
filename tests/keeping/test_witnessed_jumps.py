"""Jumps that witnesses speak of, from the store that holds what they said."""

import json
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from documents import NOW, data
from modelario.history.journal import Attempt, Gate, Hearing, Outcome, State
from modelario.keeping.intake import take_in
from modelario.records import SourceId
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.document import parse
from modelario.upstream.sources import Fetched

FIRST = date(2026, 2, 27)


def _fetched(price: float, day: date) -> Fetched:
    content = data({"openai": {"m": {"cost": {"input": price}}, "n": {}}})
    return Fetched(
        content=content_of(content), kind="file", origin="test", fetched_at=NOW, as_of=day
    )


def _says(store: Store, witness: str, document: Any) -> None:
    """Keep what a witness says of the model."""
    body = json.dumps(document).encode()
    hearing = Hearing(
        number=0,
        witness=SourceId(witness),
        state=State.PUBLISHED,
        as_of=FIRST,
        fetched_at=NOW,
        address="test",
        sha256=sha256(body).hexdigest(),
    )
    attempt = Attempt(at=NOW, source="file", outcome=Outcome.PUBLISHED, witness=SourceId(witness))
    store.witnesses.keep(hearing, body, attempt)


def _all_say(store: Store, price: float) -> None:
    _says(
        store,
        "litellm",
        {"m": {"litellm_provider": "openai", "input_cost_per_token": price / 1e6}},
    )
    _says(
        store,
        "model-prices",
        {"prices": {"openai": {"m": {"standard": [{"rates": {"input": price}, "start": None}]}}}},
    )


@pytest.mark.parametrize(("said", "believed"), [(90, 3), (3, 31), (None, 8)])
def test_the_store_hands_the_gates_what_was_said(
    store: Store, said: float | None, believed: int
) -> None:
    take_in(store, _fetched(3, FIRST))
    if said is not None:
        _all_say(store, said)
    for days in range(1, believed + 1):
        (price,) = {
            o.price.input_mtok
            for o in parse(store.load()[0]).offerings
            if o.offering_id == "m" and o.price
        }
        assert price == 3, days
        take_in(store, _fetched(90, FIRST + timedelta(days)))
    assert [hold.gate for hold in store.past_holds()] == [Gate.JUMP]
    assert store.holds() == ()
