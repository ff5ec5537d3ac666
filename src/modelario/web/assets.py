"""Static files: read once, served under the hash of their content, compressed beforehand."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from mimetypes import guess_type
from typing import NamedTuple

from markupsafe import Markup

from modelario.web.cache import Finished, finish
from modelario.web.headers import file_headers

IMMUTABLE = "public, max-age=31536000, immutable"
#: For an address with another version's hash, as pages from before an update have it.
_SHORT = "public, max-age=60"
_HASH_LENGTH = 12
_TYPES = {".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class Style(NamedTuple):
    """A style sheet to stand in the page, and what the policy calls it."""

    text: Markup
    source: str


class Assets:
    """Every static file, and the version that their addresses carry."""

    def __init__(self) -> None:
        self._files = dict(_walk(files("modelario.web").joinpath("static")))
        everything = sha256()
        for name, content in self._files.items():
            everything.update(name.encode() + b"\0" + content)
        self.version = everything.hexdigest()[:_HASH_LENGTH]
        self.style = cache(self._style)
        self._answers: dict[tuple[str, str, bool], Finished] = {}

    def _style(self, names: tuple[str, ...]) -> Style:
        """Join style sheets by name; standing in the page they save it a round trip."""
        text = "".join(_minified(self._files[f"{name}.css"].decode()) for name in names)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        return Style(Markup(text), f"'sha256-{digest}'")  # noqa: S704 – our own file

    def answer(self, version: str, name: str, encoding: str) -> Finished | None:
        """Answer with a file, if there is one of that name; each is compressed once."""
        content, current = self._files.get(name), version == self.version
        if content is None:
            return None
        key = (name, encoding, current)
        if key not in self._answers:
            headers = file_headers(_type(name), IMMUTABLE if current else _SHORT)
            self._answers[key] = finish(content, headers, encoding=encoding)
        return self._answers[key]

    @property
    def kept(self) -> int:
        """How many answers are kept in memory."""
        return len(self._answers)

    def content(self, name: str) -> bytes:
        """Give a file as it is."""
        return self._files[name]

    def names(self) -> Iterable[str]:
        """Name every static file."""
        return self._files.keys()


def _type(name: str) -> str:
    return _TYPES.get(name[name.rfind(".") :]) or guess_type(name)[0] or "application/octet-stream"


def _walk(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _walk(each, f"{above}{each.name}/")
        else:
            yield above + each.name, each.read_bytes()


def _minified(css: str) -> str:
    """Strip comments and needless white space; our style sheets hold no strings with either."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?", r"\1", css).replace(": ", ":").replace(";}", "}").strip()
