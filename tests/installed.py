"""The embedded catalogue, built once in each process that runs tests."""

import shutil
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import structs

from builders import NOW
from modelario.editions import embedded
from modelario.queries.edition import Edition

_PLACE = TemporaryDirectory(prefix="modelario-tests-")


@cache
def _built() -> Edition:
    """Build it, and keep it in a file, too."""
    return embedded(NOW, Path(_PLACE.name))


def installed_edition(now: datetime = NOW) -> Edition:
    """Give the embedded catalogue as it is published at a moment."""
    edition = _built()
    origin = structs.replace(edition.catalogue.origin, fetched_at=now)
    return structs.replace(edition, catalogue=structs.replace(edition.catalogue, origin=origin))


def furnish(folder: Path) -> Path:
    """Lay the built catalogue where a program would keep it, so that it builds none itself."""
    _built()
    shutil.copytree(_PLACE.name, folder, dirs_exist_ok=True)
    return folder
