"""How long a keystroke in the models table takes, beside parsing its rows in the same page.

    modelario serve &
    python benchmarks/keystroke.py [http://127.0.0.1:8000]

The floor is one ``JSON.parse`` of the rows that the table filters.
"""

import shutil
import sys
from statistics import median

from playwright.sync_api import sync_playwright

TARGET_MS = 50
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


def main() -> None:
    """Type into the field, key by key, and print the median with its ratio to the floor."""
    site = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    chromium = shutil.which("chromium") or sys.exit("install chromium first")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{site}/en/models", wait_until="networkidle")
        for words in WORDS:
            page.locator("#q").fill("")
            page.locator("#q").press_sequentially(words, delay=60)
        floor, times = median(page.evaluate(_FLOOR)), page.evaluate(_TIMES)
        browser.close()
    print(f"floor: JSON.parse of the rows: {floor:.1f} ms")
    print(
        f"keystroke to result: median {median(times):.1f} ms, slowest {max(times):.1f} ms of "
        f"{len(times)}; {median(times) / floor:.1f} x the floor (target: {TARGET_MS} ms)"
    )


if __name__ == "__main__":
    main()
