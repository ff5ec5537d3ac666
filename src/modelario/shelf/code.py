"""Which code built a catalogue: any other code may build another one."""

import os
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

#: What shows catalogues, and so has no part in what they are.
_FACES = frozenset(("api", "cli", "web"))


@cache
def code_digest() -> str:
    """Sum up the sources and tables that a catalogue depends on, and the Python that runs them."""
    found = sha256(sys.version.encode())
    for path in sorted(_sources(str(Path(__file__).parents[1]), skipped=_FACES)):
        with open(path, "rb") as stream:  # noqa: PTH123 – a hundred files, at every start
            found.update(stream.read())
        found.update(path.encode(errors="surrogateescape"))
    return found.hexdigest()


def _sources(folder: str, skipped: frozenset[str] = frozenset()) -> list[str]:
    found = []
    with os.scandir(folder) as entries:
        for each in entries:
            if each.name.endswith((".py", ".toml")):
                found.append(each.path)
            elif each.name not in skipped and each.is_dir() and each.name != "__pycache__":
                found += _sources(each.path)
    return found
