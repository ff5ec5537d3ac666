"""How an offering is called: where its API stands, what it speaks, which variable holds the key.

Upstream states an address, a package and the names of variables for each provider, and other ones
for some offerings; what a package speaks, and where it looks without an address, stands in
``tables/packages.toml``.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert

from modelario.records import ModelKind, Offering, Provider, ProviderId

#: What may stand in an address beside the variables in it: nothing that a shell or a quoted text
#: would read as its own.
_ADDRESS = re.compile(r"(https?://|\$\{\w+\})([A-Za-z0-9._~:/%-]|\$\{\w+\})+")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NPM = re.compile(r"(@[a-z0-9._~-]+/)?[a-z0-9._~/-]+", re.IGNORECASE)
#: By what the variable of a key is told among several.
_KEYS = ("_API_KEY", "_KEY", "_TOKEN", "_PAT")
#: Upstream's word for an offering that is called by chat completions.
_COMPLETIONS = "completions"


class Package(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the API behind a package is called; see the table."""

    npm: str
    api: str
    create: str
    named: bool = False
    base_url: str | None = None
    key: str | None = None
    options: Mapping[str, str] = {}
    chat: bool = False


class Snippet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A first request in one language; see the table."""

    apis: tuple[str, ...]
    does: ModelKind
    language: str
    code: str
    install: str | None = None


class Call(Struct, frozen=True, kw_only=True):
    """How one offering is called; what is not stated is ``None``."""

    provider: ProviderId
    #: Where the API stands. ``${NAME}`` in it is a variable of the environment.
    base_url: str | None
    #: Whether upstream states the address; else it is the package's own.
    stated: bool
    key: str | None
    #: Every variable that the provider names, the key's among them.
    environment: tuple[str, ...]
    #: The package for JavaScript, as upstream names it.
    npm: str | None
    package: Package | None
    api: str | None
    #: Whether chat completions are asked for where the package has another call as well.
    chat: bool

    def variable(self, ending: str) -> str | None:
        """The provider's variable whose name ends so."""
        return next((name for name in self.environment if name.endswith(ending)), None)


def call_of(provider: Provider, offering: Offering) -> Call:
    """Tell how an offering is called, by what upstream states of it and of its provider."""
    own = offering.extra.get("provider")
    stated: Mapping[str, object] = own if isinstance(own, Mapping) else {}
    npm = _text(stated.get("npm")) or provider.package or ""
    package = packages().get(npm)
    environment = tuple(name for name in provider.environment if _NAME.fullmatch(name))
    address = _text(stated.get("api")) or provider.api_url
    base_url = _address(address) if address else None
    # What another package looks for by itself is not where this provider stands.
    by_itself = address is None and npm == provider.package
    api = package.api if package else None
    completions = stated.get("shape") == _COMPLETIONS and api == "responses"
    return Call(
        provider=provider.id,
        base_url=_default(package, environment) if package and by_itself else base_url,
        stated=base_url is not None,
        key=_key(package, environment),
        environment=environment,
        npm=npm if _NPM.fullmatch(npm) else None,
        package=package,
        api="chat_completions" if completions else api,
        chat=completions and package is not None and package.chat,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _address(address: str) -> str | None:
    """An address that can be written into a program, else ``None``."""
    named = all(map(_NAME.fullmatch, _VARIABLE.findall(address)))
    return address.rstrip("/") if _ADDRESS.fullmatch(address) and named else None


def _default(package: Package, environment: Sequence[str]) -> str | None:
    """Where a package looks by itself, with the provider's variables in it."""
    if package.base_url is None:
        return None
    found = package.base_url
    for ending in _VARIABLE.findall(found):
        name = next((name for name in environment if name.endswith(ending)), None)
        if name is None:
            return None
        found = found.replace(f"${{{ending}}}", f"${{{name}}}")
    return found


def _key(package: Package | None, environment: Sequence[str]) -> str | None:
    if len(environment) == 1:
        return environment[0]
    endings = (package.key,) if package and package.key else _KEYS
    found = (name for ending in endings for name in environment if name.endswith(ending))
    return next(found, None)


@cache
def packages() -> Mapping[str, Package]:
    """Read the table of packages, by their names."""
    return {each.npm: each for each in convert(_table("packages"), list[Package])}


@cache
def snippets() -> tuple[Snippet, ...]:
    """Read the table of examples."""
    return convert(_table("snippets"), tuple[Snippet, ...])


def _table(name: str) -> object:
    text = files("modelario.catalogue").joinpath(f"tables/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)[name]
