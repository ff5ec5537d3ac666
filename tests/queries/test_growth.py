"""Nothing grows faster than what upstream lists: calls are counted, so that no clock is needed."""

import json
import sys
from datetime import UTC, date, datetime

import pytest

from modelario.catalogue.build import build
from modelario.formats import to_json
from modelario.identity.lookup.lookup import Lookup
from modelario.identity.resolve import resolve
from modelario.queries.edition import Edition
from modelario.queries.model import page_of
from modelario.queries.model_data import model_data
from modelario.queries.price_history import choices, price_history, price_rows
from modelario.records import Origin
from modelario.upstream.document import parse, split

DAY = date(2026, 7, 1)
ORIGIN = Origin(source="test", as_of=DAY, fetched_at=datetime(2026, 7, 1, tzinfo=UTC))


def offered(number):
    """An offering of one model whose facts and prices are its own."""
    return {
        "name": "GPT-4o",
        "limit": {"context": 1_000 + number, "output": 1 + number},
        "cost": {"input": 1 + number / 1_000, "output": 4},
    }


def one_model(providers):
    return {f"p{n}": {"models": {"gpt-4o": offered(n)}} for n in range(providers)}


def one_provider(offerings):
    return {"p": {"models": {f"x{n}/gpt-4o": offered(n) for n in range(offerings)}}}


def broken(offerings):
    return {"p": {"models": {f"m{n}": {"name": n, "cost": "free"} for n in range(offerings)}}}


def numbered(offerings):
    """As many models of nearly one name."""
    listed = {f"junk-{n}": {**offered(n), "name": f"Junk {n}"} for n in range(offerings)}
    return {"p": {"models": listed}}


def dated(offerings):
    """As many releases of one name."""
    days = [
        f"gpt-4o-{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(offerings)
    ]
    return {"openai": {"models": {id_: offered(n) for n, id_ in enumerate(days)}}}


def worded(offerings):
    """As many editions of one name, each with a word of its own."""
    words = ["".join(chr(97 + n // 26**k % 26) for k in range(3)) for n in range(offerings)]
    return {"p": {"models": {f"gpt-4o-{each}": offered(n) for n, each in enumerate(words)}}}


def one_name(offerings):
    """As many models that are called alike."""
    words = ["".join(chr(97 + n // 26**k % 26) * 3 for k in range(3)) for n in range(offerings)]
    return {"p": {"models": {each: offered(n) for n, each in enumerate(words)}}}


def calls(providers):
    """How many functions are called on the way from a document to the heaviest records."""
    data, counted = json.dumps(providers).encode(), 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        document = parse(split(data))
        resolution = resolve(document)
        catalogue = build(document, resolution, ORIGIN)
        edition = Edition(catalogue, Lookup(resolution, document), document)
        model = max(catalogue.entries, key=lambda id_: len(catalogue.entries[id_].model.servings))
        to_json(page_of(catalogue, model))
        history = price_history(catalogue, model, (), DAY)
        choices(history)
        price_rows(history.courses)
        to_json(model_data(edition))
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(
    "document", [one_model, one_provider, broken, numbered, dated, worded, one_name]
)
def test_twice_as_much_takes_about_twice_as_long(document):
    less, more = document(150), document(300)
    # What is read of an id is remembered: both are counted the second time.
    calls(less), calls(more)
    assert calls(more) < 2.4 * calls(less)
