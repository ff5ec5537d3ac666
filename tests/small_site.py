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

from hostile import publish
from modelario.building import head
from modelario.editions import Editions
from modelario.store.store import Store
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
def small_editions(folder: Path) -> Iterator[Editions]:
    """A store of two days."""
    with Store.open(f"sqlite:///{folder / 'modelario.db'}") as store:
        publish(store, document(), FIRST)
        publish(store, document(input=0.88), SECOND)
        yield Editions(head(store), store)


@contextmanager
def served(folder: Path, policy: str = "") -> Iterator[str]:
    """Serve a folder as `python -m http.server` does, with a policy where one is told."""

    class Strict(_Quiet):
        def end_headers(self) -> None:
            if policy:
                self.send_header("content-security-policy", policy)
            super().end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
