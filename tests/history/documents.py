"""Small upstream documents for tests of the history."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from modelario.upstream.document import RawDocument, split

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


def priced(input_price: float, output_price: float = 1) -> RawDocument:
    return split(data({"p": {"m": {"cost": {"input": input_price, "output": output_price}}}}))
