"""The nine offerings of the reference page (o4-mini), as an api.json of our own."""

import json
from copy import deepcopy
from typing import Any

_MODEL: dict[str, Any] = {
    "name": "o4-mini",
    "family": "o-mini",
    "attachment": True,
    "reasoning": True,
    "tool_call": True,
    "structured_output": True,
    "temperature": False,
    "knowledge": "2024-05",
    "release_date": "2025-04-16",
    "last_updated": "2025-04-16",
    "modalities": {"input": ["text", "image"], "output": ["text"]},
    "open_weights": False,
    "limit": {"context": 200_000, "output": 100_000},
    "cost": {"input": 1.1, "output": 4.4, "cache_read": 0.275},
}

#: Provider, its name, its model id, and where the offering departs from the common facts.
OFFERINGS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (
        "openai",
        "OpenAI",
        "o4-mini",
        {"modalities": {"input": ["image", "text"], "output": ["text"]}},
    ),
    (
        "github-models",
        "GitHub Models",
        "openai/o4-mini",
        {
            "release_date": "2025-01-31",
            "modalities": {"input": ["text"], "output": ["text"]},
            "cost": {"input": 0, "output": 0},
        },
    ),
    ("openrouter", "OpenRouter", "openai/o4-mini", {}),
    ("vercel", "Vercel AI Gateway", "openai/o4-mini", {}),
    ("nano-gpt", "NanoGPT", "openai/o4-mini", {}),
    ("kilo", "Kilo Gateway", "openai/o4-mini", {}),
    ("cloudflare-ai-gateway", "Cloudflare AI Gateway", "openai/o4-mini", {}),
    ("poe", "Poe", "openai/o4-mini", {"cost": {"input": 0.99, "output": 4, "cache_read": 0.25}}),
    ("requesty", "Requesty", "openai/o4-mini", {}),
)


def api_document() -> dict[str, Any]:
    """Make a fresh api.json of the nine offerings, to be changed at will."""
    return {
        provider: {
            "id": provider,
            "name": name,
            "env": [],
            "npm": "@ai-sdk/openai-compatible",
            "doc": f"https://{provider}.example/docs",
            "models": {offering: {"id": offering, **deepcopy(_MODEL), **deepcopy(own)}},
        }
        for provider, name, offering, own in OFFERINGS
    }


def api_json() -> bytes:
    """Encode the nine offerings as upstream publishes them."""
    return json.dumps(api_document()).encode()
