"""What other price libraries need, in their own environment: imports nothing of ours.

    .bench/bin/python benchmarks/peers.py NAME

Prints, as JSON, the seconds that the import takes, the first answer included, and the seconds of
one cost: 5,000 tokens in and 20,000 from the cache, 2,000 out, with o4-mini.
"""

import json
import sys
import time
from collections.abc import Callable
from timeit import repeat

FRESH, CACHED, OUT = 5_000, 20_000, 2_000
MODEL = "o4-mini"
TIMES, RUNS = 200, 7


def genai_prices() -> Callable[[], object]:
    """Pydantic's prices."""
    from genai_prices import Usage, calc_price  # noqa: PLC0415 – what is measured

    usage = Usage(input_tokens=FRESH + CACHED, cache_read_tokens=CACHED, output_tokens=OUT)
    return lambda: calc_price(usage, model_ref=MODEL, provider_id="openai").total_price


def litellm() -> Callable[[], object]:
    """LiteLLM's cost calculator."""
    from litellm import cost_per_token  # noqa: PLC0415 – what is measured

    return lambda: cost_per_token(
        model=MODEL,
        prompt_tokens=FRESH + CACHED,
        completion_tokens=OUT,
        cache_read_input_tokens=CACHED,
    )


def tokencost() -> Callable[[], object]:
    """AgentOps' prices, which know of no cache."""
    from tokencost import calculate_cost_by_tokens as cost  # noqa: PLC0415 – what is measured

    return lambda: cost(FRESH + CACHED, MODEL, "input") + cost(OUT, MODEL, "output")


def model_prices() -> Callable[[], object]:
    """model-prices, also from models.dev."""
    from model_prices import cost  # noqa: PLC0415 – what is measured

    return lambda: cost(
        MODEL, input_tokens=FRESH, cache_read_tokens=CACHED, output_tokens=OUT, provider="openai"
    )


PEERS = {each.__name__: each for each in (genai_prices, litellm, tokencost, model_prices)}

if __name__ == "__main__":
    begun = time.perf_counter()
    cost = PEERS[sys.argv[1]]()
    answer = cost()
    ready = time.perf_counter() - begun
    seconds = min(repeat(cost, timer=time.process_time, number=TIMES, repeat=RUNS)) / TIMES
    sys.stdout.write(json.dumps({"ready": ready, "cost": seconds, "answer": str(answer)}) + "\n")
