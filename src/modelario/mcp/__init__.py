"""The catalogue for agents, over the Model Context Protocol (revision 2026-07-28).

What is told stands in tables that know nothing of the protocol; only :mod:`modelario.mcp.server`
and :mod:`modelario.mcp.transports` use its SDK, which comes with the extra ``mcp``.
"""

from importlib.util import find_spec

from modelario.api.bulk import NotInstalledError

#: Where a site has it.
PATH = "/mcp"


class TurnedAwayError(Exception):
    """There is no answer just now; whoever has it worked out says when to come again."""


def check_installed() -> None:
    """Raise :class:`NotInstalledError`, which says how to get the SDK, where it is not there."""
    if find_spec("mcp") is None:
        raise NotInstalledError(
            "MCP takes a library that is not installed: pip install 'modelario[mcp]'"
        )
