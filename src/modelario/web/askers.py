"""Who asks: the address that a request is counted under."""

import logging
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from starlette.types import Scope

from modelario.settings import TRUSTED_PROXIES, Network

log = logging.getLogger(__name__)

#: Whoever has one address of IPv6 has as many as this network holds.
_OWN_PREFIX = 64
_FORWARDED = b"x-forwarded-for"


class Askers:
    """Tells askers apart, believing only trusted proxies about those behind them."""

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = trusted
        self._warned = False

    def of(self, scope: Scope) -> str:
        """Give the address of whoever asks: the last one that no trusted proxy has."""
        client = scope["client"]
        address = client[0] if client else ""
        chain = _chain(scope)
        if chain and not self.trusts(address):
            self._warn(address)
        while chain and self.trusts(address):
            address = chain.pop()
        return _counted(address)

    def sure(self, scope: Scope) -> IPv4Address | IPv6Address | None:
        """Give the very address of whoever asks; none where a proxy that nobody trusts forwards."""
        client, chain = scope["client"], _chain(scope)
        address = client[0] if client else ""
        while chain:
            if not self.trusts(address):
                return None
            address = chain.pop()
            if not self.trusts(address):
                break
        return _read(address)

    def trusts(self, address: str) -> bool:
        """Whether an address is that of a proxy that speaks for others."""
        found = _read(address)
        return found is not None and any(found in each for each in self._trusted)

    def counted(self, address: str) -> str:
        """Give what an address counts as: its network, where one asker has as many as he likes."""
        return _counted(address)

    def _warn(self, address: str) -> None:
        """Tell an operator once whose proxy is not trusted: all behind it count as one."""
        if not self._warned and not self._trusted:
            self._warned = True
            log.warning(
                "%s forwards requests of others, who count as one reader: "
                "name it in %s if it is your proxy.",
                _counted(address),
                TRUSTED_PROXIES.name,
            )


def _chain(scope: Scope) -> list[str]:
    """List the addresses that proxies say they forward for, the nearest last."""
    told = (value for name, value in scope["headers"] if name == _FORWARDED)
    return [each.strip() for value in told for each in value.decode("latin-1").split(",")]


def _read(address: str) -> IPv4Address | IPv6Address | None:
    """Read an address, also as proxies write one of IPv6 or of IPv4 within IPv6."""
    try:
        found = ip_address(address.removeprefix("[").partition("]")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _counted(address: str) -> str:
    """Give what is counted: one address of IPv4, the network of one of IPv6, or "unknown"."""
    found = _read(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, _OWN_PREFIX), strict=False))
    return str(found or "unknown")
