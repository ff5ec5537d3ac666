"""How bodies are kept small: zstd with a dictionary of what upstream's entries have in common.

The dictionary stands in the store itself, so that bodies can be unpacked whatever a later
version would pack with. A packed body is the CRC-32 of a frame, and the frame: where a bit
flips, be it in one that zstd does not look at, it is told.
"""

import zlib
from hashlib import sha256
from importlib import resources

import sqlalchemy as sa
import zstandard

from modelario.store.tables import dictionary

_PHRASES = resources.files("modelario.store") / "phrases.txt"


def new_dictionary() -> bytes:
    """What a new store packs with: text that entries have in common, the commonest last."""
    return "".join(_PHRASES.read_text("utf-8").splitlines()).encode()


_LEVEL = 12
#: Each frame tells the length of what it holds, so that none is a bomb.
_PARAMETERS = zstandard.ZstdCompressionParameters.from_level(
    _LEVEL, format=zstandard.FORMAT_ZSTD1_MAGICLESS, write_content_size=True, write_dict_id=False
)
_CRC_BYTES = 4


class Packing:
    """Packs and unpacks bodies with one dictionary; for one thread at a time."""

    def __init__(self, phrases: bytes) -> None:
        known = zstandard.ZstdCompressionDict(phrases, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        self._compressor = zstandard.ZstdCompressor(dict_data=known, compression_params=_PARAMETERS)
        self._decompressor = zstandard.ZstdDecompressor(
            dict_data=known, format=zstandard.FORMAT_ZSTD1_MAGICLESS
        )

    def pack(self, body: bytes) -> bytes:
        """Make a body small."""
        frame = self._compressor.compress(body)
        return zlib.crc32(frame).to_bytes(_CRC_BYTES) + frame

    def unpack(self, packed: bytes) -> bytes:
        """Give a body back, to the byte; raises ``ValueError`` where it is damaged."""
        frame = packed[_CRC_BYTES:]
        if zlib.crc32(frame).to_bytes(_CRC_BYTES) != packed[:_CRC_BYTES]:
            raise ValueError("a document was edited")
        try:
            return self._decompressor.decompress(frame)
        except zstandard.ZstdError as error:
            raise ValueError(f"a document cannot be unpacked ({error})") from None


def packing(connection: sa.Connection) -> Packing:
    """Pack as the store does; raises ``ValueError`` where its dictionary is damaged."""
    row = connection.execute(sa.select(dictionary.c.digest, dictionary.c.body)).one_or_none()
    if row is None or sha256(row.body).digest() != row.digest:
        raise ValueError("the dictionary of its documents was edited")
    return Packing(row.body)
