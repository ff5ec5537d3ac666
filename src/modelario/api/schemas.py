"""The schemas of records, with a description of every record and field."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from modelario.api.describing import field_text, record_text
from modelario.formats import to_schemas

#: Where the schemas of the document stand.
SCHEMAS = "#/components/schemas/"


def described(records: Collection[type]) -> dict[str, Any]:
    """Draw the schemas of records, and of all that they hold, each field described."""
    drawn = to_schemas(records, SCHEMAS)
    known = {each.__name__: each for each in _within(records)}
    return {name: _described(schema, known.get(name)) for name, schema in sorted(drawn.items())}


def _within(records: Iterable[type]) -> Iterable[type]:
    """List records with all that they hold."""
    for each in msgspec.inspect.multi_type_info(records):
        yield from _types(each, set())


def _types(info: Any, seen: set[type]) -> Iterable[type]:  # noqa: ANN401 – any description of a type
    cls = getattr(info, "cls", None)
    if cls is not None and cls not in seen:
        seen.add(cls)
        yield cls
        for field in getattr(info, "fields", ()):
            yield from _types(field.type, seen)
    for name in ("item_type", "key_type", "value_type"):
        if (inner := getattr(info, name, None)) is not None:
            yield from _types(inner, seen)
    for inner in (*getattr(info, "types", ()), *getattr(info, "item_types", ())):
        yield from _types(inner, seen)


def _described(schema: dict[str, Any], record: type | None) -> dict[str, Any]:
    told = dict(schema)
    told.pop("title", None)
    if record is not None:
        told["description"] = record_text(record)
    if "properties" in told:
        told["properties"] = {
            name: {**each, "description": field_text(record, name)}
            for name, each in told["properties"].items()
        }
    return told
