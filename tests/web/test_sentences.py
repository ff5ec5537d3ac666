"""Sentences stay sentences with names and figures put into them, in every language."""

import re
from html import unescape

import pytest
from litestar.testing import TestClient

from modelario.web.app import Front
from modelario.web.words.i18n import languages
from modelario.wording import label


def _read(client: TestClient[Front], address: str) -> str:
    """A page's text, its description included."""
    page = client.get(address).text
    described = re.search(r'<meta name="description" content="([^"]*)"', page)
    assert described
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    # Spaces that do not break are told apart from those that do.
    return re.sub(r"[ \n]+", " ", unescape(f"{described[1]} {bare}"))


@pytest.mark.parametrize(
    ("code", "asked", "answered"),
    [
        (
            "en",
            "At OpenAI it costs $0.02 per 1M input tokens. ",
            "costs $0.02 per 1M input tokens at OpenAI. No published",
        ),
        (
            "es",
            "En OpenAI cuesta 0,02 US$ por 1M de tokens de entrada. ",
            "cuesta 0,02 US$ por 1M de tokens de entrada en OpenAI. Ningún",
        ),
        (
            "fr",
            "Chez OpenAI, il coûte 0,02 $US par million de tokens d’entrée. ",
            "coûte 0,02 $US par million de tokens d’entrée chez OpenAI. Aucun",
        ),
        (
            "de",
            "Bei OpenAI kostet es 0,02 $ je 1 Mio. Eingabe-Tokens. ",
            "kostet bei OpenAI 0,02 $ je 1 Mio. Eingabe-Tokens. Kein",
        ),
    ],
)
def test_what_sells_no_output_is_told_without_it(
    client: TestClient[Front], code: str, asked: str, answered: str
) -> None:
    """An embedding does not cost "Unknown per 1M output tokens"."""
    text = _read(client, f"/{code}/models/openai/text-embedding-3-small").replace("\xa0", " ")
    assert asked in text
    assert answered in text
    unknown = label("unknown", languages()[code].words)
    assert not re.search(rf"\w {unknown} (per|por|par|je) ", text)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "4 providers are known to serve it: OpenAI, Azure, "),
        ("es", "Se conocen 4 proveedores que lo sirven: OpenAI, Azure, "),
        ("fr", "4 fournisseurs connus le servent\xa0: OpenAI, Azure, "),
        ("de", "Bekannt sind 4 Anbieter, die es führen: OpenAI, Azure, "),
    ],
)
def test_whoever_is_named_to_the_last_is_not_among_others(
    client: TestClient[Front], code: str, expected: str
) -> None:
    """Others are spoken of only where not all are named."""
    assert expected in _read(client, f"/{code}/models/openai/text-embedding-3-small")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Nearest by capabilities, context, price and age: Qwen3-ASR Flash."),
        ("es", "Lo más cercano por capacidades, contexto, precio y antigüedad: Qwen3-ASR Flash."),
        (
            "fr",
            "Au plus proche par les capacités, le contexte, le prix et l’âge\xa0: Qwen3-ASR Flash.",
        ),
        ("de", "Am nächsten nach Fähigkeiten, Kontext, Preis und Alter: Qwen3-ASR Flash."),
    ],
)
def test_one_name_takes_no_plural(client: TestClient[Front], code: str, expected: str) -> None:
    """A verb that several names would take is not left with one of them."""
    assert expected in _read(client, f"/{code}/models/openai/whisper-large-v3")


@pytest.mark.parametrize(
    "address",
    [
        "/fr/models/google/gemini-2.5-pro",
        "/fr/compare/google/gemini-2.5-pro/vs/openai/o4-mini",
        "/fr/calculator?requests=abc",
        "/fr/status",
    ],
)
def test_french_pages_set_their_colons_apart(client: TestClient[Front], address: str) -> None:
    """What is put together in a template has the language's colon, too."""
    text = re.sub(r"https?:\S+|\[Errno[^]]*\]|: (Oui|Non|Inconnu)\b", "", _read(client, address))
    assert re.findall(r".{20}[a-zé]: .{10}", text) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("es", "Gemini 2.5 Pro y o4-mini, uno al lado del otro"),
        ("fr", "Gemini 2.5 Pro et o4-mini côte à côte"),
        ("de", "Gemini 2.5 Pro und o4-mini nebeneinander"),
    ],
)
def test_names_in_a_sentence_are_joined_as_in_speech(
    client: TestClient[Front], code: str, expected: str
) -> None:
    """The last of several names follows an "and"."""
    text = _read(client, f"/{code}/compare/google/gemini-2.5-pro/vs/openai/o4-mini")
    assert text.startswith(expected)
