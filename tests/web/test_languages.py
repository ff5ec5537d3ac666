"""Every language says everything, and no page says anything in another one."""

import re
from decimal import Decimal

import pytest
from babel.messages.pofile import read_po
from messages import messages

from modelario import web
from modelario.records import Reason
from modelario.web.words.i18n import SOURCE_LANGUAGE, languages, preferred
from modelario.wording import sentence

OTHERS = [code for code in languages() if code != SOURCE_LANGUAGE]


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated(code: str) -> None:
    """No text of a template, a module or the core's wording lacks its translation."""
    folder = web.__path__[0]
    with open(f"{folder}/locale/{code}.po", "rb") as file:  # noqa: PTH123 – read as bytes
        catalogue = read_po(file)
    translated = {
        message.id: message.string for message in catalogue if message.id and message.string
    }
    missing = [each for each in messages() if not _whole(translated.get(each))]
    assert missing == []


def _whole(translation: object) -> bool:
    return all(translation) if isinstance(translation, tuple) else bool(translation)


@pytest.mark.parametrize("code", OTHERS)
def test_translations_keep_their_placeholders(code: str) -> None:
    """A translation names the same values as its English."""
    language = languages()[code]

    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s|\{(\w+)\}", text))

    for message in messages():
        english = message if isinstance(message, str) else message[1]
        if isinstance(message, str):
            said = language.gettext(message)
        else:
            said = language.ngettext(*message, 2)
        assert names(said) == names(english), message


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("tlh, en;q=0.5, es;q=0.7", "es"),
        ("tlh", "en"),
        ("es;q=0", "en"),
        ("es;q=abc", "en"),
        ("en;q=0.4, ES;q=0.6", "es"),
        (",;=,", "en"),
    ],
)
def test_the_start_page_follows_the_reader(accepted: str, expected: str) -> None:
    """``Accept-Language`` decides, and English is for everybody else."""
    assert preferred(accepted, languages()) == expected


#: What a reason is called in each language, to the character.
WORDED = [
    (Reason("cheaper", percent=82), "82% cheaper", "82\xa0% más barato"),
    (Reason("dearer", percent=1_250), "1,250% more expensive", "1.250\xa0% más caro"),
    (Reason("capabilities_lost", lost=("attachment",)), "Lacks attachments", "Sin adjuntos"),
    (
        Reason("tokens_on_scale", tokens=8_192, low=4_000, high=1_000_000),
        "8K tokens, on a logarithmic scale from 4K to 1M",
        "8K tokens, en escala logarítmica de 4K a 1M",
    ),
    (
        Reason("rule_no_findings", each_share=Decimal("0.25")),
        "All points, less 25% of them for each field on which offerings disagree",
        "Todos los puntos, menos un 25\xa0% por cada campo en el que las ofertas no coinciden",
    ),
]


@pytest.mark.parametrize(("reason", "english", "spanish"), WORDED)
def test_numbers_in_sentences_are_the_languages_own(
    reason: Reason, english: str, spanish: str
) -> None:
    """Percentages and amounts are written as each language writes them, and never break."""
    assert sentence(reason) == english
    assert sentence(reason, languages()["en"].words) == english
    assert sentence(reason, languages()["es"].words) == spanish


def test_ends_of_a_price_scale_are_written_as_amounts() -> None:
    """Spanish has a comma where English has a point."""
    rule = Reason("rule_price_log", low=Decimal("0.02"), high=Decimal(100))
    assert "from 0.02 to 100 USD" in sentence(rule)
    assert "de 0,02 a 100 USD" in sentence(rule, languages()["es"].words)


def test_spanish_has_one_word_for_one_thing() -> None:
    """A prompt is a prompt, and what upstream is called does not change from page to page."""
    with open(f"{web.__path__[0]}/locale/es.po", "rb") as file:  # noqa: PTH123 – read as bytes
        told = [str(message.string) for message in read_po(file)]
    assert [text for text in told if "en origen" in text or "del origen" in text] == []
    assert [text for text in told if "caché de peticiones" in text.lower()] == []


def test_german_writes_nouns_with_a_capital_within_sentences() -> None:
    """A label is not made small to stand in a sentence: each language says how it stands there."""
    words = languages()["de"].words
    lost = Reason("capabilities_lost", lost=("attachment", "structured_output", "in:image"))
    assert sentence(lost) == "Lacks attachments, structured output, image input"
    assert sentence(lost, words) == "Ohne Dateianhänge, strukturierte Ausgabe, Bilder als Eingabe"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Yes instead of no, which counts 0.5"),
        ("es", "Sí en lugar de no, que cuenta 0,5"),
        ("de", "Ja statt Nein; das zählt 0,5"),
    ],
)
def test_figures_of_rules_are_the_languages_own(code: str, expected: str) -> None:
    """Steps, factors, days and bounds are written as each language writes numbers."""
    told = sentence(Reason("step_flag", steps=Decimal("0.5")), languages()[code].words)
    assert told == expected
