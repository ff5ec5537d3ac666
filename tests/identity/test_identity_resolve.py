"""What a resolution promises for any document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_documents import document, embedded_document, ids, models, offering

from modelario.identity.reading.labs import load_labs
from modelario.identity.resolve import resolve
from modelario.records import Document, ProviderId


@pytest.fixture(scope="module")
def embedded() -> Document:
    return embedded_document()


def test_every_offering_is_assigned_in_order(embedded: Document) -> None:
    """Assignments stand in the order of the document's offerings."""
    resolution = resolve(embedded)
    offered = [(o.provider, o.offering_id) for o in embedded.offerings]
    assert [(a.provider, a.offering_id) for a in resolution.assignments] == offered


def test_identities_hang_together(embedded: Document) -> None:
    """Ids are lower case, labs are known, parents and floating models are in the catalogue."""
    resolution = resolve(embedded)
    assert {a.model for a in resolution.assignments} - {None} == set(resolution.identities)
    for model, identity in resolution.identities.items():
        assert model == model.lower()
        assert model.count("/") == 1
        assert model.split("/")[0] == identity.lab
        assert resolution.labs[identity.lab].name
        assert identity.parent is None or identity.parent in resolution.identities
        assert identity.version_of is None or identity.version_of in resolution.identities
        assert identity.version_of != model


def test_number_of_models_is_plausible(embedded: Document) -> None:
    """Some 5 offerings a model, half of the models with a single offering."""
    resolution = resolve(embedded)
    assert 900 < len(resolution.identities) < 1150


def test_metadata_changes_nothing(embedded: Document) -> None:
    """The document's own list of models has no say in who is who."""
    bare = Document(providers=embedded.providers, offerings=embedded.offerings)
    assert resolve(bare).identities == resolve(embedded).identities


def test_an_empty_document_has_no_models() -> None:
    """Nothing offered, nothing resolved."""
    resolution = resolve(document([]))
    assert (resolution.assignments, dict(resolution.identities)) == ((), {})


# --- single rules ---------------------------------------------------------------------

SAME = [
    ("openai::gpt-5", "databricks::databricks-gpt-5"),
    ("anthropic::claude-haiku-4-5", "gitlab::duo-chat-haiku-4-5"),
    ("anthropic::claude-opus-4-1", "sap-ai-core::anthropic--claude-4.1-opus"),
    ("moonshotai::kimi-k2.6", "clarifai::moonshotai/chat-completion/models/Kimi-K2_6"),
    ("moonshotai::kimi-k2.6", "kimi-for-coding::k2p6"),
    ("minimax::MiniMax-M2.5", "routing-run::route/minimax-m2.5"),
    ("zhipuai::glm-5.1", "chutes::zai-org/GLM-5.1-TEE"),
    ("mistral::pixtral-12b", "scaleway::pixtral-12b-2409"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_are_one_model(one: str, other: str) -> None:
    """Spellings that say the same are the same."""
    found = models(resolve(ids(one, other)))
    assert found[one] == found[other] is not None


APART = [
    ("openai::gpt-5", "azure::gpt-5-mini"),
    ("openai::gpt-4o", "openai::gpt-4o-2024-08-06"),
    ("anthropic::claude-sonnet-4-5", "anthropic::claude-sonnet-4-5-20250929"),
    ("zhipuai::glm-5", "zhipuai::glm-5-turbo"),
    ("google::gemini-3.1-flash-lite", "google::gemini-3.1-flash-lite-preview"),
    ("cohere::command-r-08-2024", "cohere::command-r7b-12-2024"),
    ("groq::whisper-large-v3", "groq::whisper-large-v3-turbo"),
    ("novita-ai::deepseek/deepseek-v3.2", "novita-ai::deepseek/deepseek-v3.2-exp"),
    ("huggingface::deepseek-ai/DeepSeek-R1", "huggingface::deepseek-ai/DeepSeek-R1-0528"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_names_are_two_models(one: str, other: str) -> None:
    """What a lab sells apart, and what says something else, is apart."""
    provider, offering_id = other.split("::")
    kind = {"output_modalities": ("text",)}
    if "whisper" in other:
        kind["input_modalities"] = ("audio",)
    day = "2025-05-28" if "0528" in other else "2025-01-20"
    apart = document(
        [
            offering(*one.split("::"), release_date="2025-01-20", **kind),
            offering(provider, offering_id, release_date=day, **kind),
        ]
    )
    found = models(resolve(apart))
    assert found[one] != found[other]


def test_the_labs_own_id_names_the_model() -> None:
    """The slug is how the lab spells it, however others do."""
    found = models(
        resolve(ids("anthropic::claude-opus-4-7", "a::claude-opus-4.7", "b::claude-opus-4.7"))
    )
    assert found["a::claude-opus-4.7"] == "anthropic/claude-opus-4-7"


def test_unknown_labs_are_inferred_with_a_name() -> None:
    """A namespace that no table knows becomes a lab, spelt as it is written."""
    resolution = resolve(ids("hub::SomeNewLab/wonder-7b"))
    assert resolution.labs["somenewlab"].name == "SomeNewLab"
    assert "somenewlab/wonder-7b" in resolution.identities


# --- tables ---------------------------------------------------------------------------


def test_labs_do_not_overlap() -> None:
    """A namespace and a provider belong to one lab."""
    labs = load_labs()
    namespaces = [name for lab in labs.values() for name in {lab.id, *lab.namespaces}]
    providers = [provider for lab in labs.values() for provider in lab.providers]
    assert len(namespaces) == len(set(namespaces))
    assert len(providers) == len(set(providers))


@pytest.mark.parametrize(
    ("lab", "main"), [("openai", "openai"), ("google", "google"), ("alibaba", "alibaba")]
)
def test_the_main_provider_comes_first(lab: str, main: str) -> None:
    """A lab's first provider is the one whose facts count most."""
    assert load_labs()[lab].providers[0] == main


# --- any ids at all -------------------------------------------------------------------

_ID = st.text(alphabet="abgq0139.-_/:@~ é中", min_size=1, max_size=24).map(
    lambda text: text.strip() or "x"
)


@given(st.lists(st.tuples(st.sampled_from(["openai", "hub", "x"]), _ID), max_size=12))
@settings(max_examples=120)
def test_any_ids_resolve(pairs: list[tuple[str, str]]) -> None:
    """However odd the ids, every one gets a model and every model a lab."""
    odd = document(offering(*pair) for pair in set(pairs))
    resolution = resolve(odd)
    assert len(resolution.assignments) == len(odd.offerings)
    for assignment in resolution.assignments:
        if assignment.model is not None:
            identity = resolution.identities[assignment.model]
            assert resolution.labs[identity.lab].name
            assert all(part for part in assignment.model.split("/"))


def test_order_of_offerings_does_not_matter(embedded: Document) -> None:
    """The same offerings in another order make the same models."""
    backwards = Document(
        providers=embedded.providers, offerings=tuple(reversed(embedded.offerings))
    )
    assert models(resolve(backwards)) == models(resolve(embedded))


def test_a_provider_never_changes_a_model_alone() -> None:
    """An unknown provider's spelling joins the model that it spells."""
    found = models(resolve(ids("openai::gpt-5.4", f"{ProviderId('new')}::GPT_5.4")))
    assert found["new::GPT_5.4"] == "openai/gpt-5.4"
