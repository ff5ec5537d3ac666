"""What holds for syncs wherever a machine is busy."""

import pytest

from modelario.keeping import sync as syncing
from modelario.keeping.trial import BUDGET, Budget


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Budget:
    """Let a sync take its time with a large document; gives what a trial of it may cost then."""
    budget = BUDGET._replace(trial_s=120, all_s=240, page_s=60)
    monkeypatch.setattr(syncing, "BUDGET", budget)
    monkeypatch.setattr(syncing, "LONGEST_S", budget.all_s + syncing.KEPT_S)
    return budget
