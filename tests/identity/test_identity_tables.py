"""The tables: every exception needed, every reason worded, every router met."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from identity_documents import embedded_document, models, wild_document, wild_rows

import modelario.identity
from modelario.identity.explain import explain
from modelario.identity.grouping import conditions, rules
from modelario.identity.reading import exceptions as exceptions_module
from modelario.identity.reading import readings
from modelario.identity.reading.curated import table
from modelario.identity.reading.routers import router_reason
from modelario.identity.reasons import identity_sentences
from modelario.identity.resolve import resolve
from modelario.records import OfferingId, ProviderId

_SOURCE = Path(modelario.identity.__file__).parent
_CURATED = [
    (kind, place)
    for kind in ("exceptions", "apart")
    for place in range(len(table("exceptions")[kind]))
]


def _forget() -> None:
    exceptions_module.exceptions.cache_clear()
    readings.read.cache_clear()
    conditions.kept_apart.cache_clear()


@pytest.mark.parametrize(("kind", "place"), _CURATED)
def test_every_exception_is_needed(kind: str, place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an exception, some offering of a known document is resolved otherwise."""
    curated = _resolved()
    rows = table("exceptions")[kind]
    with monkeypatch.context() as without:
        without.setitem(table("exceptions"), kind, rows[:place] + rows[place + 1 :])  # type: ignore[arg-type]
        _forget()
        plain = _resolved()
    _forget()
    assert plain != curated


def _resolved() -> list[dict[str, str | None]]:
    return [models(resolve(document)) for document in (embedded_document(), wild_document())]


def test_every_exception_says_why() -> None:
    """Each curated row gives its reason."""
    for kind in ("exceptions", "apart"):
        assert all(len(row["reason"]) > 10 for row in table("exceptions")[kind])


def test_every_router_is_met() -> None:
    """Each row of the routers' table names an id of the wild."""
    met = {
        router_reason(ProviderId(row.provider), row.offering_id)
        for row in wild_rows()
        if row.kind == "router"
    }
    assert met >= {row["reason"] for row in table("routers")["routers"]}


# --- words ----------------------------------------------------------------------------


def _reasons() -> Iterator[tuple[str, set[str]]]:
    """Every reason that the source makes: its code and the names of its values."""
    for path in sorted(_SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                code, names = node.args[0], {keyword.arg or "" for keyword in node.keywords}
                if isinstance(code, ast.Constant):
                    yield str(code.value), names
                elif path.stem == "joining":
                    yield from ((rule.code, names) for rule in rules.rules())
                elif path.stem == "release_evidence":
                    rows = table("release_lines")["evidence"]
                    yield from ((r["code"], names) for r in rows if r["shows"] != "never")
                elif "found" in names:
                    yield from (
                        (told, names) for told in identity_sentences() if told.endswith("_read")
                    )
                else:
                    yield from ((named, names) for named in ("named_by_lab", "named_by_most"))


def test_every_reason_has_words() -> None:
    """Each code is worded, and the words name only values that the reason has."""
    for code, names in _reasons():
        assert code in identity_sentences(), code
        asked = {
            name for _, name, _, _ in string.Formatter().parse(identity_sentences()[code]) if name
        }
        assert asked <= names | {"namespace", "found"}, code


def test_no_words_are_left_over() -> None:
    """Every sentence belongs to a reason that is made."""
    assert identity_sentences().keys() == {code for code, _ in _reasons()}


# --- explanations ---------------------------------------------------------------------


def test_an_explanation_tells_the_steps() -> None:
    """The steps name the tokens, the rules and the model, and all can be worded."""
    explained = explain(embedded_document(), ProviderId("gitlab"), OfferingId("duo-chat-haiku-4-5"))
    assert explained is not None
    assert explained.assignment.model == "anthropic/claude-haiku-4-5"
    codes = [step.code for step in explained.steps]
    assert codes[:2] == ["prefix_dropped", "family_supplied"]
    assert codes[-1] == "named_by_lab"
    for step in explained.steps:
        assert "{" not in identity_sentences()[step.code].format(**step.values)


def test_a_router_is_explained() -> None:
    """A router's explanation says why it is none."""
    explained = explain(
        embedded_document(), ProviderId("openrouter"), OfferingId("openrouter/auto")
    )
    assert explained is not None
    assert [step.code for step in explained.steps] == ["router"]


def test_what_is_not_offered_is_not_explained() -> None:
    """An offering that the document lacks has no explanation."""
    assert explain(embedded_document(), ProviderId("openai"), OfferingId("gpt-0")) is None
