"""Where the built catalogue of a state of the data is kept, and when it is believed."""

import logging
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

from modelario.queries.edition import Edition
from modelario.settings import Settings
from modelario.shelf import files, kept_edition
from modelario.shelf.code import code_digest
from modelario.store.glance import Glance, file_of

log = logging.getLogger(__name__)

_ENDING = ".built"


class Shelf:
    """A file that holds one edition: that of a state of the data, as this code builds it."""

    def __init__(self, path: Path, *state: str) -> None:
        self._path = path
        self._state = state

    @property
    def key(self) -> str:
        """What was built, and by which code."""
        return sha256("\n".join((code_digest(), *self._state)).encode()).hexdigest()

    def edition(self) -> Edition | None:
        """Give what is kept, where it is of this very state and code."""
        body = files.read(self._path)
        return None if body is None else kept_edition.unpacked(body, self.key)

    def alone(self) -> AbstractContextManager[None]:
        """Have others wait who would put the same on the shelf; here as far as they can be told."""
        return files.alone_in(self._path.parent)

    def keep(self, edition: Edition) -> None:
        """Keep an edition in place of what was kept; where that cannot be, nothing is kept."""
        if edition.troubles:
            # Another one should be served, and may be at the next look.
            return
        try:
            body = kept_edition.packed(edition, self.key)
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            log.warning("The built catalogue is not kept: %s", error)
            return
        files.write(self._path, body)


def beside(store: Path, *state: str) -> Shelf:
    """The shelf of a store in a file."""
    return Shelf(store.with_name(store.name + _ENDING), *state)


def inside(folder: Path, name: str, *state: str) -> Shelf:
    """The shelf of what is in no file of its own: of a server, or of the installation."""
    return Shelf(folder / (name + _ENDING), *state)


def shelf_of(settings: Settings, seen: Glance) -> Shelf:
    """The shelf for the built catalogue of a state of the store."""
    file = file_of(settings.database_url)
    state = (seen.schema, seen.name, seen.revision)
    return beside(file, *state) if file else inside(settings.data_dir, "server", *state)
