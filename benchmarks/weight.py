"""What a reader downloads for a model's page, compressed.

python benchmarks/weight.py
"""

import shutil
import urllib.request
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from rows import Row, Target, main
from served import served

PAGE, HTML, FIRST_VIEW = Target(14, "KiB"), "HTML of a model's page", Target(40, "KiB")
MODELS = ("openai/o4-mini", "openai/gpt-5")
LANGUAGES = ("en", "es", "fr", "de")
_DOWNLOADED = """() => [
  ...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")
].map(entry => entry.encodedBodySize).reduce((sum, size) => sum + size, 0)"""


def measure() -> Iterator[Row]:
    """Fetch pages in every language, and open one in a browser."""
    with served() as site:
        pages = [f"/{lang}/models/{model}" for lang in LANGUAGES for model in MODELS]
        sizes = {page: _size(f"{site.address}{page}") / 1024 for page in pages}
        heaviest = max(sizes, key=lambda page: sizes[page])
        yield Row(HTML, sizes[heaviest], f"the heaviest of {len(pages)}: {heaviest}, gzip", PAGE)
        chromium = shutil.which("chromium")
        if chromium is None:
            yield Row("all of it to the first view", None, "chromium is not installed", FIRST_VIEW)
            return
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{site.address}{heaviest}", wait_until="networkidle")
            downloaded = page.evaluate(_DOWNLOADED) / 1024
            browser.close()
        yield Row(
            "all of it to the first view", downloaded, "in Chromium, an empty cache", FIRST_VIEW
        )


def _size(address: str) -> int:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 – a server of ours
        return len(answer.read())


if __name__ == "__main__":
    main(measure)
