"""What is asked of an address, and what it answers; nothing here goes over the network."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

#: Tried in turn: the second lacks model metadata.
LIVE_ADDRESSES = ("https://models.dev/catalog.json", "https://models.dev/api.json")


def is_address(text: str) -> bool:
    """Whether a text is an http or https address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class DownloadError(Exception):
    """An address gave no usable answer; the message follows the address."""


class Validators(NamedTuple):
    """What an address said about the version that we have."""

    address: str
    etag: str | None
    last_modified: str | None


class Patience(NamedTuple):
    """How long to wait and how often to try; all times in seconds."""

    connect: float = 10.0
    read: float = 15.0
    total: float = 30.0
    tries: int = 3
    backoff: float = 0.5

    def shared_by(self, number: int) -> "Patience":
        """The patience with one of several addresses: together they stay within the total."""
        return self._replace(total=self.total / max(number, 1))


#: A sync ends within 60 s: what comes after, a trial and storing, needs the rest.
PATIENCE = Patience()


class Download(NamedTuple):
    """An answer: its body as it came, still packed."""

    body: bytes
    etag: str | None
    last_modified: str | None
    not_modified: bool
    #: What the clock of the other end said.
    told_at: datetime | None = None
