"""A document taken apart, put together again."""

import msgspec
from msgspec import Raw

from modelario.upstream.document import RawDocument


def joined(raw: RawDocument) -> bytes:
    """The bytes of a catalog.json that :func:`~modelario.upstream.document.split` takes apart.

    What was set aside when it was first taken apart is not part of it.
    """
    models: dict[str, dict[str, Raw]] = {}
    for (provider, offering), body in raw.offerings.items():
        models.setdefault(provider, {})[offering] = Raw(body)
    providers = {
        provider: {
            **msgspec.json.decode(body, type=dict[str, Raw]),
            "models": models.get(provider, {}),
        }
        for provider, body in raw.providers.items()
    }
    metadata = {model: Raw(body) for model, body in raw.metadata.items()}
    return msgspec.json.encode({"providers": providers, "models": metadata})
