"""What holds for every kind of page in a browser: accessible, fitting, light."""

import gzip
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import Open
from playwright.sync_api import Page

from modelario.web.words.i18n import languages
from sampling import EVERYTHING

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

#: How a page is looked at: its scheme, and how wide it is.
LOOKS = (("light", 1400), ("dark", 390), ("light", 390), ("dark", 1400))
#: What no page is wider than: tables scroll inside themselves.
PHONES = (390, 360, 320)


#: How many are kept of what stands alike: rows, entries, options, points of a plot.
ALIKE = 3
_THIN = """most => {
  const shape = (element) => [
    element.tagName, element.className?.baseVal ?? element.className,
    ...element.getAttributeNames(), ...[...element.children].map(shape), ""].join(" ");
  const seen = new Map();
  for (const each of document.querySelectorAll("tr, li, option, label:has(input), svg *")) {
    if (!seen.has(each.parentNode)) seen.set(each.parentNode, new Map());
    const alike = seen.get(each.parentNode), kind = shape(each), before = alike.get(kind) ?? 0;
    alike.set(kind, before + 1);
    if (before >= most) each.remove();
  }
}"""


class View(NamedTuple):
    """How a page is seen; where not all of it is, then a few of what stands alike in it."""

    language: str
    scheme: str
    width: int
    whole: bool


def views(place: int) -> Iterator[View]:
    """In which languages and looks a page is seen: each language in each look, or in one of them.

    These differ from language to language, and from page to page. So does the language in which
    it is seen whole: what sets a row apart from those like it is upstream's, and the same in all.
    """
    for number, language in enumerate(languages()):
        for look in range(len(LOOKS)) if EVERYTHING else (place + number,):
            whole = EVERYTHING or number == place // len(LOOKS) % len(languages())
            yield View(language, *LOOKS[look % len(LOOKS)], whole)


@pytest.fixture(scope="module")
def page(lasting_reader: Open) -> Page:
    """A page of the embedded catalogue."""
    return lasting_reader()


@pytest.fixture(scope="module")
def heard_page(lasting_reader: Open, heard: str) -> Page:
    """A page of a site with days and witnesses."""
    return lasting_reader(base_url=heard)


@pytest.mark.parametrize("path", PAGES)
def test_it_is_accessible_and_fits(page: Page, path: str) -> None:
    """In every language, light and dark, wide and narrow, axe finds nothing."""
    for view in views(PAGES.index(path)):
        _visit(page, path, view)
        assert _too_wide(page, view.width) == [], view
        _unfold(page)
        assert _too_wide(page, *PHONES) == [], view
        _fold(page)
        assert _violations(page, view) == [], view


@pytest.mark.parametrize("path", HEARD)
def test_what_days_and_witnesses_bring_is_accessible(heard_page: Page, path: str) -> None:
    """Axe finds nothing in what only some stores have, folded or not, and nothing is too wide."""
    page = heard_page
    for number, view in enumerate(views(HEARD.index(path))):
        _visit(page, path, view)
        _unfold(page)
        assert _too_wide(page, view.width, *PHONES) == [], view
        if EVERYTHING or not number % 2:
            assert _violations(page, view) == [], view
        if EVERYTHING or number % 2:
            _fold(page)
            assert _violations(page, view) == [], view


def _violations(page: Page, view: View) -> list[tuple[str, str, list[str]]]:
    """What axe has against a page, with the first places of each."""
    page.set_viewport_size({"width": view.width, "height": 844})
    if not view.whole:
        page.evaluate(_THIN, ALIKE)
    # Nobody reads what it has nothing against: to gather that takes as long as to look.
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options)
    return [
        (each["id"], each["help"], [node["target"] for node in each["nodes"]][:3])
        for each in found.response["violations"]
    ]


def _too_wide(page: Page, *widths: int) -> list[int]:
    """List the widths of a window in which a page is wider than that."""
    return [width for width in widths if _width(page, width) > width]


#: How wide a page is once all that follows a change of the window has been drawn.
_WIDTH = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
  () => done(document.documentElement.scrollWidth))))"""


def _width(page: Page, window: int) -> int:
    page.set_viewport_size({"width": window, "height": 844})
    return int(page.evaluate(_WIDTH))


def _unfold(page: Page) -> None:
    page.evaluate(
        """() => document.querySelectorAll("details:not([open])").forEach(each => {
          each.open = each.dataset.folded = true;
        })"""
    )


def _fold(page: Page) -> None:
    """Fold again what was folded."""
    page.evaluate(
        """() => document.querySelectorAll("details[data-folded]").forEach(each => {
          each.open = false;
          delete each.dataset.folded;
        })"""
    )


def _visit(page: Page, path: str, view: View) -> None:
    """Look at a page in some way; one is missing on purpose."""
    page.set_viewport_size({"width": view.width, "height": 844})
    page.emulate_media(color_scheme=view.scheme)
    answer = page.goto(f"/{view.language}/{path}")
    assert answer
    assert answer.status == (404 if path == "nowhere" else 200)


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
