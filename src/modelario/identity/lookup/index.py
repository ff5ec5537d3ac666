"""Every spelling of a resolution's models, by what a query may ask for."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from modelario.identity.grouping.group import as_date, pinned_date
from modelario.identity.grouping.names import as_id
from modelario.identity.lookup.alike import ADDED, is_alike
from modelario.identity.lookup.sold import Counts, SoldIds
from modelario.identity.reading.labs import known_namespaces
from modelario.identity.reading.readings import Reading, core, optional_words, read
from modelario.identity.reading.tokens import (
    PIN,
    SIZE,
    VERSION,
    Signature,
)
from modelario.records import Assignment, Document, ModelId, ProviderId, Resolution

_K = TypeVar("_K")

#: Words that only say how long a model that can reason may do so.
_EFFORTS = frozenset(
    ("thinking", "reasoning", "nothinking", "none", "minimal", "low", "medium", "high", "xhigh")
)


class LookupIndex:
    """The spellings of one resolution."""

    def __init__(self, sold: SoldIds, resolution: Resolution, document: Document) -> None:
        self._sold = sold
        self.models = sold.models
        self.providers = {provider.id for provider in document.providers}
        #: What is no model, by its id; a pointer by the line, too, to which it points.
        self.routers: dict[str, Assignment] = {}
        self._offerings: dict[tuple[str, str], Assignment] = {}
        self._signatures: dict[Signature, Counter[ModelId]] = defaultdict(Counter)
        self._slugs = {model: sold.slug(model) for model in sold.models}
        self._names: dict[str, Counter[ModelId]] = defaultdict(Counter)
        self._reasoning: Counter[ModelId] = Counter()
        self._released: dict[ModelId, Counter[date]] = defaultdict(Counter)
        #: Days of a release or of an update that somebody states.
        self._stated: dict[ModelId, set[date | None]] = defaultdict(set)
        self._namespaces = set(known_namespaces())
        self._canonical = resolution.canonical
        said = {o.key: o.facts for o in document.offerings}
        for assignment in resolution.assignments:
            self._add(assignment)
            facts = said[assignment.key]
            if assignment.model is not None and facts.name:
                self._names[_plain(facts.name)][assignment.model] += 1
            if assignment.model is not None and facts.release_date is not None:
                day = as_date(facts.release_date)
                if day is not None:
                    self._released[assignment.model][day] += 1
                updated = as_date(facts.last_updated or "")
                self._stated[assignment.model].update({day, updated} - {None})
            if assignment.model is not None and facts.reasoning is not None:
                self._reasoning[assignment.model] += 1 if facts.reasoning else -1
        for model in resolution.identities:
            self._signatures[self._slugs[model]][model] += 1
            self._namespaces.add(model.split("/", 1)[0])

    def _add(self, assignment: Assignment) -> None:
        provider, offering_id, model = (
            assignment.provider,
            assignment.offering_id,
            assignment.model,
        )
        self._offerings[provider, offering_id] = assignment
        self._offerings.setdefault((provider, offering_id.lower()), assignment)
        if model is None:
            self._route(assignment)
            return
        reading = read(provider, offering_id)
        self._signatures[reading.signature][model] += 1
        if reading.namespace is not None:
            self._namespaces.add(reading.namespace)

    def _route(self, assignment: Assignment) -> None:
        text = assignment.offering_id.lower()
        self.routers.setdefault(text, assignment)
        if assignment.reason.code.startswith("pointer"):
            line = text.removeprefix("~")
            self.routers.setdefault(line, assignment)
            self.routers.setdefault(line.rpartition("/")[2], assignment)

    def offering(self, provider: str, offering_id: str) -> Assignment | None:
        """A provider's offering; of ids that differ only by case, the one that is written so."""
        name = provider.lower()
        return self._offerings.get((name, offering_id)) or self._offerings.get(
            (name, offering_id.lower())
        )

    def is_stranger(self, reading: Reading) -> bool:
        """Whether a namespace stands before the name that nobody is known by."""
        known = reading.namespace in self._namespaces or reading.namespace in self.providers
        return reading.namespace is not None and not known

    def sellers(self, name: Signature) -> int:
        """How often a name occurs, by its core."""
        return sum(sum(counts.values()) for counts in self._by_core.get(name, {}).values())

    def models_of(self, names: Iterable[Signature]) -> Counter[ModelId]:
        found: Counter[ModelId] = Counter()
        for name in names:
            found.update(self._sold.undated(self._signatures.get(name, {}), name))
        return found

    def named(self, text: str) -> list[Signature]:
        """The signatures of the models that have just this display name."""
        models: Counts = self._names.get(_plain(text), {})
        said = read(ProviderId(""), as_id(text)).signature
        return [self._slugs[model] for model in self._sold.undated(models, said)]

    def compact(self, text: str) -> list[Signature]:
        """The signatures of names that are the same without separators; for texts without."""
        digits = sum(character.isdigit() for character in text)
        if len(text) < _SHORTEST_COMPACT or digits > _MOST_DIGITS or not text.isalnum():
            return []
        return self._compact.get(text.lower(), [])

    def alike(self, name: Signature) -> list[Signature]:
        """Known names that differ from one in words and details that tell no model apart."""
        return [other for other in self._by_core.get(core(name), {}) if is_alike(name, other)]

    def without_effort(self, name: Signature) -> Signature | None:
        """A name without its effort words, where that is a model that reasons."""
        plain = name - _EFFORTS
        counts = self.models_of([plain])
        if plain == name or len(counts) != 1:
            return None
        return plain if self._reasoning[next(iter(counts))] > 0 else None

    def only_pin(self, name: Signature) -> tuple[Signature, int] | None:
        """A name without its pin, and how many days that is from the release.

        It must be near a date that somebody states, and no other date of the model be known.
        """
        pins = {token for token in name if token[0] == PIN}
        plain = name - pins
        counts: Counts = self._signatures.get(plain, {})
        if len(pins) != 1 or len(counts) != 1:
            return None
        released = self._released.get(next(iter(counts)))
        if not released or any(
            other != plain and plain == _undated(other) for other in self._holding(plain)
        ):
            return None
        commonest = max(released, key=lambda found: (released[found], found))
        day = pinned_date(name)
        if day is None:
            return None
        stated = self._stated[next(iter(counts))]
        apart = min(abs((day - each).days) for each in stated if each is not None)
        if apart > _PIN_DAYS:
            apart = abs((day - commonest).days)
        return (plain, apart) if apart <= _SNAPSHOT_DAYS else None

    def is_whole(self, said: Signature, name: Signature) -> bool:
        """Whether a name that was completed is the only way to go on from what was said."""
        added = name - said
        if not added:
            return True
        meant: Counts = self._signatures.get(name, {})
        otherwise = (other for other in self._holding(said) if not added <= other)
        return all(self._signatures[other].keys() <= meant.keys() for other in otherwise)

    def is_alone(self, said: Signature, meant: Iterable[Signature]) -> bool:
        """Whether no other model than what is meant has a name that holds all that was said."""
        holding: Counter[ModelId] = Counter()
        for other in self._holding(said):
            holding.update(self._signatures[other])
        return len(self._sold.undated(holding, said).keys() | self.models_of(meant).keys()) <= 1

    def usual(self, name: Signature) -> list[Signature]:
        """The usual edition of a model of which both the version and the size were said."""
        kinds = {token[0] for token in name}
        if not {VERSION, SIZE} <= kinds:
            return []
        return [name | {word} for word in sorted(ADDED) if name | {word} in self._signatures]

    def is_only_slug(self, said: Signature, meant: Signature) -> bool:
        """Whether no model but what is meant is called by all that was said, and perhaps more."""
        other = self._slugs.keys() - self.models_of([meant]).keys()
        return not any(said <= self._slugs[model] for model in other)

    def has_releases(self, name: Signature) -> bool:
        """Whether what has this name has dated releases that are not the one it stands for."""
        meant = self.models_of([name])
        now = {*map(self._canonical, meant)}
        return any(
            identity.version_of in meant and self._canonical(id_) not in now
            for id_, identity in self.models.items()
        )

    def partly(self, name: Signature) -> Mapping[ModelId, float]:
        """Models whose names hold what makes the name, by how well they answer it."""
        found: dict[ModelId, float] = {}
        wanted, said = core(name), _undated(name)
        pins, floating = name - said, said - {"latest"}
        numbered = any(token[0] in (VERSION, SIZE) for token in said)
        for other in self._holding(wanted) if wanted else ():
            inside = core(other)
            if wanted == inside or (wanted < inside and wanted & _heads(inside)):
                weight = _SAID if said <= other else 1
                weight *= _SAID if pins & other or (numbered and other - pins == floating) else 1
                for model in self._sold.undated(self._signatures[other], other):
                    found[model] = max(found.get(model, 0), weight * self._standing[model])
        return found

    def lacking(self, model: ModelId, said: Signature) -> Signature:
        """What was said and the name that comes nearest to it does not hold."""
        left_out = (said - name for name in self._names_of.get(model, ()))
        return min(left_out, key=lambda tokens: (len(tokens), sorted(tokens)), default=said)

    def unsized(self, name: Signature) -> Mapping[ModelId, float]:
        """The same without the size that was said, where the models' names state none."""
        plain = frozenset(token for token in name if token[0] != SIZE)
        found = self.partly(plain) if plain != name else {}
        return {
            model: weight
            for model, weight in found.items()
            if not any(token[0] == SIZE for token in self._slugs[model])
        }

    def _holding(self, said: Signature) -> Collection[Signature]:
        """The names that hold all that was said; only those with its rarest token are looked at."""
        if not said:
            return self._signatures.keys()
        rarest = min((self._by_token.get(token, ()) for token in said), key=len)
        return [name for name in rarest if said <= name]

    @cached_property
    def _by_token(self) -> Mapping[str, Sequence[Signature]]:
        return _by(self._signatures, lambda name: name)

    @cached_property
    def _names_of(self) -> Mapping[ModelId, Sequence[Signature]]:
        return _by(self._signatures, lambda name: self._signatures[name])

    @cached_property
    def _standing(self) -> Mapping[ModelId, float]:
        """How well known models are: by their offerings, half of it lost with every year."""
        offered: Counter[ModelId] = Counter()
        for models in self._sold.anyhow.values():
            offered.update(models)
        released = {
            model: max(days, key=lambda day: (days[day], day))
            for model, days in self._released.items()
        }
        newest = max(released.values(), default=None)
        return {
            model: number * 0.5 ** (_age(released.get(model), newest) / _YEAR)
            for model, number in offered.items()
        }

    @cached_property
    def words(self) -> Collection[str]:
        """Every word of every known id, display name and former id: none of them is a slip."""
        told = {
            word for text in (*self._names, *self._sold.aliases) for word in _WORD.findall(text)
        }
        return told.union(token for name in self._signatures for token in name if token.isalpha())

    @cached_property
    def texts(self) -> Mapping[str, ModelId]:
        """Every spelling that a slip may be near to, with the model most often meant."""
        texts: dict[str, ModelId] = {}
        for spelt in (self._sold.anyhow, self._names):
            for text, counts in spelt.items():
                texts[text] = max(counts, key=lambda model: (counts[model], model))
        texts.update({model: ModelId(model) for model in self.models})
        return texts

    @cached_property
    def _by_core(self) -> Mapping[Signature, Mapping[Signature, Counter[ModelId]]]:
        cores: dict[Signature, dict[Signature, Counter[ModelId]]] = defaultdict(dict)
        for name, counts in self._signatures.items():
            cores[core(name)][name] = counts
        return cores

    @cached_property
    def _compact(self) -> Mapping[str, list[Signature]]:
        joined: dict[str, list[Signature]] = defaultdict(list)
        for offering_id in self._sold.anyhow:
            last = offering_id.rsplit("/", 1)[-1]
            name = read(ProviderId(""), last).signature
            joined["".join(c for c in last if c.isalnum())].append(name)
        return joined


_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_COMPACT = 4
#: How much more a name counts that holds every word that was said.
_SAID = 20
_YEAR = 365
#: For how many days old a model of unknown age is held.
_UNKNOWN_AGE = 2 * _YEAR
#: A pin of a model is dated within so many days of a release date that somebody states …
_PIN_DAYS = 14
#: … or within so many of the one that most state.
_SNAPSHOT_DAYS = 45
#: More digits could be a version and a size in more than one way.
_MOST_DIGITS = 2


def _by(
    names: Iterable[Signature], parts: Callable[[Signature], Iterable[_K]]
) -> Mapping[_K, Sequence[Signature]]:
    """The names by each of their parts, in their order."""
    found: dict[_K, list[Signature]] = defaultdict(list)
    for name in names:
        for part in parts(name):
            found[part].append(name)
    return dict(found)


def _age(day: date | None, newest: date | None) -> int:
    return _UNKNOWN_AGE if day is None or newest is None else (newest - day).days


def _undated(name: Signature) -> Signature:
    return frozenset(token for token in name if token[0] != PIN)


def _heads(name: Signature) -> frozenset[str]:
    """The words of a name that are words alone and not optional."""
    return frozenset(token for token in name if token.isalpha()) - optional_words()


def _plain(text: str) -> str:
    return as_id(text).casefold()
