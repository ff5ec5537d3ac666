"""Bytes → :class:`RawDocument` → :class:`~modelario.records.Document`.

:func:`split` takes a document apart without looking inside its offerings, which is what the
store keeps; :func:`parse` makes typed records of them. Whatever cannot be used is set aside
with the path to it and the reason, and never harms what stands beside it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec
from msgspec import UNSET, Raw

from modelario.dates import checked_date
from modelario.records import (
    Benchmark,
    Document,
    Facts,
    Link,
    Metadata,
    Offering,
    OfferingId,
    OfferingKey,
    PriceTier,
    Provider,
    ProviderId,
    Reason,
    Reject,
    RejectKind,
    TokenPrice,
)
from modelario.upstream.decoding import MalformedError, decode
from modelario.upstream.twice import fields_twice, keys_twice
from modelario.upstream.values import https, id_faults, modalities, shortened, shown_path, text
from modelario.upstream.wire import (
    ECHO_THRESHOLD,
    WireCost,
    WireDocument,
    WireFacts,
    WireLimit,
    WireLink,
    WireMetadata,
    WireOffering,
    WirePrice,
    WireProvider,
)

#: A price outside these bounds is a slip of the pen (USD per 1M tokens); 0 is allowed.
LOWEST_PRICE, HIGHEST_PRICE = Decimal("0.0001"), Decimal(1000)
#: More objects than this are no catalogue: it has about ten for each of 5,300 offerings.
MAX_OBJECTS = 500_000
#: One entry has some twenty; what nests deeper than this could not be read everywhere.
MAX_OBJECTS_OF_ONE = 200

_DOCUMENT = msgspec.json.Decoder(WireDocument)
_PROVIDERS = msgspec.json.Decoder(dict[str, Raw])
_PROVIDER = msgspec.json.Decoder(WireProvider)
_OFFERING = msgspec.json.Decoder(WireOffering)
_METADATA = msgspec.json.Decoder(WireMetadata)
_NO_LIMIT = WireLimit()
#: So much is told of a date that is none.
_DATE_SHOWN = 40
#: Upstream also writes 0.0 and -0.0.
_ZERO = Decimal(0)
_KEPT = ("reasoning_options", "interleaved", "provider", "experimental")


class DocumentError(Exception):
    """The bytes are no models.dev document; the message says why."""


class RawDocument(NamedTuple):
    """A document taken apart: upstream's own JSON of each provider, offering and model."""

    providers: Mapping[str, bytes]
    offerings: Mapping[OfferingKey, bytes]
    metadata: Mapping[str, bytes]
    rejects: tuple[Reject, ...] = ()


def split(data: bytes) -> RawDocument:
    """Take api.json (``{provider: …}``) or catalog.json (``{models, providers}``) apart.

    Raises :class:`DocumentError` when the bytes are not such a document or hold no offering.
    """
    rejects: list[Reject] = []
    providers_raw, metadata = _top_level(data, rejects)
    providers: dict[str, bytes] = {}
    offerings: dict[OfferingKey, bytes] = {}
    for key, fault in id_faults(providers_raw):
        path = f"providers/{key}"
        if fault:
            rejects.append(Reject(RejectKind.PROVIDER, shown_path(path), fault))
            continue
        try:
            provider = _PROVIDER.decode(providers_raw[key])
        except msgspec.MsgspecError as error:
            rejects.append(Reject(RejectKind.PROVIDER, path, _unreadable(error)))
            continue
        models = _PROVIDERS.decode(providers_raw[key])["models"]
        _report_twice(models, provider.models, RejectKind.OFFERING, f"{path}/models", rejects)
        offered = _named(provider.models, RejectKind.OFFERING, f"{path}/models", rejects)
        by = ProviderId(key)
        offerings.update({OfferingKey(by, OfferingId(id_)): body for id_, body in offered})
        provider.models = {}
        providers[key] = msgspec.json.encode(provider)
    if not offerings:
        details = (f" ({each.path}: {each.reason.values.get('detail')})" for each in rejects)
        raise DocumentError(f"holds no model offering{next(details, '')}")
    described = dict(_named(metadata, RejectKind.METADATA, "models", rejects))
    return RawDocument(providers, offerings, described, tuple(rejects))


def _named(
    entries: Mapping[str, Raw], kind: RejectKind, path: str, rejects: list[Reject]
) -> Iterator[tuple[str, bytes]]:
    """Give the entries in order of their ids; one that cannot be kept is set aside."""
    for key, fault in id_faults(entries):
        body = bytes(entries[key])
        if wrong := fault or _size_fault(body):
            rejects.append(Reject(kind, shown_path(f"{path}/{key}"), wrong))
            continue
        for field in fields_twice(body):
            place = shown_path(f"{path}/{key}/{field}")
            rejects.append(Reject(RejectKind.FIELD, place, Reason("stands_twice")))
        yield key, body


def _size_fault(body: bytes) -> Reason | None:
    if body.count(b"{") + body.count(b"[") > MAX_OBJECTS_OF_ONE:
        return Reason("too_many_objects", most=MAX_OBJECTS_OF_ONE)
    return None


def _report_twice(
    container: Raw, read: Mapping[str, Raw], kind: RejectKind, path: str, rejects: list[Reject]
) -> None:
    """Report entries whose key stands twice: the last one counts, without a word from JSON."""
    rejects.extend(
        Reject(kind, shown_path(f"{path}/{key}"), Reason("stands_twice"))
        for key in keys_twice(bytes(container), read)
    )


def _unreadable(error: Exception) -> Reason:
    return Reason("unreadable", detail=str(error))


def _top_level(data: bytes, rejects: list[Reject]) -> tuple[Mapping[str, Raw], Mapping[str, Raw]]:
    if not data.strip():
        raise DocumentError("is empty")
    if data.count(b"{") > MAX_OBJECTS:
        raise DocumentError(f"holds more than {MAX_OBJECTS:,} objects")
    if data.lstrip()[:1] == b"<":
        raise DocumentError("is HTML or XML, not JSON")
    try:
        top = _PROVIDERS.decode(data)
        if "providers" not in top:
            _report_twice(Raw(data), top, RejectKind.PROVIDER, "providers", rejects)
            return top, {}
        document = _DOCUMENT.decode(data)
        listed = top["providers"]
        _report_twice(listed, document.providers, RejectKind.PROVIDER, "providers", rejects)
    except msgspec.ValidationError as error:
        raise DocumentError(f"has another shape than api.json or catalog.json: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(f"is not valid JSON: {error}") from None
    return document.providers, document.models


def parse(raw: RawDocument) -> Document:
    """Make records of a document taken apart; malformed parts become rejects."""
    rejects = list(raw.rejects)
    providers = tuple(_provider(key, body) for key, body in raw.providers.items())
    offerings = []
    for (provider, offering_id), body in raw.offerings.items():
        path = f"providers/{provider}/models/{offering_id}"
        try:
            offerings.append(_offering(provider, offering_id, body, _Faults(path, rejects)))
        except MalformedError as error:
            rejects.append(Reject(RejectKind.OFFERING, path, _unreadable(error)))
    metadata = []
    for key, body in raw.metadata.items():
        path = f"models/{key}"
        try:
            metadata.append(_metadata(key, body, _Faults(path, rejects)))
        except MalformedError as error:
            rejects.append(Reject(RejectKind.METADATA, path, _unreadable(error)))
    return Document(
        providers=providers,
        offerings=tuple(offerings),
        metadata=tuple(metadata),
        rejects=tuple(rejects),
    )


def parse_offering(key: OfferingKey, body: bytes) -> Offering | None:
    """Make a record of a single offering; ``None`` where it cannot be read."""
    try:
        return _offering(key.provider, key.offering_id, body, _Faults("", []))
    except MalformedError:
        return None


class _Faults(NamedTuple):
    """Where single fields of one entry are reported."""

    path: str
    rejects: list[Reject]

    def add(self, field: str, code: str, value: str = "") -> None:
        reason = Reason(code, value=value)
        self.rejects.append(Reject(RejectKind.FIELD, f"{self.path}/{field}", reason))


def _provider(key: str, body: bytes) -> Provider:
    wire = _PROVIDER.decode(body)
    return Provider(
        id=ProviderId(key),
        name=text(wire.name) or key,
        documentation_url=https(wire.doc),
        api_url=text(wire.api),
        environment=tuple(name for each in wire.env if (name := text(each))),
        package=text(wire.npm),
    )


def _offering(
    provider: ProviderId, offering_id: OfferingId, body: bytes, faults: _Faults
) -> Offering:
    wire, extra = decode(_OFFERING, body)
    for field in _KEPT:
        if (value := getattr(wire, field)) is not UNSET:
            extra[field] = value
    return Offering(
        provider=provider,
        offering_id=offering_id,
        facts=_facts(wire, faults),
        status=text(wire.status),
        price=None if wire.cost is None else _price(wire.cost, faults, "cost"),
        tiers=() if wire.cost is None else tuple(_tiers(wire.cost, faults)),
        extra=extra,
    )


def _metadata(key: str, body: bytes, faults: _Faults) -> Metadata:
    wire, _ = decode(_METADATA, body)
    return Metadata(
        id=key,
        facts=_facts(wire, faults),
        license=text(wire.license),
        links=_links(wire.links),
        weights=_links(wire.weights),
        benchmarks=tuple(
            Benchmark(
                name=text(b.name) or "",
                score=b.score,
                metric=text(b.metric),
                source=https(b.source),
                date=text(b.date),
            )
            for b in wire.benchmarks
            if b.score.is_finite()
        ),
    )


def _facts(wire: WireFacts, faults: _Faults) -> Facts:
    limit, kinds = wire.limit or _NO_LIMIT, wire.modalities
    return Facts(
        name=text(wire.name),
        family=text(wire.family),
        release_date=_date(wire.release_date, faults, "release_date"),
        last_updated=_date(wire.last_updated, faults, "last_updated"),
        knowledge_cutoff=_date(wire.knowledge, faults, "knowledge"),
        context_window=_tokens(limit.context, faults, "limit/context"),
        max_input_tokens=_tokens(limit.input, faults, "limit/input"),
        max_output_tokens=_tokens(limit.output, faults, "limit/output"),
        input_modalities=modalities(kinds.input if kinds else wire.input_modalities),
        output_modalities=modalities(kinds.output if kinds else wire.output_modalities),
        tool_call=wire.tool_call,
        structured_output=wire.structured_output,
        reasoning=wire.reasoning,
        temperature=wire.temperature,
        attachment=wire.attachment,
        open_weights=wire.open_weights,
    )


# --- single values --------------------------------------------------------------------


def _price(wire: WirePrice, faults: _Faults, field: str) -> TokenPrice:
    def checked(name: str) -> Decimal | None:
        value: Decimal | None = getattr(wire, name)
        if value is None:
            return None
        if value.is_finite() and (value == 0 or LOWEST_PRICE <= value <= HIGHEST_PRICE):
            return value or _ZERO
        faults.add(f"{field}/{name}", "no_price", shortened(value))
        return None

    return TokenPrice(
        input_mtok=checked("input"),
        output_mtok=checked("output"),
        cache_read_mtok=checked("cache_read"),
        cache_write_mtok=checked("cache_write"),
        reasoning_mtok=checked("reasoning"),
        input_audio_mtok=checked("input_audio"),
        output_audio_mtok=checked("output_audio"),
    )


def _tiers(cost: WireCost, faults: _Faults) -> Iterator[PriceTier]:
    """Price tiers by size; the legacy echo counts only where there are none."""
    read = []
    for number, wire in enumerate(cost.tiers):
        field = f"cost/tiers/{number}"
        if wire.tier is None or wire.tier.type != "context" or wire.tier.size <= 0:
            faults.add(field, "no_tier")
        else:
            read.append(PriceTier(wire.tier.size, _price(wire, faults, field)))
    if not cost.tiers and cost.context_over_200k is not None:
        echo = _price(cost.context_over_200k, faults, "cost/context_over_200k")
        read.append(PriceTier(ECHO_THRESHOLD, echo))
    yield from sorted(read, key=lambda tier: tier.above_tokens)


def _tokens(value: int | None, faults: _Faults, field: str) -> int | None:
    """Tokens; upstream writes 0 where it does not know."""
    if value is not None and value < 0:
        faults.add(field, "no_tokens", str(value))
        return None
    return value or None


def _date(value: str | None, faults: _Faults, field: str) -> str | None:
    if not value:
        return None
    if checked_date(value) is None:
        faults.add(field, "no_date", (text(value) or "")[:_DATE_SHOWN])
        return None
    return value


def _links(wire: list[WireLink]) -> tuple[Link, ...]:
    return tuple(
        Link(text(link.label) or url, url) for link in wire if (url := https(link.url)) is not None
    )
