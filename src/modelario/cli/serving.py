"""The command that serves the site."""

import os

from cyclopts import App
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from modelario.cli.options import Database, UsageError, settings
from modelario.cli.output import note
from modelario.settings import BASE_URL, DATABASE_URL

_LARGEST_PORT = 65_535
_OWN_HOSTS = ("127.0.0.1", "localhost")


def register(app: App) -> None:
    """Add the command of this module."""
    app.command(serve)


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    database: Database = None,
) -> None:
    """Serve the site and the API, and keep the data fresh.

    Parameters
    ----------
    host
        Address to listen on; 0.0.0.0 for every one of this machine.
    port
        Port to listen on.
    workers
        How many processes answer.
    """
    if not 0 < port <= _LARGEST_PORT or workers < 1:
        raise UsageError(f"a port is 1 to {_LARGEST_PORT}, and one worker is the least")
    chosen = settings(database)
    # Workers are processes of their own: they read the same settings from the environment.
    os.environ[DATABASE_URL.name] = chosen.database_url
    address = f"http://{host}:{port}"
    if chosen.base_url is None and host in _OWN_HOSTS:
        # Whoever serves only this machine has one address; others have to tell theirs.
        os.environ[BASE_URL.name] = address
    note(f"Modelario serves on {address} – Ctrl-C stops it.")
    Granian(
        "modelario.web.worker:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
