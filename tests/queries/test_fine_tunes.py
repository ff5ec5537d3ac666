"""A fine-tune is told as one, and never taken for its parent."""

import pytest

from installed import installed_edition
from modelario.catalogue.questions import MissingError
from modelario.catalogue.workloads import Workload
from modelario.queries.cost import CostRequest, cost
from modelario.queries.meaning import meant
from modelario.queries.resolved import ResolveRequest, resolve_texts

FINE_TUNE = "ft:gpt-4o-mini-2024-07-18:acme::abc123"


def test_a_fine_tune_is_not_priced_as_its_parent() -> None:
    """Resolving names the parent; asking for the fine-tune's prices is refused with the reason."""
    edition = installed_edition()
    (told,) = resolve_texts(edition, ResolveRequest(ids=(FINE_TUNE,)))
    assert told.model is None
    assert told.fine_tune_of == "openai/gpt-4o-mini"
    with pytest.raises(MissingError, match="is a fine-tune of openai/gpt-4o-mini"):
        meant(edition, FINE_TUNE)
    with pytest.raises(MissingError):
        cost(
            edition,
            CostRequest(workload=Workload(input_tokens=1, output_tokens=1), model=FINE_TUNE),
        )
