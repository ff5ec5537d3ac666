"""Bytes → :class:`RawDocument` → :class:`~modelario.records.Document`.

:func:`split` takes a document apart without looking inside its offerings, which is what the
store keeps; :func:`parse` makes typed records of them. Whatever cannot be used is set aside
with the path to it and the reason, and never harms what stands beside it.
"""

import codecs
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Raw

from modelario.bounds import (
    ENTRY_BYTES,
    ENTRY_OBJECTS,
    EXCERPT_LENGTH,
    OBJECTS,
    OFFERINGS,
    OFFERINGS_OF_ONE,
    PROVIDERS,
    VALUES,
)
from modelario.collecting import uncollected
from modelario.records import (
    Document,
    Offering,
    OfferingId,
    OfferingKey,
    ProviderId,
    Reason,
    Reject,
    RejectKind,
)
from modelario.upstream.decoding import MalformedError
from modelario.upstream.entry_reading import read_metadata, read_offering, read_provider
from modelario.upstream.rejects import Rejects
from modelario.upstream.twice import fields_twice, keys_twice
from modelario.upstream.wire import WireProvider
from modelario.values import REPLACEMENT, excerpt, id_faults

_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_PROVIDER = msgspec.json.Decoder(WireProvider)
_NO_MODELS = Raw(b"{}")
#: Escapes, those first that make one character of two halves; half a character is none.
_ESCAPES = re.compile(
    rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>\\u[dD][89a-fA-F]..)|\\.", re.DOTALL
)
#: What any half of a character begins with, which is quicker sought than read.
_HALF = re.compile(rb"\\u[dD]")
_K = TypeVar("_K")
_R = TypeVar("_R")


class DocumentError(Exception):
    """The bytes are no models.dev document; the message says why."""


class Unreadable(NamedTuple):
    """What a document lists under a good id, but cannot be read at all."""

    providers: frozenset[str] = frozenset()
    offerings: frozenset[OfferingKey] = frozenset()
    metadata: frozenset[str] = frozenset()


class RawDocument(NamedTuple):
    """A document taken apart: upstream's own JSON of each provider, offering and model."""

    providers: Mapping[str, bytes]
    offerings: Mapping[OfferingKey, bytes]
    metadata: Mapping[str, bytes]
    rejects: tuple[Reject, ...] = ()
    #: How many more rejects there were.
    more_rejects: int = 0
    unreadable: Unreadable = Unreadable()


@uncollected
def split(data: bytes) -> RawDocument:
    """Take api.json (``{provider: …}``) or catalog.json (``{models, providers}``) apart.

    Raises :class:`DocumentError` when the bytes are not such a document or hold no offering.
    """
    rejects = Rejects()
    listed, described = _top_level(_whole_characters(data.removeprefix(codecs.BOM_UTF8)), rejects)
    providers: dict[str, bytes] = {}
    offerings: dict[OfferingKey, bytes] = {}
    lost_providers, lost_offerings = set(), set()
    for key, entry in _identified(listed, RejectKind.PROVIDER, "providers", rejects):
        if (found := _provider(key, entry, rejects)) is None:
            lost_providers.add(key)
            continue
        providers[key], models = found
        read, lost = _read(models, RejectKind.OFFERING, f"providers/{key}/models", rejects)
        by = ProviderId(key)
        offerings.update({OfferingKey(by, OfferingId(id_)): body for id_, body in read.items()})
        lost_offerings |= {OfferingKey(by, OfferingId(id_)) for id_ in lost}
    if not offerings:
        raise DocumentError(f"holds no model offering{_first_of(lost_providers)}")
    if len(offerings) > OFFERINGS.most:
        raise DocumentError(f"holds more than {OFFERINGS.most:,} offerings")
    metadata, lost_metadata = _read(described, RejectKind.METADATA, "models", rejects)
    return RawDocument(
        providers=providers,
        offerings=offerings,
        metadata=metadata,
        rejects=tuple(rejects.kept),
        more_rejects=rejects.more,
        unreadable=Unreadable(
            frozenset(lost_providers), frozenset(lost_offerings), frozenset(lost_metadata)
        ),
    )


def _first_of(lost: Collection[str]) -> str:
    return f" (providers/{min(lost)} lists no models)" if lost else ""


def _top_level(data: bytes, rejects: Rejects) -> tuple[Mapping[str, Raw], Mapping[str, Raw]]:
    """The providers and the models of a document, each as it came."""
    if fault := _fault_of_all(data):
        raise DocumentError(fault)
    try:
        top = _OBJECT.decode(data)
        # api.json is nothing but providers.
        container = top.get("providers", Raw(data))
        providers = _OBJECT.decode(container)
    except msgspec.ValidationError as error:
        raise DocumentError(f"has another shape than api.json or catalog.json: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(f"is not valid JSON: {error}") from None
    if len(providers) > PROVIDERS.most:
        raise DocumentError(f"holds more than {PROVIDERS.most:,} providers")
    _report_twice(container, providers, RejectKind.PROVIDER, "providers", rejects)
    described = top.get("models") if "providers" in top else None
    return providers, _models(described, rejects)


def _fault_of_all(data: bytes) -> str | None:
    """Why bytes can be no document, as told before anything is read."""
    if not data.strip():
        return "is empty"
    if data.lstrip()[:1] == b"<":
        return "is HTML or XML, not JSON"
    if data.count(b"{") > OBJECTS.most:
        return f"holds more than {OBJECTS.most:,} objects"
    if data.count(b":") > VALUES.most:
        return f"holds more than {VALUES.most:,} values"
    return None


def _models(described: Raw | None, rejects: Rejects) -> Mapping[str, Raw]:
    """The document's own models, which no offering depends on."""
    if described is None or bytes(described) == b"null":
        return {}
    try:
        return _OBJECT.decode(described)
    except msgspec.ValidationError:
        rejects.add(RejectKind.METADATA, "models", _no_object(bytes(described)))
        return {}


def _identified(
    entries: Mapping[str, Raw], kind: RejectKind, path: str, rejects: Rejects
) -> Iterator[tuple[str, bytes]]:
    """The entries in order of their ids; one whose key cannot be an id is set aside."""
    for key, fault in id_faults(entries):
        if fault:
            rejects.add(kind, f"{path}/{key}", fault)
        else:
            yield key, bytes(entries[key])


def _provider(key: str, entry: bytes, rejects: Rejects) -> tuple[bytes, Mapping[str, Raw]] | None:
    """A provider without its models, and these; ``None`` where it cannot be read."""
    path = provider_path(key)
    try:
        fields = _OBJECT.decode(entry)
        models = _OBJECT.decode(fields["models"])
    except (msgspec.ValidationError, KeyError):
        rejects.add(RejectKind.PROVIDER, path, Reason("no_models", value=excerpt(_shown(entry))))
        return None
    body = _head(fields)
    fault = _fault(body)
    if len(models) > OFFERINGS_OF_ONE.most:
        fault = Reason("too_many", most=OFFERINGS_OF_ONE.most)
    if fault:
        rejects.add(RejectKind.PROVIDER, path, fault)
        return None
    _report_twice(fields["models"], models, RejectKind.OFFERING, f"{path}/models", rejects)
    return body, models


def _head(fields: Mapping[str, Raw]) -> bytes:
    """What we know of a provider itself; fields that cannot be read stay as they are."""
    known = {name: fields[name] for name in WireProvider.__struct_fields__ if name in fields}
    body = msgspec.json.encode({**known, "models": _NO_MODELS})
    try:
        return msgspec.json.encode(_PROVIDER.decode(body))
    except msgspec.MsgspecError:
        return body


def _read(
    entries: Mapping[str, Raw], kind: RejectKind, path: str, rejects: Rejects
) -> tuple[dict[str, bytes], set[str]]:
    """The entries by their ids, and the ids of those that cannot be read at all."""
    read: dict[str, bytes] = {}
    lost: set[str] = set()
    for key, body in _identified(entries, kind, path, rejects):
        fault, twice = _checked(body)
        if fault:
            rejects.add(kind, f"{path}/{key}", fault)
            lost.add(key)
            continue
        for field in twice:
            rejects.add(RejectKind.FIELD, f"{path}/{key}/{field}", Reason("stands_twice"))
        read[key] = body
    return read, lost


def _checked(body: bytes) -> tuple[Reason | None, tuple[str, ...]]:
    """Why an entry cannot be read at all, and which of its fields stand twice."""
    if fault := _unlike_entry(body):
        return fault, ()
    return _looked_through(body)


@lru_cache(maxsize=8192)
def _looked_through(body: bytes) -> tuple[Reason | None, tuple[str, ...]]:
    """Look through an entry; nearly all are those of the day before, so answers are kept."""
    fault = _too_many_objects(body)
    return fault, () if fault else fields_twice(body)


def _fault(body: bytes) -> Reason | None:
    """Why an entry cannot be read at all."""
    return _unlike_entry(body) or _too_many_objects(body)


def _unlike_entry(body: bytes) -> Reason | None:
    if not body.startswith(b"{"):
        return _no_object(body)
    if len(body) > ENTRY_BYTES.most:
        return Reason("too_large", most=ENTRY_BYTES.most)
    return None


def _too_many_objects(body: bytes) -> Reason | None:
    if body.count(b"{") + body.count(b"[") > ENTRY_OBJECTS.most:
        return Reason("too_many_objects", most=ENTRY_OBJECTS.most)
    return None


def _no_object(body: bytes) -> Reason:
    return Reason("no_object", value=excerpt(_shown(body)))


def _shown(body: bytes) -> str:
    """The beginning of some JSON."""
    return body[: 4 * EXCERPT_LENGTH.most].decode(errors="ignore")


def _report_twice(
    container: Raw, read: Mapping[str, Raw], kind: RejectKind, path: str, rejects: Rejects
) -> None:
    """Report entries whose key stands twice: the last one counts, without a word from JSON."""
    for key in keys_twice(bytes(container), read):
        rejects.add(kind, f"{path}/{key}", Reason("stands_twice"))


def _whole_characters(data: bytes) -> bytes:
    """The document with a sign in place of each half of a character, which no text can hold."""
    if not _HALF.search(data):
        return data
    sign = REPLACEMENT.encode()
    return _ESCAPES.sub(lambda found: sign if found["half"] else found[0], data)


# --- records --------------------------------------------------------------------------


def parse(raw: RawDocument) -> Document:
    """Make records of a document taken apart; malformed parts become rejects."""
    rejects = Rejects(raw.rejects, raw.more_rejects)

    def read(
        entries: Mapping[_K, bytes],
        kind: RejectKind,
        path: Callable[[_K], str],
        reader: Callable[[_K, bytes], tuple[_R, Mapping[str, Reason]]],
    ) -> Iterator[_R]:
        for key, body in entries.items():
            try:
                record, faults = reader(key, body)
            except MalformedError as error:
                rejects.add(kind, path(key), error.reason)
                continue
            if faults:
                rejects.add_fields(path(key), faults)
            yield record

    return Document(
        providers=tuple(read(raw.providers, RejectKind.PROVIDER, provider_path, read_provider)),
        offerings=tuple(read(raw.offerings, RejectKind.OFFERING, offering_path, read_offering)),
        metadata=tuple(read(raw.metadata, RejectKind.METADATA, metadata_path, read_metadata)),
        rejects=tuple(rejects.kept),
        more_rejects=rejects.more,
    )


def parse_offering(key: OfferingKey, body: bytes) -> Offering | None:
    """Make a record of a single offering; ``None`` where it cannot be read."""
    try:
        return read_offering(key, body)[0]
    except MalformedError:
        return None


# --- where things stand ----------------------------------------------------------------


def provider_path(key: str) -> str:
    """Where a document has a provider."""
    return f"providers/{key}"


def offering_path(key: OfferingKey) -> str:
    """Where a document has an offering."""
    return f"providers/{key.provider}/models/{key.offering_id}"


def metadata_path(key: str) -> str:
    """Where a document has a model of its own."""
    return f"models/{key}"
