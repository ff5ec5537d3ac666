"""Pictures of pages, to be shared: what they are, where they stand, what cannot break them."""

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from litestar.testing import TestClient
from msgspec import structs
from PIL import Image
from reportlab.pdfbase.ttfonts import TTFontFile

from dated import Dated
from modelario.editions import Editions
from modelario.queries.edition import Edition
from modelario.settings import from_environment
from modelario.web import typeface
from modelario.web.app import Front, create_app
from modelario.web.pages import Asked
from modelario.web.pictures.canvas import Look, cut, length
from modelario.web.pictures.comparison_picture import comparison_picture
from modelario.web.pictures.model_picture import model_picture
from modelario.web.pictures.pictures import PICTURES
from modelario.web.routes import PAGES
from modelario.web.typeface import SPANS, written
from modelario.web.views.comparison import comparison
from modelario.web.views.model import model
from modelario.web.words.i18n import languages
from payloads import PAYLOADS

BASE = "https://models.example.org"
SHARED = {
    "model": "models/openai/o4-mini",
    "comparison": "compare/openai/o3/vs/openai/o4-mini",
    "explore": "explore",
}
MODEL = f"/en/{SHARED['model']}"
PAPER, INK = (251, 250, 247), (26, 27, 30)


def picture_of(data: bytes) -> Image.Image:
    """Decode a picture, and check that it is one to be shared."""
    picture = Image.open(BytesIO(data))
    picture.load()
    assert (picture.format, picture.size, picture.mode) == ("PNG", (1200, 630), "RGB")
    return picture


def inked(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Count the pixels of a part that are not paper."""
    return sum(pixel != PAPER for pixel in picture.crop(box).get_flattened_data())


def test_every_page_with_a_picture_is_tried() -> None:
    """The tables agree: a page that has a picture has somebody who draws it."""
    drawn = {page.name for page in PAGES if "png" in page.drawn}
    assert drawn == PICTURES.keys() == SHARED.keys()


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("path", SHARED.values())
def test_a_page_names_its_picture(client: TestClient[Front], code: str, path: str) -> None:
    """By a whole address, with its size and what it shows in words; and there it is."""
    text = client.get(f"/{code}/{path}").text
    told = dict(re.findall(r'<meta property="(og:[a-z:]+)" content="([^"]*)">', text))
    assert told["og:image"] == f"{BASE}/{code}/{path}.png"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"] == told["og:title"]
    assert '<meta name="twitter:card" content="summary_large_image">' in text
    answer = client.get(told["og:image"].removeprefix(BASE))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert "content-encoding" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    picture = picture_of(answer.content)
    for part in ((64, 100, 1136, 240), (64, 240, 1136, 430), (64, 570, 1136, 620)):
        assert inked(picture, part) > 500


def test_a_picture_is_kept_and_known_again(client: TestClient[Front]) -> None:
    """The same bytes each time, and none where the reader has them."""
    first, again = client.get(f"{MODEL}.png"), client.get(f"{MODEL}.png")
    assert first.content == again.content
    unchanged = client.get(f"{MODEL}.png", headers={"if-none-match": first.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_other_pages_have_none(client: TestClient[Front]) -> None:
    """A page without a picture names none."""
    text = client.get("/en/models").text
    assert "og:image" not in text
    assert '<meta name="twitter:card" content="summary">' in text
    assert client.get("/en/models.png").status_code == 404


def test_without_an_address_of_its_own_a_site_names_no_picture(edition: Edition) -> None:
    """What a request says of its host shapes no page; the picture is to be had all the same."""
    with TestClient(create_app(Editions(edition), from_environment({}))) as reader:
        text = reader.get(MODEL, headers={"host": "evil.example"}).text
        assert "og:image" not in text
        assert "evil.example" not in text
        picture_of(reader.get(f"{MODEL}.png").content)


@pytest.mark.parametrize(
    "address",
    [
        "/en/models/nobody/nothing.png",
        "/en/compare/openai/o3/vs/nobody/nothing.png",
        "/en/explore.png?axis=luck",
        f"{MODEL}.png?as_of=someday",
        f"{MODEL}.png?mine=nobody",
    ],
)
def test_what_cannot_be_drawn_is_told_as_a_problem(client: TestClient[Front], address: str) -> None:
    """A picture of something else would be worse than none."""
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"


def test_other_spellings_lead_to_the_picture(client: TestClient[Front]) -> None:
    """As they lead to the page."""
    answer = client.get("/en/compare/openai/o4-mini/vs/openai/o3.png")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/en/compare/openai/o3/vs/openai/o4-mini.png"


def test_a_picture_keeps_to_day_and_providers(site: Dated) -> None:
    """Each state of a page is another picture, and the page names the one of its state."""
    drawn = {
        query: site.get(f"{MODEL}.png{query}").content
        for query in ("", "?as_of=2026-05-01", "?mine=requesty")
    }
    assert len({*drawn.values()}) == len(drawn)
    for data in drawn.values():
        picture_of(data)
    text = site.get(f"{MODEL}?mine=requesty&as_of=2026-05-01").text
    assert f'"og:image" content="{BASE}{MODEL}.png?as_of=2026-05-01&amp;mine=requesty"' in text


# --- hostile text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *PAYLOADS[::7],
        "W" * 10_000,
        "x\x00\x1b\u202e\u2066y",
        "通义千问",
        "العربية",
        "🦙",
        "",
        "\ud800",
    ],
)
def test_no_name_breaks_a_picture(asked: Asked, name: str) -> None:
    """Whatever somebody calls a model, its lab or a provider."""
    seen = model(asked)
    page = structs.replace(seen.record, name=name, lab_name=name)
    if page.recommended is not None:
        offer = structs.replace(page.recommended, provider_name=name)
        page = structs.replace(page, recommended=offer)
    picture_of(model_picture(asked, seen._replace(record=page), f"{BASE}/{name}").png())


def test_no_name_breaks_a_comparison(asked: Asked) -> None:
    """Nor what is compared."""
    seen = comparison(asked)
    sides = tuple(
        structs.replace(side, model=structs.replace(side.model, name="\u202e" + "界W" * 5_000))
        for side in seen.record.sides
    )
    record = structs.replace(seen.record, sides=sides)
    picture_of(comparison_picture(asked, seen._replace(record=record), BASE).png())


def test_what_is_unknown_is_said_and_is_no_zero(asked: Asked) -> None:
    """Without prices, limits and scores there is a picture that says so."""
    seen = model(asked)
    bare = structs.replace(
        seen.record,
        recommended=None,
        cheapest=None,
        offerings=(),
        context_window=None,
        max_output_tokens=None,
        release_date=None,
        scores={},
    )
    known, unknown = (
        picture_of(model_picture(asked, seen._replace(record=record), BASE).png())
        for record in (seen.record, bare)
    )
    prices = (64, 262, 530, 314)
    assert INK in known.crop(prices).get_flattened_data()
    assert INK not in unknown.crop(prices).get_flattened_data()


# --- text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "otherwise", "expected"),
    [
        ("o4-mini", "", "o4-mini"),
        ("Ｇｅｍｍａ  ﬁne\u202f3\t→\n4", "", "Gemma fine\u00a03 › 4"),
        ("Mode\u0300le n\u0303", "", "Modèle ñ"),
        ("a\x00b\u202ec\u200bd\u00ade", "", "abcde"),
        ("Llama 🦙 3", "meta/llama-3", "Llama 3"),
        ("通义 3", "alibaba/qwen-3", "alibaba/qwen-3"),
        ("通义 3", "", "3"),
        ("😀", "", ""),
    ],
)
def test_what_the_typeface_lacks_is_no_box(text: str, otherwise: str, expected: str) -> None:
    """Signs are left out; a name that cannot be written gives way to another text."""
    assert written(text, otherwise) == expected


@pytest.mark.parametrize("face", [typeface.REGULAR, typeface.SEMIBOLD])
def test_the_typeface_has_what_it_is_said_to_have(face: Traversable) -> None:
    """Every character of every span, in both weights."""
    glyphs = TTFontFile(BytesIO(face.read_bytes())).charToGlyph
    said = (each for first, last in SPANS for each in range(first, last + 1))
    assert not [chr(each) for each in said if each not in glyphs]


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_every_language_can_be_written(code: str) -> None:
    """No letter of a translation is missing from the typeface."""
    texts = "".join(_translations(code))
    assert not {char for char in texts if char.isalpha() and not typeface.has(char)}


def _translations(code: str) -> Iterator[str]:
    source = files("modelario.web").joinpath("locale", f"{code}.po")
    with source.open("rb") as file:
        for message in read_po(file):
            yield from [message.string] if isinstance(message.string, str) else message.string


def test_a_text_is_cut_to_its_room() -> None:
    """And ends with a sign that it is."""
    look = Look(20)
    assert cut("short", look, 200) == "short"
    shortened = cut("W" * 400, look, 200)
    assert shortened.endswith("W…")
    assert length(shortened, look) <= 200
