"""What a model does: one table of rules, and the first that holds."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from msgspec import Struct, convert

from modelario.records import Facts, ModelId, ModelKind, PriceState, Reason, Serving

_K = ModelKind

#: What is compared where nobody asks for another kind.
USUAL = _K.CHAT

#: Kinds that return no text: what is asked for output, if anything, is no part of their price.
SELL_NO_OUTPUT = frozenset({_K.EMBEDDING, _K.RERANKER})

#: Kinds that read text and are billed for it by the token.
_READ_TEXT = SELL_NO_OUTPUT | {
    *(_K.CHAT, _K.RESEARCH, _K.COMPLETION, _K.CODE_EDIT, _K.TRANSLATION, _K.MODERATION, _K.OCR)
}

#: The kinds of which each score says something. An image model has no output limit, and a
#: transcriber is not billed for its tokens: to them no score applies. What a research model
#: bills are its own tokens, so that its price says little of its cost.
SCORED: Mapping[str, frozenset[ModelKind]] = {
    "coding": frozenset({_K.CHAT}),
    "agents": frozenset({_K.CHAT}),
    "json": frozenset({_K.CHAT}),
    "cost": _READ_TEXT - {_K.RESEARCH},
    "long_context": frozenset({_K.CHAT, _K.RESEARCH, _K.COMPLETION}),
    "vision": frozenset({_K.CHAT, _K.OCR}),
    "production": _READ_TEXT,
}


class KindRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ground for a kind; see the table for what each condition means."""

    kind: ModelKind
    code: str
    because: str
    name: str | None = None
    writes: str | None = None
    writes_only: str | None = None
    reads_only: str | None = None
    lacks_input: str | None = None
    lacks_output: str | None = None
    sells_no_output: bool = False


class Known(NamedTuple):
    """What the rules look at."""

    #: What the model is called, where any rule has a word for that; most models' names say nothing.
    text: str
    facts: Facts
    sells_no_output: bool


@cache
def rules() -> tuple[KindRule, ...]:
    """Read the table of kinds."""
    table = files("modelario.catalogue").joinpath("tables/kinds.toml").read_text("utf-8")
    return convert(tomllib.loads(table)["rules"], tuple[KindRule, ...])


@cache
def _telling() -> re.Pattern[str]:
    """Find whether a name says anything to any rule."""
    return re.compile("|".join(f"(?:{rule.name})" for rule in rules() if rule.name is not None))


@cache
def _unnamed() -> tuple[KindRule, ...]:
    """The rules that ask for no name."""
    return tuple(rule for rule in rules() if rule.name is None)


def kind_of(id_: ModelId, facts: Facts, servings: Iterable[Serving]) -> tuple[ModelKind, Reason]:
    """Tell what a model does, and by which rule."""
    text = _text(id_, facts)
    known = Known(
        text=text if _telling().search(text) else "",
        facts=facts,
        sells_no_output=not facts.tool_call and _sells_no_output(servings),
    )
    for rule in rules() if known.text else _unnamed():
        found = _ground(rule, known)
        if found is not None:
            return rule.kind, Reason(rule.code, **found)
    raise AssertionError("the last rule has no condition")


def _text(id_: ModelId, facts: Facts) -> str:
    """Everything that a model is called, words joined by hyphens."""
    told = (id_, facts.name or "", facts.family or "")
    return re.sub(r"[^a-z0-9.\n]+", "-", "\n".join(told).lower())


def _sells_no_output(servings: Iterable[Serving]) -> bool:
    """Whether some price is published, and each of them asks for input alone."""
    prices = [
        serving.offering.price
        for serving in servings
        if serving.price_state is PriceState.PUBLISHED
    ]
    return bool(prices) and all(p and p.input_mtok and not p.output_mtok for p in prices)


def _ground(rule: KindRule, known: Known) -> dict[str, Any] | None:
    """What a rule found, as the values of its reason; ``None`` where it does not hold."""
    reads, writes = known.facts.input_modalities, known.facts.output_modalities
    if rule.name is not None:
        found = re.search(rule.name, known.text)
        return {"word": found[0].strip("-")} if found else None
    for modality, holds in (
        (rule.writes, rule.writes in (writes or ())),
        (rule.writes_only, writes == (rule.writes_only,)),
        (rule.reads_only, reads == (rule.reads_only,)),
        (rule.lacks_input, bool(reads) and rule.lacks_input not in (reads or ())),
        (rule.lacks_output, bool(writes) and rule.lacks_output not in (writes or ())),
    ):
        if modality is not None:
            return {"modality": modality} if holds else None
    return {} if known.sells_no_output or not rule.sells_no_output else None
