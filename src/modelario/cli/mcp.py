"""The command that serves agents over standard input and output."""

import threading

from modelario.api.bulk import NotInstalledError
from modelario.cli.options import Database
from modelario.cli.question import FailedError, now, settings
from modelario.editions import open_editions
from modelario.keeping.freshness import follow
from modelario.mcp import check_installed


def mcp(*, database: Database = None) -> None:
    """Serve agents over the Model Context Protocol, on standard input and output.

    An agent's program starts it by itself; over the network `serve` has the same at /mcp.
    """
    try:
        check_installed()
    except NotInstalledError as error:
        raise FailedError(str(error)) from None
    # The library takes a second: nobody else waits for it.
    from modelario.mcp.transports import serve_stdio  # noqa: PLC0415

    chosen = settings(database)
    editions = open_editions(chosen, now())
    threading.Thread(target=follow, args=(editions, chosen, now), daemon=True).start()
    serve_stdio(editions, now)
