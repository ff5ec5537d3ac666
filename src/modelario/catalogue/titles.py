"""What each model is called beside all others: its name, completed where others share it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from modelario.records import Facts, Model, ModelId

#: The day at the end of an id that pins a model.
_PIN = re.compile(r"-(20\d\d)-?(\d\d)-?(\d\d)$")


def titles(models: Iterable[Model]) -> dict[ModelId, str]:
    """Call each model by a name that no other one has.

    Of models that share a name, those whose ids end in a day are told apart by it, and one
    that is left alone keeps the plain name; others are told apart by their slugs, else ids.
    """
    listed = list(models)
    sharing: defaultdict[str, list[Model]] = defaultdict(list)
    for model in listed:
        sharing[model.title.lower()].append(model)
    found = {id_: title for group in sharing.values() for id_, title in _apart(group)}
    return {model.id: found[model.id] for model in listed}


def _apart(group: list[Model]) -> Iterable[tuple[ModelId, str]]:
    if len(group) == 1:
        yield group[0].id, group[0].title
        return
    dated = _unique(group, _day)
    others = [model for model in group if model.id not in dated]
    slugs = _unique(others, _slug)
    for model in group:
        told = dated.get(model.id) or slugs.get(model.id, model.id)
        yield model.id, model.title if others == [model] else f"{model.title} ({told})"


def _unique(models: list[Model], told: Callable[[Model], str | None]) -> dict[ModelId, str]:
    """What tells models apart, for those that share it with none."""
    said = {model.id: text for model in models if (text := told(model)) is not None}
    times = Counter(said.values())
    return {id_: text for id_, text in said.items() if times[text] == 1}


def plain_name(id_: ModelId, facts: Facts) -> str:
    """Name a model; one that nobody names goes by its slug."""
    return facts.name or id_.partition("/")[2]


def _slug(model: Model) -> str:
    return model.id.partition("/")[2]


def _day(model: Model) -> str | None:
    pin = _PIN.search(_slug(model))
    try:
        return date(*map(int, pin.groups())).isoformat() if pin else None
    except ValueError:
        return None
