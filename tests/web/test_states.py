"""What a reader has set stands in the address, and goes along to languages, days and twins."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from dated import DAYS, Dated

SECOND = str(DAYS[1])
PAIR = "compare/elsewhere/other-1/vs/openai/o4-mini"
#: A page, and everything that can be set on it.
STATES = [
    ("models", "lab=openai&context=>=100k&price=<5&capability=tool_call&official=true&q=o4"),
    ("models", "sort=-released&columns=coding&columns=agents&input=image&min_context=100k"),
    ("models/openai/o4-mini", "sort=input_mtok&scale=log&provider=vercel"),
    ("models/openai/o4-mini", f"against={DAYS[3]}"),
    ("models/openai/o4-mini/history", "scale=log&provider=vercel"),
    ("models/openai/o4-mini/start", "provider=vercel"),
    (
        "calculator",
        "requests=777&input_tokens=5k&output_tokens=0&cached_percent=50&mode=batch&page=1",
    ),
    ("calculator", f"model=openai/o4-mini&against={DAYS[3]}&region=eu&at=2026-05-01T10:00"),
    (PAIR, f"against={DAYS[3]}&mode=batch&at=openai/o4-mini@vercel"),
    ("pick", "requests=777&capability=reasoning&rank=coding&provider=vercel"),
    ("explore", "axis=context_window&model=openai/o4-mini&lab=openai"),
    ("changelog", "provider=openai&kind=price&since=2026-05-01&until=2026-05-03"),
    ("inconsistencies", "severity=low&field=context_window&provider=openai"),
    ("lifecycle", "lab=openai&event=deprecated"),
    ("search", "q=o4"),
    ("providers", "sort=-name"),
    ("lists/vision", "sort=price"),
    ("labs/openai", "sort=price"),
    ("providers/vercel/upkeep", "field=context_window"),
]


def _asked(address: str) -> set[tuple[str, str]]:
    return set(parse_qsl(urlsplit(unescape(address)).query))


@pytest.mark.parametrize(
    "own", ["", "mine=vercel&mine=openai&work=requests-10000_input-5000_output-500"]
)
@pytest.mark.parametrize(("page", "query"), STATES)
def test_what_is_set_goes_along(site: Dated, page: str, query: str, own: str) -> None:
    """To every language, to the day before and after, and to each form for programs."""
    query = "&".join(filter(None, (query, own)))
    answer = site.get(f"/en/{page}?{query}&as_of={SECOND}")
    assert answer.status_code == 200, _told(answer.text)
    there = set(parse_qsl(query))
    languages = re.findall(r'<a class="switch" href="([^"]+)"', answer.text)
    assert len(languages) == 3
    for address in languages:
        assert _asked(address) >= there | {("as_of", SECOND)}
    days = re.findall(r'<a rel="(?:prev|next) nofollow" href="([^"]+)"', answer.text)
    assert len(days) == 2
    for address in days:
        assert _asked(address) >= there
        assert ("as_of", SECOND) not in _asked(address)
    footer = answer.text.partition('class="twins"')[2].partition("</p>")[0]
    twins = re.findall(r'href="([^"]+)"', footer)
    assert twins
    for address in twins:
        assert _asked(address) >= there - _TURNS | {("as_of", SECOND)}, address
        assert site.get(unescape(address)).status_code == 200


#: What turns the pages of a table: the whole table has no pages.
_TURNS = {("page", "1")}


def _told(text: str) -> str:
    """What a page could not make sense of, where the table above is wrong."""
    return text.partition('class="mistakes"')[2].partition("</div>")[0]
