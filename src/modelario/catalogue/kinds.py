"""What a model does: one table of rules, and the first that holds."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, convert

from modelario.records import Facts, Modalities, ModelId, ModelKind, PriceState, Reason, Serving

_TABLE = Path(__file__).with_name("tables") / "kinds.toml"

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

    @property
    def asked(self) -> Mapping[str, str]:
        """What the rule looks for, as the values of its reason."""
        if self.name is not None:
            return {"word": self.name}
        modality = next((each for name in _ASKS if (each := getattr(self, name)) is not None), None)
        return {} if modality is None else {"modality": modality}


@cache
def rules() -> tuple[KindRule, ...]:
    """Read the table of kinds."""
    table = _TABLE.read_text("utf-8")
    return convert(tomllib.loads(table)["rules"], tuple[KindRule, ...])


class _Applicable(NamedTuple):
    """A rule that may hold, with the word of the name, or with what it asks of the contents."""

    rule: KindRule
    word: str | None
    asks: Sequence[tuple[Callable[[str, Modalities], bool], str]]
    asked: Mapping[str, str]


@lru_cache(maxsize=10_000)
def _rules_for(id_: ModelId, name: str | None, family: str | None) -> tuple[_Applicable, ...]:
    """Give the rules that may hold for a model that is called so.

    A name says the same every day: it is searched once.
    """
    text = _text(id_, name, family)
    found = ((rule, re.search(rule.name, text) if rule.name else None) for rule in rules())
    return tuple(
        _Applicable(rule, word[0].strip("-") if word else None, _asks(rule), rule.asked)
        for rule, word in found
        if word or rule.name is None
    )


@cache
def _asks(rule: KindRule) -> Sequence[tuple[Callable[[str, Modalities], bool], str]]:
    stated = ((asks, getattr(rule, name)) for name, asks in _ASKS.items())
    return [(asks, modality) for asks, modality in stated if modality is not None]


def kind_of(id_: ModelId, facts: Facts, servings: Iterable[Serving]) -> tuple[ModelKind, Reason]:
    """Tell what a model does, and by which rule."""
    known = Modalities(facts.input_modalities or (), facts.output_modalities or ())
    for each in _rules_for(id_, facts.name, facts.family):
        rule, word = each.rule, each.word
        found = _ground(each, known, facts, servings) if word is None else {"word": word}
        if found is not None:
            return rule.kind, Reason(rule.code, **found)
    raise AssertionError("the last rule has no condition")


def _text(id_: ModelId, name: str | None, family: str | None) -> str:
    """Everything that a model is called, words joined by hyphens."""
    told = (id_, name or "", family or "")
    return re.sub(r"[^a-z0-9.\n]+", "-", "\n".join(told).lower())


def _sells_no_output(servings: Iterable[Serving]) -> bool:
    """Whether some price is published, and each of them asks for input alone."""
    prices = [
        serving.offering.price
        for serving in servings
        if serving.price_state is PriceState.PUBLISHED
    ]
    return bool(prices) and all(p and p.input_mtok and not p.output_mtok for p in prices)


#: What each condition asks of the kinds of content that a model reads and writes.
_ASKS: Mapping[str, Callable[[str, Modalities], bool]] = {
    "writes": lambda modality, known: modality in known.output,
    "writes_only": lambda modality, known: known.output == (modality,),
    "reads_only": lambda modality, known: known.input == (modality,),
    "lacks_input": lambda modality, known: bool(known.input) and modality not in known.input,
    "lacks_output": lambda modality, known: bool(known.output) and modality not in known.output,
}


def _ground(
    applicable: _Applicable, known: Modalities, facts: Facts, servings: Iterable[Serving]
) -> Mapping[str, str] | None:
    """What a rule that asks for no name found; ``None`` where it does not hold."""
    if applicable.rule.sells_no_output:
        return {} if not facts.tool_call and _sells_no_output(servings) else None
    for asks, modality in applicable.asks:
        if not asks(modality, known):
            return None
    return applicable.asked
