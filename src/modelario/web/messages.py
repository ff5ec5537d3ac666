"""Messages of HTTP: what a request has to name, and what an answer to HEAD leaves out."""

import re
from functools import lru_cache

from starlette.types import Message, Scope, Send

#: A host that may stand in an address.
_HOST = re.compile(rb"([A-Za-z0-9.\-_]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")


def names_one_host(scope: Scope) -> bool:
    """Whether a request names one host, as it has to (RFC 9112, 3.2); old ones need not."""
    named = None
    for name, value in scope["headers"]:
        if name == b"host":
            if named is not None:
                return False
            named = value
    # The server writes an empty one where there is none.
    return _is_host(named) if named else bool(scope["http_version"] != "1.1")


# A site has few names.
@lru_cache(maxsize=256)
def _is_host(name: bytes) -> bool:
    return _HOST.fullmatch(name) is not None


def encodes_slash(scope: Scope) -> bool:
    """Whether a path, once decoded, has slashes that divided nothing as it was asked."""
    raw = scope.get("raw_path") or b""
    return b"%2F" in raw or b"%2f" in raw


def bodiless(send: Send) -> Send:
    """Send an answer without its body, as HEAD wants it."""

    async def without_body(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return without_body
