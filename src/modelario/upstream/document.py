"""Bytes → :class:`RawDocument` → :class:`~modelario.records.Document`.

:func:`split` takes a document apart without looking inside its offerings, which is what the
store keeps; :func:`parse` makes typed records of them. Whatever cannot be used is set aside
with the path to it and the reason, and never harms what stands beside it.
"""

import codecs
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Raw

from modelario.bounds import OBJECTS, OFFERINGS, PROVIDERS, VALUES
from modelario.collecting import uncollected
from modelario.records import (
    Document,
    Offering,
    OfferingKey,
    ProviderId,
    Reason,
    Reject,
    RejectKind,
)
from modelario.upstream.decoding import MalformedError
from modelario.upstream.document_parts import (
    OBJECT,
    identified,
    metadata_path,
    no_object,
    offering_path,
    provider_apart,
    provider_path,
    read_entries,
    report_twice,
)
from modelario.upstream.entry_reading import read_metadata, read_offering, read_provider
from modelario.upstream.rejects import Rejects
from modelario.values import REPLACEMENT

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
    lost_providers: set[str] = set()
    lost_offerings: set[OfferingKey] = set()
    for key, entry in identified(listed, RejectKind.PROVIDER, "providers", rejects):
        found = provider_apart(ProviderId(key), entry)
        rejects.add_all(found.rejects, found.more_rejects)
        if found.body is None:
            lost_providers.add(key)
            continue
        providers[key] = found.body
        offerings.update(found.offerings)
        lost_offerings |= found.lost
    if not offerings:
        raise DocumentError(f"holds no model offering{_first_of(lost_providers)}")
    if len(offerings) > OFFERINGS.most:
        raise DocumentError(f"holds more than {OFFERINGS.most:,} offerings")
    metadata, lost_metadata = read_entries(described, RejectKind.METADATA, "models", rejects)
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
        top = OBJECT.decode(data)
        # api.json is nothing but providers.
        container = top.get("providers", Raw(data))
        providers = OBJECT.decode(container)
    except msgspec.ValidationError as error:
        raise DocumentError(f"has another shape than api.json or catalog.json: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(f"is not valid JSON: {error}") from None
    if len(providers) > PROVIDERS.most:
        raise DocumentError(f"holds more than {PROVIDERS.most:,} providers")
    report_twice(container, providers, RejectKind.PROVIDER, "providers", rejects)
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
        return OBJECT.decode(described)
    except msgspec.ValidationError:
        rejects.add(RejectKind.METADATA, "models", no_object(bytes(described)))
        return {}


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
