"""What each model is called beside all others: its name, completed where others share it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from msgspec.structs import replace

from modelario.records import Facts, Model, ModelId

#: Whose a model is, in front of its name (“Baidu: CoBuddy”, “Qwen/Qwen3.5-4B”).
_WHOSE = re.compile(r"^(?:[^:()]{2,24}:\s+|[\w.-]+/(?=[\w.-]+$|[\w.-]+\s))")
_MARKS = re.compile(r"[\W_]+")
#: The day at the end of an id that pins a model.
_PIN = re.compile(r"-(20\d\d)-?(\d\d)-?(\d\d)$")


def titles(models: Iterable[Model]) -> dict[ModelId, str]:
    """Call each model by a name that no other one has.

    Of models that share a name, those whose ids end in a day are told apart by it, and one
    that is left alone keeps the plain name; others are told apart by their slugs, else ids.
    """
    listed = _own_names(list(models))
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
    slugs = _unique(others, slug)
    for model in group:
        told = dated.get(model.id) or slugs.get(model.id, model.id)
        yield model.id, model.title if others == [model] else f"{model.title} ({told})"


def title_of(model: Model, id_: ModelId) -> str:
    """Call a release by one of its ids: where that is not the canonical one, it says so."""
    return model.title if id_ == model.id else f"{model.title} ({_day(id_) or slug(id_)})"


def _unique(models: list[Model], told: Callable[[ModelId], str | None]) -> dict[ModelId, str]:
    """What tells models apart, for those that share it with none."""
    said = {model.id: text for model in models if (text := told(model.id)) is not None}
    times = Counter(said.values())
    return {id_: text for id_, text in said.items() if times[text] == 1}


def plain_name(id_: ModelId, facts: Facts) -> str:
    """Name a model, without whose it is; one that nobody names goes by its slug."""
    return _WHOSE.sub("", facts.name or "") or slug(id_)


def _own_names(models: list[Model]) -> list[Model]:
    """Models by names of their own: a name that spells another one's slug is a slip.

    A longer id may go by the name of a shorter one, and is told apart from it.
    """
    called = {(model.lab.id, _letters(slug(model.id))): model.id for model in models}

    def is_own(model: Model, name: str) -> bool:
        meant = called.get((model.lab.id, _letters(name)), model.id)
        return meant == model.id or _letters(slug(model.id)).startswith(_letters(name))

    def named(model: Model) -> Model:
        if is_own(model, model.title):
            return model
        names = (plain_name(model.id, each.offering.facts) for each in model.servings)
        own = (name for name in names if is_own(model, name))
        return replace(model, title=next(own, slug(model.id)))

    return [named(model) for model in models]


def _letters(text: str) -> str:
    return _MARKS.sub("", text).lower()


def slug(id_: ModelId) -> str:
    """Give the id without whose the model is."""
    return id_.partition("/")[2]


def _day(id_: ModelId) -> str | None:
    pin = _PIN.search(slug(id_))
    try:
        return date(*map(int, pin.groups())).isoformat() if pin else None
    except ValueError:
        return None
