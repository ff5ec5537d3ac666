"""Every bound of the one table: what lies within is read, what lies outside is told."""

import json
from collections import Counter
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelario import bounds
from modelario.bounds import Bound, Cap
from modelario.upstream.costs import prices
from modelario.upstream.decoding import untyped
from modelario.upstream.document import DocumentError, parse, split
from modelario.upstream.field_paths import facts, restored
from modelario.upstream.sources import document_content
from modelario.upstream.twice import keys_twice
from modelario.values import meant


def test_every_row_of_the_table_has_its_reason():
    rows = [row for row in vars(bounds).values() if isinstance(row, Bound | Cap)]
    assert len(rows) > 15
    for row in rows:
        assert row.because
        assert row.most > 0


# --- numbers


MEANT = [
    ("30.004999999999995", "30.005"),
    ("0.13999999999999999", "0.14"),
    ("0.30000000000000004", "0.3"),
    ("1E+6", "1000000"),
    ("128000.0", "128000"),
    ("49.99999999999999995", "50"),
    ("-0.0", "0"),
    ("0.1234567890123456789", "0.123456789012346"),
    ("1.10", "1.10"),
    ("5E-7", "5E-7"),
    ("1E+999999999", "1E+999999999"),
    ("Infinity", "Infinity"),
]


@pytest.mark.parametrize(("stated", "short"), MEANT)
def test_a_number_is_the_short_decimal_that_was_meant(stated, short):
    assert str(meant(Decimal(stated))) == short


def test_the_gates_see_the_number_that_was_meant():
    assert str(prices(b'{"cost": {"input": 0.13999999999999999}}')["cost/input"]) == "0.14"


def read(fields, **provider):
    document = parse(split(json.dumps({"p": {**provider, "models": {"m": fields}}}).encode()))
    return document.offerings[0], [(each.path, each.reason.code) for each in document.rejects]


LIMITS = [
    ("128000.0", 128_000),
    ("1e6", 1_000_000),
    ("1000000000", 10**9),
    ('"128000"', 128_000),
    ("0", None),
    ("null", None),
]
NO_LIMITS = ["1000000001", "1000000000000000019884624838656", "1e999", "-1", "0.5", "9" * 5000]


@pytest.mark.parametrize(("stated", "tokens"), LIMITS)
def test_whole_numbers_may_be_written_in_any_way(stated, tokens):
    body = f'{{"p": {{"models": {{"m": {{"limit": {{"context": {stated}}}}}}}}}}}'
    document = parse(split(body.encode()))
    assert (document.offerings[0].facts.context_window, document.rejects) == (tokens, ())


@pytest.mark.parametrize("stated", NO_LIMITS)
def test_a_limit_out_of_bounds_is_unknown_and_told(stated):
    limit = f'{{"context": {stated}, "output": 5}}'
    document = parse(split(f'{{"p": {{"models": {{"m": {{"limit": {limit}}}}}}}}}'.encode()))
    facts = document.offerings[0].facts
    assert (facts.context_window, facts.max_output_tokens) == (None, 5)
    assert [each.reason.code for each in document.rejects] == ["no_tokens"]


@pytest.mark.parametrize("day", ["1970-01-01", "9999-12-31", "2024-W01-1", "2024-13", "soon"])
def test_a_date_out_of_bounds_is_unknown_and_told(day):
    found, told = read({"release_date": day})
    assert found.facts.release_date is None
    assert told == [("providers/p/models/m/release_date", "no_date")]


# --- fields that cannot be read


LOST = [
    ({"tiers": [{"input": 1, "tier": {"type": "time"}}, 5, None]}, ["0", "1", "2"]),
    ({"tiers": [{"input": 1, "tier": {"type": "context", "size": 1e31}}]}, ["0/tier/size"]),
    ({"tiers": [{"input": "x", "tier": {"type": "context", "size": 9.0}}]}, ["0/input"]),
    ({"tiers": "none"}, [""]),
    ({"tiers": [1, 2]}, [""]),
    ({"tiers": None}, []),
]


@pytest.mark.parametrize(("cost", "paths"), LOST)
def test_a_tier_is_lost_alone(cost, paths):
    found, told = read({"cost": {"input": 2, **cost}})
    assert found.price.input_mtok == 2
    where = "providers/p/models/m/cost/tiers"
    assert {path for path, _ in told} == {f"{where}/{each}".rstrip("/") for each in paths}
    assert len(told) == len(paths)


def test_the_last_of_two_tiers_of_one_size_counts():
    tiers = [{"input": n, "tier": {"type": "context", "size": 9}} for n in (1, 2)]
    found, told = read({"cost": {"tiers": tiers}})
    assert [each.price.input_mtok for each in found.tiers] == [2]
    assert told == [("providers/p/models/m/cost/tiers/1", "stands_twice")]


def test_half_a_character_loses_its_text_and_a_whole_one_does_not():
    body = rb'{"p": {"models": {"m": {"name": "\ud800", "family": "\ud83d\ude00 \\ud800"}}}}'
    document = parse(split(body))
    assert document.offerings[0].facts.family == "\U0001f600 \\ud800"
    assert [each.reason.code for each in document.rejects] == ["no_text"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_no_text(encoding):
    body = '{"p": {"models": {"m": {"name": "Ñ"}}}}'
    assert document_content(body.encode(encoding), "x").raw == split(body.encode())


# --- lists and sizes


def times(cap, extra=1):
    return range(cap.most + extra)


FIELDS = [
    ({"modalities": {"input": [f"m{n}" for n in times(bounds.LIST_LENGTH)]}}, "too_many"),
    ({"modalities": {"input": ["x" * (bounds.WORD_LENGTH.most + 1)]}}, "no_list"),
    ({"cost": {"tiers": [{"input": 1} for _ in times(bounds.LIST_LENGTH)]}}, "too_many"),
    ({"reasoning_options": list(times(bounds.LIST_LENGTH))}, "too_many"),
    ({"anything": {"deeper": list(times(bounds.LIST_LENGTH))}}, "too_many"),
    ({"name": "x" * (bounds.TEXT_LENGTH.most + 1)}, "too_long"),
]


@pytest.mark.parametrize(("fields", "code"), FIELDS)
def test_a_field_that_holds_too_much_is_lost_alone(fields, code):
    found, told = read({"family": "f", **fields})
    assert [each for _, each in told] == [code]
    assert found.facts.family == "f"
    assert (found.facts.name, found.facts.input_modalities) == (None, None)
    assert (found.tiers, dict(found.extra)) == ((), {})


def test_what_a_provider_says_of_itself_is_lost_alone_too():
    env = [f"KEY{n}" for n in times(bounds.LIST_LENGTH)]
    document = parse(
        split(json.dumps({"p": {"name": 5, "env": env, "npm": "n", "models": {"m": {}}}}).encode())
    )
    [provider] = document.providers
    assert (provider.name, provider.environment, provider.package) == ("p", (), "n")
    assert {each.path for each in document.rejects} == {"providers/p/name", "providers/p/env"}


ENTRIES = [
    ("[1, 2]", "no_object"),
    ("null", "no_object"),
    (json.dumps({"modalities": {"input": ["text"] * 2_000_000}}), "too_large"),
    (json.dumps({"name": "x" * bounds.ENTRY_BYTES.most}), "too_large"),
    (json.dumps({"a": [[] for _ in times(bounds.ENTRY_OBJECTS)]}), "too_many_objects"),
]


@pytest.mark.parametrize(("entry", "code"), ENTRIES, ids=[code for _, code in ENTRIES])
def test_an_entry_that_cannot_be_read_at_all_is_known_to_be_listed(entry, code):
    raw = split(f'{{"p": {{"models": {{"m": {entry}, "n": {{}}}}}}}}'.encode())
    assert [each.reason.code for each in raw.rejects] == [code]
    assert list(raw.offerings) == [("p", "n")]
    assert raw.unreadable.offerings == {("p", "m")}


def test_a_provider_with_too_many_offerings_is_known_to_be_listed():
    many = {f"m{n}": {} for n in times(bounds.OFFERINGS_OF_ONE)}
    raw = split(json.dumps({"p": {"models": many}, "q": {"models": {"m": {}}}}).encode())
    assert [(each.path, each.reason.code) for each in raw.rejects] == [("providers/p", "too_many")]
    assert (list(raw.providers), raw.unreadable.providers) == (["q"], {"p"})


DOCUMENTS = [
    ({f"p{n}": {"models": {"m": {}}} for n in times(bounds.PROVIDERS)}, "providers"),
    (
        {
            f"p{p}": {"models": {f"m{n}": {} for n in range(bounds.OFFERINGS_OF_ONE.most)}}
            for p in range(bounds.OFFERINGS.most // bounds.OFFERINGS_OF_ONE.most + 1)
        },
        "offerings",
    ),
    ({"p": {"models": {"m": {str(n): 1 for n in times(bounds.VALUES)}}}}, "values"),
]


@pytest.mark.parametrize(("document", "what"), DOCUMENTS, ids=[what for _, what in DOCUMENTS])
def test_a_document_that_holds_too_much_is_refused(document, what):
    with pytest.raises(DocumentError, match=f"holds more than [0-9,]+ {what}"):
        split(json.dumps(document).encode())


def test_rejects_without_end_are_counted():
    fields = {"name": 5, "family": 7}
    many = {f"m{n}": fields for n in range(bounds.REJECTS_KEPT.most)}
    document = parse(split(json.dumps({"p": {"models": many}}).encode()))
    assert len(document.rejects) == bounds.REJECTS_KEPT.most
    assert document.more_rejects == bounds.REJECTS_KEPT.most


_TEXT = st.text(alphabet='ab"\\{}[],: \n\u00e9', max_size=5)
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
)
_SPACE = st.sampled_from(["", " ", "\n\t"])


@given(st.lists(st.tuples(_TEXT, _VALUE), min_size=1, max_size=6), _SPACE)
def test_a_key_that_stands_twice_is_found_whatever_stands_around_it(members, space):
    """Without making anything of the values: one of them may be the whole document."""
    told = f"{space},{space}".join(
        f"{json.dumps(key)}{space}:{space}{json.dumps(value)}" for key, value in members
    )
    container = f"{{{space}{told}{space}}}".encode()
    read = msgspec.json.decode(container, type=dict[str, msgspec.Raw])
    times = Counter(key for key, _ in members)
    assert set(keys_twice(container, read)) == {key for key in times if times[key] > 1}


ODD = (b"9" * 5_000, b"1e999999999999999999999", b"-1e400", b"[1e999999999999999999999]")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", [b'"odd": %s', b'"cost": {"input": 2, "odd": %s}'])
def test_what_gates_look_at_is_there_whatever_number_stands_beside_it(odd, place):
    """A field that cannot be read is lost alone, also where another one is held back."""
    body = b'{"name": "x", "tool_call": true, "limit": {"context": 1}, ' + place % odd + b"}"
    good = b'{"tool_call": false, "limit": {"context": 1000}, "cost": {"input": 3}}'
    beside = {"name": "x", "status": "current"}
    assert facts(body) == {"limit/context": 1, "tool_call": True, **beside}
    paths = ["limit/context", "tool_call", *(path for path in prices(body))]
    kept = restored(body, good, paths)
    assert facts(kept) == {"limit/context": 1000, "tool_call": False, **beside}
    assert set(prices(kept).values()) <= {3}
    # It is JSON that can be read again.
    assert untyped(kept)["name"] == "x"
    msgspec.json.decode(kept, type=dict[str, msgspec.Raw])
    document = b'{"p": {"models": {"m": %s}}}' % body
    (offering,) = parse(split(document)).offerings
    assert offering.facts.tool_call is True
