"""The parts of a document: its providers, and the entries of each, as JSON by their ids.

What cannot be a part is set aside with the path to it and the reason.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec
from msgspec import Raw

from modelario.bounds import ENTRY_BYTES, ENTRY_OBJECTS, EXCERPT_LENGTH, OFFERINGS_OF_ONE
from modelario.records import OfferingId, OfferingKey, ProviderId, Reason, Reject, RejectKind
from modelario.remembering import remembered
from modelario.upstream.rejects import Rejects
from modelario.upstream.twice import fields_twice, keys_twice
from modelario.upstream.wire import WireProvider
from modelario.values import excerpt, id_faults

#: Reads an object without looking inside its values.
OBJECT = msgspec.json.Decoder(dict[str, Raw])
_PROVIDER = msgspec.json.Decoder(WireProvider)
_NO_MODELS = Raw(b"{}")


def identified(
    entries: Mapping[str, Raw], kind: RejectKind, path: str, rejects: Rejects
) -> Iterator[tuple[str, bytes]]:
    """The entries in order of their ids; one whose key cannot be an id is set aside."""
    for key, fault in id_faults(entries):
        if fault:
            rejects.add(kind, f"{path}/{key}", fault)
        else:
            yield key, bytes(entries[key])


class ProviderApart(NamedTuple):
    """A provider taken apart; without a body where it cannot be read."""

    body: bytes | None
    offerings: Mapping[OfferingKey, bytes]
    #: The offerings that cannot be read at all.
    lost: frozenset[OfferingKey]
    rejects: tuple[Reject, ...]
    more_rejects: int


def _apart(provider: ProviderId, entry: bytes) -> ProviderApart:
    rejects = Rejects()
    body, read, lost = None, dict[str, bytes](), set[str]()
    if (found := _provider(provider, entry, rejects)) is not None:
        body, models = found
        read, lost = read_entries(
            models, RejectKind.OFFERING, f"providers/{provider}/models", rejects
        )
    return ProviderApart(
        body,
        {OfferingKey(provider, OfferingId(id_)): each for id_, each in read.items()},
        frozenset(OfferingKey(provider, OfferingId(id_)) for id_ in lost),
        tuple(rejects.kept),
        rejects.more,
    )


def provider_apart(provider: ProviderId, entry: bytes) -> ProviderApart:
    """Take a provider apart; nearly all are those of the day before, and so are kept."""
    return (_known_apart if len(entry) <= _MOST_KEPT else _apart)(provider, entry)


#: There are 130 providers, the largest of 230 KB.
_known_apart = remembered(256)(_apart)
_MOST_KEPT = 256 * 2**10


def _provider(key: str, entry: bytes, rejects: Rejects) -> tuple[bytes, Mapping[str, Raw]] | None:
    """A provider without its models, and these; ``None`` where it cannot be read."""
    path = provider_path(key)
    try:
        fields = OBJECT.decode(entry)
        models = OBJECT.decode(fields["models"])
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
    report_twice(fields["models"], models, RejectKind.OFFERING, f"{path}/models", rejects)
    return body, models


def _head(fields: Mapping[str, Raw]) -> bytes:
    """What we know of a provider itself; fields that cannot be read stay as they are."""
    known = {name: fields[name] for name in WireProvider.__struct_fields__ if name in fields}
    body = msgspec.json.encode({**known, "models": _NO_MODELS})
    try:
        return msgspec.json.encode(_PROVIDER.decode(body))
    except msgspec.MsgspecError:
        return body


def read_entries(
    entries: Mapping[str, Raw], kind: RejectKind, path: str, rejects: Rejects
) -> tuple[dict[str, bytes], set[str]]:
    """The entries by their ids, and the ids of those that cannot be read at all."""
    read: dict[str, bytes] = {}
    lost: set[str] = set()
    for key, body in identified(entries, kind, path, rejects):
        if fault := _fault(body):
            rejects.add(kind, f"{path}/{key}", fault)
            lost.add(key)
            continue
        for field in fields_twice(body):
            rejects.add(RejectKind.FIELD, f"{path}/{key}/{field}", Reason("stands_twice"))
        read[key] = body
    return read, lost


def _fault(body: bytes) -> Reason | None:
    """Why an entry cannot be read at all."""
    if not body.startswith(b"{"):
        return no_object(body)
    if len(body) > ENTRY_BYTES.most:
        return Reason("too_large", most=ENTRY_BYTES.most)
    if body.count(b"{") + body.count(b"[") > ENTRY_OBJECTS.most:
        return Reason("too_many_objects", most=ENTRY_OBJECTS.most)
    return None


def no_object(body: bytes) -> Reason:
    """Why an entry that is no object cannot be read."""
    return Reason("no_object", value=excerpt(_shown(body)))


def _shown(body: bytes) -> str:
    """The beginning of some JSON."""
    return body[: 4 * EXCERPT_LENGTH.most].decode(errors="ignore")


def report_twice(
    container: Raw, read: Mapping[str, Raw], kind: RejectKind, path: str, rejects: Rejects
) -> None:
    """Report entries whose key stands twice: the last one counts, without a word from JSON."""
    for key in keys_twice(bytes(container), read):
        rejects.add(kind, f"{path}/{key}", Reason("stands_twice"))


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
