"""Draw the screenshots of the README from the running program, on the embedded data.

make screenshots
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
#: File, address after the language, width, height, colour scheme.
SHOTS = (
    ("model", "models/openai/gpt-5", 1400, 1000, "light"),
    ("models", "models?capability=tool_call&input=image&max_price=2", 1400, 800, "light"),
    ("explore", "explore", 1400, 900, "dark"),
)


def main() -> None:
    """Serve, draw each page, and stop."""
    chromium = shutil.which("chromium") or sys.exit("install chromium first")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = f"http://127.0.0.1:{port}/en/"
    command = Path(sys.executable).with_name("modelario")
    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(
            [command, "serve", "--port", str(port)],
            env={**os.environ, "MODELARIO_DATA_DIR": home, "MODELARIO_SYNC_INTERVAL_HOURS": "0"},
        )
        try:
            _wait_for(site)
            _draw(site, chromium)
        finally:
            server.terminate()
            server.wait()


def _wait_for(site: str) -> None:
    for _ in range(200):
        try:
            httpx.get(site).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{site} did not answer")


def _draw(site: str, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path, width, height, scheme in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto(site + path, wait_until="networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
