"""The command that serves the site."""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from logging.config import dictConfig
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from modelario.cli.environment_read import EnvironmentRead
from modelario.cli.listening import Workers, listening
from modelario.cli.options import Database
from modelario.cli.output import note
from modelario.cli.question import UsageError
from modelario.keeping.opening import try_store
from modelario.limits import Limit, figure
from modelario.logs import LogForm, configuration
from modelario.settings import BASE_URL, DATABASE_URL, LOG, SERVING, TALLIES, Settings

try:
    import resource
except ImportError:  # Windows bounds files otherwise
    resource = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

_LARGEST_PORT = 65_535
_OWN_HOSTS = ("127.0.0.1", "localhost", "::1")
_BETWEEN_STARTS_S = 2.0


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    log_format: LogForm | None = None,
    database: Database = None,
) -> None:
    """Serve the site, and keep the data fresh.

    Parameters
    ----------
    host
        Address to listen on; 0.0.0.0 for every one of this machine.
    port
        Port to listen on.
    workers
        How many processes answer.
    log_format
        How the log is written: text for people, json for programs.
    """
    most = figure(Limit.WORKERS)
    if not 0 < port <= _LARGEST_PORT or not 0 < workers <= most:
        raise UsageError(f"a port is 1 to {_LARGEST_PORT}, and there are 1 to {most} workers")
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    # Whoever serves only this machine has one address; others have to tell theirs.
    usual = {BASE_URL.name: address} if host in _OWN_HOSTS else {}
    given = {DATABASE_URL.name: database, LOG.name: log_format}
    chosen = EnvironmentRead(
        os.environ, {name: text for name, text in given.items() if text}, usual
    )
    say = _say(chosen.now)
    with (
        listening(host, port, figure(Limit.CONNECTIONS)) as listener,
        TemporaryDirectory() as place,
    ):
        os.environ[TALLIES] = str(Path(place) / "tallies")
        os.environ[SERVING] = place
        # What the store refuses is told here, in one line; what is served stands in for it.
        if refused := try_store(chosen.now):
            say(f"modelario: {refused}")
            say("The data that came with the installation is served until the store can be used.")
        say(f"Modelario serves on {address} – Ctrl-C stops it.")
        connections = _connections()
        while not _ended(listener, Path(place), workers, connections, chosen):
            # Workers that die over and over again end Granian, but not the service.
            say("The workers died over and over again; they are started anew.")
            time.sleep(_BETWEEN_STARTS_S)


def _say(settings: Settings) -> Callable[[str], None]:
    """Tell a person in plain words, a program in lines of the log."""
    dictConfig(configuration(settings.log, settings.log_level))
    return log.info if settings.log is LogForm.JSON else note


def _ended(
    listener: socket, place: Path, workers: int, connections: int, chosen: EnvironmentRead
) -> bool:
    """Serve until told to stop; ``False`` when it ended for another reason."""
    address, port, *_ = listener.getsockname()
    try:
        server = Workers(
            listener,
            place,
            chosen.read_again,
            factory=True,
            address=address,
            port=port,
            interface=Interfaces.ASGI,
            workers=workers,
            log_level=LogLevels.warning,
            log_dictconfig=configuration(chosen.now.log, chosen.now.log_level),
            websockets=False,
            # Only of HTTP/1 the time of a head is bounded from a connection's first moment.
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(
                header_read_timeout=1000 * figure(Limit.HEADER_WAIT),
                max_buffer_size=figure(Limit.HEADER_BYTES),
            ),
            backlog=figure(Limit.CONNECTIONS),
            backpressure=connections,
            respawn_failed_workers=True,
            workers_kill_timeout=figure(Limit.STOP),
        )
        server.serve()
    except SystemExit as ended:
        return not ended.code
    return True


def _connections() -> int:
    """How many connections a worker takes: as many as there may be files, some kept for itself."""
    wanted = figure(Limit.CONNECTIONS)
    if resource is None:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    own = figure(Limit.OWN_FILES)
    needed = wanted + own
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(own, min(wanted, soft - own)) if soft > 0 else wanted
