"""endoflife.date: when a lab's models are deprecated and retired, and what follows them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from modelario.records import EventKind, LifecycleEvent, ProviderId, SourceId, Testimony
from modelario.witnesses import reading
from modelario.witnesses.reading import Read, WitnessError

ID = SourceId("endoflife.date")

#: Their products that are models, and at whose API each tells the ends of them.
PRODUCTS: Mapping[str, ProviderId] = {
    "claude": ProviderId("anthropic"),
    "anthropic-claude": ProviderId("anthropic"),
}
#: What stands where nothing follows.
_NOTHING = frozenset({"N/A", "n/a", "-", "none"})


class EndOfLifeLatest(Struct):
    """The newest version of a release; the field is null where a product has none."""

    name: str | None = None
    link: str | None = None


class EndOfLifeRelease(Struct):
    """One model: the end of "active support" is its deprecation, its end of life retirement.

    For a model that is not deprecated, the end of life is the day before which it is not
    retired: it comes from "not sooner than" and is no date.
    """

    name: str
    eoasFrom: str | None = None  # noqa: N815 – as they write it
    eolFrom: str | None = None  # noqa: N815
    latest: EndOfLifeLatest | None = None
    custom: dict[str, str | None] | None = None


def read(data: bytes, asked: date) -> Read:  # noqa: ARG001 – ends are told with their days
    """Read a product; raises ``WitnessError`` for what is none, or none of ours."""
    result = reading.members(reading.members(reading.document(data)).get("result"))
    provider = _provider(result)
    links = result.get("links")
    policy = links.get("releasePolicy") if isinstance(links, dict) else None
    page = policy if isinstance(policy, str) else None
    return reading.read(
        reading.listed(result.get("releases")), lambda each: _testimonies(each, provider, page)
    )


def _provider(result: Mapping[str, Any]) -> ProviderId:
    name = result.get("name")
    provider = PRODUCTS.get(name) if isinstance(name, str) else None
    if provider is None:
        raise WitnessError("is about a product that is no model")
    return provider


def _testimonies(value: Any, provider: ProviderId, page: str | None) -> Iterator[Testimony]:  # noqa: ANN401
    reading.shallow(value)
    wire = reading.entry(value, EndOfLifeRelease)
    link = reading.link(wire.latest.link if wire.latest else None) or reading.link(page)
    name = reading.offering_id((wire.latest and wire.latest.name) or wire.name)
    yield Testimony(
        witness=ID,
        provider=provider,
        offering_id=name,
        key=reading.offering_id(wire.name),
        events=tuple(_events(wire, provider, link)),
        link=link,
    )


def _events(
    wire: EndOfLifeRelease, provider: ProviderId, link: str | None
) -> Iterator[LifecycleEvent]:
    deprecated, retires = reading.day(wire.eoasFrom), reading.day(wire.eolFrom)
    if deprecated is None:
        return
    follows = reading.line((wire.custom or {}).get("recommendedReplacement"))
    successor = None if follows in _NOTHING else follows
    for kind, day in ((EventKind.DEPRECATED, deprecated), (EventKind.RETIRES, retires)):
        if day is not None:
            yield LifecycleEvent(
                kind=kind, day=day, provider=provider, source=ID, link=link, successor=successor
            )
