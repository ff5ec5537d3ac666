"""What an operator may set: environment variables → frozen :class:`Settings`, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from modelario import places
from modelario.causes import cause
from modelario.environment import SETTINGS_FILE, UnreadableFileError, everything
from modelario.logs import LogForm, LogLevel
from modelario.upstream.answers import LIVE_ADDRESSES, is_address
from modelario.witnesses.table import BY_ID, WITNESSES, WitnessSource

DATABASE_NAME = "modelario.db"
#: Where workers count together: their parent tells them, and nobody else.
TALLIES = "MODELARIO_TALLIES"
#: The folder in which a worker says that it serves: likewise.
SERVING = "MODELARIO_SERVING"
_LONGEST_INTERVAL_HOURS = 24 * 31
_MOST_SHARE = 1_000.0
_SHARE = 0.5
_SHORTEST_KEY, _SHORTEST_TOKEN = 16, 32

Network = IPv4Network | IPv6Network
#: Everybody, of both kinds of network.
_ALL = (ip_network("0.0.0.0/0"), ip_network("::/0"))
Choice = TypeVar("Choice", LogForm, LogLevel)


class SettingsError(Exception):
    """A variable has a value that cannot be meant; the message is one line for people."""


class Variable(NamedTuple):
    """An environment variable: its name, its default in words, and what it does."""

    name: str
    default: str
    meaning: str
    #: A secret is shown nowhere, and may stand in a file that its name with _FILE tells.
    secret: bool = False


SETTINGS = Variable(
    SETTINGS_FILE,
    "none",
    "A file of settings, NAME=value a line, read again on SIGHUP; the environment goes before it.",
)
DATA_DIR = Variable(
    "MODELARIO_DATA_DIR",
    "the user's data directory",
    f"Folder of the SQLite store, {DATABASE_NAME}.",
)
DATABASE_URL = Variable(
    "MODELARIO_DATABASE_URL",
    f"SQLite in {DATA_DIR.name}",
    "Where the store is: sqlite:///path or postgresql://user:password@host/name.",
    secret=True,
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
    secret=True,
)
ADMIN_TOKEN = Variable(
    "MODELARIO_ADMIN_TOKEN",
    "none",
    f"Secret, {_SHORTEST_TOKEN} characters or more, with which syncs, releases and rejections may "
    "be asked for over HTTP; without it they cannot.",
    secret=True,
)
METRICS = Variable(
    "MODELARIO_METRICS",
    "off",
    "Who may read /metrics: addresses or networks, with spaces between them, all, or off.",
)
LOG = Variable(
    "MODELARIO_LOG",
    LogForm.TEXT,
    "How a server writes its log: text for people, json for programs.",
)
LOG_LEVEL = Variable(
    "MODELARIO_LOG_LEVEL",
    LogLevel.INFO,
    f"What a server's log tells: {', '.join(LogLevel)}, and what is graver.",
)
ACCESS_LOG = Variable(
    "MODELARIO_ACCESS_LOG",
    "off",
    "Whether the log has a line for each answer, without address and query: on or off.",
)

#: Every variable that is read, in the order in which they are documented.
VARIABLES = (
    *(SETTINGS, DATA_DIR, DATABASE_URL, BASE_URL, SYNC_INTERVAL_HOURS, UPSTREAM_URL),
    *(WITNESSES_HEARD, TRUSTED_PROXIES, WORK_PER_ADDRESS, SECURITY_CONTACT, STORE_KEY),
    *(ADMIN_TOKEN, METRICS, LOG, LOG_LEVEL, ACCESS_LOG),
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
    #: ``None`` where nothing can be done over HTTP.
    admin_token: str | None = field(default=None, repr=False)
    #: Who may read the metrics: nobody where it is empty.
    metrics: tuple[Network, ...] = ()
    log: LogForm = LogForm.TEXT
    log_level: LogLevel = LogLevel.INFO
    access_log: bool = False


def whole_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Give all that is set, in the environment or in files that it names; an empty one is not."""
    names = [variable.name for variable in VARIABLES]
    secrets = [variable.name for variable in VARIABLES if variable.secret]
    try:
        return everything(environ, names, secrets)
    except UnreadableFileError as error:
        raise SettingsError(str(error)) from None


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read and check every variable; an empty one counts as not set."""
    return checked(whole_environment(environ))


def checked(environ: Mapping[str, str]) -> Settings:
    """Read and check every variable of an environment that names no files any more."""

    def text(variable: Variable) -> str | None:
        return _text(environ, variable)

    data_dir = data_folder(environ)
    file = places.file_address(data_dir / DATABASE_NAME)
    return Settings(
        data_dir=data_dir,
        database_url=_database(text(DATABASE_URL)) or file,
        base_url=_base_url(text(BASE_URL)),
        sync_interval_hours=_number(
            SYNC_INTERVAL_HOURS, text(SYNC_INTERVAL_HOURS), 24.0, "hours", _LONGEST_INTERVAL_HOURS
        ),
        upstream_urls=_addresses(text(UPSTREAM_URL)),
        witnesses=_witnesses(text(WITNESSES_HEARD)),
        trusted_proxies=_networks(text(TRUSTED_PROXIES)),
        work_per_address=_number(
            WORK_PER_ADDRESS, text(WORK_PER_ADDRESS), _SHARE, "processors", _MOST_SHARE
        ),
        security_contact=_contact(text(SECURITY_CONTACT)),
        store_key=_key(text(STORE_KEY)),
        admin_token=_token(text(ADMIN_TOKEN)),
        metrics=_readers(text(METRICS)),
        log=_choice(LOG, text(LOG), LogForm),
        log_level=_choice(LOG_LEVEL, text(LOG_LEVEL), LogLevel),
        access_log=_switch(ACCESS_LOG, text(ACCESS_LOG)),
    )


def _text(environ: Mapping[str, str], variable: Variable) -> str | None:
    return environ.get(variable.name, "").strip() or None


def _database(text: str | None) -> str | None:
    """Look at what an address begins with; what may be a password in it is not repeated."""
    if text is not None and text.partition("://")[0] not in places.DRIVERS:
        raise SettingsError(f"{DATABASE_URL.name}: {places.LIKE}")
    return text


def data_folder(environ: Mapping[str, str]) -> Path:
    """Tell the folder of what is kept."""
    text = _text(environ, DATA_DIR)
    if text is None:
        from platformdirs import user_data_path  # noqa: PLC0415 – which most servers tell us

        return user_data_path("modelario", appauthor=False)
    try:
        return places.folder(text)
    except places.NoPlaceError as error:
        raise _error(DATA_DIR, text, str(error)) from None


def _base_url(text: str | None) -> str | None:
    if text is None:
        return None
    if not is_address(text):
        raise _error(BASE_URL, text, "is no http or https address")
    parts = urlsplit(text)
    if parts.query or parts.fragment or parts.username is not None:
        raise _error(BASE_URL, text, "may have no query, fragment or user name")
    return text.rstrip("/")


def _number(
    variable: Variable, text: str | None, usual: float, unit: str, most: float
) -> float | None:
    """Read a number from 0 to ``most``; 0 turns off what it is of."""
    try:
        number = usual if text is None else float(text)
    except ValueError:
        raise _error(variable, str(text), f"is no number of {unit}") from None
    if not 0 <= number <= most:
        raise _error(variable, str(text), f"is not between 0 and {most:g} {unit}")
    return number or None


def _networks(text: str | None, variable: Variable = TRUSTED_PROXIES) -> tuple[Network, ...]:
    found = []
    for each in (text or "").replace(",", " ").split():
        try:
            found.append(ip_network(each))
        except ValueError:
            fault = "is no address of a machine or network, such as 10.0.0.0/8"
            raise _error(variable, each, fault) from None
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


def _token(text: str | None) -> str | None:
    """Check a token; what is wrong is told without it."""
    if text is None:
        return None
    # A header can carry no others (RFC 6750, 2.1).
    if not (text.isascii() and text.isprintable()) or " " in text:
        fault = "has to be of ASCII letters, figures and signs, without spaces"
        raise SettingsError(f"{ADMIN_TOKEN.name} {fault}")
    if len(text) < _SHORTEST_TOKEN:
        raise SettingsError(f"{ADMIN_TOKEN.name} has fewer than {_SHORTEST_TOKEN} characters")
    return text


def _readers(text: str | None) -> tuple[Network, ...]:
    if text in (None, "off"):
        return ()
    return _ALL if text == "all" else _networks(text, METRICS)


def _choice(variable: Variable, text: str | None, choices: type[Choice]) -> Choice:
    try:
        return choices(text or variable.default)
    except ValueError:
        raise _error(variable, str(text), f"is none of {', '.join(choices)}") from None


def _switch(variable: Variable, text: str | None) -> bool:
    if text not in (None, "on", "off"):
        raise _error(variable, str(text), "is neither on nor off")
    return text == "on"


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
