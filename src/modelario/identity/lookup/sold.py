"""What most questions are answered from: the ids of models, and those that providers sell."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TypeAlias

from modelario.identity.naming.stability import leading
from modelario.identity.reading.readings import core, read
from modelario.identity.reading.tokens import PIN, Signature, take_apart
from modelario.records import ModelId, ProviderId, Resolution

Counts: TypeAlias = Mapping[ModelId, int]


class SoldIds:
    """Models by their own ids, former ones too, and by the ids of their offerings.

    ``written`` is what :attr:`written` gave before for this resolution.
    """

    def __init__(self, resolution: Resolution, written: Mapping[str, Counts] | None = None) -> None:
        self.models = resolution.identities
        self.aliases = resolution.aliases
        self._resolution = resolution
        self._kept = written
        self._slugs: dict[ModelId, Signature] = {}

    @cached_property
    def written(self) -> Mapping[str, Counts]:
        """How often models are sold under an id as it is written."""
        if self._kept is not None:
            return self._kept
        found: defaultdict[str, Counter[ModelId]] = defaultdict(Counter)
        for each in self._resolution.assignments:
            if each.model is not None:
                found[each.offering_id][each.model] += 1
        return dict(found)

    @cached_property
    def anyhow(self) -> Mapping[str, Counts]:
        """The same by ids in lower case."""
        found: defaultdict[str, Counter[ModelId]] = defaultdict(Counter)
        for text, counts in self.written.items():
            found[text.lower()].update(counts)
        return dict(found)

    def current(self, former: ModelId) -> ModelId | None:
        """Where a former id leads, or ``None`` where it is none."""
        return leading(former, self.aliases, self.models)

    def offered(self, offering_id: str) -> Counts:
        """The models that are sold under an id; as it is written, else in any case."""
        return self.written.get(offering_id) or self.anyhow.get(offering_id.lower(), {})

    def slug(self, model: ModelId) -> Signature:
        """What a model's own id says."""
        try:
            return self._slugs[model]
        except KeyError:
            return self._slugs.setdefault(model, read(ProviderId(""), model).signature)

    def meant_by(self, counts: Counts, text: str) -> Counts:
        """What was meant by an id; see :meth:`undated`."""
        if not any(self.models[model].version_of for model in counts):
            return counts
        return self.undated(counts, take_apart(text).signature)

    def undated(self, counts: Counts, said: Signature) -> Counts:
        """What was meant by a name without a pin: the floating model, never one of its releases.

        A release may be sold under an undated id; and it is meant where the floating model lacks
        what was said, such as a version that only the lab's name for the release tells.
        """
        if any(token[0] == PIN for token in said):
            return counts
        meant: Counter[ModelId] = Counter()
        for model, number in counts.items():
            floating = self.models[model].version_of
            answers = floating is not None and core(said) <= core(self.slug(floating))
            meant[floating if floating is not None and answers else model] += number
        return meant
