"""Every text that a language has to translate."""

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from jinja2.ext import babel_extract

from modelario import web, wording
from modelario.api import reference

_FOLDER = Path(web.__file__).parent
_KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}

Message = str | tuple[str, str]


def messages() -> set[Message]:
    """Collect the texts of templates, of the site's modules and of the core's wording."""
    found: set[Message] = {*wording.messages(), *reference.texts()}
    for path in (_FOLDER / "templates").rglob("*.*"):
        found |= _of_template(path)
    for path in _FOLDER.rglob("*.py"):
        found |= {
            _message(text)
            for _, text, _, _ in extract("python", BytesIO(path.read_bytes()), _KEYWORDS)
        }
    return {message for message in found if message}


def _of_template(path: Path) -> set[Message]:
    options = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    options["extensions"] = "jinja2.ext.do"
    with path.open("rb") as file:
        found = babel_extract(file, _TEMPLATE, [], options)
        # A text that is not written out in a template is marked where it comes from.
        return {_message(text) for _, _, text, _ in found if text is not None}


_TEMPLATE = ("_", "gettext", "ngettext")


def _message(text: str | tuple[str | None, ...]) -> Message:
    if isinstance(text, str):
        return text
    forms = tuple(each for each in text if each)
    return (forms[0], forms[1]) if len(forms) > 1 else "".join(forms)
