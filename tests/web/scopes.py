"""Requests as the server hands them over, for what no client would send or look at."""

from collections.abc import Iterable
from typing import Any


def scope(
    method: str,
    path: str,
    headers: Iterable[tuple[bytes, bytes]] = ((b"host", b"s"),),
    *,
    version: str = "1.1",
) -> Any:
    """A request of HTTP for an address, with these headers and no others."""
    address, _, query = path.partition("?")
    return {
        "type": "http",
        "method": method,
        "path": address,
        "raw_path": address.encode(),
        "query_string": query.encode(),
        "scheme": "http",
        "http_version": version,
        "root_path": "",
        "server": ("s", 80),
        "client": ("127.0.0.1", 1),
        "state": {},
        "headers": [*headers],
    }
