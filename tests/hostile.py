"""A document of strings and ids that mean harm, and the site over it."""

import json
from datetime import UTC, date, datetime
from typing import Any

from modelario.editions import Editions
from modelario.keeping.intake import take_in
from modelario.settings import from_environment
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from modelario.web.app import Front, create_app

FIRST, SECOND = date(2026, 5, 1), date(2026, 5, 2)

#: Ids that lead elsewhere, end like a form, or mean something in an address or a path of files.
IDS = (
    *("..", ".", "a/..", "../..", "a//b", "/a", "a/", "back\\slash", "a\\..\\b", " ", "", "nul\0l"),
    *("a.json", "b.md", "c.csv", "d.atom", "e.feed.json", ".json", "a.JSON", "gpt-4.json:free"),
    *("a", "a.json.gz", "b.gz", "c.zst", "d.br", "index.html", "index.html.gz"),
    *("Case", "case", "CASE", "q?x=1", "h#x", "100%", "%2e%2e", "%2F", "a%2fb", "a&b=c", 'q"uote'),
    *("<b>", "a;b", "a b", "ü", "日本", "history", "vs", "index", "a/history", "x/vs/y", "json"),
    *("...", "~", "~2F", "a|b", "`x`", "a\nb", "-", "--", ":free", ":", "@", "models", "x" * 300),
)


def offering(id_: str, **fields: Any) -> dict[str, Any]:
    """An offering as upstream writes it, whose name and family are its id."""
    return {
        "id": id_,
        "name": f"Model {id_}",
        "family": id_,
        "release_date": "2025-01-01",
        "cost": {"input": 1, "output": 2},
        "limit": {"context": 100_000, "output": 1_000},
        "modalities": {"input": ["text"], "output": ["text"]},
        **fields,
    }


def ids() -> dict[str, Any]:
    """Every id as that of a provider, of a lab, of a family and of models."""
    found = {
        id_: {"id": id_, "name": f"Provider {id_}", "models": {"gpt-4o": offering("gpt-4o")}}
        for id_ in IDS
    }
    for provider in ("plain", "openai"):
        models = {id_: offering(id_) for id_ in IDS}
        found[provider] = {"id": provider, "name": provider, "models": models}
    named = [f"{lab}/{name}" for lab in IDS for name in ("m-1", lab)]
    models = {id_: offering(id_) for id_ in named}
    found["others"] = {"id": "others", "name": "Others", "models": models}
    return found


def publish(store: Store, found: dict[str, Any], day: date) -> None:
    """Take a document in as of a day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    content = content_of(json.dumps(found).encode())
    take_in(
        store, Fetched(content=content, kind="file", origin="test", fetched_at=moment, as_of=day)
    )


def site(editions: Editions) -> Front:
    """The site over it, on the evening of the second day."""
    settings = from_environment({"MODELARIO_WORK_PER_ADDRESS": "0"})
    return create_app(editions, settings, lambda: datetime(2026, 5, 2, 20, tzinfo=UTC))
