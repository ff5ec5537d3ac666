"""Documents that are meant to stop or to mislead whoever takes them in, made from a good one.

Each is a change of the good document as a dictionary, or of its bytes where no dictionary could
say it.
"""

import codecs
import gzip
import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

Found = dict[str, Any]

#: JSON that Python would not write, by what stands for it until the end.
_RAW = {
    "@nan@": "NaN",
    "@infinity@": "-Infinity",
    "@1e999@": "1e999",
    "@digits@": "9" * 5_000,
    "@deep@": "[" * 100_000 + "]" * 100_000,
    "@deep objects@": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "@surrogate@": '"\\ud800\\udfff\\ud800"',
}


def first(found: Found) -> Found:
    """The first offering of a document."""
    provider = next(iter(found.values()))
    offering: Found = next(iter(provider["models"].values()))
    return offering


def every(found: Found, **fields: Any) -> None:
    """Give every offering some fields."""
    for provider in found.values():
        for offering in provider["models"].values():
            offering.update(fields)


def one(**fields: Any) -> Callable[[Found], None]:
    """Give one offering some fields."""
    return lambda found: first(found).update(fields)


def all_of_them(**fields: Any) -> Callable[[Found], None]:
    """Give every offering some fields."""
    return lambda found: every(found, **fields)


def many_offerings(number: int, **fields: Any) -> Callable[[Found], None]:
    """Further offerings of a new provider, of as many models."""

    def change(found: Found) -> None:
        plain = {**deepcopy(first(found)), **fields}
        models = {
            f"junk-{n}": {**plain, "id": f"junk-{n}", "name": f"Junk {n}"} for n in range(number)
        }
        found["junk"] = {"id": "junk", "name": "Junk", "models": models}

    return change


def many_providers(number: int, models: int = 1) -> Callable[[Found], None]:
    """Further providers that all sell the same models."""

    def change(found: Found) -> None:
        plain = first(found)
        ids = [plain["id"], *(f"shared-{n}" for n in range(models - 1))]
        for n in range(number):
            offered = {id_: {**plain, "id": id_} for id_ in ids}
            found[f"seller-{n}"] = {"id": f"seller-{n}", "name": f"Seller {n}", "models": offered}

    return change


def many_names(found: Found) -> None:
    """A thousand offerings of a thousand names that are nearly one."""
    many_offerings(1_000)(found)
    for number, offering in enumerate(found["junk"]["models"].values()):
        offering |= {"name": f"GPT 4o mini {'x' * (number % 40)}", "family": "gpt-4o-mini"}


def renamed_keys(change: Callable[[str], str]) -> Callable[[Found], None]:
    """Offerings of a provider under other keys."""

    def rename(found: Found) -> None:
        provider = found[next(iter(found))]
        provider["models"] |= {change(key): each for key, each in provider["models"].items()}

    return rename


def as_json(found: Found) -> bytes:
    """Write a document, with what Python would not write."""
    text = json.dumps(found)
    for name, raw in _RAW.items():
        text = text.replace(f'"{name}"', raw)
    return text.encode()


def changed(change: Callable[[Found], None]) -> Callable[[bytes], bytes]:
    """A good document with something changed."""

    def make(good: bytes) -> bytes:
        found = json.loads(good)
        change(found)
        return as_json(found)

    return make


def keys_twice(good: bytes) -> bytes:
    """One key ten thousand times among the offerings of a provider."""
    text = json.dumps(json.loads(good)).encode()
    begin, end = text.split(b'"models": {', 1)
    return begin + b'"models": {' + b'"m": {"id": "m", "cost": {"input": 1}},' * 10_000 + end


_TIERS = [{"context": n, "input": n, "output": n} for n in range(1, 400)]
_PAYLOAD = "<script>alert(1)</script>\u202e\u0000\x1b[31m|`=cmd()'\"&{{7*7}}"

#: What is sent, by name: bytes made from those of the good document.
POISONED: dict[str, Callable[[bytes], bytes]] = {
    # Weight
    "two million modalities": changed(one(modalities={"input": ["text"] * 2_000_000})),
    "a thousand modalities each": changed(all_of_them(modalities={"input": ["a"] * 1_000})),
    "a text of 20 MB": changed(one(name="x" * 20_000_000)),
    "texts of 5 KB each": changed(all_of_them(name="y" * 5_000)),
    "three hundred characters of names": changed(all_of_them(name="W" * 300)),
    "many unknown fields": changed(all_of_them(**{f"f{n}": n for n in range(60)})),
    "tiers without end": changed(one(cost={"input": 1, "output": 1, "tiers": _TIERS})),
    "tiers everywhere": changed(all_of_them(cost={"input": 1, "output": 1, "tiers": _TIERS[:90]})),
    "2,900 offerings more": changed(many_offerings(2_900)),
    "20,000 offerings more": changed(many_offerings(20_000)),
    "100,000 offerings more": changed(many_offerings(100_000, family="junk")),
    "a model at 800 providers": changed(many_providers(800)),
    "thirty models at 800 providers": changed(many_providers(800, 30)),
    "a model at 20,000 providers": changed(many_providers(20_000)),
    "a thousand names nearly one": changed(many_names),
    "rejects without end": changed(many_offerings(2_900, limit="x", cost="y", modalities="z")),
    "a bomb": lambda _: gzip.compress(b" " * 2**28, 1),
    "a bomb in a bomb": lambda _: gzip.compress(gzip.compress(b"[" * 2**28, 1), 1),
    # Shape
    "nothing": lambda _: b"",
    "an empty object": lambda _: b"{}",
    "a list": lambda _: b"[]",
    "html": lambda _: b"<!doctype html><title>502</title>",
    "an error": lambda _: b'{"error": {"message": "rate limited", "code": 429}}',
    "cut off": lambda good: good[: len(good) // 2],
    "a brace too many": lambda good: b"{" + good,
    "a mark at its head": lambda good: codecs.BOM_UTF8 + good,
    "in UTF-16": lambda good: good.decode().encode("utf-16"),
    "no UTF-8": lambda good: good.replace(b'"name": "', b'"name": "\xff', 50),
    "nested lists": changed(one(extra="@deep@")),
    "nested objects": changed(one(cost="@deep objects@")),
    "keys twice": keys_twice,
    "lists for providers": changed(
        lambda found: found.update({key: [] for key in list(found)[1:]})
    ),
    "numbers for offerings": changed(
        lambda found: found[next(iter(found))].update(models=dict.fromkeys(range(500), 7))
    ),
    "other types in every field": changed(
        all_of_them(name=[], family={}, cost="1", limit=[1], modalities=7, release_date=True)
    ),
    # Values
    "no numbers": changed(
        one(cost={"input": "@nan@", "output": "@infinity@", "cache_read": "@1e999@"})
    ),
    "numbers of 5,000 digits": changed(
        one(cost={"input": "@digits@"}, limit={"context": "@digits@", "output": "@digits@"})
    ),
    "the year 2099": changed(all_of_them(release_date="2099-12-31", last_updated="9999-99-99")),
    "texts that mean harm": changed(all_of_them(name=_PAYLOAD, family=_PAYLOAD, status=_PAYLOAD)),
    "halves of characters": changed(one(name="@surrogate@", family="@surrogate@")),
    "ids that mean harm": changed(renamed_keys(lambda key: f"../{key}\\\u0000<b>.json")),
    "ids of 10 KB": changed(renamed_keys(lambda key: key * 500)),
    "one id for all": changed(all_of_them(id="..", name="")),
}
