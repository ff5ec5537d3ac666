"""What of a record an agent is told, and the schema of that: chosen parts, in few bytes.

Reasons and variants are told as text, and what is unknown or empty is left out.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario.api.schemas import SCHEMAS, described
from modelario.formats import to_schema
from modelario.records import Reason, Variant
from modelario.wording import sentence, variant_label

#: Names of fields with those that are told of what they hold; none is everything.
Branches = Mapping[str, "Branches"]

Schema = dict[str, Any]


def parts_of(paths: Iterable[str]) -> Branches:
    """Make a tree of paths such as ``rows.id``."""
    tree: dict[str, Any] = {}
    for path in paths:
        branch = tree
        for name in path.split("."):
            branch = branch.setdefault(name, {})
    return tree


def told(value: Any, parts: Branches) -> Any:  # noqa: ANN401 – any value of a record
    """Write a value as JSON has it, as far as it is among the parts."""
    found: Any = value
    match value:
        case Reason():
            found = harmless(sentence(value))
        case Variant():
            found = harmless(variant_label(value))
        case Struct():
            fields = {name: getattr(value, name) for name in parts or value.__struct_fields__}
            found = _known({name: told(each, parts.get(name, {})) for name, each in fields.items()})
        case Mapping():
            found = _known({harmless(str(name)): told(each, parts) for name, each in value.items()})
        case tuple() | list():
            found = [told(each, parts) for each in value]
        case Decimal():
            found = int(value) if value == value.to_integral_value() else float(value)
        case date():
            found = value.isoformat()
        case str():
            found = harmless(str(value))
    return found


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in values.items() if each is not None and each not in _EMPTY}


_EMPTY: tuple[Any, ...] = ([], {}, "")


def harmless(text: str) -> str:
    """Leave out what cannot be seen, such as controls and marks that turn the direction round."""
    return text if text.isprintable() else "".join(c for c in text if c.isprintable() or c == "\n")


# --- the schema of what is told


def schema_of(record: type[Struct], parts: Branches) -> Schema:
    """Draw the schema of what :func:`told` gives of a record; what recurs is described once."""
    drawn = _drawn({"$ref": SCHEMAS + record.__name__}, described([record]), parts)
    return _once(drawn, set())


def _once(schema: Schema, seen: set[tuple[str, str]]) -> Schema:
    """Leave out what is said of a field for the second time."""
    fields = {}
    for name, each in schema.get("properties", {}).items():
        said = (name, each.get("description", ""))
        kept = {key: value for key, value in each.items() if key != "description"}
        fields[name] = _once(kept if said in seen else each, seen)
        seen.add(said)
    inner = {key: _once(schema[key], seen) for key in _INNER if key in schema}
    return {**schema, **inner, **({"properties": fields} if fields else {})}


def _drawn(schema: Schema, known: Mapping[str, Schema], parts: Branches) -> Schema:
    schema = _present(schema)
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMAS)
        return _TEXT if name == Variant.__name__ else _drawn(known[name], known, parts)
    if "anyOf" in schema:
        return {"anyOf": [_drawn(each, known, parts) for each in schema["anyOf"]]}
    if schema.get("properties", {}).keys() == _REASON:
        return _TEXT
    if "properties" in schema:
        fields = {name: schema["properties"][name] for name in parts or schema["properties"]}
        return {
            "type": "object",
            "properties": {
                name: _drawn(each, known, parts.get(name, {})) | _meaning(each)
                for name, each in fields.items()
            },
        }
    inner = {name: schema[name] for name in _INNER if name in schema}
    return {
        **{name: each for name, each in schema.items() if name in _KEPT},
        **{name: _drawn(each, known, parts) for name, each in inner.items() if each},
    }


def _present(schema: Schema) -> Schema:
    """The schema of what is there: what is unknown is left out."""
    if "anyOf" not in schema:
        return schema
    others = [each for each in schema["anyOf"] if each.get("type") != "null"]
    return others[0] if len(others) == 1 else {"anyOf": others}


def _meaning(schema: Schema) -> Schema:
    return (
        {"description": _UNKNOWN.sub("", schema["description"])} if "description" in schema else {}
    )


#: What is said of unknown values, which are left out.
_UNKNOWN = re.compile(r"[;,]? `?[Nn]ull`? is unknown(?=[,.])")
_TEXT: Schema = {"type": "string"}
_REASON = to_schema(Reason)["properties"].keys()
#: Where the schema of each of several stands.
_INNER = ("items", "additionalProperties")
_KEPT = ("type", "enum", "format")
