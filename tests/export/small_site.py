"""A small catalogue, and a plain server of files."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from reference_page import api_document

FIRST, SECOND = date(2026, 5, 1), date(2026, 5, 2)
MOMENT = datetime(2026, 5, 2, 20, tzinfo=UTC)


def document(**prices: Any) -> dict[str, Any]:
    """The reference page's offerings, and a provider of twelve others beside them."""
    found = deepcopy(api_document())
    plain = found["openai"]["models"]["o4-mini"]
    plain["cost"] |= prices
    others = {
        f"other-{number}": {**deepcopy(plain), "id": f"other-{number}", "name": f"Other {number}"}
        for number in range(12)
    }
    for number, each in enumerate(others.values(), start=1):
        each["cost"] = {"input": number, "output": 2 * number, "cache_read": number / 10}
        each["reasoning"] = number % 2 == 0
    found["elsewhere"] = {**found["openai"], "id": "elsewhere", "name": "=Elsewhere <b>"}
    found["elsewhere"]["models"] = others
    return found


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as `python -m http.server` does."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
