"""The lists of models that clients of OpenAI and of OpenRouter ask a server for."""

from typing import Any

from modelario.api.shapes.common import Shape, known, moment, per_token
from modelario.queries.edition import Edition
from modelario.records import Entry, Facts, TokenPrice


def openai(edition: Edition) -> Shape:
    """Shape OpenAI's `/v1/models`: every model by its canonical id."""
    data = [
        known(
            id=id_,
            object="model",
            created=moment(entry.model.facts.release_date),
            owned_by=entry.model.lab.id,
        )
        for id_, entry in edition.catalogue.entries.items()
    ]
    return {"object": "list", "data": data}


def openrouter(edition: Edition) -> Shape:
    """Shape OpenRouter's `/api/v1/models`: every model at its recommended price, per token."""
    return {"data": [_model(entry) for entry in edition.catalogue.entries.values()]}


def _model(entry: Entry) -> Shape:
    model, facts = entry.model, entry.model.facts
    offered = entry.recommended.serving.offering if entry.recommended else None
    return known(
        id=model.id,
        canonical_slug=model.id,
        name=f"{model.lab.name}: {model.title}",
        created=moment(facts.release_date),
        context_length=facts.context_window,
        architecture=_architecture(facts),
        pricing=_pricing(offered.price) if offered and offered.price else {},
        top_provider=known(
            context_length=offered.facts.context_window if offered else None,
            max_completion_tokens=offered.facts.max_output_tokens if offered else None,
        ),
        supported_parameters=_parameters(facts),
        knowledge_cutoff=facts.knowledge_cutoff,
    )


def _architecture(facts: Facts) -> Shape:
    reads, writes = facts.input_modalities, facts.output_modalities
    both = f"{'+'.join(reads)}->{'+'.join(writes)}" if reads and writes else None
    return known(modality=both, input_modalities=reads, output_modalities=writes)


#: Their names of our prices.
_PRICES = {
    "prompt": "input_mtok",
    "completion": "output_mtok",
    "input_cache_read": "cache_read_mtok",
    "input_cache_write": "cache_write_mtok",
    "internal_reasoning": "reasoning_mtok",
    "audio": "input_audio_mtok",
}


def _pricing(price: TokenPrice) -> Shape:
    """Write prices as they do: text, in USD per token."""
    amounts = ((theirs, per_token(getattr(price, ours))) for theirs, ours in _PRICES.items())
    return {theirs: f"{amount.normalize():f}" for theirs, amount in amounts if amount is not None}


#: Their parameters that a capability is asked for with.
_PARAMETERS = {
    "tool_call": ("tools", "tool_choice"),
    "structured_output": ("response_format", "structured_outputs"),
    "reasoning": ("reasoning", "include_reasoning"),
    "temperature": ("temperature",),
}


def _parameters(facts: Facts) -> list[Any]:
    return [each for name, theirs in _PARAMETERS.items() if getattr(facts, name) for each in theirs]
