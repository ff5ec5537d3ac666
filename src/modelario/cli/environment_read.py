"""What an operator chose for a server: read at its start, and again whenever he asks for it."""

import logging
import os
from collections.abc import Mapping
from dataclasses import fields
from logging.config import dictConfig

from modelario.logs import configuration
from modelario.settings import VARIABLES, Settings, SettingsError, checked, whole_environment

log = logging.getLogger(__name__)


class EnvironmentRead:
    """The settings of a server, which its workers read from the environment of their parent."""

    def __init__(
        self, environ: Mapping[str, str], first: Mapping[str, str], last: Mapping[str, str]
    ) -> None:
        """Read it; ``first`` goes before it all, ``last`` where nothing else is set.

        Raises ``SettingsError``.
        """
        self._environ = dict(environ)
        self._first, self._last = first, last
        #: What was read last.
        self.now = self._read()

    def _read(self) -> Settings:
        """Read everything anew, and hand it to the workers that begin from now on."""
        whole = {**self._last, **whole_environment({**self._environ, **self._first})}
        settings = checked(whole)
        for name in (variable.name for variable in VARIABLES):
            os.environ.pop(name, None)
        os.environ.update(whole)
        return settings

    def read_again(self) -> bool:
        """Read everything anew while workers serve; logs what that changed, or why it cannot be."""
        before = self.now
        try:
            self.now = self._read()
        except SettingsError as error:
            log.error("Told to reload: the settings stay as they were, for %s", error)  # noqa: TRY400
            return False
        except Exception:
            # Whoever serves goes on, whatever it is.
            log.exception("Told to reload: the settings stay as they were, by a fault of ours")
            return False
        dictConfig(configuration(self.now.log, self.now.log_level))
        # Values may be secrets: only what is another one is named.
        names = [
            each.name
            for each in fields(Settings)
            if getattr(self.now, each.name) != getattr(before, each.name)
        ]
        changed = f"changed are {', '.join(names)}" if names else "nothing in them has changed"
        log.info("Told to reload: the settings were read, %s; workers begin anew in turn.", changed)
        return True
