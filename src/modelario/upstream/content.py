"""A document as it came in: taken apart once, and hashed once."""

from hashlib import sha256
from typing import NamedTuple

from modelario.upstream.document import RawDocument, split


class Content(NamedTuple):
    """A document taken apart, and the SHA-256 of its bytes, unpacked, in hex."""

    raw: RawDocument
    sha256: str


def content_of(data: bytes) -> Content:
    """Take a document apart and hash it; raises ``DocumentError`` for what is none."""
    return Content(split(data), sha256(data).hexdigest())
