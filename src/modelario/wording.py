"""English words for codes: the source of every translation.

The core speaks in codes; faces look them up here. Each English sentence is also the key
(msgid) under which its translation stands in ``web/locale``.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from modelario.identity.wording import wording as identity_wording
from modelario.records import Reason, Variant

#: Short labels: column heads, field names, the names of values.
LABELS: Mapping[str, str] = {
    # table columns and fields
    "field.name": "Model",
    "field.id": "Id",
    "field.key": "List",
    "field.labs": "Labs",
    "field.models": "Models",
    "field.published": "Published prices",
    "field.cheapest": "Cheapest for",
    "field.newest": "Latest release",
    "field.times_cheapest": "Times the cheapest",
    "field.model": "Model",
    "field.lab": "Lab",
    "field.family": "Family",
    "field.provider": "Provider",
    "field.providers": "Providers",
    "field.offering": "Offering",
    "field.offering_id": "Provider's model id",
    "field.offerings": "Offerings",
    "field.context_window": "Context",
    "field.max_input_tokens": "Max. input",
    "field.max_output_tokens": "Max. output",
    "field.input_mtok": "Input / 1M",
    "field.output_mtok": "Output / 1M",
    "field.blended_mtok": "Blended / 1M",
    "field.cheapest_mtok": "Cheapest / 1M",
    "field.cache_read_mtok": "Cache read / 1M",
    "field.cache_write_mtok": "Cache write / 1M",
    "field.reasoning_mtok": "Reasoning / 1M",
    "field.input_audio_mtok": "Audio in / 1M",
    "field.output_audio_mtok": "Audio out / 1M",
    "field.release_date": "Released",
    "field.last_updated": "Updated",
    "field.knowledge_cutoff": "Knowledge cut-off",
    "field.tool_call": "Tool calling",
    "field.structured_output": "Structured output",
    "field.reasoning": "Reasoning",
    "field.temperature": "Temperature control",
    "field.attachment": "Attachments",
    "field.modalities": "Modalities",
    "field.input_modalities": "Input kinds",
    "field.output_modalities": "Output kinds",
    "field.open_weights": "Open weights",
    "field.official": "Official",
    "field.status": "Status",
    "field.price_state": "Price state",
    "field.price_states": "Price states",
    "field.variant": "Variant",
    "field.confidence": "Confidence",
    "field.reason": "Reason",
    "field.severity": "Severity",
    "field.field": "Field",
    "field.values": "Stated values",
    "field.shown": "We show",
    "field.span_days": "Span in days",
    "field.ratio": "Ratio",
    "field.inconsistencies": "Inconsistencies",
    "field.rank": "Rank",
    "field.cost_per_request": "Per request",
    "field.total_cost": "Total",
    "field.tier_above_tokens": "Tier above",
    "field.coding": "Coding",
    "field.agents": "Agents",
    "field.json": "JSON",
    "field.cost": "Cost",
    "field.long_context": "Long context",
    "field.vision": "Vision",
    "field.production": "Production",
    "field.frontier": "Frontier",
    # scores and their parts
    "score.coding": "Coding",
    "score.agents": "Agents",
    "score.json": "JSON and structured output",
    "score.cost": "Cost efficiency",
    "score.long_context": "Long context",
    "score.vision": "Vision",
    "score.production": "Production readiness",
    "part.tool_call": "Tool calling",
    "part.structured_output": "Structured output",
    "part.reasoning": "Reasoning",
    "part.temperature": "Temperature control",
    "part.context_window": "Context window",
    "part.max_output_tokens": "Output limit",
    "part.provider_availability": "Provider availability",
    "part.price_friendly": "Price-friendly for high volume",
    "part.headline_price": "Headline price",
    "part.cache_price": "Has a prompt-cache price",
    "part.full_window_price": "Published price for the full window",
    "part.image_input": "Image input",
    "part.published_price": "Published price per token",
    "part.independent_providers": "Independent providers",
    "part.no_inconsistencies": "No inconsistencies",
    "part.official": "Official model",
    # scenarios
    "scenario.rag_answer": "RAG answer",
    "scenario.ticket_triage": "Support ticket triage",
    "scenario.data_extraction": "Data extraction",
    "scenario.code_review": "Code review",
    "scenario.agent_step": "Agent step",
    "assumption.rag_answer": "A question with four retrieved passages, answered in a paragraph.",
    "assumption.ticket_triage": "A ticket and the instructions, answered with a short JSON label.",
    "assumption.data_extraction": "One page of a document, turned into a JSON record.",
    "assumption.code_review": "A diff with the files around it, answered with a review comment.",
    "assumption.agent_step": "A long tool history, answered with the next tool call.",
    # states and kinds
    "price_state.published": "Published",
    "price_state.free": "Free",
    "price_state.subscription": "Included in a plan",
    "price_state.local": "Runs locally",
    "price_state.unknown": "Unknown",
    "status.current": "Current",
    "status.deprecated": "Deprecated",
    "status.beta": "Beta",
    "status.alpha": "Alpha",
    "severity.high": "High",
    "severity.medium": "Medium",
    "severity.low": "Low",
    "modality.text": "text",
    "modality.image": "image",
    "modality.audio": "audio",
    "modality.video": "video",
    "modality.pdf": "PDF",
    "variant.region": "region",
    "variant.quantisation": "quantisation",
    "variant.effort": "effort",
    "variant.speed": "speed",
    "variant.host": "host",
    "variant.tee": "confidential computing",
    "variant.free": "free",
    "variant.web": "web search",
    # kinds of models
    "kind.chat": "Chat",
    "kind.research": "Research",
    "kind.completion": "Text completion",
    "kind.code_edit": "Code editing",
    "kind.translation": "Translation",
    "kind.embedding": "Embedding",
    "kind.reranker": "Reranker",
    "kind.moderation": "Moderation",
    "kind.ocr": "OCR",
    "kind.transcription": "Transcription",
    "kind.speech": "Speech",
    "kind.voice": "Spoken conversation",
    "kind.music": "Music",
    "kind.image": "Image generation",
    "kind.video": "Video generation",
    "kind.other": "Other",
    # lists
    "list.tool-calling": "Tool calling",
    "list.structured-output": "Structured output",
    "list.reasoning": "Reasoning",
    "list.vision": "Vision",
    "list.audio": "Audio input",
    "list.video": "Video input",
    "list.pdf": "PDF input",
    "list.image-generation": "Image generation",
    "list.video-generation": "Video generation",
    "list.transcription": "Transcription",
    "list.speech": "Speech",
    "list.embeddings": "Embeddings",
    "list.rerankers": "Rerankers",
    "list.moderation": "Moderation",
    "list.ocr": "OCR",
    "list.open-weights": "Open weights",
    "list.context-200k": "Context of 200K or more",
    "list.context-1m": "Context of 1M or more",
    "list.prompt-caching": "Prompt caching",
    "list.cheapest": "Cheapest models",
    "list.free": "Free models",
    "list.newest": "Newest models",
    "list.deprecated": "Deprecated models",
    # history
    "field.day": "Day",
    "field.kind": "Change",
    "field.old": "Before",
    "field.new": "After",
    "field.percent": "Percent",
    "field.gate": "Gate",
    "field.since": "Since",
    "field.kept": "Shown",
    "field.stated": "Held back",
    "field.rejected": "Rejected",
    "field.differs": "Differs",
    "change.added": "Added",
    "change.removed": "Removed",
    "change.returned": "Returned",
    "change.price": "Price",
    "change.context": "Context",
    "change.output_limit": "Output limit",
    "change.capability": "Capability",
    "change.modality": "Modality",
    "change.status": "Status",
    "change.release_date": "Release date",
    "gate.snapshot": "Whole document",
    "gate.provider": "Provider shrank",
    "gate.bounds": "Out of bounds",
    "gate.jump": "Jump",
    "gate.zero": "Fell to zero",
    # what things are
    "kind.model": "Model",
    "kind.lab": "Lab",
    "kind.provider": "Provider",
    "kind.family": "Family",
    "kind.list": "List",
    "kind.offering": "Offering",
    "kind.metadata": "Record of a model",
    "kind.field": "Field",
    "field.what": "Kind",
    "field.likeness": "Likeness",
    "field.score": "Score",
    "field.part": "Part",
    "field.maximum": "Points",
    "field.rule": "How they are earned",
    "field.path": "Where",
    # alternatives
    "alternatives.closest": "Closest overall",
    "alternatives.cheaper": "Cheaper with the same capabilities",
    "alternatives.open_weight": "Open weights",
    # words
    "yes": "Yes",
    "no": "No",
    "unknown": "Unknown",
}

#: Sentences for the codes of :class:`~modelario.records.Reason`.
_SENTENCES: Mapping[str, str] = {
    # why something of upstream's was set aside
    "unreadable": "It cannot be read: {detail}",
    "id_unprintable": "The id is empty or holds characters that cannot be shown",
    "id_too_long": "The id is longer than {most} characters",
    "too_many_objects": "It holds more than {most} objects and lists",
    "stands_twice": "It stands twice; the last one counts",
    "no_price": "{value} is no price in USD per 1M tokens",
    "no_tier": "It is no price tier by context size",
    "no_tokens": "{value} is no number of tokens",
    "no_date": "“{value}” is no date",
    # facts, prices and scores
    "unknown": "Unknown",
    "declared": "Declared",
    "declared_absent": "Declared as not supported",
    "tokens_on_scale": "{tokens} tokens, on a logarithmic scale from {low} to {high}",
    "tokens_against_least": "{tokens} tokens, where {least} are needed",
    "provider_count": "Providers: {count}",
    "blended_price": "{price} blended per 1M tokens, on a logarithmic scale",
    "cache_price": "Cached input costs {price} per 1M tokens",
    "no_cache_price": "No price for cached input is published",
    "published_prices": "Offerings with a published price per token: {count}",
    "no_published_price": "No offering publishes a price per token",
    "full_window_prices": "Offerings with a price for the full window: {count}",
    "no_full_window_price": "No offering publishes a price for the full window",
    "finding_count": "Fields on which offerings disagree: {count}",
    "official": "Released by {lab} itself",
    "derivative": "A derivative of another lab's model",
    "recommended_lab": "{lab}'s own price",
    "recommended_cheapest_full_context": (
        "The cheapest price for the full context window; prices compared: {offers}"
    ),
    "cheapest_blended": "The lowest blended price; published prices compared: {offers}",
    "recommended_there": (
        "The cheapest price at the chosen providers, none of which is known to serve the full "
        "context window"
    ),
    "far_below_peers": (
        "{price} per 1M tokens is far below what others ask ({peers}); it is not believed until "
        "another source agrees"
    ),
    "plan_only": "It is part of a plan; no request is billed by the token there",
    "only_doubted_prices": "No published price can be believed, so none is recommended",
    "kind_named": "It is called “{word}”",
    "kind_writes": "It writes {modality}",
    "kind_reads": "It reads {modality} and nothing else",
    "kind_reads_no_text": "It reads no text",
    "kind_writes_no_text": "It writes no text, and nothing says what it makes",
    "kind_no_output_price": "Its prices ask for input alone",
    "kind_text": "It reads and writes text, and nothing says that it does another job",
    "widely_served": (
        "Released in the last {days} days and served by more providers ({count}) than most; "
        "nothing of another lab is nearer"
    ),
    "no_full_context_price": (
        "No offering with a published price is known to serve the full context window of {tokens} "
        "tokens, so none is recommended"
    ),
    "only_deprecated_prices": (
        "Every offering with a published price is about to be withdrawn, so none is recommended"
    ),
    "believed_lab": "Stated by the lab's own provider, {provider}",
    "believed_metadata": "Stated by models.dev's record of the model",
    "believed_majority": "Stated by {agreeing} of {stating} offerings",
    "nobody_states": "Nobody states it for the plain model",
    "median_price": "The median of the published prices",
    "same_capabilities": "Same capabilities",
    "capabilities_gained": "Adds {gained}",
    "capabilities_lost": "Lacks {lost}",
    "same_price": "Same price",
    "cheaper": "{percent} cheaper",
    "dearer": "{percent} more expensive",
    "larger_context": "Larger context: {tokens} tokens",
    "smaller_context": "Smaller context: {tokens} tokens",
    "open_weights": "Open weights",
    "page_fails": "Its page {page} cannot be drawn ({error})",
    "page_too_slow": "Its page {page} takes more than {seconds} s",
    "page_too_large": "Its page {page} would weigh more than {megabytes} MB",
    "trial_fails": "The catalogue cannot be built with it ({error})",
    "trial_too_slow": "The catalogue takes more than {seconds} s with it",
    "trial_too_large": "The catalogue takes more than {megabytes} MB of memory with it",
    "trial_died": "The system ends whoever builds the catalogue with it",
    "stands_in": "The store cannot be read just now: this is the data that came with the "
    "installation",
    "day_ahead": "The data claims to be of {as_of}, which has yet to come: 'modelario mend' puts "
    "that right, or this machine's clock is wrong",
    "head_passed_over": "Snapshot {seq} cannot be served ({cause}): this is one before it",
    "store_replaced": "Another store stands where the store was, and is read now",
    "store_went_back": "The store went back from snapshot {seq}: a copy was laid over it",
    "database_damaged": "The database is damaged: {message}",
    "row_without_target": "A row of {table} refers to one that is gone",
    "document_edited": "Document {digest} was edited",
    "document_missing": "Document {digest} is missing",
    "snapshot_missing": "Snapshot {seq} is missing",
    "chain_broken": "Snapshot {seq} does not follow the one before it",
    "snapshot_edited": "Snapshot {seq} of {as_of} was edited",
    "derived_edited": "What was derived from snapshot {seq} of {as_of} was edited",
    "rows_without_snapshot": "Rows name snapshot {seq}, which does not exist",
    "rows_unreadable": "What '{what}' looks at cannot be read: {message}",
    "schema_changed": "The schema was changed: {what}",
    "value_misshapen": "{column} of {table} holds a value of another make than ours",
    "attempt_missing": "Attempt {number} is missing",
    "attempt_edited": "Attempt {number} of {at} was edited",
    "snapshot_gone": "Attempt {number} brought snapshot {seq}, which is gone",
    "head_unknown": "The history never had the head {head}: it was rolled back or written anew",
    "head_unsigned": "The head {head} was not signed with the key of this store",
    "snapshot_untold": "No attempt tells of snapshot {seq}",
    # how the parts of scores are earned
    "rule_flag": "All points where it is declared",
    "rule_tokens_log": "Logarithmic from {low} tokens to {high}",
    "rule_tokens_two_logs": (
        "Logarithmic from {low} tokens to {middle}, worth {middle_share} of the points, and on "
        "to {high}"
    ),
    "rule_tokens_at_least": "All points from {least} tokens on",
    "rule_accepts_input": "All points where it is declared",
    "rule_provider_count": "In proportion to the number of providers, all points from {enough} on",
    "rule_price_log": (
        "The cheaper the recommended blended price, the more: logarithmic from {low} to {high} USD "
        "per 1M tokens"
    ),
    "rule_cache_price": "All points where the recommended offering has a price for cached input",
    "rule_published_price": "All points where a price per token is published",
    "rule_full_window_price": "All points where a price for the full context window is published",
    "rule_no_findings": (
        "All points, less {each_share} of them for each field on which offerings disagree"
    ),
    "rule_official": "All points for a lab's own model",
}


class Words(NamedTuple):
    """How a language writes things: its translations and its formats."""

    gettext: Callable[[str], str]
    tokens: Callable[[int], str]
    price: Callable[[Decimal], str]
    number: Callable[[Any], str]
    #: From 25 to 25%.
    percent: Callable[[Any], str]


def label(key: str, words: Words | None = None) -> str:
    """Name a field, column or value; a key that has no label names itself."""
    words = words or ENGLISH
    if (english := LABELS.get(key)) is not None:
        return words.gettext(english)
    kind, _, name = key.partition(".")
    if name.startswith("tiers/"):
        _, above, field = name.split("/", 2)
        return words.gettext(_IN_A_TIER).format(
            field=label(f"{kind}.{field}", words), tokens=words.tokens(int(above))
        )
    return name.replace("_", " ")


#: A price above a context size.
_IN_A_TIER = "{field} above {tokens}"


def sentence(reason: Reason, words: Words | None = None) -> str:
    """Put a reason into words."""
    words = words or ENGLISH
    values = {name: _worded(name, value, words) for name, value in reason.values.items()}
    return words.gettext(sentences()[reason.code]).format(**values)


@cache
def sentences() -> Mapping[str, str]:
    return {**_SENTENCES, **identity_wording()}


Writer = Callable[[Any, Words], str]


def _limit(value: int | Decimal, words: Words) -> str:
    """Write an end of a scale: tokens, or an amount."""
    return words.tokens(value) if isinstance(value, int) else words.number(value)


#: How the values of reasons are written, by name; others as they are.
_WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys(("tokens", "low", "middle", "high", "least", "mine"), _limit),
    **dict.fromkeys(
        ("count", "offers", "agreeing", "stating", "enough"),
        lambda value, words: words.number(value),
    ),
    **dict.fromkeys(
        ("middle_share", "each_share"), lambda value, words: words.percent(round(value * 100))
    ),
    "percent": lambda value, words: words.percent(value),
    **dict.fromkeys(("price", "peers"), lambda value, words: words.price(value)),
    "modality": lambda value, words: label(f"modality.{value}", words),
}


def _worded(name: str, value: Any, words: Words) -> str:  # noqa: ANN401 – any value of a reason
    if (write := _WRITERS.get(name)) is not None:
        return write(value, words)
    if isinstance(value, tuple):
        return ", ".join(_named(each, words) for each in value)
    return str(value)


def _named(code: str, words: Words) -> str:
    """Name a capability, or a modality as ``in:image`` and ``out:image``."""
    kind, _, modality = code.partition(":")
    if kind in _DIRECTIONS and modality:
        return words.gettext(_DIRECTIONS[kind]).format(
            modality=label(f"modality.{modality}", words)
        )
    return label(f"field.{code}", words).lower()


_DIRECTIONS = {"in": "{modality} input", "out": "{modality} output"}


def variant_label(variant: Variant | None, words: Words | None = None) -> str:
    """Describe how an offering serves its model; nothing for the plain way."""
    if variant is None:
        return ""
    return " · ".join(_variant_words(variant, words))


def _variant_words(variant: Variant, words: Words | None) -> Iterable[str]:
    for field in variant.__struct_fields__:
        value = getattr(variant, field)
        if value is True:
            yield label(f"variant.{field}", words)
        elif value:
            yield str(value)


def messages() -> set[str]:
    """Collect every English text of this module, to be translated."""
    return {*LABELS.values(), *sentences().values(), *_DIRECTIONS.values(), _IN_A_TIER}


# --- English --------------------------------------------------------------------------


def rounded_tokens(tokens: int) -> tuple[Decimal, str]:
    """Round a number of tokens as in 200K or 1.05M: the figure, and its unit."""
    exact = Decimal(tokens)
    if tokens < 1_000:  # noqa: PLR2004 – where K begins
        return exact, ""
    thousands = round(exact / 1_000, 0)
    if thousands < 1_000:  # noqa: PLR2004 – where M begins
        return thousands, "K"
    return round(exact / 1_000_000, 2), "M"


def short_tokens(tokens: int) -> str:
    """Write a number of tokens as in 200K or 1.05M."""
    rounded, unit = rounded_tokens(tokens)
    return f"{rounded.normalize():f}{unit}"


def money(amount: Decimal) -> str:
    """Write USD exactly, with at least two decimals."""
    amount = amount.normalize()
    exponent = amount.as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 0)
    return f"${amount:,.{decimals}f}"


def request_money(amount: Decimal) -> str:
    """Write what one request costs in USD; anything below a cent is not told apart."""
    cent = Decimal("0.01")
    return "< $0.01" if 0 < amount < cent else f"${amount.quantize(cent):,}"


ENGLISH = Words(
    gettext=lambda text: text,
    tokens=short_tokens,
    price=money,
    number="{:,}".format,
    percent="{:,}%".format,
)
