"""Search over names: models, labs, providers, families and lists, typos forgiven."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from rapidfuzz import fuzz, process

from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.records import Catalogue, ModelId

#: Longer searches are cut.
LONGEST = 200
#: Likeness, of 100, below which a name is not what was meant.
_LEAST = 72
_SEPARATORS = re.compile(r"[^a-z0-9.+]+")


class Found(StrEnum):
    """What a hit is."""

    MODEL = "model"
    LAB = "lab"
    PROVIDER = "provider"
    FAMILY = "family"
    LIST = "list"


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
    hits: tuple[Hit, ...]
    as_of: date


class _Named(NamedTuple):
    kind: Found
    id: str
    name: str
    note: str
    #: Of equals, the one with the most providers comes first.
    weight: int
    #: What it is found by, in plain letters: everything, its name, and the end of its id.
    text: str
    plain: str
    slug: str
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
    weight: int,
    *others: str,
    further: tuple[ModelId, ...] = (),
) -> _Named:
    text = _plain(" ".join((name, id_, *others, *further)))
    slug = _plain(id_.rpartition("/")[2])
    return _Named(kind, id_, name, note, weight, text, _plain(name), slug, further)


class SearchRequest(Struct, frozen=True, kw_only=True):
    """What is looked for; ``list_names`` names the lists in the reader's language."""

    #: What is looked for; typos are forgiven.
    q: str
    most: int = 20
    list_names: Mapping[str, str] = {}


def search(edition: Edition, request: SearchRequest) -> Hits:
    """Find what is called like ``q``: first whole words, then what is spelt alike."""
    catalogue, q, most = edition.catalogue, request.q, request.most
    wanted = _plain(q[:LONGEST])
    found: list[tuple[float, _Named]] = []
    if wanted:
        named = [*_named_once(_Same(catalogue)), *_lists(catalogue, request.list_names)]
        found = [(_likeness(wanted, each), each) for each in named if _holds(wanted, each.text)]
        if len(found) < most:
            found += _alike(wanted, named, {each for _, each in found}, most)
    found.sort(key=lambda pair: (-pair[0], -pair[1].weight, pair[1].name))
    return Hits(
        q=q[:LONGEST],
        hits=tuple(_hit(wanted, likeness, named) for likeness, named in found[:most]),
        as_of=catalogue.origin.as_of,
    )


def _hit(wanted: str, likeness: float, named: _Named) -> Hit:
    """Tell what was found, and by which further id where neither name nor id holds the words."""
    by_itself = not named.further or _holds(wanted, _plain(f"{named.name} {named.id}"))
    by = () if by_itself else (id_ for id_ in named.further if _holds(wanted, _plain(id_)))
    return Hit(
        kind=named.kind,
        id=named.id,
        name=named.name,
        note=named.note,
        likeness=round(likeness),
        further_id=next(iter(by), None),
    )


def _plain(text: str) -> str:
    """Write a text in small letters without accents, with single spaces for other signs."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return _SEPARATORS.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def _holds(wanted: str, text: str) -> bool:
    return all(word in text for word in wanted.split())


def _likeness(wanted: str, named: _Named) -> float:
    """Rank what holds every word: the whole name, then its beginning, then anywhere."""
    if wanted in (named.plain, named.slug):
        return 100
    near = fuzz.ratio(wanted, named.plain) / 100
    return (95 if named.plain.startswith(wanted) else 85) + 4 * near


def _alike(
    wanted: str, named: list[_Named], besides: set[_Named], most: int
) -> list[tuple[float, _Named]]:
    texts = [each.plain for each in named]
    alike = process.extract(wanted, texts, scorer=fuzz.WRatio, limit=most * 2, score_cutoff=_LEAST)
    # Words that are not there cost as much as letters that are wrong.
    return [
        (score * _SPELT_ALIKE[named[place].kind], named[place])
        for _, score, place in alike
        if named[place] not in besides
    ]


class _Same:
    """A catalogue as a key: it equals itself alone, and is not looked through."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.catalogue is other.catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)


# A keystroke asks for the same again. One is enough, and keeps no replaced catalogue alive.
@lru_cache(maxsize=1)
def _named_once(of: _Same) -> tuple[_Named, ...]:
    return tuple(_named(of.catalogue))


def _named(catalogue: Catalogue) -> Iterator[_Named]:
    """Everything that is called the same in all languages."""
    providers: dict[str, set[str]] = {}
    families: Counter[str] = Counter()
    for id_, entry in catalogue.entries.items():
        model = entry.model
        lab, family = model.lab, model.facts.family
        served = model.providers
        providers.setdefault(lab.id, set()).update(served)
        families.update([family] if family else [])
        name = model.title
        others, further = (lab.name, family or ""), model.further_ids
        yield _name(Found.MODEL, id_, name, lab.name, len(served), *others, further=further)
    for lab in catalogue.labs.values():
        yield _name(Found.LAB, lab.id, lab.name, "", len(providers.get(lab.id, ())) + 50)
    for provider in catalogue.providers.values():
        yield _name(Found.PROVIDER, provider.id, provider.name, "", 40)
    for family, count in families.items():
        yield _name(Found.FAMILY, family, family, "", count)


def _lists(catalogue: Catalogue, list_names: Mapping[str, str]) -> Iterator[_Named]:
    """The lists, by their names in the reader's language."""
    for key in catalogue.lists:
        yield _name(Found.LIST, key, list_names.get(key) or key.replace("-", " "), "", 30)
