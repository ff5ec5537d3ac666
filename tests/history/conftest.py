"""The documents on which accidents are played: the embedded one and, where it is, that of July."""

import pytest

from judged_days import Replay
from modelario.identity.resolve import resolve
from modelario.upstream.document import parse, split
from modelario.upstream.packed import unpacked

#: Labs, and who sells their models, too.
FEW = (
    *("anthropic", "azure", "google", "kilo", "mistral", "openai", "openrouter", "poe"),
    *("requesty", "togetherai", "vercel", "xai"),
)


@pytest.fixture(scope="module", params=["embedded", pytest.param("july", marks=pytest.mark.shared)])
def whole(request):
    if request.param == "embedded":
        return split(request.getfixturevalue("embedded"))
    folder = request.getfixturevalue("shared_data")
    return split(unpacked((folder / "modelsdev-catalog-2026-07-01.json.zst").read_bytes()))


@pytest.fixture(scope="module")
def models(whole):
    return resolve(parse(whole)).model_of


@pytest.fixture(scope="module")
def few(whole):
    """What some providers offer, which is judged in no time."""
    offerings = {key: body for key, body in whole.offerings.items() if key.provider in FEW}
    return whole._replace(
        providers={name: whole.providers[name] for name in FEW}, offerings=offerings
    )


@pytest.fixture
def replay(whole, models):
    return Replay(whole, models)
