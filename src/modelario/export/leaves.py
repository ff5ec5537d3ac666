"""What is written: a leaf has an address, a path among the files, and bytes."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from modelario.web.addresses import PAGE_FILE

#: So many bytes a name may have on common file systems, an ending such as ``.zst`` included.
_LONGEST_NAME, _LONGEST_ENDING = 255, 4
#: So many a path may have in all, what stands before it left aside.
_LONGEST_PATH = 2_000


class UnwritableError(Exception):
    """An address that can be no file; the message says why."""


class Leaf(NamedTuple):
    """One file: its address below the root of the site, encoded, and what it holds.

    A page stands in a folder of its address, so that no ending has to be known to be asked for.
    """

    address: str
    body: bytes
    is_page: bool = False
    #: Whether readers ask for it, and not the server of files alone.
    is_read: bool = True

    @property
    def parts(self) -> tuple[str, ...]:
        """The path of the file, part by part; raises :class:`UnwritableError`."""
        return tuple(_parts(self.address, page=self.is_page))


def _parts(address: str, *, page: bool) -> Iterator[str]:
    """Decode each segment by itself, and let none lead elsewhere."""
    if len(address) > _LONGEST_PATH:
        raise UnwritableError("its address is too long")
    segments = [each for each in address.split("/") if each] if page else address.split("/")
    for segment in segments:
        name = unquote(segment)
        if name in ("", ".", "..") or any(each in name for each in "/\\"):
            raise UnwritableError("its address leads elsewhere")
        if not name.isprintable():
            raise UnwritableError("its address has characters that cannot be seen")
        if len(name.encode()) > _LONGEST_NAME - _LONGEST_ENDING:
            raise UnwritableError("a part of its address is too long for the name of a file")
        yield name
    if page:
        yield PAGE_FILE
