"""Every language says everything, and no page says anything in another one."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from babel.messages.pofile import read_po
from messages import messages

from modelario import web
from modelario.records import Conditions, Hours, Reason
from modelario.web.words.i18n import SOURCE_LANGUAGE, languages, preferred
from modelario.wording import conditions_label, sentence

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
        ("fr-CA, en;q=0.8", "fr"),
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
    (
        Reason("cheaper", percent=82),
        "82% cheaper",
        "82\xa0% más barato",
        "82\xa0% moins cher",
    ),
    (
        Reason("dearer", percent=1_250),
        "1,250% more expensive",
        "1.250\xa0% más caro",
        "1\u202f250\xa0% plus cher",
    ),
    (
        Reason("capabilities_lost", lost=("attachment",)),
        "Lacks attachments",
        "Sin adjuntos",
        "En moins\xa0: pièces jointes",
    ),
    (
        Reason("tokens_on_scale", tokens=8_192, low=4_000, high=1_000_000),
        "8K tokens, on a logarithmic scale from 4K to 1M",
        "8K tokens, en escala logarítmica de 4K a 1M",
        "8K tokens, sur une échelle logarithmique de 4K à 1M",
    ),
    (
        Reason("rule_no_findings", each_share=Decimal("0.25")),
        "All points, less 25% of them for each field on which offerings disagree",
        "Todos los puntos, menos un 25\xa0% por cada campo en el que las ofertas no coinciden",
        "Tous les points, moins 25\xa0% d’entre eux par champ sur lequel les offres divergent",
    ),
]


@pytest.mark.parametrize(("reason", "english", "spanish", "french"), WORDED)
def test_numbers_in_sentences_are_the_languages_own(
    reason: Reason, english: str, spanish: str, french: str
) -> None:
    """Percentages and amounts are written as each language writes them, and never break."""
    assert sentence(reason) == english
    assert sentence(reason, languages()["en"].words) == english
    assert sentence(reason, languages()["es"].words) == spanish
    assert sentence(reason, languages()["fr"].words) == french


def test_ends_of_a_price_scale_are_written_as_amounts() -> None:
    """Spanish has a comma where English has a point."""
    rule = Reason("rule_price_log", low=Decimal("0.02"), high=Decimal(100))
    assert "from 0.02 to 100 USD" in sentence(rule)
    assert "de 0,02 a 100 USD" in sentence(rule, languages()["es"].words)


def _told(code: str) -> list[str]:
    """Everything that a language says; of a plural both forms in one."""
    with open(f"{web.__path__[0]}/locale/{code}.po", "rb") as file:  # noqa: PTH123 – read as bytes
        return [str(message.string) for message in read_po(file) if message.id]


def test_spanish_has_one_word_for_one_thing() -> None:
    """A prompt is a prompt, and what upstream is called does not change from page to page."""
    told = _told("es")
    assert [text for text in told if "en origen" in text or "del origen" in text] == []
    assert [text for text in told if "caché de peticiones" in text.lower()] == []


#: What French typography has no place for, outside tags and code.
UNFRENCH = {
    "a space before a colon and the like that breaks": r"(?<! )[ ](?=[:;!?»])|« ",
    "no space there at all": r"[^\s:/][;!?»]|[^\s\d][:](?=\s|$)|«\S",
    "a straight apostrophe or quotation mark": r"['\"“”]",
    "a name that would have to be elided before": r"\b(?:d|l|qu|n|s|c|j|m|t)’(?=%\(|\{)",
    "a wide space before high punctuation": r"\u00a0[;!?]",
    "dashes around an aside that may be torn from it": r"– [^–]*–|–[^–]* –(?= )",
    "a number's plural where the number may be below two": r"%\(at\)s (?:tokens|requêtes)",
}


@pytest.mark.parametrize("fault", UNFRENCH)
def test_french_is_set_as_french_is(fault: str) -> None:
    """Spaces before high punctuation do not break, and apostrophes are round."""
    with open(f"{web.__path__[0]}/locale/fr.po", "rb") as file:  # noqa: PTH123 – read as bytes
        found = [message.string for message in read_po(file) if message.id]
    texts = [text for each in found for text in ([each] if isinstance(each, str) else each)]
    bare = [re.sub(r"<[^>]*>|`[^`]*`", "", text) for text in texts]
    assert [text for text in bare if re.search(UNFRENCH[fault], text)] == []


def test_french_has_one_word_for_one_thing() -> None:
    """What is held is not « retenu », which is what is chosen."""
    told = _told("fr")
    assert [text for text in told if re.search(r"(?<!non )\bretenu", text.lower())] == []


def test_none_and_one_are_one_in_french() -> None:
    """French counts from two on."""
    french = languages()["fr"]
    singular, plural = "%(shown)s model", "%(shown)s models"
    told = [french.ngettext(singular, plural, count) for count in (0, 1, 2)]
    assert told == ["%(shown)s modèle", "%(shown)s modèle", "%(shown)s modèles"]


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    """And nowhere else, nor is any other day."""
    found = languages()
    first, later, month = "2026-05-01", "2026-05-11", "2026-05"
    assert [found["fr"].day(each) for each in (first, later, month)] == [
        "1er mai 2026",
        "11 mai 2026",
        "mai 2026",
    ]
    assert found["fr"].short_day(date(2026, 5, 1)) == "1er mai 2026"
    assert found["fr"].moment(datetime(2026, 11, 1, 3, 4)).startswith("1er nov. 2026")  # noqa: DTZ001
    assert found["es"].day(first) == "1 de mayo de 2026"


def test_parts_are_put_together_as_the_language_does() -> None:
    """French sets a colon and a semicolon off from what they follow."""
    english, french = languages()["en"], languages()["fr"]
    assert (english.colon, english.semicolon) == (": ", "; ")
    assert (french.colon, french.semicolon) == ("\xa0: ", "\u202f; ")


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


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "batch, UTC 00:00–01:00, 10:00–00:00 (Mon–Wed, Fri), UTC Sat–Sun"),
        ("es", "batch, UTC 00:00–01:00, 10:00–00:00 (lun–mié, vie), UTC sáb–dom"),
        ("fr", "batch, UTC 00:00–01:00, 10:00–00:00 (lun.–mer., ven.), UTC sam.–dim."),
        ("de", "batch, UTC 00:00–01:00, 10:00–00:00 (Mo–Mi, Fr), UTC Sa–So"),
    ],
)
def test_days_of_the_week_have_names(code: str, expected: str) -> None:
    """No reader is told of a day 1; hours of the same days are told together."""
    some = (1, 2, 3, 5)
    hours = (Hours(0, 60, some), Hours(600, 0, some), Hours(0, 0, (6, 7)))
    when = Conditions(mode="batch", hours=hours)
    assert conditions_label(when, languages()[code].words) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "a day that is not after May 1, 2026"),
        ("es", "un día que no sea posterior al 1 de mayo de 2026"),
        ("fr", "un jour qui n’est pas postérieur au 1er mai 2026"),
        ("de", "ein Tag, der nicht nach dem 1. Mai 2026 liegt"),
    ],
)
def test_days_in_sentences_are_the_languages_own(code: str, expected: str) -> None:
    """No sentence has 2026-05-01 in it; what is no whole date stays what it is."""
    reason = Reason("expected_before", day="2026-05-01")
    assert sentence(reason, languages()[code].words) == expected
    assert sentence(reason) == "a day that is not after May 1, 2026"
    assert sentence(Reason("expected_before", day="05-20")).endswith("05-20")
