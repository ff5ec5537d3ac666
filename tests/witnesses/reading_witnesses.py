"""Small documents of the witnesses' shapes, and their rules by what tells them apart."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from modelario.records import PriceRule, Testimony
from modelario.witnesses.reading import Read
from modelario.witnesses.table import BY_ID

DAY = date(2026, 11, 26)


def read(witness: str, document: Any, day: date = DAY) -> Read:
    """What a witness's document says on a day."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return BY_ID[witness].read(data, day)


def only(witness: str, document: Any, day: date = DAY) -> Testimony:
    """The only testimony of a document that can be read throughout."""
    found = read(witness, document, day)
    assert not found.unread
    assert len(found.testimonies) == 1
    return found.testimonies[0]


def litellm(key: str = "gpt-x", **fields: Any) -> Any:
    """A price map of one entry."""
    return {key: {"litellm_provider": "openai", "mode": "chat", **fields}}


def told(rule: PriceRule) -> tuple[str, dict[str, str]]:
    """A rule in short: when it holds, and what it asks."""
    when = rule.conditions
    words = [when.region, when.mode]
    if when.prompt:
        words.append(f"{'from' if when.prompt.inclusive else 'above'} {when.prompt.tokens}")
    for each in when.hours:
        days = "".join(map(str, each.weekdays)) or "daily"
        words.append(
            f"{each.start // 60:02}:{each.start % 60:02}-{each.end // 60:02}"
            f":{each.end % 60:02} {days}"
        )
    units = msgspec.structs.asdict(rule.price).items()
    prices = {unit.removesuffix("_mtok"): each for unit, each in units if each is not None}
    return " ".join(filter(None, words)), {
        name: _plain(each) for name, each in {**prices, **rule.pieces}.items()
    }


def rules(testimony: Testimony) -> list[tuple[str, dict[str, str]]]:
    """All of its rules in short, in their order."""
    return [told(rule) for rule in testimony.rules]


def _plain(number: Decimal) -> str:
    return f"{number:f}"
