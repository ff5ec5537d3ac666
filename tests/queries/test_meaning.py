"""One spelling means one model in every face; what is missing is told with what is near."""

from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from installed import installed_edition
from modelario.catalogue.questions import MissingError
from modelario.catalogue.workloads import Workload
from modelario.editions import Editions
from modelario.queries.changes import ChangeFilter, ChangesRequest, changelog
from modelario.queries.choosing import ChoiceRequest, compare_start
from modelario.queries.compare import CompareRequest, compare
from modelario.queries.cost import CostRequest, cost
from modelario.queries.edition import Edition
from modelario.queries.meaning import PlaceRequest, meant
from modelario.queries.model import ModelRequest, model_page
from modelario.queries.providers import provider_page
from modelario.settings import from_environment
from modelario.web.app import Front, create_app

SPELLINGS = {
    "o4-mini": "openai/o4-mini",
    "OpenAI/O4-Mini": "openai/o4-mini",
    "azure/o4-mini": "openai/o4-mini",
    "us.anthropic.claude-haiku-4-5-20251001-v1:0": "anthropic/claude-haiku-4-5",
}


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The embedded catalogue."""
    return installed_edition()


@pytest.fixture(scope="module")
def client(edition: Edition) -> Iterator[TestClient[Front]]:
    """A reader of its site who follows no redirects."""
    with TestClient(create_app(Editions(edition), from_environment({}))) as reader:
        reader.follow_redirects = False
        yield reader


@pytest.mark.parametrize(("text", "model"), SPELLINGS.items())
def test_a_spelling_means_the_same_everywhere(edition: Edition, text: str, model: str) -> None:
    """Page, comparison, choice, cost and changelog read it in one way."""
    workload = Workload(input_tokens=1, output_tokens=1)
    assert meant(edition, text) == model
    assert model_page(edition, ModelRequest(model=text)).canonical == model
    sides = compare(edition, CompareRequest(models=(text, "gpt-4.1"))).sides
    assert sides[0].model.id == model
    [choice] = compare_start(edition, ChoiceRequest(models=(text,))).choices
    assert choice.model is not None
    assert choice.model.id == model
    rows = cost(edition, CostRequest(workload=workload, model=text)).rows
    assert {row.id for row in rows} == {model}
    wanted = ChangesRequest(where=ChangeFilter(model=text))
    assert changelog(edition, (), wanted).filter.model == model


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("models/openai/O4-Mini", "models/openai/o4-mini"),
        ("models/azure/o4-mini", "models/openai/o4-mini"),
        ("compare/openai/O3/vs/openai/O4-mini", "compare/openai/o3/vs/openai/o4-mini"),
    ],
)
def test_an_address_in_another_spelling_leads_on(
    client: TestClient[Front], path: str, leads_to: str
) -> None:
    """What is certain leads to the one address."""
    answer = client.get(f"/en/{path}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/en/{leads_to}")


def test_names_of_other_things_take_any_capitals(edition: Edition) -> None:
    """A provider is found as written; what is none is told with what is near."""
    assert provider_page(edition, PlaceRequest(id="OpenAI")).id == "openai"
    with pytest.raises(MissingError, match="there is no provider 'opnai'; near: openai"):
        provider_page(edition, PlaceRequest(id="opnai"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gpt-44-mini", "no model is called 'gpt-44-mini'; near: openai/gpt-4o-mini"),
        ("gemini", "'gemini' can mean several models: "),
        ("openrouter/auto", "'openrouter/auto' is a router"),
    ],
)
def test_what_is_no_one_model_is_told(edition: Edition, text: str, told: str) -> None:
    """The message says what was wanted and what is near."""
    with pytest.raises(MissingError) as caught:
        meant(edition, text)
    assert str(caught.value).startswith(told)
    assert all(id_ in edition.catalogue.entries for id_ in caught.value.near)
