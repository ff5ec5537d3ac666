"""Small upstream documents for tests of the history."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from modelario.store.publishing import Delivery, Publication
from modelario.upstream.document import split

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


def publication(content: bytes, day: date, **fields: Any) -> Publication:
    """What publishes a document as that of a day; other fields are the publication's."""
    delivery = Delivery(
        source="file",
        origin=f"{day}.json",
        as_of=day,
        fetched_at=NOW,
        sha256=sha256(content).hexdigest(),
    )
    return Publication(**{"raw": split(content), "delivery": delivery, **fields})
