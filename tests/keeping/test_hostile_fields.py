"""Offerings of the embedded document, each with one field replaced by a hostile value.

Of 1,000 offerings, each with every value (44,000 pairs), the suite tries a few.
"""

import json
import random
import re
from collections import Counter
from datetime import date, timedelta

from documents import NOW
from modelario.building import head
from modelario.formats import to_json
from modelario.keeping.intake import take_in
from modelario.keeping.trial import BUDGET
from modelario.queries.inconsistencies import InconsistenciesRequest, inconsistencies
from modelario.queries.model import page_of
from modelario.queries.model_data import model_data
from modelario.records import ChangeKind, OfferingKey
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from sampling import EVERYTHING, amount

FIRST = date(2026, 3, 1)
OFFERINGS = amount(4, 1_000)
#: So few of a document's offerings change that no gate holds it as a whole.
AT_ONCE = amount(150, 400)
#: The embedded document's providers that are left out when time is short.
LARGE = ("nano-gpt", "openrouter", "kilo", "vercel", "aihubmix", "302ai", "requesty", "poe")

#: What says nothing in one field or another.
EMPTY = ("null", "0", "-0.0", '""', '" "', "[]", "{}")
#: As an object each has one field that cannot be read, or none that is known.
OBJECTS = {'{"a": 1}': 0, '{"a": {"b": []}}': 0, '{"type": "time"}': 0, '{"input": "x"}': 1}
#: What can be no price at all, held back or not.
NO_PRICES = (
    "1e31",
    "1000000000000000019884624838656",
    "9" * 5000,
    "1e999",
    "-1",
    "1e-300",
    "1e9999999999999999999",
)
TEXTS = ('"x"', '"NaN"', '"Infinity"', '"1e999999999"', '"2024-13-45"', '"9999-12-31"')
OTHERS = (
    *("true", "false", "1", "1.5", "128000.0", "1e6", "30.004999999999995", '"0.5"'),
    *('"\\ud800"', '"\\u0000"', '"\\u202e"', '"2024-W01-1"', f'"{"a" * 5000}"', '"javascript:x"'),
    *("[1]", '["text"]', "[[[]]]", "[null]", f"[{','.join(['1'] * 1000)}]"),
)
TOO_MUCH = "[" * 300 + "]" * 300
VALUES = (*EMPTY, *OBJECTS, *NO_PRICES, *TEXTS, *OTHERS, TOO_MUCH)

#: Where upstream says what, and where a record has it.
FLAGS = ("tool_call", "structured_output", "reasoning", "temperature", "attachment", "open_weights")
FACTS = {
    **{name: name for name in (*FLAGS, "name", "family", "release_date", "last_updated")},
    "knowledge": "knowledge_cutoff",
    "limit/context": "context_window",
    "limit/input": "max_input_tokens",
    "limit/output": "max_output_tokens",
    "modalities/input": "input_modalities",
    "modalities/output": "output_modalities",
}
PRICES = ("cost/input", "cost/output", "cost/cache_read", "cost/cache_write")
PARTED = ("cost", "limit", "modalities", "cost/context_over_200k")
KEPT = ("reasoning_options", "interleaved", "experimental", "surprise")
FIELDS = (*FACTS, *PRICES, *PARTED, *KEPT, "status", "cost/tiers")


def replaced(offering, field, value):
    """The JSON of an offering with one field replaced."""
    changed = json.loads(json.dumps(offering))
    *path, last = field.split("/")
    place = changed
    for name in path:
        place = place.setdefault(name, {})
    place[last] = "@hostile@"
    return json.dumps(changed).replace('"@hostile@"', value)


def expected(field, value, published):
    """How often a field must be told of: never, once, or either where a gate may hold it."""
    if value == TOO_MUCH:
        return {1}
    if field in PRICES:
        return {1} if _is_no_price(value) else {0, 1}
    if field in KEPT:
        return {int(value.count(",") > 100)}
    if value in nothing(field):
        return {0}
    if field in PARTED:
        return {OBJECTS.get(value, 1)}
    return {int(found(field, published) is None)}


def nothing(field):
    """The values by which a field says nothing, so that none is lost."""
    by_field = {
        **dict.fromkeys(("name", "family", "status"), ('""', '" "')),
        **dict.fromkeys(("release_date", "last_updated", "knowledge"), ('""',)),
        **dict.fromkeys((f for f in FACTS if f.startswith("limit/")), ("0", "-0.0")),
        **dict.fromkeys((f for f in FACTS if f.startswith("modalities/")), ("[]",)),
        **dict.fromkeys(PARTED, ("{}",)),
        "cost/tiers": ("[]",),
    }
    return ("null", *by_field.get(field, ()))


def found(field, published):
    """What is published of a field that upstream replaced by something."""
    if field == "cost/tiers":
        return None
    return published.status if field == "status" else getattr(published.facts, FACTS[field])


def _is_no_price(value):
    """Whether a price is none, or out of all bounds; what says nothing is no fault."""
    read = json.loads(value, parse_int=float)
    if value in ("null", "0", "-0.0") or isinstance(read, bool | list | dict):
        return value not in ("null", "0", "-0.0")
    try:
        return not (value == "0" or 0.0001 <= float(read) <= 1000)
    except ValueError:
        return True


def hostile(document, chance):
    """Pairs of an offering and what is done to it, so many at once as may be."""
    every = [OfferingKey(p, o) for p in document for o in document[p]["models"]]
    done = [(value, field) for value in VALUES for field in chance.choices(FIELDS, k=OFFERINGS)]
    chance.shuffle(done)
    for start in range(0, len(done), AT_ONCE):
        some = done[start : start + AT_ONCE]
        yield dict(zip(chance.sample(every, len(some)), some, strict=True))


def with_all(document, mutations):
    """The document's bytes with every mutation."""
    whole, bodies = json.loads(json.dumps(document)), []
    for (provider, offering), (value, field) in mutations.items():
        models = whole[provider]["models"]
        bodies.append(replaced(models[offering], field, value))
        models[offering] = f"@{len(bodies) - 1}@"
    text = re.sub(r'"@(\d+)@"', lambda mark: bodies[int(mark[1])], json.dumps(whole))
    return text.encode()


def take(store, content, number):
    day = FIRST + timedelta(number)
    document = content_of(content)
    fetched = Fetched(content=document, kind="file", origin="x", fetched_at=NOW, as_of=day)
    # However busy the machine is: it is not the time that is looked at here.
    return take_in(store, fetched, budget=BUDGET._replace(trial_s=300, all_s=600))


def test_a_hostile_field_is_lost_alone_and_told_once(tmp_path, embedded):
    chance = random.Random(9)  # noqa: S311 – no secret
    document = {p: each for p, each in json.loads(embedded).items() if EVERYTHING or p not in LARGE}
    for number, mutations in enumerate(hostile(document, chance)):
        with Store.open(f"sqlite:///{tmp_path / f'{number}.db'}") as store:
            take(store, json.dumps(document).encode(), 0)
            known = Counter(_told(head(store)))
            taken = take(store, with_all(document, mutations), 1)
            assert not [c for c in taken.changes if c.kind is ChangeKind.REMOVED]
            edition = head(store)
            _check(edition, mutations, known, Counter(h.key for h in store.holds()))
            _draw(edition, mutations)


def _told(edition):
    return [each.path for each in edition.catalogue.rejects]


def _path(key, mutation=None):
    path = f"providers/{key.provider}/models/{key.offering_id}"
    return f"{path}/{mutation[1]}" if mutation else path


def _check(edition, mutations, known, held):
    published = {each.key: each for each in edition.document.offerings}
    # What was told of a field before is told no more: it was replaced.
    told = Counter(_told(edition)) - (known - Counter(map(_path, mutations, mutations.values())))
    for key, (value, field) in mutations.items():
        path = _path(key)
        times = sum(n for each, n in told.items() if each == path or each.startswith(f"{path}/"))
        what = (key, field, value[:60], times, held[key])
        assert key in published, what
        if held[key]:
            # A gate holds it: that is the one report.
            assert (times, held[key]) == (0, 1), what
        else:
            assert times in expected(field, value, published[key]), what


def _draw(edition, mutations):
    """Work out everything that pages show."""
    models = {edition.catalogue.resolution.model_of[key] for key in mutations} - {None}
    for model in sorted(models):
        to_json(page_of(edition.catalogue, model))
    to_json(model_data(edition))
    to_json(inconsistencies(edition, InconsistenciesRequest()))
