"""No provider alone holds models apart, or together: drop each in turn, and nothing else moves."""

from collections import defaultdict
from functools import cache

from identity_documents import embedded_document, models

from modelario.identity.reading.labs import first_parties
from modelario.identity.resolve import resolve
from modelario.records import Document, Offering, ProviderId
from sampling import EVERYTHING

#: Models that hung on one provider once, and words that their ids and their neighbours' hold.
SENSITIVE = {
    "kimi-k2": ("moonshotai/kimi-k2-0711-preview", "moonshotai/kimi-k2-turbo-preview"),
    "deepseek": ("deepseek/deepseek-v3", "deepseek/deepseek-v3-0324"),
    "qwen3-vl": ("alibaba/qwen3-vl-235b-a22b-thinking",),
    "qwen3-235b": ("alibaba/qwen3-vl-235b-a22b-thinking",),
    "llama-3.2-11b": ("meta/llama-3.2-11b-vision-instruct",),
    "mistral-small": ("mistral/mistral-small-2503", "mistral/mistral-small-2506"),
    "gpt-3.5": ("openai/gpt-3.5-turbo", "openai/gpt-3.5-turbo-0301"),
    "gpt-4-": ("openai/gpt-4-turbo-preview", "openai/gpt-4-turbo", "openai/gpt-4-1106-preview"),
    "minimax-m2": ("minimax/minimax-m2.5", "minimax/minimax-m2.5-highspeed"),
    "grok-4": ("xai/grok-4-fast-reasoning", "xai/grok-4-fast-non-reasoning"),
    "ernie": ("baidu/ernie-4.5-300b-a47b",),
    "gemini-2.5-flash": ("google/gemini-2.5-flash-preview-09-2025",),
    "opus": ("anthropic/claude-opus-4-1-20250805",),
    "sonnet": ("anthropic/claude-sonnet-4-5",),
}
_PINNED = {model for pinned in SENSITIVE.values() for model in pinned}
Groups = dict[str, set[str]]


@cache
def _document() -> Document:
    whole = embedded_document()
    # Else it is a cut of it that is resolved for every provider.
    return whole if EVERYTHING else _of(whole, tuple(filter(_is_concerned, whole.offerings)))


def _is_concerned(offering: Offering) -> bool:
    return any(word in offering.offering_id.lower() for word in SENSITIVE)


def _of(document: Document, offerings: tuple[Offering, ...]) -> Document:
    return Document(providers=document.providers, offerings=offerings)


def _groups(document: Document) -> Groups:
    groups: Groups = defaultdict(set)
    for offering, model in models(resolve(document)).items():
        groups[model or ""].add(offering)
    return groups


def test_the_sensitive_models_are_there() -> None:
    """What is watched exists, in the cut as in the whole document."""
    assert _groups(_document()).keys() >= _PINNED
    whole = _groups(embedded_document())
    assert {model: whole[model] for model in _PINNED} == {
        model: offerings for model, offerings in _groups(_document()).items() if model in _PINNED
    }


def test_no_provider_decides_alone() -> None:
    """Whichever provider is missing, the others' offerings of a model stay together, and alone.

    A lab's own provider is the proof of what the lab sells, and may not be missing.
    """
    document = _document()
    before = _groups(document)
    moved = {}
    others = {offering.provider for offering in document.offerings} - first_parties().keys()
    for missing in sorted(others):
        after = _groups(_without(document, missing))
        left = {frozenset(offerings) for offerings in after.values()}
        for model in _PINNED:
            stay = {key for key in before[model] if not key.startswith(f"{missing}::")}
            if stay and stay not in left:
                moved[missing, model] = stay
    assert moved == {}


def _without(document: Document, missing: ProviderId) -> Document:
    return _of(document, tuple(o for o in document.offerings if o.provider != missing))
