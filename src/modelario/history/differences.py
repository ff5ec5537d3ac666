"""What moved between two states: of offerings, or of anything else with facts and prices.

Whatever can change is flattened into fields first (:func:`fields_of`), so that offerings and
models are compared by the same few lines.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, TypeVar

import msgspec

from modelario.catalogue.prices import price_state
from modelario.records import (
    CAPABILITIES,
    Change,
    ChangeKind,
    Conditions,
    Document,
    Facts,
    Offering,
    OfferingKey,
    PriceRule,
    PriceState,
    TokenPrice,
)

Fields = Mapping[str, Any]
_K = TypeVar("_K")

_PRICES = TokenPrice.__struct_fields__

#: Facts whose changes are news, and as what.
_FACTS: Mapping[str, ChangeKind] = {
    "context_window": ChangeKind.CONTEXT,
    "max_input_tokens": ChangeKind.CONTEXT,
    "max_output_tokens": ChangeKind.OUTPUT_LIMIT,
    **dict.fromkeys(CAPABILITIES, ChangeKind.CAPABILITY),
    "input_modalities": ChangeKind.MODALITY,
    "output_modalities": ChangeKind.MODALITY,
    "release_date": ChangeKind.RELEASE_DATE,
}
_STATUS = "status"
_PRICE = ChangeKind.PRICE
_ONE_DECIMAL = Decimal("0.1")


class Difference(NamedTuple):
    """One thing that moved about a subject, whatever the subject is."""

    kind: ChangeKind
    field: str | None = None
    old: Any = None
    new: Any = None
    percent: Decimal | None = None


def fields_of(
    facts: Facts,
    *,
    rules: Sequence[PriceRule] = (),
    status: str | None = None,
) -> Fields:
    """Everything that can change, by field name; what is unknown is left out."""
    fields: dict[str, Any] = {name: getattr(facts, name) for name in _FACTS}
    fields[_STATUS] = status
    for rule in rules:
        prefix = place_of(rule.conditions)
        fields |= {f"{prefix}{name}": getattr(rule.price, name) for name in _PRICES}
        fields |= {f"{prefix}pieces/{name}": price for name, price in rule.pieces.items()}
    return {name: value for name, value in fields.items() if value is not None}


def place_of(conditions: Conditions) -> str:
    """Name conditions as fields do: ``modes/fast/tiers/200000/``; of none, nothing."""
    mode, region, prompt = conditions.mode, conditions.region, conditions.prompt
    places = (
        f"modes/{mode}/" if mode else "",
        f"regions/{region}/" if region else "",
        f"hours/{'+'.join(map(str, conditions.hours))}/" if conditions.hours else "",
        f"tiers/{prompt}/" if prompt else "",
    )
    return "".join(places)


def differences(
    old: Mapping[_K, Fields], new: Mapping[_K, Fields], known: Container[_K]
) -> Iterator[tuple[_K, Difference]]:
    """What moved between two states; ``known`` are subjects that were listed at some time."""
    for key in old.keys() - new.keys():
        yield key, Difference(ChangeKind.REMOVED)
    for key in new.keys() - old.keys():
        yield key, Difference(ChangeKind.RETURNED if key in known else ChangeKind.ADDED)
    for key in old.keys() & new.keys():
        for difference in _moved(old[key], new[key]):
            yield key, difference


def diff(old: Document, new: Document, known: Container[OfferingKey] = ()) -> tuple[Change, ...]:
    """What moved between two documents, by provider and offering.

    Offerings that are alike in both may be left out of both; ``known`` are those that were
    listed at some time before.
    """
    found = differences(_by_key(old), _by_key(new), known)
    return tuple(
        sorted(
            (
                Change(provider=key.provider, offering_id=key.offering_id, **difference._asdict())
                for key, difference in found
            ),
            key=lambda c: (c.provider or "", c.offering_id or "", c.kind, c.field or ""),
        )
    )


def _by_key(document: Document) -> dict[OfferingKey, Fields]:
    return {o.key: offering_fields(o) for o in document.offerings}


def offering_fields(offering: Offering) -> Fields:
    """Everything of an offering whose moves are news."""
    fields = fields_of(offering.facts, rules=offering.rules, status=offering.status)
    if price_state(offering) is not PriceState.UNKNOWN:
        return fields
    # A zero where nothing is known to be free is no price.
    return {name: value for name, value in fields.items() if _kind(name) is not _PRICE or value}


def _moved(old: Fields, new: Fields) -> Iterator[Difference]:
    for field in sorted(old.keys() | new.keys()):
        before, after = old.get(field), new.get(field)
        if before == after:
            continue
        kind = _kind(field)
        # Denied or not mentioned is all the same to whoever needs a capability: no news.
        if kind is not ChangeKind.CAPABILITY or before or after:
            yield Difference(kind, field, before, after, _percent(before, after))


def _kind(field: str) -> ChangeKind:
    if field == _STATUS:
        return ChangeKind.STATUS
    return _FACTS.get(field, ChangeKind.PRICE)


def _percent(old: Any, new: Any) -> Decimal | None:  # noqa: ANN401 – values of any field
    if isinstance(old, bool) or not isinstance(old, int | Decimal) or old <= 0:
        return None
    if not isinstance(new, int | Decimal):
        return None
    return ((Decimal(new) - old) * 100 / old).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


# --- as text --------------------------------------------------------------------------

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_TYPES: Mapping[ChangeKind, Any] = {
    ChangeKind.PRICE: Decimal,
    ChangeKind.CONTEXT: int,
    ChangeKind.OUTPUT_LIMIT: int,
    ChangeKind.CAPABILITY: bool,
    ChangeKind.MODALITY: tuple[str, ...],
    ChangeKind.STATUS: str,
    ChangeKind.RELEASE_DATE: str,
    ChangeKind.RENAMED: str,
    ChangeKind.ANNOUNCED: str,
}


def to_text(value: Any) -> str | None:  # noqa: ANN401
    """A changed value as JSON, decimals exactly as they are."""
    return None if value is None else _ENCODER.encode(value).decode()


def from_text(kind: ChangeKind, text: str | None) -> Any:  # noqa: ANN401
    """The value that :func:`to_text` wrote."""
    return None if text is None else msgspec.json.decode(text, type=_TYPES[kind])
