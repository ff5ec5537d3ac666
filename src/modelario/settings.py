"""What an operator may set: environment variables → frozen :class:`Settings`, read once."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from modelario.causes import cause
from modelario.upstream.answers import LIVE_ADDRESSES, is_address
from modelario.witnesses.table import BY_ID, WITNESSES, WitnessSource

DATABASE_NAME = "modelario.db"
_LONGEST_INTERVAL_HOURS = 24 * 31
_MOST_SHARE = 1_000.0
_SHARE = 0.5
_SHORTEST_KEY = 16

Network = IPv4Network | IPv6Network


class SettingsError(Exception):
    """A variable has a value that cannot be meant; the message is one line for people."""


class Variable(NamedTuple):
    """An environment variable: its name, its default in words, and what it does."""

    name: str
    default: str
    meaning: str


DATA_DIR = Variable(
    "MODELARIO_DATA_DIR",
    "the user's data directory",
    f"Folder of the SQLite store, {DATABASE_NAME}.",
)
DATABASE_URL = Variable(
    "MODELARIO_DATABASE_URL",
    f"SQLite in {DATA_DIR.name}",
    "Where the store is: sqlite:///path or postgresql://user:password@host/name.",
)
BASE_URL = Variable(
    "MODELARIO_BASE_URL",
    "the address served, on this machine only",
    "Public address of the site, for absolute links: https://models.example.org.",
)
SYNC_INTERVAL_HOURS = Variable(
    "MODELARIO_SYNC_INTERVAL_HOURS",
    "24",
    "Hours between two syncs of a running server; 0 turns them off.",
)
UPSTREAM_URL = Variable(
    "MODELARIO_UPSTREAM_URL",
    " ".join(LIVE_ADDRESSES),
    "Addresses of the live source, tried in turn, with spaces between them.",
)
WITNESSES_HEARD = Variable(
    "MODELARIO_WITNESSES",
    "all",
    "Second sources that are asked after each live sync, with commas between them, or none: "
    f"{', '.join(each.id for each in WITNESSES)}; id=address names another address.",
)
TRUSTED_PROXIES = Variable(
    "MODELARIO_TRUSTED_PROXIES",
    "none",
    "Proxies whose X-Forwarded-For is believed: addresses or networks, with spaces between them.",
)
WORK_PER_ADDRESS = Variable(
    "MODELARIO_WORK_PER_ADDRESS",
    f"{_SHARE:g}",
    "Share of a processor that a worker spends on one address; 0 sets no limit.",
)
SECURITY_CONTACT = Variable(
    "MODELARIO_SECURITY_CONTACT",
    "none",
    "Whom security.txt names: an https: or mailto: address.",
)

STORE_KEY = Variable(
    "MODELARIO_STORE_KEY",
    "none",
    "Secret, 16 characters or more, that signs the head that 'status' tells.",
)

#: Every variable that is read, in the order in which they are documented.
VARIABLES = (
    DATA_DIR,
    DATABASE_URL,
    BASE_URL,
    SYNC_INTERVAL_HOURS,
    UPSTREAM_URL,
    WITNESSES_HEARD,
    TRUSTED_PROXIES,
    WORK_PER_ADDRESS,
    SECURITY_CONTACT,
    STORE_KEY,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """An operator's choices, checked. Secrets stay out of the printed form."""

    data_dir: Path
    database_url: str = field(repr=False)
    base_url: str | None = None
    #: ``None`` when a server does not sync by itself.
    sync_interval_hours: float | None = 24.0
    upstream_urls: tuple[str, ...] = field(default=LIVE_ADDRESSES, repr=False)
    #: The second sources that are asked after each live sync.
    witnesses: tuple[WitnessSource, ...] = field(default=(), repr=False)
    trusted_proxies: tuple[Network, ...] = ()
    #: Seconds of work a second; ``None`` sets no limit.
    work_per_address: float | None = _SHARE
    security_contact: str | None = None
    store_key: str | None = field(default=None, repr=False)


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read and check every variable; an empty one counts as not set."""

    def text(variable: Variable) -> str | None:
        return _text(environ, variable)

    data_dir = data_folder(environ)
    return Settings(
        data_dir=data_dir,
        database_url=text(DATABASE_URL) or _file_address(data_dir / DATABASE_NAME),
        base_url=_base_url(text(BASE_URL)),
        sync_interval_hours=_interval(text(SYNC_INTERVAL_HOURS)),
        upstream_urls=_addresses(text(UPSTREAM_URL)),
        witnesses=_witnesses(text(WITNESSES_HEARD)),
        trusted_proxies=_networks(text(TRUSTED_PROXIES)),
        work_per_address=_share(text(WORK_PER_ADDRESS)),
        security_contact=_contact(text(SECURITY_CONTACT)),
        store_key=_key(text(STORE_KEY)),
    )


def _text(environ: Mapping[str, str], variable: Variable) -> str | None:
    return environ.get(variable.name, "").strip() or None


def data_folder(environ: Mapping[str, str]) -> Path:
    """Tell the folder of what is kept."""
    text = _text(environ, DATA_DIR)
    if text is None:
        from platformdirs import user_data_path  # noqa: PLC0415 – which most servers tell us

        return user_data_path("modelario", appauthor=False)
    path = Path(text).expanduser()
    # A folder that may not be entered is the store's to complain of.
    with contextlib.suppress(PermissionError):
        if path.exists() and not path.is_dir():
            raise _error(DATA_DIR, text, "is a file, not a folder")
    return path.absolute()


def _file_address(path: Path) -> str:
    """The address of a database file, whatever characters its path holds."""
    try:
        return f"sqlite:///{quote(str(path))}"
    except UnicodeEncodeError:
        raise _error(DATA_DIR, str(path.parent), "is no UTF-8 text") from None


def _base_url(text: str | None) -> str | None:
    if text is None:
        return None
    if not is_address(text):
        raise _error(BASE_URL, text, "is no http or https address")
    parts = urlsplit(text)
    if parts.query or parts.fragment or parts.username is not None:
        raise _error(BASE_URL, text, "may have no query, fragment or user name")
    return text.rstrip("/")


def _interval(text: str | None) -> float | None:
    if text is None:
        return 24.0
    return _number(SYNC_INTERVAL_HOURS, text, "hours", _LONGEST_INTERVAL_HOURS) or None


def _share(text: str | None) -> float | None:
    if text is None:
        return _SHARE
    return _number(WORK_PER_ADDRESS, text, "processors", _MOST_SHARE) or None


def _number(variable: Variable, text: str, unit: str, most: float) -> float:
    try:
        number = float(text)
    except ValueError:
        raise _error(variable, text, f"is no number of {unit}") from None
    if not 0 <= number <= most:
        raise _error(variable, text, f"is not between 0 and {most:g} {unit}")
    return number


def _networks(text: str | None) -> tuple[Network, ...]:
    found = []
    for each in (text or "").replace(",", " ").split():
        try:
            found.append(ip_network(each))
        except ValueError:
            fault = "is no address of a machine or network, such as 10.0.0.0/8"
            raise _error(TRUSTED_PROXIES, each, fault) from None
    return tuple(found)


def _contact(text: str | None) -> str | None:
    if text is None:
        return None
    scheme, _, rest = text.partition(":")
    written = text.isascii() and text.isprintable() and " " not in text
    if scheme not in ("https", "mailto") or not rest or not written:
        raise _error(SECURITY_CONTACT, text, "is no https: or mailto: address")
    return text


def _key(text: str | None) -> str | None:
    if text is not None and len(text) < _SHORTEST_KEY:
        raise SettingsError(f"{STORE_KEY.name} has fewer than {_SHORTEST_KEY} characters")
    return text


def _addresses(text: str | None) -> tuple[str, ...]:
    if text is None:
        return LIVE_ADDRESSES
    addresses = tuple(text.replace(",", " ").split())
    for address in addresses:
        if not is_address(address):
            raise _error(UPSTREAM_URL, address, "is no http or https address")
    return addresses


def _witnesses(text: str | None) -> tuple[WitnessSource, ...]:
    if text is None or text == "all":
        return WITNESSES
    found = []
    for each in text.replace(",", " ").split() if text != "none" else ():
        name, named, address = each.partition("=")
        if name not in BY_ID:
            fault = f"is no witness; there are {', '.join(BY_ID)}"
            raise _error(WITNESSES_HEARD, name, fault)
        if named and not is_address(address):
            raise _error(WITNESSES_HEARD, address, "is no http or https address")
        found.append(BY_ID[name]._replace(address=address) if named else BY_ID[name])
    return tuple(found)


def _error(variable: Variable, value: str, fault: str) -> SettingsError:
    return SettingsError(f"{variable.name}={cause(value)!r} {fault}")
