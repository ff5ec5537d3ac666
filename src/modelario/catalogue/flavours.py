"""Counts as APIs and clients write them made into the disjoint parts of a request.

Each counts in its own way: what is read from a cache may be part of the input or stand beside it,
and so may reasoning beside the output. A row of :data:`FLAVOURS` says which, and counts that do
not add up are refused.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from modelario.catalogue.billing import Usage
from modelario.catalogue.counts import UNCOUNTED, shown
from modelario.catalogue.questions import QuestionError

#: The way to a count: keys, and ``key=value`` for the one of a list that has it.
Path = tuple[str, ...]


class FlavourError(QuestionError):
    """Counts that are none of their flavour, or do not add up; the message says why."""


class Flavour(Struct, frozen=True, kw_only=True):
    """How one API counts the tokens of a request."""

    #: What is read, and what is written: in full, or without what stands beside it.
    input: Path
    output: Path
    #: Everything together.
    total: Path | None = None
    #: Whether what is read from a cache and written to one is part of the input.
    cached_inside: bool
    #: Whether the total holds what is cached in any case: where it does not, that is inside.
    total_is_all: bool = False
    #: Whether reasoning is part of the output.
    reasoning_inside: bool
    cache_read: Path | None = None
    #: Another field of the same, and what is left of the input without it.
    cache_read_too: Path | None = None
    cache_miss: Path | None = None
    #: Everything that is written to a cache, and how much of it for an hour.
    cache_write: Path | None = None
    cache_write_1h: Path | None = None
    reasoning: Path | None = None
    #: Parts of the input and of the output; of audio some may have been read from a cache.
    input_audio: Path | None = None
    cached_audio: Path | None = None
    input_image: Path | None = None
    output_audio: Path | None = None
    output_image: Path | None = None
    #: Input of tools, which stands beside the rest.
    tool_input: Path | None = None
    #: What is counted one by one, by the names of pieces.
    pieces: Mapping[str, Path] = {}
    #: What makes a whole, if any of it is told: the parts, and the whole.
    sums: tuple[tuple[tuple[Path, ...], Path], ...] = ()
    #: Where the counts stand in an answer.
    within: str = "usage"


_OPENAI_CHAT = Flavour(
    input=("prompt_tokens",),
    output=("completion_tokens",),
    total=("total_tokens",),
    cached_inside=True,
    reasoning_inside=True,
    cache_read=("prompt_tokens_details", "cached_tokens"),
    cache_write=("prompt_tokens_details", "cache_write_tokens"),
    input_audio=("prompt_tokens_details", "audio_tokens"),
    cached_audio=("prompt_tokens_details", "cached_tokens_details", "audio_tokens"),
    input_image=("prompt_tokens_details", "image_tokens"),
    reasoning=("completion_tokens_details", "reasoning_tokens"),
    output_audio=("completion_tokens_details", "audio_tokens"),
    output_image=("completion_tokens_details", "image_tokens"),
)

#: By name. Fields are those of each API's reference, or of the client's own records.
FLAVOURS: Mapping[str, Flavour] = {
    "openai": _OPENAI_CHAT,
    "openai-chat": _OPENAI_CHAT,
    "openai-responses": Flavour(
        input=("input_tokens",),
        output=("output_tokens",),
        total=("total_tokens",),
        cached_inside=True,
        reasoning_inside=True,
        cache_read=("input_tokens_details", "cached_tokens"),
        cache_write=("input_tokens_details", "cache_write_tokens"),
        input_audio=("input_tokens_details", "audio_tokens"),
        cached_audio=("input_tokens_details", "cached_tokens_details", "audio_tokens"),
        input_image=("input_tokens_details", "image_tokens"),
        reasoning=("output_tokens_details", "reasoning_tokens"),
        output_audio=("output_tokens_details", "audio_tokens"),
        output_image=("output_tokens_details", "image_tokens"),
    ),
    "anthropic": Flavour(
        input=("input_tokens",),
        output=("output_tokens",),
        cached_inside=False,
        reasoning_inside=True,
        cache_read=("cache_read_input_tokens",),
        cache_write=("cache_creation_input_tokens",),
        cache_write_1h=("cache_creation", "ephemeral_1h_input_tokens"),
        reasoning=("output_tokens_details", "thinking_tokens"),
        pieces={"web_search": ("server_tool_use", "web_search_requests")},
        sums=(
            (
                (
                    ("cache_creation", "ephemeral_5m_input_tokens"),
                    ("cache_creation", "ephemeral_1h_input_tokens"),
                ),
                ("cache_creation_input_tokens",),
            ),
        ),
    ),
    "gemini": Flavour(
        input=("promptTokenCount",),
        output=("candidatesTokenCount",),
        total=("totalTokenCount",),
        cached_inside=True,
        reasoning_inside=False,
        cache_read=("cachedContentTokenCount",),
        reasoning=("thoughtsTokenCount",),
        tool_input=("toolUsePromptTokenCount",),
        # Images cost what text does where they are read.
        input_audio=("promptTokensDetails", "modality=AUDIO", "tokenCount"),
        cached_audio=("cacheTokensDetails", "modality=AUDIO", "tokenCount"),
        output_audio=("candidatesTokensDetails", "modality=AUDIO", "tokenCount"),
        output_image=("candidatesTokensDetails", "modality=IMAGE", "tokenCount"),
        within="usageMetadata",
    ),
    "bedrock": Flavour(
        input=("inputTokens",),
        output=("outputTokens",),
        total=("totalTokens",),
        cached_inside=False,
        reasoning_inside=True,
        cache_read=("cacheReadInputTokens",),
        cache_write=("cacheWriteInputTokens",),
        cache_write_1h=("cacheDetails", "ttl=1h", "inputTokens"),
        sums=(
            (
                (
                    ("cacheDetails", "ttl=5m", "inputTokens"),
                    ("cacheDetails", "ttl=1h", "inputTokens"),
                ),
                ("cacheWriteInputTokens",),
            ),
        ),
    ),
    "deepseek": Flavour(
        input=("prompt_tokens",),
        output=("completion_tokens",),
        total=("total_tokens",),
        cached_inside=True,
        reasoning_inside=True,
        cache_read=("prompt_cache_hit_tokens",),
        cache_read_too=("prompt_tokens_details", "cached_tokens"),
        cache_miss=("prompt_cache_miss_tokens",),
        reasoning=("completion_tokens_details", "reasoning_tokens"),
    ),
    "otel": Flavour(
        input=("gen_ai.usage.input_tokens",),
        output=("gen_ai.usage.output_tokens",),
        cached_inside=True,
        reasoning_inside=True,
        cache_read=("gen_ai.usage.cache_read.input_tokens",),
        cache_write=("gen_ai.usage.cache_creation.input_tokens",),
        reasoning=("gen_ai.usage.reasoning.output_tokens",),
        within="attributes",
    ),
    "opencode": Flavour(
        input=("input",),
        output=("output",),
        total=("total",),
        # Its records have it apart; its client's answers inside, as their total tells.
        cached_inside=False,
        total_is_all=True,
        reasoning_inside=False,
        cache_read=("cache", "read"),
        cache_write=("cache", "write"),
        reasoning=("reasoning",),
        within="tokens",
    ),
}


def usage_of(raw: Mapping[str, Any], name: str) -> Usage:
    """Make the disjoint parts of a request from counts of a flavour.

    ``raw`` are the counts, or an answer that holds them. Raises :class:`FlavourError` for a
    flavour that is not known, and for counts that are none or do not add up.
    """
    flavour = FLAVOURS.get(str(name).lower().replace("_", "-"))
    if flavour is None:
        raise FlavourError(
            f"usage is of no flavour {name!r}; flavours: {', '.join(FLAVOURS)}", field="flavour"
        )
    if not isinstance(raw, Mapping):
        raise FlavourError(f"usage is {shown(raw)}, and no JSON object", field="usage")
    inner = raw.get(flavour.within)
    counts = _RawCounts(raw if inner is None else inner, name)
    if not counts.has(flavour.input) and not counts.has(flavour.output):
        raise FlavourError(
            f"{name} counts have {'/'.join(flavour.input)} and {'/'.join(flavour.output)}, "
            "and neither is there",
            field="usage",
        )
    for parts, whole in flavour.sums:
        if any(map(counts.has, parts)):
            counts.check(sum(map(counts.of, parts)), whole)
    return _parts(flavour, counts)


def _parts(flavour: Flavour, counts: "_RawCounts") -> Usage:
    read, written = _read_from_cache(flavour, counts), counts.of(flavour.cache_write)
    hour, reasoning = counts.of(flavour.cache_write_1h), counts.of(flavour.reasoning)
    audio = counts.less(flavour.input_audio, counts.of(flavour.cached_audio), "cached audio")
    image, tools = counts.of(flavour.input_image), counts.of(flavour.tool_input)
    spoken, drawn = counts.of(flavour.output_audio), counts.of(flavour.output_image)
    apart = _cached_apart(flavour, counts, read + written, reasoning)
    inside = audio + image + read + written - apart
    thought = reasoning if flavour.reasoning_inside else 0
    return Usage(
        uncached_tokens=tools + counts.less(flavour.input, inside, "its parts"),
        cache_read_tokens=read,
        cache_write_tokens=counts.less(flavour.cache_write, hour, "those for an hour"),
        cache_write_1h_tokens=hour,
        input_audio_tokens=audio,
        input_image_tokens=image,
        output_tokens=counts.less(flavour.output, thought + spoken + drawn, "its parts"),
        reasoning_tokens=reasoning,
        output_audio_tokens=spoken,
        output_image_tokens=drawn,
        pieces={name: count for name, path in flavour.pieces.items() if (count := counts.of(path))},
    )


def _read_from_cache(flavour: Flavour, counts: "_RawCounts") -> int:
    """How much was read from a cache; it has to be the same wherever it is told."""
    read, too, missed = flavour.cache_read, flavour.cache_read_too, flavour.cache_miss
    if too is not None and counts.has(too):
        if read is not None and counts.has(read):
            counts.check(counts.of(read), too)
        read = too
    if missed is not None and counts.has(missed):
        counts.check(counts.of(read) + counts.of(missed), flavour.input)
    return counts.of(read)


def _cached_apart(flavour: Flavour, counts: "_RawCounts", cached: int, reasoning: int) -> int:
    """How much of the cached input stands beside the input; the total has to add up."""
    apart = 0 if flavour.cached_inside else cached
    if flavour.total is None or not counts.has(flavour.total):
        return apart
    plain = counts.of(flavour.input) + counts.of(flavour.output) + counts.of(flavour.tool_input)
    plain += 0 if flavour.reasoning_inside else reasoning
    if counts.of(flavour.total) == plain:
        # A total without it: some leave out what is cached, of others that is part of the input.
        return 0 if flavour.total_is_all else apart
    counts.check(plain + apart, flavour.total)
    return apart


class _RawCounts:
    """Raw counts, read by their paths; what is not there is none."""

    def __init__(self, raw: Any, flavour: str) -> None:  # noqa: ANN401 – any JSON
        self._raw, self._flavour = raw, flavour

    def has(self, path: Path) -> bool:
        """Whether a count is told."""
        return bool(self._at(path))

    def of(self, path: Path | None) -> int:
        """A count; raises :class:`FlavourError` for what is no whole number from 0 on."""
        return sum(_count(path, found) for found in self._at(path)) if path else 0

    def less(self, path: Path | None, inside: int, what: str) -> int:
        """What is left of a count without its parts."""
        if (left := self.of(path) - inside) < 0:
            raise FlavourError(
                f"the {self._flavour} counts do not add up: {_name(path)} is {self.of(path)}, "
                f"but {what} {inside}",
                field="usage",
            )
        return left

    def check(self, added: int, whole: Path) -> None:
        """Raise :class:`FlavourError` where parts do not make their whole."""
        if added != self.of(whole):
            raise FlavourError(
                f"the {self._flavour} counts do not add up: {_name(whole)} is {self.of(whole)}, "
                f"but its parts {added}",
                field="usage",
            )

    def _at(self, path: Path) -> list[Any]:
        """What stands at a path: nothing, one value, or one of each entry that is meant."""
        found = [self._raw]
        for step in path:
            key, is_choice, value = step.partition("=")
            if is_choice:
                entries = (each for listed in found for each in self._inside(listed, list))
                found = [each for each in entries if self._inside(each, Mapping).get(key) == value]
            else:
                found = [self._inside(each, Mapping).get(step) for each in found]
            found = [each for each in found if each is not None]
        return found

    def _inside(self, found: Any, kind: type[Any]) -> Any:  # noqa: ANN401 – any JSON
        """What holds counts; raises :class:`FlavourError` where it cannot."""
        if not isinstance(found, kind):
            what = "list" if kind is list else "object"
            raise FlavourError(
                f"the {self._flavour} counts hold {shown(found)} where they have a JSON {what}",
                field="usage",
            )
        return found


def _count(path: Path, found: Any) -> int:  # noqa: ANN401 – any JSON
    whole = int(found) if isinstance(found, int | float) and found == found // 1 else -1
    if isinstance(found, bool) or not 0 <= whole < UNCOUNTED:
        raise FlavourError(f"{_name(path)} is {shown(found)}, and no count", field="usage")
    return whole


def _name(path: Path | None) -> str:
    return "/".join(path or ("0",))
