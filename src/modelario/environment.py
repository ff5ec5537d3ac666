"""What is set: the environment, with what stands in files that it names.

A file of settings has a line ``NAME=value`` for each, as systemd's ``EnvironmentFile`` and
``docker --env-file`` have; the environment goes before it. A secret may stand in a file of its
own, which its name with ``_FILE`` after it tells.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

#: The variable that names a file of settings.
SETTINGS_FILE = "MODELARIO_SETTINGS"
_IN_FILE = "_FILE"
_QUOTES = ("'", '"')
#: A secret that is longer is none: somebody named the wrong file.
_LONGEST_SECRET = 4_096
_LONGEST_FILE = 1_048_576


class UnreadableFileError(Exception):
    """A file of settings cannot be read or meant; the message is one line for people."""


def everything(
    environ: Mapping[str, str], names: Collection[str], secrets: Collection[str]
) -> dict[str, str]:
    """Give all that is set, in the environment or in files; names no file any more.

    ``names`` are those that a file may set, ``secrets`` those that may stand in a file of their
    own. Raises :class:`UnreadableFileError`.
    """
    given = {name: text for name, text in environ.items() if text.strip()}
    path = given.pop(SETTINGS_FILE, "").strip()
    allowed = {*names, *(f"{name}{_IN_FILE}" for name in secrets)} - {SETTINGS_FILE}
    found = {**(dict(_lines(Path(path), allowed)) if path else {}), **given}
    for name in secrets:
        named = found.pop(f"{name}{_IN_FILE}", "").strip()
        if named and name not in found:
            found[name] = _secret(name, Path(named))
    return found


def _lines(path: Path, allowed: Collection[str]) -> Iterator[tuple[str, str]]:
    for number, written in enumerate(_text(SETTINGS_FILE, path).splitlines(), start=1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        where = f"{SETTINGS_FILE}: {path}, line {number},"
        if not equals:
            # What stands there may be a secret: it is not repeated.
            raise UnreadableFileError(f"{where} is no NAME=value")
        if name not in allowed:
            known = ", ".join(sorted(allowed))
            named = repr(name[:80]) if name.isidentifier() else "what it names"
            raise UnreadableFileError(f"{where} sets {named}, which is none of {known}")
        yield name, _unquoted(value)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] in _QUOTES and value[-1] == value[0]:
        return value[1:-1]
    return value


def _secret(name: str, path: Path) -> str:
    text = _text(f"{name}{_IN_FILE}", path).strip()
    if not text:
        raise UnreadableFileError(f"{name}{_IN_FILE}: {path} is empty")
    if len(text) > _LONGEST_SECRET or "\n" in text:
        raise UnreadableFileError(f"{name}{_IN_FILE}: {path} holds more than one secret")
    return text


def _text(name: str, path: Path) -> str:
    try:
        with path.expanduser().open("rb") as file:
            body = file.read(_LONGEST_FILE + 1)
        if len(body) > _LONGEST_FILE:
            raise UnreadableFileError(f"{name}: {path} has more than {_LONGEST_FILE:,} bytes")
        return body.decode("utf-8").replace("\r\n", "\n")
    except (OSError, RuntimeError) as error:
        # Somebody's home that is not known is the latter.
        fault = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(f"{name}: {path} cannot be read: {fault}") from None
    except UnicodeDecodeError:
        raise UnreadableFileError(f"{name}: {path} is no UTF-8 text") from None
