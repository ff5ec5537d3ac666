"""How long a keystroke in the models table takes, beside parsing its rows in the same page.

    python benchmarks/keystroke.py

The floor is one ``JSON.parse`` of the rows that the table filters.
"""

import shutil
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import sync_playwright

from rows import Row, Target, main
from served import served

TARGET = Target(50, "ms")
WHAT = "a keystroke in the table of models"
WORDS = ("gemini flash", "claude sonnet", "gpt", "qwen3 coder")
_FLOOR = """async () => {
  const text = await (await fetch("/data/models.json")).text();
  const times = [];
  for (let round = 0; round < 15; round += 1) {
    const start = performance.now();
    JSON.parse(text);
    times.push(performance.now() - start);
  }
  return times;
}"""
_TIMES = "performance.getEntriesByName('modelario:filter').map(entry => entry.duration)"


def measure() -> Iterator[Row]:
    """Type into the field, key by key."""
    chromium = shutil.which("chromium")
    if chromium is None:
        yield Row(WHAT, None, "chromium is not installed", TARGET)
        return
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{site.address}/en/models", wait_until="networkidle")
        for words in WORDS:
            page.locator("#q").fill("")
            page.locator("#q").press_sequentially(words, delay=60)
        floor, times = median(page.evaluate(_FLOOR)), page.evaluate(_TIMES)
        browser.close()
    found = median(times)
    beside = f"{found / floor:.1f} × parsing the rows ({floor:.1f} ms); {len(times)} keystrokes"
    yield Row(WHAT, found, beside, TARGET)


if __name__ == "__main__":
    main(measure)
