"""The command that serves the site."""

import os
import socket
import time
from contextlib import suppress

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from modelario.cli.options import Database
from modelario.cli.output import note
from modelario.cli.question import FailedError, UsageError, settings
from modelario.keeping.opening import try_store
from modelario.limits import Limit, figure
from modelario.settings import BASE_URL, DATABASE_URL

try:
    import resource
except ImportError:  # Windows bounds files otherwise
    resource = None  # type: ignore[assignment]

_LARGEST_PORT = 65_535
_OWN_HOSTS = ("127.0.0.1", "localhost", "::1")
_BETWEEN_STARTS_S = 2.0


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
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
    """
    if not 0 < port <= _LARGEST_PORT or workers < 1:
        raise UsageError(f"a port is 1 to {_LARGEST_PORT}, and one worker is the least")
    chosen = settings(database)
    ip = _free(host, port)
    # What the store refuses is told here, in one line; what is served stands in for it.
    if refused := try_store(chosen):
        note(f"modelario: {refused}")
        note("The data that came with the installation is served until the store can be used.")
    # Workers are processes of their own: they read the same settings from the environment.
    os.environ[DATABASE_URL.name] = chosen.database_url
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    if chosen.base_url is None and host in _OWN_HOSTS:
        # Whoever serves only this machine has one address; others have to tell theirs.
        os.environ[BASE_URL.name] = address
    note(f"Modelario serves on {address} – Ctrl-C stops it.")
    connections = _connections()
    while not _ended(ip, port, workers, connections):
        # Workers that die over and over again end Granian, but not the service.
        note("The workers died over and over again; they are started anew.")
        time.sleep(_BETWEEN_STARTS_S)


def _ended(ip: str, port: int, workers: int, connections: int) -> bool:
    """Serve until told to stop; ``False`` when it ended for another reason."""
    try:
        Granian(
            "modelario.web.worker:application",
            factory=True,
            address=ip,
            port=port,
            interface=Interfaces.ASGI,
            workers=workers,
            log_level=LogLevels.warning,
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
        ).serve()
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


def _free(host: str, port: int) -> str:
    """Give the number of an address that can be listened on."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError as error:
        raise FailedError(f"{host} port {port} cannot be listened on: {error.strerror}") from None
    return str(place[0])
