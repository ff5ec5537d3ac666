"""Each language has one word for one thing, and sets its texts as it sets books."""

import re

import pytest
from babel.messages.pofile import read_po

from modelario import web

#: An English term, and how German, Spanish and French say it wherever it stands.
TERMS = {
    r"benchmark": ("benchmark", "pruebas? comparativas?", "tests? de référence"),
    r"fit score": ("eignungswert", "puntuaci(ón|ones)", "scores? d’adéquation"),
    r"\bscores?\b": ("eignungswert|wert", "puntuaci|puntúa", "score"),
    r"inconsistenc": ("widerspr", "inconsistencia", "incohérence"),
    r"\bproviders?\b": ("anbieter", "proveedor", "fournisseur"),
    r"\bofferings?\b": ("angebot", "oferta", "offre"),
    r"\blistings?\b": ("eintr", "ficha", "fiche"),
    r"\blabs?\b": ("labor", "laboratorio", "laboratoire"),
    r"tool calling": ("tool-aufruf", "llamadas a herramientas", "appel d’outils"),
    r"structured output": ("strukturierte ausgabe", "salida estructurada", "sortie structurée"),
    r"context window": ("kontextfenster", "ventana de contexto", "fenêtre de contexte"),
    r"blended price": ("mischpreis", "precio combinado", "prix pondéré"),
    r"\btiers?\b": ("stufe", "tramo", "palier"),
    r"\bprompt": ("prompt", "prompt", "prompt"),
    r"\brequests?\b": ("anfrage", "petici", "requête"),
    r"workload": ("arbeitslast", "carga de trabajo", "charge de travail"),
    r"requirement": ("anforderung", "requisito", "exigence"),
    r"alternatives?\b": ("alternativ", "alternativ", "rechange|remplacer"),
    r"upstream": ("quelle", "fuente", "source"),
    r"witness|second source": ("zweitquelle", "segundas? fuentes?", "sources? tierces?"),
    r"\bsyncs?\b": ("abgleich", "sincroniza", "synchronisation"),
    r"snapshot": ("snapshot", "instantánea", "instantané"),
    r"\bgate\b": ("prüfung", "control", "contrôle"),
    r"\bplan\b": ("abo", "plan", "forfait"),
    r"\bplot\b": ("diagramm", "gráfico", "graphique"),
}
LANGUAGES = ("de", "es", "fr")

#: What is no text of ours: placeholders, code, tags, and values as the API spells them.
_CODE = re.compile(r"%\(\w+\)s|\{\w+\}|`[^`]*`|<[^>]*>|\w+(?:[_-]\w+)*_\w+(?:-\w+)*|requests-\S+")

#: Quotation marks and apostrophes that are another language's, or no marks at all.
FOREIGN_MARKS = {"de": r"['\"”«»’]", "es": r"['\"“”„’]", "fr": r"['\"“”„]"}


def _told(code: str) -> dict[str, str]:
    """Everything that a language says, by its English; of a plural both forms in one."""
    with open(f"{web.__path__[0]}/locale/{code}.po", "rb") as file:  # noqa: PTH123 – read as bytes
        found = [message for message in read_po(file) if message.id]
    return {_text(each.id): _text(each.string) for each in found}


def _text(told: str | tuple[str, ...] | list[str]) -> str:
    return _CODE.sub("", told if isinstance(told, str) else " | ".join(told))


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_term_has_one_translation(code: str, term: str) -> None:
    """Wherever the English has a term, the translation has the language's own."""
    own = TERMS[term][LANGUAGES.index(code)]
    wrong = {
        english: said
        for english, said in _told(code).items()
        if re.search(term, english, re.IGNORECASE)
        and not re.search(own, said.replace("\xa0", " "), re.IGNORECASE)
    }
    assert wrong == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_quotation_marks_are_the_languages_own(code: str) -> None:
    """„So“ in German, «así» in Spanish and « ainsi » in French."""
    assert [text for text in _told(code).values() if re.search(FOREIGN_MARKS[code], text)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_line_ends_between_a_figure_and_its_unit(code: str) -> None:
    """A figure is held to a unit by a space that does not break."""
    with open(f"{web.__path__[0]}/locale/{code}.po", encoding="utf-8") as file:  # noqa: PTH123
        lines = [line for line in file if line.startswith("msgstr")]
    unit = re.compile(r"(?:\)s|\}|\d) (?:%(?!\()|M[Bo]\b|[sh]\b|Mio\.)")
    assert [line for line in lines if unit.search(line)] == []


#: How readers are not spoken to: « vous », “Sie” and “tú” are.
OTHER_ADDRESS = {
    "de": r"\b(du|dich|dir|dein\w*|wählst|kannst)\b",
    "es": r"(?<!\bse )\b(usted(es)?|diga|elija|escriba|compruebe|prescinda|indique|vuelva)\b",
    "fr": r"\b(tu|toi|ton|tes)\b",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_readers_are_spoken_to_in_one_way(code: str) -> None:
    """No page says "Sie" where another says "du"."""
    told = _told(code).values()
    assert [text for text in told if re.search(OTHER_ADDRESS[code], text, re.IGNORECASE)] == []
