"""Every language says everything, and no page says anything in another one."""

import re

import pytest
from babel.messages.pofile import read_po
from messages import messages

from modelario import web
from modelario.web.i18n import SOURCE_LANGUAGE, languages, preferred

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
        ("fr, en;q=0.5, es;q=0.7", "es"),
        ("fr", "en"),
        ("es;q=0", "en"),
        ("es;q=abc", "en"),
        ("en;q=0.4, ES;q=0.6", "es"),
        (",;=,", "en"),
    ],
)
def test_the_start_page_follows_the_reader(accepted: str, expected: str) -> None:
    """``Accept-Language`` decides, and English is for everybody else."""
    assert preferred(accepted, languages()) == expected
