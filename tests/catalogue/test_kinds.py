"""Kinds: what a model does, from its facts, and what is compared with what."""

import pytest

from builders import model, offering, serving
from modelario.catalogue.entries import entries
from modelario.catalogue.kinds import SCORED, kind_of, rules
from modelario.catalogue.measures import subject
from modelario.catalogue.prices import priced
from modelario.catalogue.scores import WEIGHTS, points, scores
from modelario.records import Facts, ModelId, ModelKind, Reason
from modelario.wording import sentences

TEXT = {"input_modalities": ("text",), "output_modalities": ("text",)}

#: Id, facts, the price of one offering, kind and the code of its reason.
KINDS = [
    ("openai/o4-mini", TEXT, (1, 4), "chat", "kind_text"),
    ("acme/unheard-of", {}, None, "chat", "kind_text"),
    # Listed as writing text, at some price: a reranker, a guard and an OCR model.
    ("alibaba/qwen3-reranker-0.6b", TEXT, ("0.01", "0.01"), "reranker", "kind_named"),
    ("baai/bge-reranker-v2-m3", TEXT, ("0.01", 0), "reranker", "kind_named"),
    ("meta/llama-prompt-guard-2-86m", TEXT, ("0.01", "0.01"), "moderation", "kind_named"),
    ("openai/gpt-oss-safeguard-20b", {**TEXT, "tool_call": True}, (1, 2), "moderation", None),
    ("nvidia/nemotron-3.5-content-safety", TEXT, None, "moderation", "kind_named"),
    ("deepseek/deepseek-ocr", TEXT, ("0.03", "0.03"), "ocr", "kind_named"),
    ("rednote-hilab/dots.ocr", TEXT, ("0.01", "0.01"), "ocr", "kind_named"),
    ("openai/text-embedding-3-small", TEXT, ("0.02", 0), "embedding", "kind_named"),
    ("baai/bge-m3", TEXT, ("0.012", 0), "embedding", "kind_named"),
    ("voyage/voyage-4", TEXT, None, "embedding", "kind_named"),
    ("voyage/rerank-2.5", {**TEXT, "family": "voyage"}, None, "reranker", "kind_named"),
    ("acme/vectors", TEXT, ("0.02", 0), "embedding", "kind_no_output_price"),
    ("acme/agent", {**TEXT, "tool_call": True}, ("0.02", 0), "chat", "kind_text"),
    ("openai/whisper-1", {}, None, "transcription", "kind_named"),
    ("deepgram/nova-3", TEXT, None, "transcription", "kind_named"),
    ("amazon/nova-micro-v1", TEXT, (1, 2), "chat", "kind_text"),
    ("acme/ear", {"input_modalities": ("audio",)}, None, "transcription", "kind_reads"),
    ("openai/tts-1", {}, None, "speech", "kind_named"),
    ("acme/mouth", {"output_modalities": ("audio",)}, None, "speech", "kind_writes"),
    ("elevenlabs/elevenlabs-music", {"output_modalities": ("audio",)}, None, "music", None),
    ("openai/gpt-realtime-2", {}, None, "voice", "kind_named"),
    ("google/gemini-live-2.5-flash", {}, None, "voice", "kind_named"),
    ("alibaba/qwen3-livetranslate-flash-realtime", {}, None, "translation", "kind_named"),
    ("alibaba/qwen-mt-plus", TEXT, (2, 7), "translation", "kind_named"),
    ("google/imagen-4", {"output_modalities": ("image",)}, None, "image", "kind_writes"),
    ("openai/gpt-5-image", {"output_modalities": ("text", "image")}, (5, 10), "image", None),
    ("google/gemini-2.0-flash-exp-image-generation", TEXT, (1, 1), "image", "kind_named"),
    ("google/veo-3", {"output_modalities": ("video",)}, None, "video", "kind_writes"),
    ("kuaishou/kling-v3.0-t2v", TEXT, None, "video", "kind_named"),
    ("inclusionai/ling-1t", TEXT, (1, 2), "chat", "kind_text"),
    ("morph/morph-v3-fast", TEXT, (1, 1), "code_edit", "kind_named"),
    ("openai/gpt-3.5-turbo-instruct", TEXT, (1, 2), "completion", "kind_named"),
    ("openai/o3-deep-research", TEXT, (10, 40), "research", "kind_named"),
    ("nousresearch/hermes-4-70b", {**TEXT, "name": "Hermes 4 70B"}, (1, 1), "chat", "kind_text"),
    ("community/gemma-4-31b-musica-v1", TEXT, (1, 1), "chat", "kind_text"),
    ("huggingface/distilbert-sst-2", TEXT, ("0.026", 0), "other", "kind_named"),
    ("acme/eye", {"input_modalities": ("video",)}, None, "other", "kind_reads_no_text"),
    ("acme/press", {"output_modalities": ("pdf",)}, None, "other", "kind_writes_no_text"),
]


@pytest.mark.parametrize(("id_", "facts", "cost", "kind", "code"), KINDS, ids=[k[0] for k in KINDS])
def test_what_a_model_does(id_, facts, cost, kind, code):
    found, reason = kind_of(ModelId(id_), Facts(**facts), [serving(offering(cost=cost))])
    assert found == kind
    assert code in (None, reason.code)


def test_every_kind_and_every_ground_has_a_case():
    assert {kind for _, _, _, kind, _ in KINDS} == set(ModelKind)
    assert {rule.code for rule in rules()} == {code for *_, code in KINDS if code}


def test_every_ground_can_be_worded():
    assert {rule.code for rule in rules()} <= sentences().keys()


def test_the_last_rule_holds_of_everything():
    *_, last = rules()
    conditions = {
        name for name in last.__struct_fields__ if name not in ("kind", "code", "because")
    }
    assert not any(getattr(last, name) for name in conditions)


def test_the_reason_names_what_was_found():
    reason = kind_of(ModelId("acme/rerank-1"), Facts(), ())[1]
    assert reason == Reason("kind_named", word="rerank")


# --- scores ---------------------------------------------------------------------------


def test_every_score_says_of_which_kinds_it_says_something():
    assert SCORED.keys() == WEIGHTS.keys()


SCORES = [
    ("chat", set(WEIGHTS)),
    ("embedding", {"cost", "production"}),
    ("reranker", {"cost", "production"}),
    ("ocr", {"cost", "vision", "production"}),
    ("image", set()),
    ("transcription", set()),
]


@pytest.mark.parametrize(("kind", "given"), SCORES)
def test_a_score_that_says_nothing_of_a_kind_is_not_given(kind, given):
    one = model([offering(cost=(1, 1))], kind=ModelKind(kind))
    assert scores(subject(priced(one), ())).keys() == given
    (entry,) = entries([one]).values()
    assert (points(entry, "coding") is None) is ("coding" not in given)


# --- scenarios ------------------------------------------------------------------------


def test_only_what_does_a_scenario_is_ranked_by_it():
    chat = model([offering(cost=(2, 2))], id_="acme/chat")
    rerank = model([offering(cost=(1, 1))], id_="acme/rerank", kind=ModelKind.RERANKER)
    found = entries([chat, rerank])
    assert [each.rank for each in found["acme/chat"].scenarios] == [1] * 5
    assert {each.ranked for each in found["acme/chat"].scenarios} == {1}
    assert {(each.cost, each.rank) for each in found["acme/rerank"].scenarios} == {(None, None)}
