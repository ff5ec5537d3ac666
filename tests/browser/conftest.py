"""A real browser on the real server with the real embedded catalogue."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from opening import Open
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from dated import dated
from installed import furnish
from modelario.keeping.hearing import hear
from modelario.upstream.sources import FileSource
from modelario.witnesses.table import BY_ID

#: Names under which Chromium is installed.
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
#: Generous: a busy machine must not fail what is only slow.
_READY_SECONDS = 120.0
_PATIENCE_MS = 120_000
_HOW = (
    "these tests drive a real Chromium: install it (on Debian: apt-get install chromium), or name "
    "it in MODELARIO_CHROMIUM"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser, or a plain word on how to get it."""
    named = os.environ.get("MODELARIO_CHROMIUM")
    found = named or next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("MODELARIO_REQUIRE_ALL_TESTS") == "1":
            pytest.fail(f"no Chromium; {_HOW}")
        pytest.skip(f"no Chromium; {_HOW}")
    return found


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server as a user starts it, without a store and without syncs."""
    assert chromium
    with _served(furnish(tmp_path_factory.mktemp("data"))) as address:
        yield address


@pytest.fixture(scope="session")
def heard(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a small store of several days, with a witness heard."""
    assert chromium
    folder = tmp_path_factory.mktemp("heard")
    with dated(folder) as small:
        file = folder / "map.json"
        file.write_text(json.dumps(_PRICE_MAP))
        hear(small.store, _LITELLM, FileSource(str(file)), small.now)
    with _served(folder) as address:
        yield address


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve what stands in a folder."""
    port = _free_port()
    log = folder / "server.log"
    environment = {
        **os.environ,
        "MODELARIO_DATA_DIR": str(folder),
        "MODELARIO_SYNC_INTERVAL_HOURS": "0",
        "MODELARIO_WORK_PER_ADDRESS": "0",
    }
    command = [str(Path(sys.executable).with_name("modelario")), "serve", "--port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(60)


#: Prices under conditions, a piece without any, an end with what follows, and a price that differs.
_PRICE_MAP = {
    "o4-mini": {
        "litellm_provider": "openai",
        "input_cost_per_token": 1e-6,
        "output_cost_per_token": 3.52e-6,
        "cache_read_input_token_cost": 2e-7,
        "input_cost_per_token_flex": 5e-7,
        "output_cost_per_token_flex": 1.7e-6,
        "input_cost_per_token_batches": 4e-7,
        "output_cost_per_token_batches": 1.6e-6,
        "search_context_cost_per_query": {"search_context_size_medium": 0.01},
        "deprecation_date": "2026-10-23",
        "source": "https://example.org/pricing",
    },
    "azure/o4-mini": {
        "litellm_provider": "azure",
        "input_cost_per_token": 1.21e-6,
        "output_cost_per_token": 4.84e-6,
        "deprecation_date": "2026-11-19",
    },
}
_LITELLM = BY_ID["litellm"]._replace(fewest=1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        try:
            httpx.get(f"{address}/robots.txt", timeout=60)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server is not ready after {_READY_SECONDS} s: {log.read_text()}")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window.

    It lives no longer than a file of tests: Playwright's event loop runs as long as it does, and
    nothing else of the same process could run one.
    """
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Open]:
    """Open pages as some reader: ``reader(width=390, color_scheme="dark")``.

    It is a page of the embedded catalogue, or of another site: ``reader(base_url=heard)``.
    Afterwards: no error on the console, and no request to anybody else.
    """
    with _reading(browser, site) as opening:
        yield opening


@pytest.fixture(scope="module")
def lasting_reader(browser: Browser, site: str) -> Iterator[Open]:
    """The same for pages that all tests of a file look at one after the other."""
    with _reading(browser, site) as opening:
        yield opening


@contextmanager
def _reading(browser: Browser, site: str) -> Iterator[Open]:
    contexts: list[BrowserContext] = []
    own = {urlsplit(site).netloc}
    faults: list[str] = []

    def open_(*, width: int = 1400, height: int = 900, **options: Any) -> Page:
        viewport = {"width": width, "height": height}
        options = {"base_url": site, **options}
        own.add(urlsplit(options["base_url"]).netloc)
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda said: faults.append(_told(said)) if _fault(said) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: faults.append(asked.url) if _foreign(asked.url) else None)
        return page

    def _fault(said: ConsoleMessage) -> bool:
        # Chromium tells of an address that is missing on purpose as if it were a fault.
        return said.type == "error" and not said.location["url"].endswith("/nowhere")

    def _told(said: ConsoleMessage) -> str:
        return f"{said.text} ({said.location['url']})"

    def _foreign(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and parts.netloc not in own

    yield open_
    for context in contexts:
        context.close()
    assert faults == []
