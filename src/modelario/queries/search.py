"""Search over names: models, labs, providers, families and lists, typos forgiven."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct
from rapidfuzz import fuzz, process

from modelario.queries.model import display_name
from modelario.records import Catalogue

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


class Hits(Struct, frozen=True, kw_only=True):
    """What a search found, the likeliest first."""

    q: str
    hits: tuple[Hit, ...]
    as_of: str


class _Named(NamedTuple):
    kind: Found
    id: str
    name: str
    note: str
    text: str
    #: Of equals, the one with the most providers comes first.
    weight: int


def search(
    catalogue: Catalogue, q: str, *, most: int = 20, list_names: Mapping[str, str] | None = None
) -> Hits:
    """Find what is called like ``q``: first whole words, then what is spelt alike.

    ``list_names`` names the lists in the reader's language.
    """
    wanted = _plain(q[:LONGEST])
    found: list[tuple[float, _Named]] = []
    if wanted:
        named = list(_named(catalogue, list_names or {}))
        found = [(_likeness(wanted, each), each) for each in named if _holds(wanted, each.text)]
        if len(found) < most:
            found += _alike(wanted, named, {each for _, each in found}, most)
    found.sort(key=lambda pair: (-pair[0], -pair[1].weight, pair[1].name))
    return Hits(
        q=q[:LONGEST],
        hits=tuple(
            Hit(kind=n.kind, id=n.id, name=n.name, note=n.note, likeness=round(likeness))
            for likeness, n in found[:most]
        ),
        as_of=catalogue.origin.as_of.isoformat(),
    )


def _plain(text: str) -> str:
    """Write a text in small letters without accents, with single spaces for other signs."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return _SEPARATORS.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def _holds(wanted: str, text: str) -> bool:
    return all(word in text for word in wanted.split())


def _likeness(wanted: str, named: _Named) -> float:
    """Rank what holds every word: the whole name, then its beginning, then anywhere."""
    name = _plain(named.name)
    if wanted == name or wanted == _plain(named.id.rpartition("/")[2]):
        return 100
    near = fuzz.ratio(wanted, name) / 100
    return (95 if name.startswith(wanted) else 85) + 4 * near


def _alike(
    wanted: str, named: list[_Named], besides: set[_Named], most: int
) -> list[tuple[float, _Named]]:
    texts = [_plain(each.name) for each in named]
    alike = process.extract(wanted, texts, scorer=fuzz.WRatio, limit=most * 2, score_cutoff=_LEAST)
    # Words that are not there cost as much as letters that are wrong.
    return [
        (score * _SPELT_ALIKE[named[place].kind], named[place])
        for _, score, place in alike
        if named[place] not in besides
    ]


def _named(catalogue: Catalogue, list_names: Mapping[str, str]) -> Iterator[_Named]:
    """Everything that has a name, with the text that it is found by."""
    providers: dict[str, set[str]] = {}
    families: dict[str, int] = {}
    for id_, entry in catalogue.entries.items():
        model = entry.model
        name, lab = display_name(model), model.lab
        served = {serving.offering.provider for serving in model.servings}
        providers.setdefault(lab.id, set()).update(served)
        if family := model.facts.family:
            families[family] = families.get(family, 0) + 1
        text = _plain(f"{name} {id_} {lab.name} {family or ''}")
        yield _Named(Found.MODEL, id_, name, lab.name, text, len(served))
    for lab in catalogue.labs.values():
        text = _plain(f"{lab.name} {lab.id}")
        yield _Named(Found.LAB, lab.id, lab.name, "", text, len(providers.get(lab.id, ())) + 50)
    for provider in catalogue.providers.values():
        text = _plain(f"{provider.name} {provider.id}")
        yield _Named(Found.PROVIDER, provider.id, provider.name, "", text, 40)
    for family, count in families.items():
        yield _Named(Found.FAMILY, family, family, "", _plain(family), count)
    for key in catalogue.lists:
        name = list_names.get(key) or key.replace("-", " ")
        yield _Named(Found.LIST, key, name, "", _plain(f"{name} {key}"), 30)
