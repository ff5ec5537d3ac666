"""Search over names: models, labs, providers, families and lists, typos forgiven.

What an id means, in any spelling, the lookup tells as it does everywhere; words find the rest.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

from msgspec import Struct
from rapidfuzz import fuzz, process

from modelario.catalogue.questions import MissingError
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant_id
from modelario.queries.plain_words import holds, plain, word_by_word
from modelario.records import Catalogue, ModelId, ModelKind, Profile

#: Longer searches are cut.
LONGEST = 200
#: Likeness, of 100, below which a name is not what was meant.
_LEAST = 72
#: What is only spelt alike comes after all that holds the words.
_FURTHER_OFF = 6


class Found(StrEnum):
    """What a hit is."""

    MODEL = "model"
    LAB = "lab"
    PROVIDER = "provider"
    FAMILY = "family"
    LIST = "list"


class Called(IntEnum):
    """How a hit is called what was typed; of models, what is meant, or called just so."""

    SO = 100
    #: Its name begins so; of anything but a model, its whole name.
    BEGINS = 95
    #: Its name or its id holds every word.
    NAMED = 85
    #: By what an id seems to mean.
    MEANT = 80
    #: Its lab or its family is called so.
    KIN = 75


#: What a likeness counts where letters differ: mostly models are looked for.
_SPELT_ALIKE = {
    Found.MODEL: 0.8,
    Found.LAB: 0.79,
    Found.PROVIDER: 0.78,
    Found.FAMILY: 0.6,
    Found.LIST: 0.6,
}


class Hit(Struct, frozen=True, kw_only=True):
    """Something that a search found."""

    kind: Found
    id: str
    name: str
    #: Whose it is, or nothing.
    note: str
    likeness: int
    #: Of a model, the further id of its release that the words name, where that found it.
    further_id: ModelId | None = None


class Hits(Struct, frozen=True, kw_only=True):
    """What a search found, the likeliest first."""

    q: str
    #: The one model that is meant without doubt, by the very id; ``null`` where others may be.
    model: ModelId | None
    hits: tuple[Hit, ...]
    as_of: date


class _Named(NamedTuple):
    kind: Found
    id: str
    name: str
    note: str
    #: Of equals the weightiest comes first: chat models before others, then the best known.
    weight: tuple[bool, float]
    #: What it is found by, in plain letters: everything, its name, the end of its id, and both
    #: with its whole id.
    text: str
    plain: str
    slug: str
    own: str
    #: Further ids of a model's release.
    further: tuple[ModelId, ...]


HIT_COLUMNS = (
    Column("name", Kind.TEXT),
    Column("what", Kind.WORDS, "kind", labels="kind"),
    Column("id", Kind.ID),
    Column("further_id", Kind.ID),
    Column("likeness", Kind.SCORE),
)


def _name(
    kind: Found,
    id_: str,
    name: str,
    note: str,
    weight: tuple[bool, float],
    *others: str,
    further: tuple[ModelId, ...] = (),
) -> _Named:
    text = plain(" ".join((name, id_, *others, *further)))
    slug = plain(id_.rpartition("/")[2])
    own = plain(" ".join((name, id_, *further)))
    return _Named(kind, id_, name, note, weight, text, plain(name), slug, own, further)


class SearchRequest(Struct, frozen=True, kw_only=True):
    """What is looked for; ``list_names`` names the lists in the reader's language."""

    #: What is looked for, a name or an id in any spelling; typos are forgiven.
    q: str
    most: int = 20
    list_names: Mapping[str, str] = {}


class _Ranked(NamedTuple):
    """Something found, and how like it is to what was typed, of 100."""

    likeness: float
    named: _Named


def search(edition: Edition, request: SearchRequest, now: Edition | None = None) -> Hits:
    """Find what is called like ``q``: what an id means, whole words, then what is spelt alike.

    For a past day, ``now`` knows the ids that its models have had since.
    """
    catalogue, q, most = edition.catalogue, request.q[:LONGEST], request.most
    wanted = plain(q)
    named = names_of_all(catalogue, request.list_names)
    sure, near = _meant(edition, q, now) if wanted else (None, ())
    if sure is not None and _is_place(wanted, named):
        sure = None
    found = _found(wanted, named, catalogue, sure, near) if wanted else []
    if wanted and sure is None and len(found) < most:
        found += _alike(wanted, named, {each.named for each in found}, most)
    found.sort(key=_order)
    ordered = _with_places(wanted, found)[:most]
    return Hits(
        q=q,
        model=sure,
        hits=tuple(_hit(wanted, each, sure) for each in ordered),
        as_of=catalogue.origin.as_of,
    )


def _meant(
    edition: Edition, q: str, now: Edition | None
) -> tuple[ModelId | None, Sequence[ModelId]]:
    """Tell the model that an id means, or those that it may mean."""
    try:
        return meant_id(edition, q, now), ()
    except MissingError as missing:
        return None, tuple(map(ModelId, missing.near))


#: Whoever types the name of one of these may want it and no model.
_PLACES = (Found.LAB, Found.PROVIDER, Found.LIST)


def _is_place(wanted: str, named: Sequence[_Named]) -> bool:
    return any(each.kind in _PLACES and wanted in (each.plain, each.slug) for each in named)


def _found(
    wanted: str,
    named: Sequence[_Named],
    catalogue: Catalogue,
    sure: ModelId | None,
    near: Sequence[ModelId],
) -> list[_Ranked]:
    """Find what holds every word, and the model that is meant; else those that may be meant."""
    models = _findable(catalogue).models
    meant = models.get(catalogue.resolution.canonical(sure)) if sure else None
    holding = named
    for word in wanted.split():
        holding = [each for each in holding if word in each.text]
    found = [_Ranked(_called(wanted, each), each) for each in holding if each is not meant]
    found += [_Ranked(Called.SO, meant)] if meant else []
    if found:
        return found
    likely = [models[id_] for id_ in near if id_ in models]
    # The lookup's own order, the likeliest first.
    return [_Ranked(Called.MEANT - at / 10, each) for at, each in enumerate(likely)]


def _called(wanted: str, named: _Named) -> Called:
    """Tell how something that holds every word is called."""
    so = wanted in (named.plain, named.slug)
    if named.kind is Found.MODEL:
        if so:
            return Called.SO
        if named.plain.startswith(wanted) or named.slug.startswith(wanted):
            return Called.BEGINS
    elif so:
        return Called.BEGINS
    return Called.NAMED if holds(wanted, named.own) else Called.KIN


def _order(each: _Ranked) -> tuple[float, bool, float, str]:
    first, weight = each.named.weight
    return -each.likeness, not first, -weight, each.named.name


#: So many models that begin with a word stand before the lab, provider or family of that name.
_MODELS_FIRST = 3


def _with_places(wanted: str, found: Sequence[_Ranked]) -> Sequence[_Ranked]:
    """Put what is no model and called just so behind the first models, or else before all.

    A word with which many models' ids begin is their name; another that of who makes or serves
    them.
    """

    def is_model(each: _Ranked) -> bool:
        return each.named.kind is Found.MODEL

    places = [each for each in found if not is_model(each) and each.likeness == Called.BEGINS]
    others = [each for each in found if each not in places]
    exact = sum(each.likeness == Called.SO for each in others)
    named = sum(is_model(each) and each.named.slug.startswith(wanted) for each in others)
    at = exact or (_MODELS_FIRST if named >= _MODELS_FIRST else 0)
    return [*others[:at], *places, *others[at:]]


def _hit(wanted: str, found: _Ranked, sure: ModelId | None) -> Hit:
    """Tell what was found, and by which further id where neither name nor id holds the words."""
    named = found.named
    by_itself = not named.further or holds(wanted, plain(f"{named.name} {named.id}"))
    by = (id_ for id_ in named.further if id_ == sure or holds(wanted, plain(id_)))
    return Hit(
        kind=named.kind,
        id=named.id,
        name=named.name,
        note=named.note,
        likeness=round(found.likeness),
        further_id=None if by_itself else next(by, None),
    )


def _alike(wanted: str, named: Sequence[_Named], besides: set[_Named], most: int) -> list[_Ranked]:
    texts = [each.plain for each in named]
    alike = process.extract(wanted, texts, scorer=fuzz.WRatio, limit=most * 8, score_cutoff=_LEAST)
    # Words that are not there cost as much as letters that are wrong; of a whole that is alike in
    # many names the single words tell which.
    return [
        _Ranked(
            (score + word_by_word(wanted, text)) / 2 * _SPELT_ALIKE[named[place].kind]
            - _FURTHER_OFF,
            named[place],
        )
        for text, score, place in alike
        if named[place] not in besides
    ]


class _Findable(NamedTuple):
    """Everything that is called the same in all languages, and of that the models by id."""

    everything: Sequence[_Named]
    models: Mapping[str, _Named]


def _findable(catalogue: Catalogue) -> _Findable:
    """A keystroke asks for the same again."""
    return catalogue.once.found(_findable, lambda: _findable_in(catalogue))


def _findable_in(catalogue: Catalogue) -> _Findable:
    everything = tuple(_named(catalogue))
    return _Findable(everything, {each.id: each for each in everything if each.kind is Found.MODEL})


def _named(catalogue: Catalogue) -> Iterator[_Named]:
    """Everything that is called the same in all languages."""
    serving: defaultdict[str, set[str]] = defaultdict(set)
    families: defaultdict[str, list[float]] = defaultdict(list)
    today = catalogue.origin.as_of.toordinal()
    for id_, entry in catalogue.entries.items():
        model = entry.model
        lab, family = model.lab, model.facts.family
        serving[lab.id].update(model.providers)
        fame = _fame(catalogue.profiles[id_], today)
        if family:
            families[family].append(fame)
        others, further = (lab.name, family or ""), model.further_ids
        weight = (model.kind is ModelKind.CHAT, fame)
        yield _name(Found.MODEL, id_, model.title, lab.name, weight, *others, further=further)
    for lab in catalogue.labs.values():
        yield _name(Found.LAB, lab.id, lab.name, "", (True, len(serving[lab.id]) + 50))
    for provider in catalogue.providers.values():
        yield _name(Found.PROVIDER, provider.id, provider.name, "", (True, 40))
    for family, fames in families.items():
        yield _name(Found.FAMILY, family, family, "", (True, max(fames)))


#: In so many days a model is half as well known, unless it is served by as many more.
_HALF_LIFE = 365.0
#: How old a model counts as whose release is not told, in days.
_OLD = 2 * _HALF_LIFE


def _fame(profile: Profile, today: int) -> float:
    """How likely a model is to be wanted: by how many serve it, and how new it is."""
    age = _OLD if profile.released is None else max(0, today - profile.released)
    return profile.providers * float(0.5 ** (age / _HALF_LIFE))


def names_of_all(catalogue: Catalogue, list_names: Mapping[str, str]) -> list[_Named]:
    """Name everything that can be found."""
    return [*_findable(catalogue).everything, *_lists(catalogue, list_names)]


def _lists(catalogue: Catalogue, list_names: Mapping[str, str]) -> Iterator[_Named]:
    """The lists, by their names in the reader's language."""
    for key in catalogue.lists:
        name = list_names.get(key) or key.replace("-", " ")
        yield _name(Found.LIST, key, name, "", (True, 30))
