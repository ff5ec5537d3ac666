"""Small upstream documents for tests of the history."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from modelario.records import (
    Assignment,
    Document,
    Identity,
    Lab,
    LabId,
    ModelId,
    Reason,
    Resolution,
)

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def data(providers: dict[str, dict[str, Any]], models: dict[str, Any] | None = None) -> bytes:
    """The bytes of a catalog.json: {provider: {offering id: fields}}."""
    return json.dumps(
        {
            "providers": {
                p: {
                    "id": p,
                    "name": p.title(),
                    "models": {o: {"id": o, "name": o.upper(), **f} for o, f in m.items()},
                }
                for p, m in providers.items()
            },
            "models": models or {},
        }
    ).encode()


def provenance(content: bytes, day: date) -> dict[str, Any]:
    """The fields of a publication that say where its document comes from."""
    return {
        "source": "file",
        "origin": f"{day}.json",
        "as_of": day,
        "fetched_at": NOW,
        "sha256": sha256(content).hexdigest(),
    }


def resolution(document: Document, **fields: Any) -> Resolution:
    """Every offering is the model of its own name, of one lab."""
    lab = Lab(id=LabId("lab"), name="Lab")
    assignments = tuple(
        Assignment(
            provider=o.provider,
            offering_id=o.offering_id,
            model=ModelId(f"lab/{o.offering_id}"),
            reason=Reason("test"),
        )
        for o in document.offerings
    )
    models = {a.model for a in assignments if a.model}
    return Resolution(
        assignments=assignments,
        identities={model: Identity(id=model, lab=lab.id) for model in models},
        labs={lab.id: lab},
        **fields,
    )
