"""Long tables: narrowed by what their rows are called, by the address alone."""

import re

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front

#: Pages of many rows, what is asked of them, and where their record has its rows.
ASKED = {
    "providers/openrouter": ("claude sonnet", "offerings"),
    "lists/vision": ("anthropic/ SONNET", "models"),
    "labs/openai": ("mini", "models"),
    "providers": ("azure", "rows"),
    "families": ("gemini", "rows"),
}


def _lines(text: str) -> list[str]:
    """The rows of a page that are shown."""
    body = text.partition("<tbody")[2].partition("</table>")[0]
    return re.findall(r'<tr><th scope="row">(.*?)</th>', body, re.DOTALL)


@pytest.mark.parametrize("path", ASKED)
def test_a_long_table_is_narrowed_and_so_are_its_twins(
    client: TestClient[Front], path: str
) -> None:
    asked, rows = ASKED[path]
    whole = client.get(f"/en/{path}").text
    text = client.get(f"/en/{path}", params={"q": asked}).text
    shown, every = _lines(text), _lines(whole)
    assert 0 < len(shown) < len(every)
    assert all(word in line.lower() for line in shown for word in asked.lower().split())
    # All stand in the page, for a script that follows the keys.
    assert text.count('<tr hidden><th scope="row">') == len(every) - len(shown)
    assert f">{len(shown)} of {len(every)}</output>" in text
    told = client.get(f"/en/{path}.json", params={"q": asked}).json()
    assert len(told[rows]) == len(shown)
    csv = client.get(f"/en/{path}.csv", params={"q": asked}).text
    assert csv.count("\r\n") == len(shown) + 1


def test_the_order_and_what_is_the_reader_s_own_stay(client: TestClient[Front]) -> None:
    form = client.get("/en/providers/openrouter?sort=-input_mtok&mine=openrouter&q=mini").text
    form = form.partition('<form class="called"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="sort" value="-input_mtok">' in form
    assert '<input type="hidden" name="mine" value="openrouter">' in form
    assert 'name="q" value="mini"' in form


def test_each_part_of_a_long_table_has_an_address(client: TestClient[Front]) -> None:
    """Fifty rows a part, each with a way to the parts around it; a short table has none."""
    text = client.get("/en/providers/openrouter").text
    parts = re.findall(r'<tbody id="rows-(\d+)">', text)
    assert parts == [str(number) for number in range(1, len(parts) + 1)]
    assert len(parts) == -(-len(_lines(text)) // 50)
    assert {*re.findall(r'href="#rows-(\d+)"', text)} == {*parts}
    assert "51–100 →" in text
    short = client.get("/en/families/o-mini").text
    assert 'id="rows-' not in short
    assert 'class="called"' not in short


def test_providers_are_found_to_be_chosen(client: TestClient[Front]) -> None:
    """What is chosen stays in view, whatever else is looked for."""
    text = client.get("/en/mine?q=AZURE&mine=groq").text
    shown = re.findall(r'<li><label><input type="checkbox" name="mine" value="([^"]*)"', text)
    assert shown == ["groq", "azure", "azure-cognitive-services"]
    assert 'value="groq" checked' in text
    assert len(re.findall("<li hidden>", text)) > 100


def test_a_choice_of_providers_leads_to_their_prices(client: TestClient[Front]) -> None:
    """The field goes along no further."""
    answer = client.get("/en/mine?q=az&mine=azure&mine=groq&work=rag_answer&show=1")
    assert answer.status_code == 303
    led = answer.headers["location"]
    assert led.startswith("/en/models?mine=azure&mine=groq&work=")
    assert "q=" not in led


@pytest.mark.parametrize(
    "path",
    [
        *("models", "calculator", "explore", "pick", "providers", "models/openai/o4-mini"),
        "compare/openai/o3/vs/openai/o4-mini",
    ],
)
def test_own_providers_are_chosen_from_where_prices_stand(
    client: TestClient[Front], path: str
) -> None:
    main = client.get(f"/en/{path}").text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/en/mine"' in main


def test_no_page_of_events_or_mends_is_endless(client: TestClient[Front]) -> None:
    assert client.get("/en/providers/vercel/upkeep").text.count('<div class="inconsistency">') <= 25
