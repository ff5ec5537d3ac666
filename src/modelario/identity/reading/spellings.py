"""What people paste: addresses, resource names and quoted ids, brought to the form of an id."""

import re
import unicodedata
from typing import NamedTuple

from modelario.records import ProviderId

MAX_LENGTH = 300

_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?([a-z\d.-]+\.[a-z]{2,})/(.+)$", re.IGNORECASE)
#: Parts of an address that follow the id, or stand before it.
_AFTER_ID = re.compile(r"(?:/(?:tree|blob|resolve|discussions|api|providers)(?:/.*)?|[?#].*|/)$")
_BEFORE_ID = ("models/", "model/", "library/", "api/models/", "m/")
_SITES = {
    "huggingface.co": None,
    "hf.co": None,
    "openrouter.ai": ProviderId("openrouter"),
    "ollama.com": None,
    "build.nvidia.com": ProviderId("nvidia"),
    "models.dev": None,
}
_ARN = re.compile(
    r"^arn:aws[\w-]*:(?:bedrock|sagemaker)[\w-]*:[^:]*:[^:]*:"
    r"(?:foundation-model|inference-profile|application-inference-profile|provisioned-model)/(.+)$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"^(?:.*/)?publishers/([^/]+)/models/([^/]+)$", re.IGNORECASE)
_DEPLOYED = re.compile(r"^.*/deployments/([^/?]+)(?:[/?].*)?$", re.IGNORECASE)
#: How client libraries name a transport in front of an id, and the provider that it means.
_TRANSPORTS = {
    "bedrock": ProviderId("amazon-bedrock"),
    "vertex_ai": ProviderId("google-vertex"),
    "vertex": ProviderId("google-vertex"),
    "gemini": ProviderId("google"),
    "azure": ProviderId("azure"),
    "azure_ai": ProviderId("azure"),
    "together_ai": ProviderId("togetherai"),
    "fireworks_ai": ProviderId("fireworks-ai"),
    "google_genai": ProviderId("google"),
    "google_vertexai": ProviderId("google-vertex"),
    "github": ProviderId("github-models"),
    "github_copilot": ProviderId("github-copilot"),
    "copilot": ProviderId("github-copilot"),
    "cohere_chat": ProviderId("cohere"),
    "codestral": ProviderId("mistral"),
    "text-completion-codestral": ProviderId("mistral"),
    "text-completion-openai": ProviderId("openai"),
    "snowflake": ProviderId("snowflake-cortex"),
    "sambanova": ProviderId("sambanova"),
    "ollama": None,
    "ollama_chat": None,
    "litellm": None,
    "models": None,
}
#: How some clients ask for a larger context: ``claude-sonnet-4-5[1m]``.
_WINDOW = re.compile(r"\[\d+[km]\]?$", re.IGNORECASE)
#: The region that may follow a transport: ``azure/eu/gpt-4o``.
_REGION = re.compile(r"^(?:us|eu|global|global-standard)/", re.IGNORECASE)


class Spelling(NamedTuple):
    """The id inside a text, and the provider that its form tells."""

    text: str
    provider: ProviderId | None = None


def unwrapped(text: str) -> Spelling:
    """The id that an address, a resource name or a prefixed id holds."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("`'\"<>()[],;").strip()
    if match := _ARN.match(plain):
        return Spelling(match[1], ProviderId("amazon-bedrock"))
    if match := _PUBLISHED.match(plain):
        return Spelling(f"{match[1]}/{match[2]}", ProviderId("google-vertex"))
    if match := _DEPLOYED.match(plain):
        return Spelling(match[1], ProviderId("azure"))
    if (match := _ADDRESS.match(plain)) and match[1].lower() in _SITES:
        path = _AFTER_ID.sub("", match[2])
        for prefix in _BEFORE_ID:
            path = path.removeprefix(prefix)
        return Spelling(path, _SITES[match[1].lower()])
    plain = _WINDOW.sub("", plain)
    for mark in ("/", ":"):
        head, found, rest = plain.partition(mark)
        if found and rest and head.lower() in _TRANSPORTS:
            return Spelling(_REGION.sub("", rest), _TRANSPORTS[head.lower()])
    return Spelling(plain)
