"""The lists of models that clients of OpenAI and of OpenRouter ask a server for."""

from typing import Any

from modelario.api.inquiries import PREFIX
from modelario.api.shapes.common import Shape, known, moment, per_token
from modelario.catalogue.kinds import SELL_NO_OUTPUT
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
    """Shape OpenRouter's `/api/v1/models`: each model at its recommended price, per token.

    Their clients want both prices of each model: one without is left out.
    """
    entries = edition.catalogue.entries.values()
    data = [shaped for entry in entries if (shaped := _model(entry)) is not None]
    return {"data": data, "total_count": len(data), "links": {"next": None}}


def _model(entry: Entry) -> Shape | None:
    model, facts = entry.model, entry.model.facts
    if entry.recommended is None:
        return None
    offered = entry.recommended.serving.offering
    pricing = _pricing(offered.price or TokenPrice())
    if model.kind in SELL_NO_OUTPUT:
        pricing.setdefault("completion", "0")
    if not {"prompt", "completion"} <= pricing.keys():
        return None
    told = known(
        id=model.id,
        canonical_slug=model.id,
        name=f"{model.lab.name}: {model.title}",
        created=moment(facts.release_date),
        architecture=_architecture(facts),
        pricing=pricing,
        top_provider=known(
            context_length=offered.facts.context_window,
            max_completion_tokens=offered.facts.max_output_tokens,
            # Nothing stands between a client and the provider.
            is_moderated=False,
        ),
        supported_parameters=_parameters(facts),
        knowledge_cutoff=facts.knowledge_cutoff,
        links={"details": f"{PREFIX}models/{model.id}"},
    )
    return {**told, "context_length": facts.context_window, **_UNTOLD}


#: What their clients want to see and we do not know: there null is unknown.
_UNTOLD = dict.fromkeys(("default_parameters", "per_request_limits", "supported_voices"))


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


def _pricing(price: TokenPrice) -> dict[str, str]:
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
