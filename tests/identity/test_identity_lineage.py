"""Whose a model is, and from which other one it was made."""

import pytest
from identity_documents import embedded_document, ids

from modelario.identity.resolve import resolve

#: What is sold, the model of the first offering, whether it is its lab's own, and its parent.
CASES = {
    "a provider's own name before another lab's model with a strange word": (
        ("subconscious::subconscious/tim-qwen3.6-27b", "alibaba::qwen3.6-27b"),
        ("subconscious/tim-qwen3.6-27b", False, "alibaba/qwen3.6-27b"),
    ),
    "a provider's own name before another lab's model": (
        ("subconscious::subconscious/qwen3.6-27b", "alibaba::qwen3.6-27b"),
        ("alibaba/qwen3.6-27b", True, None),
    ),
    "a lab's name inside the id": (
        ("helicone::deepseek-tng-r1t2-chimera", "deepseek::deepseek-r1"),
        ("tng/deepseek-tng-r1t2-chimera", False, "deepseek/deepseek-r1"),
    ),
    "a reseller names the provider that it resells": (
        ("kilo::openrouter/owl-alpha", "openrouter::openai/gpt-5"),
        ("openrouter/owl-alpha", True, None),
    ),
    "a parent that the name does not say, and the table does": (
        ("hub::TheDrummer/Rocinante-12B-v1.1", "mistral::mistral-nemo"),
        ("thedrummer/rocinante-12b-v1.1", False, "mistral/mistral-nemo"),
    ),
    "a parent of the table that nobody sells": (
        ("hub::TheDrummer/Rocinante-12B-v1.1", "mistral::mistral-large-latest"),
        ("thedrummer/rocinante-12b-v1.1", False, None),
    ),
    "a parent that its size tells": (
        ("hub::anthracite-org/magnum-v4-72b", "alibaba::qwen2-5-72b-instruct"),
        ("anthracite-org/magnum-v4-72b", False, "alibaba/qwen2-5-72b-instruct"),
    ),
    "a parent that its authors name": (
        ("hub::Salesforce/Llama-xLAM-2-70b-fc-r", "meta::llama-3.1-70b-instruct"),
        ("salesforce/llama-xlam-2-70b-fc-r", False, "meta/llama-3.1-70b-instruct"),
    ),
    "a generation that its day tells": (
        ("hub::deepcogito/cogito-v1-preview-qwen-32B", "hub::qwen2-5-32b-instruct"),
        ("deepcogito/cogito-v1-preview-qwen-32b", False, "alibaba/qwen2-5-32b-instruct"),
    ),
    "a size that no known model has tells no parent": (
        ("hub::TheDrummer/Skyfall-36B-V2", "mistral::mistral-small-2503"),
        ("thedrummer/skyfall-36b-v2", False, None),
    ),
    "the version behind a strange word is the derivative's": (
        ("hub::aisingapore/gemma-sea-lion-v4-27b-it", "google::gemma-4-27b-it"),
        ("aisingapore/gemma-sea-lion-v4-27b-it", False, None),
    ),
    "a version behind the family's word is the parent's": (
        ("hub::Sao10K/L3.1-70B-Euryale-v2.2", "meta::llama-3.1-70b-instruct"),
        ("sao10k/l3.1-70b-euryale-v2.2", False, "meta/llama-3.1-70b-instruct"),
    ),
    "the format of a repository is no part of the name": (
        ("hub::nvidia/Llama-3.1-Nemotron-70B-Instruct-HF",),
        ("nvidia/llama-3.1-nemotron-70b-instruct", False, None),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_lineage(case: str) -> None:
    """The lab, whether the model is its own, and the parent."""
    sold, expected = CASES[case]
    resolution = resolve(ids(*sold))
    provider, offering_id = sold[0].split("::")
    model = next(
        a.model
        for a in resolution.assignments
        if (a.provider, a.offering_id) == (provider, offering_id)
    )
    assert model is not None
    identity = resolution.identities[model]
    assert (model, identity.official, identity.parent) == expected


def test_few_derivatives_of_the_package_have_no_parent() -> None:
    """The ten that are left: nobody sells the parent, or nothing tells which model it was."""
    identities = resolve(embedded_document()).identities.values()
    derivatives = [each for each in identities if not each.official]
    lacking = {each.id for each in derivatives if each.parent is None}
    assert len(lacking) <= len(derivatives) * 0.08, lacking
