"""A store on a server: whatever becomes of it, nobody waits for it without end."""

import time
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.abc import RV, PQGen
from sqlalchemy.exc import NoSuchModuleError

from modelario.history.journal import StoreError

CONNECT_TIMEOUT_S = 3
#: The server gives up a statement, and waiting for another writer, after so long; …
STATEMENT_TIMEOUT_S = 60
#: … and we give up a server that has not even said that, be it stopped or cut off.
SILENCE_S = 75
#: The kernel tells sooner when the other machine is gone altogether.
_KEEPALIVE_S, _KEEPALIVES = 5, 3
_ARGUMENTS = {
    "connect_timeout": CONNECT_TIMEOUT_S,
    "keepalives_idle": _KEEPALIVE_S,
    "keepalives_interval": _KEEPALIVE_S,
    "keepalives_count": _KEEPALIVES,
    "tcp_user_timeout": _KEEPALIVE_S * (_KEEPALIVES + 1) * 1000,
}


class _Impatient(psycopg.Connection[Any]):
    """A connection that ends when the server is silent for too long."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(_heard(gen), interval, timeout)
        except _SilentError:
            self.close()
            raise


class _SilentError(psycopg.OperationalError):
    """A server said nothing for too long."""


def _heard(exchange: PQGen[RV]) -> PQGen[RV]:
    """Follow an exchange with the server as long as there is anything to be heard of it."""
    last = time.monotonic()
    try:
        wanted = next(exchange)
        while True:
            ready = yield wanted
            if ready:
                last = time.monotonic()
            elif time.monotonic() - last > SILENCE_S:
                raise _SilentError("timeout expired")
            wanted = exchange.send(ready)
    except StopIteration as end:
        found: RV = end.value
        return found


def engine(address: sa.URL) -> sa.Engine:
    """Set up access to a server's database."""
    try:
        # A server that was restarted is noticed before a query is lost.
        made = sa.create_engine(address, pool_pre_ping=True, connect_args=_ARGUMENTS)
    except (NoSuchModuleError, ImportError):
        raise StoreError("PostgreSQL needs the package psycopg: install Modelario anew") from None

    @sa.event.listens_for(made, "do_connect")
    def connect(_dialect: object, _record: object, args: Any, options: Any) -> object:  # noqa: ANN401
        return _Impatient.connect(*args, **options)

    @sa.event.listens_for(made, "connect")
    def prepare(connection: psycopg.Connection[Any], _record: object) -> None:
        # Not as a start option: poolers between us and the server refuse those.
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{STATEMENT_TIMEOUT_S}s'")
        connection.commit()

    return made
