"""Bytes to records: what is odd is set aside or made harmless, what is right stays exact."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelario.records import RejectKind
from modelario.upstream.document import parse, split
from modelario.upstream.twice import fields_twice

GOOD = {"id": "p", "models": {"m": {"id": "m", "name": "M"}}}


def read(**others):
    """Parse a document with one good provider, and others beside it."""
    return parse(split(json.dumps({"p": GOOD, **others}).encode()))


@pytest.mark.parametrize("provider", [5, {"models": 5}, {"models": {"m": {"name": 3}}}])
def test_no_control_character_of_a_key_gets_any_further(provider):
    document = read(**{"\x1b]0;pwned\x07\u202eabc": provider})
    [reject] = document.rejects
    assert (reject.kind, reject.reason.code) == (RejectKind.PROVIDER, "id_unprintable")
    assert reject.path.isprintable()


def test_every_text_is_one_line_of_plain_characters():
    evil = "\x1b[31m\u202ered\n"
    found = read(
        q={
            "name": evil,
            "env": [evil],
            "npm": evil,
            "api": evil,
            "models": {
                "n": {
                    "name": evil,
                    "family": evil,
                    "status": evil,
                    "modalities": {"input": [evil], "output": [evil]},
                }
            },
        }
    )
    provider, listed = found.providers[1], found.offerings[1]
    facts = listed.facts
    texts = [provider.name, *provider.environment, provider.package, provider.api_url]
    texts += [facts.name, facts.family, listed.status]
    texts += [*facts.input_modalities, *facts.output_modalities]
    assert set(texts) == {"[31mred"}


def test_unknown_fields_cost_a_price_no_digit():
    cost = '{"input": 0.123456789012345, "output": 2, "odd": 1}'
    body = f'{{"p": {{"models": {{"m": {{"cost": {cost}}}}}}}}}'
    [found] = parse(split(body.encode())).offerings
    assert found.price.input_mtok == Decimal("0.123456789012345")
    assert found.extra == {"cost": {"odd": 1}}


@pytest.mark.parametrize(("depth", "kept"), [(150, ["deep", "m"]), (250, ["m"]), (900, ["m"])])
def test_what_nests_too_deep_is_set_aside_at_any_depth_of_our_own(depth, kept):
    deep = f'{{"experimental": {"[" * depth}{"]" * depth}}}'
    raw = split(f'{{"p": {{"models": {{"m": {{}}, "deep": {deep}}}}}}}'.encode())
    assert [offering_id for _, offering_id in raw.offerings] == kept
    assert [reject.reason.code for reject in raw.rejects] == ["too_many_objects"] * (2 - len(kept))


TWICE = [
    ('{"p": {"models": {}}, "p": {"models": {"m": {}}}}', "providers/p"),
    ('{"providers": {"p": {"models": {}}, "p": {"models": {"m": {}}}}}', "providers/p"),
    ('{ "p": {"models": {}}, "p": {"models": {"m": {}}} }', "providers/p"),
    ('{"p": {"models": {"m": {"name": "1"}, "m": {}}}}', "providers/p/models/m"),
    ('{"p": {"models": {"m": {"name": "1", "name": "2"}}}}', "providers/p/models/m/name"),
    ('{"p": {"models": {"m": {"cost": {"input": 1, "input": 2}}}}}', "providers/p/models/m/input"),
]


@pytest.mark.parametrize(("body", "path"), TWICE)
def test_what_stands_twice_is_reported_and_the_last_one_counts(body, path):
    for text in (body, body.replace(" ", "")):
        raw = split(text.encode())
        assert [(each.path, each.reason.code) for each in raw.rejects] == [(path, "stands_twice")]
        assert list(raw.offerings) == [("p", "m")]


class _Pairs(tuple[tuple[str, object], ...]):
    """An object with its members as they are written."""

    __slots__ = ()


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False)
    # A text that looks like a member, and one that is written in two ways.
    | st.sampled_from(["", "a", '","a":1', "é", "\\", "1e5"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(st.tuples(st.sampled_from(["a", "b", "é", '"', "a:"]), inner), max_size=4).map(
            _Pairs
        )
    ),
    max_leaves=12,
)


def written(value, colon, *, ascii_only):
    """A value as JSON, objects with whatever stands in them."""
    if isinstance(value, _Pairs):
        members = (
            json.dumps(key, ensure_ascii=ascii_only)
            + colon
            + written(each, colon, ascii_only=ascii_only)
            for key, each in value
        )
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(each, colon, ascii_only=ascii_only) for each in value) + "]"
    return json.dumps(value, ensure_ascii=ascii_only)


def stand_twice(value):
    """The keys that an object, or one in it, has more than once."""
    if isinstance(value, _Pairs):
        names = [name for name, _ in value]
        yield from {name for name in names if names.count(name) > 1}
        value = [each for _, each in value]
    if isinstance(value, list):
        for each in value:
            yield from stand_twice(each)


@given(_VALUES, st.sampled_from([":", ": ", " :"]), st.booleans())
def test_no_key_stands_twice_unseen(value, colon, ascii_only):
    body = written(value, colon, ascii_only=ascii_only).encode()
    assert sorted(fields_twice(body)) == sorted(stand_twice(value))


def test_an_entry_of_the_same_name_elsewhere_stands_but_once():
    body = b'{"p": {"models": {"p": {}, "m": {"name": "m"}}}, "q": {"models": {"m": {}}}}'
    assert split(body).rejects == ()
