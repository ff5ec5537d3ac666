"""Whether a request fits, by the limits of the model and of the offering that is asked."""

import pytest

from builders import model, offering
from modelario.catalogue.entries import entries
from modelario.catalogue.scenarios import fits, fitting

FITS = [
    ("nothing is known", {}, {}, True),
    ("the model's context is too small", {"context_window": 100}, {}, False),
    ("the offering's context is", {"context_window": 1_000}, {"context_window": 100}, False),
    ("just enough", {"context_window": 150}, {"context_window": 150}, True),
    ("too little output", {}, {"max_output_tokens": 49}, False),
    ("too little input", {}, {"max_input_tokens": 99}, False),
    ("the offering reads no text", {}, {"input_modalities": ("image",)}, False),
    ("the model writes none", {"output_modalities": ("image",)}, {}, False),
]


@pytest.mark.parametrize(
    ("facts", "offered", "able"), [row[1:] for row in FITS], ids=[row[0] for row in FITS]
)
def test_a_request_fits_the_model_and_the_offering(facts, offered, able):
    own = offering(cost=(1, 1), **offered)
    assert fits(model([own], **facts), own, 100, 50) is able


def test_how_many_offerings_were_left_out_is_told():
    whole, short = offering(cost=(1, 1)), offering("b", cost=(1, 1), context_window=100)
    found = fitting(model([whole, short, offering("c")]), 100, 50)
    assert [offer.serving.offering for offer in found.offers] == [whole]
    assert (found.unfit, found.unpriced) == (1, 1)


def test_a_scenario_that_the_recommended_offering_cannot_take_has_no_rank():
    short = offering(cost=(1, 1), max_output_tokens=500)
    (entry,) = entries([model([short])]).values()
    assert {each.key: each.rank for each in entry.scenarios} == {
        "rag_answer": 1,
        "ticket_triage": 1,
        "data_extraction": 1,
        "code_review": None,
        "agent_step": None,
    }
