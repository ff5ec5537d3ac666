"""What holds for every kind of page in a browser: accessible, fitting, light."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import Open
from playwright.sync_api import Page

from modelario.web.words.i18n import languages

#: An example of every kind of page.
PAGES = (
    *("", "search?q=gemini", "models", "models/openai/o4-mini", "providers", "providers/openai"),
    *("labs", "labs/openai", "families", "families/o-mini", "lists", "lists/audio"),
    *("inconsistencies", "methodology", "status", "compare", "calculator", "pick", "explore"),
    *("compare/openai/o3/vs/openai/o4-mini", "changelog", "models/openai/o4-mini/history"),
    *("models/openai/o4-mini/start", "providers/vercel/upkeep", "mine", "lifecycle", "api"),
    *("workload", "compare/openai/o3/vs/openai/o4-mini?work=rag_answer&mine=azure"),
    *("models?work=rag_answer", "models/openai/o4-mini?work=rag_answer", "explore?work=rag_answer"),
    "nowhere",
)
#: What only days and witnesses bring: conditions, ends, second opinions, plots, two days.
HEARD = (
    *(
        "models/openai/o4-mini",
        "models/openai/o4-mini?against=2026-05-01",
        "changelog",
        "lifecycle",
    ),
    *("models/openai/o4-mini/history", "models?as_of=2026-05-02", "inconsistencies", "status"),
    *(
        "calculator?model=openai/o4-mini&against=2026-05-01",
        "providers/openai/upkeep",
        "methodology",
    ),
)

#: WCAG 2.2 AA is all of these, and axe's own best practices on top.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1400), ("en", "dark", 390), ("es", "light", 390), ("es", "dark", 1400)],
)
@pytest.mark.parametrize("path", PAGES)
def test_it_is_accessible_and_fits(
    reader: Open, path: str, language: str, scheme: str, width: int
) -> None:
    """In either language, light and dark, wide and narrow, axe finds nothing."""
    page = reader(width=width, color_scheme=scheme)
    _visit(page, f"/{language}/{path}")
    assert _violations(page) == []
    # Nor is anything wider than a phone: tables scroll inside themselves, the page does not.
    assert _width(page) <= width


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("fr", "light", 1400), ("de", "dark", 320)]
)
@pytest.mark.parametrize("path", HEARD)
def test_what_days_and_witnesses_bring_is_accessible(
    reader: Open, path: str, heard: str, *, language: str, scheme: str, width: int
) -> None:
    """Axe finds nothing in what only some stores have, folded or not, and nothing is too wide."""
    page = reader(base_url=heard, width=width, color_scheme=scheme)
    _visit(page, f"/{language}/{path}")
    for folded in (True, False):
        if not folded:
            _unfold(page)
        assert _violations(page) == []
        assert _width(page) <= width


@pytest.mark.parametrize("language", [each for each in languages() if each not in ("en", "es")])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(reader: Open, path: str, language: str) -> None:
    """Tables scroll inside themselves, the page does not, in languages of longer words too."""
    page = reader(width=390, height=844)
    _visit(page, f"/{language}/{path}")
    _unfold(page)
    for width in (390, 360, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert _width(page) <= width


def _violations(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe has against a page, with the first places of each."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _RULES}})
    return [
        (each["id"], each["help"], [node["target"] for node in each["nodes"]][:3])
        for each in found.response["violations"]
    ]


def _width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def _visit(page: Page, address: str) -> None:
    """Go there; that a page is missing is no fault of its own."""
    page.goto(address)


def test_a_model_page_is_light(reader: Open) -> None:
    """The HTML fits 14 KB, everything to the first view 40 KB, and nothing moves."""
    page = reader()
    sizes: dict[str, int] = {}
    page.on("response", lambda got: sizes.update({got.url: len(gzip.compress(got.body(), 6))}))
    page.goto("/en/models/openai/o4-mini")
    page.wait_for_load_state("networkidle")
    [document] = [size for url, size in sizes.items() if url.endswith("o4-mini")]
    assert document <= 14 * 1024
    assert sum(sizes.values()) <= 40 * 1024
    shift = page.evaluate(
        """() => new Promise(done => {
          let sum = 0;
          new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value; }))
            .observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 300);
        })"""
    )
    assert shift < 0.01
