"""A first request to a model at one of its providers, ready to run, in several languages."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import quote

from msgspec import Struct

from modelario.catalogue.calling import Call, Snippet, call_of, snippets
from modelario.catalogue.checking import name_of
from modelario.catalogue.questions import MissingError
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant
from modelario.queries.offering import UPSTREAM_FILES
from modelario.records import (
    Catalogue,
    Entry,
    ModelId,
    ModelKind,
    OfferingId,
    OfferingKey,
    ProviderId,
    Reason,
    Serving,
)

_MARK = re.compile("«([^»]*)»")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_VERSION = re.compile(r"/v\d+$")


class StartRequest(Struct, frozen=True):
    """Which model is to be called, and where."""

    #: Any spelling of a model's id, such as ``o4-mini`` or ``openai/o4-mini``.
    model: str
    #: Id of the provider; the recommended one where none is given.
    provider: str | None = None
    #: The provider's own id of the model, where it has several.
    offering: str | None = None


class StartExample(Struct, frozen=True, kw_only=True):
    """A first request in one language."""

    #: ``curl``, ``python`` or ``typescript``.
    language: str
    #: What it needs, as one installs it.
    install: str | None
    #: The example, to be run as it stands where the key's variable is set.
    code: str


class StartPlace(Struct, frozen=True, kw_only=True):
    """An offering by which the model can be called as well."""

    provider: ProviderId
    provider_name: str
    offering_id: OfferingId


class Start(Struct, frozen=True, kw_only=True):
    """How a model is called at one provider, as upstream states it; ``null`` is not stated."""

    id: ModelId
    name: str
    kind: ModelKind
    provider: ProviderId
    provider_name: str
    offering_id: OfferingId
    #: Where the API stands. ``${NAME}`` in it is a variable of the environment.
    base_url: str | None
    #: Whether upstream states the address; else it is what the package looks for by itself.
    base_url_stated: bool
    #: The variable of the environment that holds the key.
    key: str | None
    #: Every variable that the provider names.
    environment: tuple[str, ...]
    #: The package for JavaScript.
    package: str | None
    documentation_url: str | None
    #: A first request in each language; none where something that it needs is not stated.
    examples: tuple[StartExample, ...]
    #: Why there are no examples.
    lacking: Reason | None
    #: Every offering of the model, in the order of its page.
    places: tuple[StartPlace, ...]
    #: Where upstream keeps what is told of the provider, to be mended there.
    upstream_link: str
    as_of: date


EXAMPLE_COLUMNS = (
    Column("language", Kind.TEXT),
    Column("install", Kind.TEXT),
    Column("code", Kind.TEXT),
)


def start(edition: Edition, request: StartRequest) -> Start:
    """Tell how a model is called; raises ``MissingError`` where it is not at the provider."""
    catalogue = edition.catalogue
    entry = catalogue.entry(meant(edition, request.model))
    serving = _serving(catalogue, entry, request)
    offering = serving.offering
    provider = catalogue.providers[offering.provider]
    call = call_of(provider, offering)
    examples, lacking = examples_of(call, entry.model.kind, offering.offering_id)
    return Start(
        id=entry.model.id,
        name=entry.model.title,
        kind=entry.model.kind,
        provider=provider.id,
        provider_name=provider.name,
        offering_id=offering.offering_id,
        base_url=call.base_url,
        base_url_stated=call.stated,
        key=call.key,
        environment=call.environment,
        package=call.npm,
        documentation_url=provider.documentation_url,
        examples=examples,
        lacking=lacking,
        places=tuple(
            StartPlace(
                provider=each.provider,
                provider_name=catalogue.providers[each.provider].name,
                offering_id=each.offering_id,
            )
            for each in (serving.offering for serving in entry.model.servings)
        ),
        upstream_link=f"{UPSTREAM_FILES}providers/{quote(provider.id)}/provider.toml",
        as_of=catalogue.origin.as_of,
    )


def _serving(catalogue: Catalogue, entry: Entry, request: StartRequest) -> Serving:
    """The offering that is asked for: at the recommended price, or else the first."""
    servings = entry.model.servings
    if request.provider is not None:
        provider = name_of("provider", request.provider, catalogue.providers)
        servings = tuple(each for each in servings if each.offering.provider == provider)
    if request.offering is not None:
        wanted = request.offering.lower()
        servings = tuple(each for each in servings if each.offering.offering_id.lower() == wanted)
    if not servings:
        near = [f"{p}/{o}" for p, o in (each.key for each in entry.model.servings)]
        where = f" as {request.offering!r}" if request.offering else ""
        where += f" at {request.provider!r}" if request.provider else ""
        message = f"{entry.model.id} is not offered{where}; it is by {', '.join(near[:5])}"
        raise MissingError("offering", request.offering or request.provider or "", near, message)
    quote_ = entry.recommended
    best = quote_.serving.key if quote_ else OfferingKey(ProviderId(""), OfferingId(""))
    return next((each for each in servings if each.key == best), servings[0])


def examples_of(
    call: Call, kind: ModelKind, id_: OfferingId
) -> tuple[tuple[StartExample, ...], Reason | None]:
    """Write a first request in each language for a call, or say why there is none."""
    if call.npm is None or call.package is None:
        return (), Reason("start_package")
    if call.base_url is None and not call.package.options:
        return (), Reason("start_address")
    if call.key is None:
        return (), Reason("start_key")
    fitting = [
        each
        for each in snippets()
        if each.does is kind and (not each.apis or call.api in each.apis)
    ]
    examples = tuple(example for each in fitting if (example := _example(each, call, id_)))
    return examples, None if examples else Reason("start_kind")


# --- the code -------------------------------------------------------------------------


def _example(snippet: Snippet, call: Call, id_: OfferingId) -> StartExample | None:
    """Fill in an example; ``None`` where something that it needs is not stated."""
    code = _filled(snippet.code.strip(), snippet, call, id_)
    install = _filled(snippet.install or "", snippet, call, id_)
    if code is None or install is None:
        return None
    return StartExample(language=snippet.language, install=install or None, code=code)


def _filled(text: str, snippet: Snippet, call: Call, id_: OfferingId) -> str | None:
    """Put what is stated in place of its marks; ``None`` where something is not."""
    marks = {**_MARKS[snippet.language](call, id_), "key": call.key}
    values = {
        name: value
        for name in _MARK.findall(text)
        if (value := _value(name, marks, call, id_)) is not None
    }
    if not values.keys() >= set(_MARK.findall(text)):
        return None
    return _MARK.sub(lambda mark: values[mark[1]], text)


def _value(name: str, marks: Mapping[str, str | None], call: Call, id_: OfferingId) -> str | None:
    """Tell what stands in place of a mark: a variable, an address, or what the language writes."""
    if name.startswith("_"):
        return call.variable(name)
    if name.startswith("url:"):
        path = name.removeprefix("url:").replace("{model}", quote(id_, safe=""))
        return _shell_address(call.base_url + path) if call.base_url else None
    return marks.get(name)


def _text(value: str) -> str:
    """A text as JSON writes it, which Python and JavaScript read alike."""
    return json.dumps(value, ensure_ascii=False)


def _shell_address(address: str) -> str:
    return f'"{address}"' if "$" in address else address


def _curl(_call: Call, id_: OfferingId) -> Mapping[str, str | None]:
    # It stands between single quotes, which are left and entered again for one of its own.
    return {"model": _text(id_).replace("'", "'\\''")}


def _python(call: Call, id_: OfferingId) -> Mapping[str, str | None]:
    base = call.base_url
    return {
        "model": _text(id_),
        "base": base and _python_address(base),
        "root": base and _python_address(_VERSION.sub("", base)),
    }


def _python_address(address: str) -> str:
    plain = _VARIABLE.sub(r"{os.environ['\1']}", address)
    return f'{"f" if plain != address else ""}"{plain}"'


def _typescript(call: Call, id_: OfferingId) -> Mapping[str, str | None]:
    package = call.package
    if package is None:
        return {}
    options = {name: call.variable(ending) for name, ending in package.options.items()}
    lines = [f"  {name}: process.env.{value}," for name, value in options.items()]
    if package.named:
        lines.append(f"  name: {_text(call.provider)},")
    if call.stated and call.base_url:
        plain = _VARIABLE.sub(r"${process.env.\1}", call.base_url)
        quoted = f"`{plain}`" if plain != call.base_url else _text(plain)
        lines.append(f"  baseURL: {quoted},")
    if not package.options:
        lines.append(f"  apiKey: process.env.{call.key},")
    return {
        "package": package.npm.removesuffix("/anthropic"),
        "from": _text(package.npm),
        "create": package.create,
        "options": "\n".join(("{", *lines, "}")) if None not in options.values() else None,
        "call": "provider.chat" if call.chat else "provider",
        "model": _text(id_),
    }


#: What stands in the examples of each language.
_MARKS: Mapping[str, Callable[[Call, OfferingId], Mapping[str, str | None]]] = {
    "curl": _curl,
    "python": _python,
    "typescript": _typescript,
}
