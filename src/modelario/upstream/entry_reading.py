"""One entry's JSON → its record; a field that cannot be read is unknown, and reported once."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, Struct

from modelario import values
from modelario.bounds import BENCHMARK, LIST_LENGTH, PRICE, TEXT_LENGTH, TOKENS, WORD_LENGTH
from modelario.dates import checked_date
from modelario.records import (
    Benchmark,
    Conditions,
    Facts,
    Link,
    Metadata,
    Offering,
    OfferingKey,
    PriceRule,
    PromptSize,
    Provider,
    ProviderId,
    Reason,
    TokenPrice,
)
from modelario.remembering import remembered
from modelario.upstream.decoding import decode, read_part
from modelario.upstream.rejects import Faults
from modelario.upstream.wire import (
    ECHO_THRESHOLD,
    MODES,
    WireBenchmark,
    WireCost,
    WireFacts,
    WireLimit,
    WireLink,
    WireMetadata,
    WireMode,
    WireOffering,
    WirePrice,
    WireProvider,
    mode_name,
)
from modelario.values import excerpt, is_within, meant, shortened

_PROVIDER = msgspec.json.Decoder(WireProvider)
_OFFERING = msgspec.json.Decoder(WireOffering)
_METADATA = msgspec.json.Decoder(WireMetadata)
_NO_LIMIT = WireLimit()
_NOTHING = TokenPrice()
_KEPT = ("reasoning_options", "interleaved", "provider", "experimental")
#: Three times today's offerings.
_REMEMBERED = 16_384
_PRICES = WirePrice.__struct_fields__

_S = TypeVar("_S", bound=Struct)
_T = TypeVar("_T")


def read_provider(key: str, body: bytes) -> tuple[Provider, Faults]:
    """Read an entry of ``providers``; raises ``MalformedError`` for what is no object."""
    wire, _, faults = _decoded(_PROVIDER, body)
    names = [_text(each, faults, "env") for each in _listed(wire.env, faults, "env")]
    provider = Provider(
        id=ProviderId(key),
        name=_text(wire.name, faults, "name") or key,
        documentation_url=_address(wire.doc, faults, "doc"),
        api_url=_text(wire.api, faults, "api"),
        environment=tuple(name for name in names if name),
        package=_text(wire.npm, faults, "npm"),
    )
    return provider, faults


@remembered(_REMEMBERED)
def read_offering(key: OfferingKey, body: bytes) -> tuple[Offering, Faults]:
    """Read an entry of a provider's ``models``; raises ``MalformedError`` likewise.

    Nearly all entries of a document are those of the day before, so records are kept.
    """
    wire, extra, faults = _decoded(_OFFERING, body)
    for field in _KEPT:
        if (value := getattr(wire, field)) is not UNSET:
            extra[field] = value
    offering = Offering(
        provider=key.provider,
        offering_id=key.offering_id,
        facts=_facts(wire, faults),
        status=_text(wire.status, faults, "status"),
        rules=(*_rules(wire.cost, faults, "cost"), *_modes(wire.experimental, faults)),
        extra=_kept(extra, faults),
    )
    return offering, faults


def read_metadata(key: str, body: bytes) -> tuple[Metadata, Faults]:
    """Read an entry of the document's own ``models``; raises ``MalformedError`` likewise."""
    wire, _, faults = _decoded(_METADATA, body)
    metadata = Metadata(
        id=key,
        facts=_facts(wire, faults),
        license=_text(wire.license, faults, "license"),
        links=tuple(_links(wire.links, faults, "links")),
        weights=tuple(_links(wire.weights, faults, "weights")),
        benchmarks=tuple(_benchmarks(wire.benchmarks, faults)),
    )
    return metadata, faults


def _decoded(decoder: msgspec.json.Decoder[_S], body: bytes) -> tuple[_S, dict[str, Any], Faults]:
    decoded = decode(decoder, body)
    return decoded.wire, decoded.extra, Faults(decoded.faults)


def _facts(wire: WireFacts, faults: Faults) -> Facts:
    limit, kinds = wire.limit or _NO_LIMIT, wire.modalities
    return Facts(
        name=_text(wire.name, faults, "name"),
        family=_text(wire.family, faults, "family"),
        release_date=_date(wire.release_date, faults, "release_date"),
        last_updated=_date(wire.last_updated, faults, "last_updated"),
        knowledge_cutoff=_date(wire.knowledge, faults, "knowledge"),
        context_window=_tokens(limit.context, faults, "limit/context"),
        max_input_tokens=_tokens(limit.input, faults, "limit/input"),
        max_output_tokens=_tokens(limit.output, faults, "limit/output"),
        input_modalities=_modalities(kinds.input, faults, "modalities/input")
        if kinds
        else _modalities(wire.input_modalities, faults, "input_modalities"),
        output_modalities=_modalities(kinds.output, faults, "modalities/output")
        if kinds
        else _modalities(wire.output_modalities, faults, "output_modalities"),
        tool_call=wire.tool_call,
        structured_output=wire.structured_output,
        reasoning=wire.reasoning,
        temperature=wire.temperature,
        attachment=wire.attachment,
        open_weights=wire.open_weights,
    )


# --- prices ---------------------------------------------------------------------------


def _price(wire: WirePrice, faults: Faults, field: str) -> TokenPrice:
    return TokenPrice(
        **{
            f"{name}_mtok": _amount(value, faults, field, name)
            for name in _PRICES
            if (value := getattr(wire, name)) is not None
        }
    )


def _amount(value: Decimal, faults: Faults, field: str, name: str) -> Decimal | None:
    price = meant(value)
    if price.is_finite() and (price == 0 or is_within(price, PRICE)):
        return price
    faults.add(f"{field}/{name}", Reason("no_price", value=shortened(value)))
    return None


def _rules(
    cost: WireCost | None, faults: Faults, field: str, mode: str | None = None
) -> Iterator[PriceRule]:
    """The prices of a mode: its plain ones, and those above each size of the prompt."""
    if cost is None:
        return
    plain = _price(cost, faults, field)
    if mode is None:
        yield PriceRule(price=plain)
    elif plain != _NOTHING:
        yield PriceRule(price=plain, conditions=Conditions(mode=mode))
    for above, price in sorted(_tiers(cost, faults, field).items()):
        if price != _NOTHING:
            conditions = Conditions(prompt=PromptSize(above), mode=mode)
            yield PriceRule(price=price, conditions=conditions)


def _tiers(cost: WireCost, faults: Faults, field: str) -> dict[int, TokenPrice]:
    """Prices by size of the prompt; the legacy echo counts only where there are none."""
    found: dict[int, TokenPrice] = {}
    for number, wire in enumerate(_listed(cost.tiers, faults, f"{field}/tiers")):
        place = f"{field}/tiers/{number}"
        rule = wire.tier
        size = rule.size if rule and rule.type == "context" else None
        if not size:
            faults.add(place, Reason("no_tier"))
        elif above := _tokens(size, faults, f"{place}/tier/size"):
            if above in found:
                faults.add(place, Reason("stands_twice"))
            found[above] = _price(wire, faults, place)
    if not cost.tiers and cost.context_over_200k is not None:
        echo = _price(cost.context_over_200k, faults, f"{field}/context_over_200k")
        found[ECHO_THRESHOLD] = echo
    return found


def _modes(experimental: Any, faults: Faults) -> Iterator[PriceRule]:  # noqa: ANN401 – any JSON
    """The prices of other modes than the standard one."""
    modes = experimental.get("modes") if isinstance(experimental, dict) else None
    if modes is None:
        return
    if not isinstance(modes, dict):
        faults.add(MODES, Reason("no_object", value=excerpt(modes)))
        return
    for name, mode in modes.items():
        place = f"{MODES}/{name}"
        if not values.is_mode(name):
            faults.add(place, Reason("no_mode"))
        elif (wire := read_part(mode, WireMode, place, faults)) is not None:
            yield from _rules(wire.cost, faults, f"{place}/cost", mode_name(name, mode))


# --- single values --------------------------------------------------------------------


def _tokens(value: Decimal | None, faults: Faults, field: str) -> int | None:
    """Tokens; upstream writes 0 where it does not know."""
    if not value:
        return None
    if (tokens := values.whole(value, TOKENS)) is not None:
        return tokens
    faults.add(field, Reason("no_tokens", value=shortened(value)))
    return None


def _date(value: str | None, faults: Faults, field: str) -> str | None:
    if not value or checked_date(value) is not None:
        return value or None
    faults.add(field, Reason("no_date", value=excerpt(value)))
    return None


def _text(value: str | None, faults: Faults, field: str) -> str | None:
    """One plain line; what cannot be read, or is no name any more, is unknown."""
    found = values.text(value)
    unread = found is None and value and value.strip()
    if unread or (found and values.REPLACEMENT in found):
        faults.add(field, Reason("no_text", value=excerpt(value)))
        return None
    if found and len(found) > TEXT_LENGTH.most:
        faults.add(field, Reason("too_long", most=TEXT_LENGTH.most))
        return None
    return found


def _address(value: str | None, faults: Faults, field: str) -> str | None:
    if not value:
        return None
    if (found := values.https(value)) is None or len(found) > TEXT_LENGTH.most:
        faults.add(field, Reason("no_address", value=excerpt(value)))
        return None
    return found


# --- lists ----------------------------------------------------------------------------


def _listed(found: Sequence[_T] | None, faults: Faults, field: str) -> Sequence[_T]:
    """A list of upstream's, unless it is absurdly long."""
    if found is None or len(found) <= LIST_LENGTH.most:
        return found or ()
    faults.add(field, Reason("too_many", most=LIST_LENGTH.most))
    return ()


def _modalities(found: list[str] | None, faults: Faults, field: str) -> tuple[str, ...] | None:
    read = values.modalities(_listed(found, faults, field))
    if found and any(len(name) > WORD_LENGTH.most or values.REPLACEMENT in name for name in read):
        faults.add(field, Reason("no_list", value=excerpt(found)))
        return None
    if found and not read:
        faults.add(field, Reason("no_list", value=excerpt(found)))
    return read or None


def _links(found: list[WireLink] | None, faults: Faults, field: str) -> Iterator[Link]:
    for number, link in enumerate(_listed(found, faults, field)):
        place = f"{field}/{number}"
        if url := _address(link.url, faults, f"{place}/url"):
            yield Link(_text(link.label, faults, f"{place}/label") or url, url)


def _benchmarks(found: list[WireBenchmark] | None, faults: Faults) -> Iterator[Benchmark]:
    for number, each in enumerate(_listed(found, faults, "benchmarks")):
        place = f"benchmarks/{number}"
        name = _text(each.name, faults, f"{place}/name")
        if name is None or each.score is None:
            faults.add(place, Reason("no_result"))
        elif not is_within(each.score, BENCHMARK):
            faults.add(f"{place}/score", Reason("no_number", value=shortened(each.score)))
        else:
            yield Benchmark(
                name=name,
                score=meant(each.score),
                source=_address(each.source, faults, f"{place}/source"),
                **{
                    field: _text(getattr(each, field), faults, f"{place}/{field}")
                    for field in ("version", "dataset", "metric", "harness", "variant", "date")
                },
            )


def _kept(extra: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    """Upstream's fields that we do not read, unless one holds an absurdly long list."""
    kept = dict(extra)
    for field, value in extra.items():
        if _longest(value) > LIST_LENGTH.most:
            faults.add(field, Reason("too_many", most=LIST_LENGTH.most))
            del kept[field]
    return kept


def _longest(value: Any) -> int:  # noqa: ANN401 – any JSON
    """The length of the longest list or object inside a value."""
    if not isinstance(value, list | dict):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return max(len(inner), *map(_longest, inner), 0)
