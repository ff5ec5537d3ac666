"""What was set aside of a document, as a snapshot keeps it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from modelario.records import Reason, Reject
from modelario.upstream.document import RawDocument


class _Counted(Struct):
    """Rejects of which there were more than were kept."""

    kept: tuple[Reject, ...]
    more: int


def _reason(_: type, stored: Mapping[str, Any]) -> Reason:
    return Reason(stored["code"], **stored["values"])


_DECODER: msgspec.json.Decoder[tuple[Reject, ...] | _Counted] = msgspec.json.Decoder(
    tuple[Reject, ...] | _Counted, dec_hook=_reason
)
_ENCODER = msgspec.json.Encoder(
    enc_hook=lambda reason: {"code": reason.code, "values": reason.values}
)


def stored(raw: RawDocument) -> str:
    """The rejects of a document as JSON: a list, with a count only where there were more."""
    counted = _Counted(raw.rejects, raw.more_rejects)
    return _ENCODER.encode(counted if counted.more else counted.kept).decode()


def read(text: str) -> tuple[tuple[Reject, ...], int]:
    """The rejects that were kept, and how many more there were."""
    found = _DECODER.decode(text)
    return (found.kept, found.more) if isinstance(found, _Counted) else (found, 0)
