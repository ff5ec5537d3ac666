"""What may befall the offerings of some providers, or of all, on one morning."""

import json
from datetime import date, timedelta

from modelario.records import CAPABILITIES


def changed(raw, change, *providers, every=1):
    """The document with some offerings of some providers, or of all, changed in place."""
    offerings = dict(raw.offerings)
    chosen = [key for key in offerings if not providers or key.provider in providers]
    for key in chosen[::every]:
        body = json.loads(offerings[key])
        change(body)
        offerings[key] = json.dumps(body).encode()
    return raw._replace(offerings=offerings)


def costs(body):
    return [body["cost"], *body["cost"].get("tiers", ())] if body.get("cost") else []


def times(factor):
    def change(body):
        for cost in costs(body):
            for field, price in cost.items():
                if isinstance(price, int | float):
                    cost[field] = round(price * factor, 6)

    return change


def swap(body):
    for cost in costs(body)[:1]:
        cost["input"], cost["output"] = cost.get("output", 0), cost.get("input", 0)


def level(body):
    for cost in costs(body)[:1]:
        cost |= {"input": 1, "output": 1}


def free_of_charge(body):
    body.pop("cost", None)


def cached_as_read(body):
    """Cached input costs what input does."""
    for cost in costs(body)[:1]:
        if "cache_read" in cost:
            cost["cache_read"] = cost["input"]


def uncached(body):
    for cost in costs(body)[:1]:
        cost.pop("cache_read", None)


def tiers_times(factor):
    def change(body):
        for cost in costs(body)[1:]:
            cost |= {n: round(p * factor, 6) for n, p in cost.items() if isinstance(p, int | float)}

    return change


def blind(body):
    body |= dict.fromkeys(CAPABILITIES, False)


def shrink(body):
    limit = body.get("limit") or {}
    limit |= {name: size // 1000 for name, size in limit.items() if isinstance(size, int)}


def all_say(**fields):
    return lambda body: body.update(fields)


def nothing_said(*fields):
    """Take fields out."""

    def change(body):
        for field in fields:
            body.pop(field, None)

    return change


def moved_by(days, *fields):
    """Move whole dates by some days."""

    def change(body):
        for field in fields:
            if len(body.get(field) or "") == len("2026-02-28"):
                body[field] = (date.fromisoformat(body[field]) + timedelta(days)).isoformat()

    return change


def places_changed(of, one, other):
    """Let two fields of a part change places."""

    def change(body):
        part = body.get(of) or {}
        if one in part and other in part:
            part[one], part[other] = part[other], part[one]

    return change
