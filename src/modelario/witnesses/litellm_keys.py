"""The grammar of LiteLLM's price fields: what is priced, under which conditions.

``cache_creation_input_token_cost_above_1hr_above_200k_tokens_batches`` is a base that names what
is priced, a lifetime, a size of the prompt and a mode; each of the three may be missing.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from modelario.records import Conditions, PromptSize

#: What is priced by tokens: our unit.
_UNITS: Mapping[str, str] = {
    "input_cost_per_token": "input_mtok",
    "output_cost_per_token": "output_mtok",
    "cache_read_input_token_cost": "cache_read_mtok",
    # An older name of the same.
    "input_cost_per_token_cache_hit": "cache_read_mtok",
    "cache_creation_input_token_cost": "cache_write_mtok",
    "output_cost_per_reasoning_token": "reasoning_mtok",
    "input_cost_per_audio_token": "input_audio_mtok",
    "output_cost_per_audio_token": "output_audio_mtok",
    "input_cost_per_image_token": "input_image_mtok",
    "output_cost_per_image_token": "output_image_mtok",
}
#: What is priced by the piece: what we call it.
_PIECES: Mapping[str, str] = {
    "input_cost_per_image": "input_image",
    "output_cost_per_image": "output_image",
    "input_cost_per_pixel": "input_pixel",
    "output_cost_per_pixel": "output_pixel",
    "input_cost_per_second": "input_second",
    "output_cost_per_second": "output_second",
    "cost_per_second": "second",
    "input_cost_per_audio_per_second": "input_audio_second",
    "input_cost_per_video_per_second": "input_video_second",
    "output_cost_per_video_per_second": "output_video_second",
    "input_cost_per_character": "input_character",
    "output_cost_per_character": "output_character",
    "input_cost_per_query": "query",
    "input_cost_per_request": "request",
    "input_cost_per_text_message": "text_message",
    "ocr_cost_per_page": "page",
    "annotation_cost_per_page": "annotated_page",
    "google_maps_grounding_cost_per_query": "maps_search",
    "code_interpreter_cost_per_session": "code_session",
}
#: How long what is written to the cache stays; we have no unit for longer than an hour.
_LIFETIMES: Mapping[str, str] = {"1hr": "cache_write_1h_mtok"}
#: How they write modes that are called otherwise elsewhere.
_MODES: Mapping[str, str] = {"batches": "batch"}

_FIELD = re.compile(
    f"(?P<base>{'|'.join(sorted((*_UNITS, *_PIECES), key=len, reverse=True))})"
    r"(?:_(?P<kind>\d+(?:\.\d+)?[kKp]?))?"
    r"(?:_above_(?P<lifetime>\d+hr))?"
    r"(?:_above_(?P<size>\d+)k_tokens)?"
    r"(?:_(?P<mode>[a-z]+))?"
)


class PricedField(NamedTuple):
    """What a field prices: by tokens or by the piece, and under which conditions."""

    unit: str | None
    piece: str | None
    conditions: Conditions


@lru_cache(maxsize=2048)
def priced(field: str) -> PricedField | None:
    """Read a field's name; ``None`` where it names no price, or one that we have no unit for."""
    found = _FIELD.fullmatch(field)
    if found is None:
        return None
    size, mode = found["size"], found["mode"]
    conditions = Conditions(
        prompt=PromptSize(int(size) * 1000) if size else None,
        mode=_MODES.get(mode, mode),
    )
    base, kind, lifetime = found["base"], found["kind"], found["lifetime"]
    if base in _PIECES and not lifetime:
        return PricedField(None, "_".join(filter(None, (_PIECES[base], kind))).lower(), conditions)
    unit = _unit(base, lifetime)
    return PricedField(unit, None, conditions) if unit and not kind else None


def _unit(base: str, lifetime: str | None) -> str | None:
    unit = _UNITS.get(base)
    if lifetime is None:
        return unit
    return _LIFETIMES.get(lifetime) if unit == "cache_write_mtok" else None
