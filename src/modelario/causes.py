"""What may be told of somebody else's failure: no secrets, one line, printable, short.

An operator's addresses hold names, passwords and tokens, and what another machine answers is its
own choice; both end in messages that stand on a public page and in the log.
"""

import re
from urllib.parse import urlsplit

from modelario.limits import Limit, figure

_ADDRESS = re.compile(r"[a-z][a-z0-9+.\-]*://[^\s'\"<>]+", re.IGNORECASE)
#: A part of a path that looks drawn by lot: long, with letters and figures.
_TOKEN = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[A-Za-z0-9_\-=.~%]{16,}")
#: What colours a terminal, moves its cursor or names its window.
_CODES = re.compile(r"(\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b.")
#: Whoever sends more than so many times what is told is not read to the end.
_READ = 20
_LEFT_OUT = "…"


def cause(text: str) -> str:
    """Tell a cause: addresses without their secrets, one line, only what can be shown, short."""
    line = " ".join(_CODES.sub("", text[: _READ * figure(Limit.CAUSE)]).split())
    plain = "".join(char for char in line if char.isprintable())
    told = _ADDRESS.sub(lambda found: public_address(found[0]), plain)
    most = figure(Limit.CAUSE)
    return told if len(told) <= most else told[: most - 1] + _LEFT_OUT


def public_address(address: str) -> str:
    """Write an address without user, password, query and what looks like a token in its path."""
    scheme, _, rest = address.partition("://")
    try:
        # A password may hold anything: only what follows the last @ is surely none of it.
        parts = urlsplit(f"{scheme}://{rest.rpartition('@')[2]}")
    except ValueError:
        return f"{scheme}://{_LEFT_OUT}"
    path = "/".join(_LEFT_OUT if _TOKEN.fullmatch(part) else part for part in parts.path.split("/"))
    query = f"?{_LEFT_OUT}" if parts.query else ""
    return f"{scheme}://{parts.netloc}{path}{query}"
