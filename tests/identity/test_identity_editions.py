"""Editions that look like one model and are two, and the other way round; each once went wrong."""

import pytest
from identity_documents import document, models, offering

from modelario.identity.resolve import resolve

_TEXT = {"input_modalities": ("text",), "output_modalities": ("text",)}
_SEES = {"input_modalities": ("text", "image"), "output_modalities": ("text",)}

#: What is sold, with its facts, and which of it is one model with the first.
CASES = {
    "the lab sells the fast edition as a preview": (
        {
            "hub::kimi-k2": _TEXT,
            "host::kimi-k2-turbo": _TEXT,
            "moonshotai::kimi-k2-turbo-preview": _TEXT,
        },
        {"hub::kimi-k2"},
    ),
    "the lab sells the fast edition, a preview of it is none of the slow one": (
        {
            "openai::gpt-4": _TEXT | {"release_date": "2023-03-14"},
            "openai::gpt-4-turbo": _TEXT,
            "kilo::gpt-4-turbo": _TEXT,
            "kilo::gpt-4-1106-preview": _TEXT | {"release_date": "2023-11-06"},
            "kilo::gpt-4-turbo-preview": _TEXT,
        },
        {"openai::gpt-4"},
    ),
    "a release of another season, although its name leaves out a word": (
        {
            "a::deepseek-v3": {"release_date": "2024-12-26"},
            "b::deepseek-v3": {"release_date": "2024-12-26"},
            "c::deepseek-chat-v3-0324": {"release_date": "2025-03-24"},
        },
        {"a::deepseek-v3", "b::deepseek-v3"},
    ),
    "what providers call a release tells its version": (
        {
            "a::mistral-small-2503": {"name": "Mistral Small 3.1"},
            "b::mistral-small-2503": {"name": "Mistral Small 3.1"},
            "c::mistral-small-3.1-24b-instruct": {"name": "Mistral Small 3.1 24B"},
            "d::mistral-small-2506": {"name": "Mistral Small 3.2"},
        },
        {"a::mistral-small-2503", "b::mistral-small-2503", "c::mistral-small-3.1-24b-instruct"},
    ),
    "one provider that lists no images is no veto": (
        {
            "a::llama-3.2-11b": _SEES,
            "b::llama-3.2-11b-instruct": _TEXT,
            "c::llama-3.2-11b-vision-instruct": _SEES,
            "d::llama-3.2-11b-vision-instruct": _SEES,
        },
        {
            "a::llama-3.2-11b",
            "b::llama-3.2-11b-instruct",
            "c::llama-3.2-11b-vision-instruct",
            "d::llama-3.2-11b-vision-instruct",
        },
    ),
    "nor is it where it is the only one that leaves the word out": (
        {
            "b::llama-3.2-11b-instruct": {"release_date": "2024-09-25"} | _TEXT,
            "c::llama-3.2-11b-vision-instruct": {"release_date": "2024-09-25"} | _SEES,
            "d::llama-3.2-11b-vision-instruct": {"release_date": "2024-09-25"} | _SEES,
        },
        {
            "b::llama-3.2-11b-instruct",
            "c::llama-3.2-11b-vision-instruct",
            "d::llama-3.2-11b-vision-instruct",
        },
    ),
    "a text edition is older than the one that sees": (
        {
            "b::qwen3-8b": {"release_date": "2025-04-28"} | _TEXT,
            "c::qwen3-vl-8b": {"release_date": "2025-10-15"} | _SEES,
            "d::qwen3-vl-8b": {"release_date": "2025-10-15"} | _SEES,
        },
        {"b::qwen3-8b"},
    ),
    "of several pins none is the model that the lab sells undated": (
        {
            "openai::gpt-3.5-turbo": {"release_date": "2023-03-01"},
            "azure::gpt-3.5-turbo-0301": {"release_date": "2023-03-01"},
            "azure::gpt-3.5-turbo-0613": {"release_date": "2023-06-13"},
        },
        {"openai::gpt-3.5-turbo"},
    ),
    "two words for one speed": (
        {
            "minimax::MiniMax-M2.5": _TEXT,
            "minimax::MiniMax-M2.5-highspeed": _TEXT,
            "zenmux::minimax/minimax-m2.5-lightning": _TEXT,
        },
        {"minimax::MiniMax-M2.5"},
    ),
    "one provider that says nothing of reasoning is no veto": (
        {
            "a::gemini-2.5-flash-preview-09-2025": {"reasoning": False},
            "b::gemini-2.5-flash-preview-09-2025": {"reasoning": True},
            "b::gemini-2.5-flash-preview-09-2025-thinking": {"reasoning": True},
        },
        {
            "a::gemini-2.5-flash-preview-09-2025",
            "b::gemini-2.5-flash-preview-09-2025",
            "b::gemini-2.5-flash-preview-09-2025-thinking",
        },
    ),
    "a format of the weights": (
        {"a::baidu/ernie-4.5-300b-a47b": {}, "b::baidu/ernie-4.5-300b-a47b-paddle": {}},
        {"a::baidu/ernie-4.5-300b-a47b", "b::baidu/ernie-4.5-300b-a47b-paddle"},
    ),
    "an edition that sees is not the text edition whose date is left out": (
        {
            "a::qwen3-235b-a22b-thinking": {"release_date": "2025-04-01"} | _SEES,
            "b::qwen3-235b-a22b-thinking-2507": {"release_date": "2025-07-25"} | _TEXT,
            "c::qwen3-vl-235b-a22b-thinking": {"release_date": "2025-09-24"} | _SEES,
        },
        {"a::qwen3-235b-a22b-thinking"},
    ),
    "where both editions are sold the bare name is neither": (
        {
            "hub::grok-4-fast": {"reasoning": True},
            "xai::grok-4-fast-reasoning": {"reasoning": True},
            "xai::grok-4-fast-non-reasoning": {"reasoning": False},
        },
        {"hub::grok-4-fast"},
    ),
    "of dates that are as common the newest counts": (
        {
            "a::claude-3.5-sonnet": {"release_date": "2024-06-20"},
            "b::claude-3.5-sonnet": {"release_date": "2024-10-22"},
            "anthropic::claude-3-5-sonnet-20240620": {"release_date": "2024-06-20"},
            "anthropic::claude-3-5-sonnet-20241022": {"release_date": "2024-10-22"},
        },
        {
            "a::claude-3.5-sonnet",
            "b::claude-3.5-sonnet",
            "anthropic::claude-3-5-sonnet-20241022",
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_editions(case: str) -> None:
    """What is one model with the first is so, and nothing else is."""
    sold, together = CASES[case]
    found = models(
        resolve(document(offering(*key.split("::", 1), **facts) for key, facts in sold.items()))
    )
    first = next(iter(sold))
    assert {key for key in sold if found[key] == found[first]} == together
