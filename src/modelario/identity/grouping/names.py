"""What display names add where an id leaves something out.

An id beats a name: a name is asked only when the id leaves open which model is meant, and only
to add to what the id says, never to contradict it.
"""

import re
from collections import Counter, defaultdict

from modelario.identity.grouping.group import Group
from modelario.identity.grouping.groups import Groups
from modelario.identity.reading.readings import core, read
from modelario.identity.reading.tokens import ACTIVE, SIZE, Signature
from modelario.records import ProviderId, Reason
from modelario.remembering import remembered

#: "Qwen: Qwen3 Coder (free)": whose it is and how it is served, which the id says better.
_AROUND = re.compile(r"^[^:]{2,20}:\s+|\s*\([^)]*\)")
#: Whether a name may state a size at all, which is quicker asked than read.
_SIZED = re.compile(r"\d[bmt]", re.IGNORECASE)
#: A group sold by more providers than this has a name of its own, whatever theirs add to it.
_FEW_PROVIDERS = 3
#: So many providers that sell both are proof that they are two models.
_MANY_SELLERS = 2


def join_by_names(groups: Groups) -> None:
    """Join groups whose names say the size, or the word, that their ids leave out."""
    cores: dict[Signature, dict[int, Group]] = defaultdict(dict)
    for name, group in groups.by_name.items():
        cores[core(name)][id(group)] = group
    for group in sorted(groups.all(), key=lambda group: group.rank):
        spoken = _spoken(group)
        if spoken is None:
            continue
        other = groups.by_name.get(spoken)
        if other is None:
            alike = {id(groups.by_name[found.first_name]) for found in cores[spoken].values()}
            if len(alike) != 1:
                continue
            other = groups.by_name[next(iter(cores[spoken].values())).first_name]
        both = group.sellers() & other.sellers()
        if other is not group and not group.own & other.own and len(both) < _MANY_SELLERS:
            groups.join(other, group, Reason("name_completes", name=_said(group)))


def _spoken(group: Group) -> Signature | None:
    """What most of the offerings' names say, where that goes beyond their ids."""
    few = len(group.providers) <= _FEW_PROVIDERS
    if not few and any(token[0] == SIZE for token in group.first_name):
        return None
    texts = [text for member in group.members if (text := member.offering.facts.name)]
    if not texts or not (few or any(map(_SIZED.search, texts))):
        return None
    said = Counter(map(_core_of_name, texts))
    spoken, times = max(said.items(), key=lambda item: (item[1], sorted(item[0])))
    name = core(group.first_name)
    if times * 2 <= said.total() or not name < spoken:
        return None
    only_size = all(token[0] in (SIZE, ACTIVE) for token in spoken - name)
    return spoken if only_size or few else None


@remembered(16384)
def _core_of_name(text: str) -> Signature:
    return core(read(ProviderId(""), as_id(_AROUND.sub("", text))).signature)


def as_id(name: str, *, path: bool = False) -> str:
    """A display name in the form of an id; ``path`` keeps what separates namespaces."""
    plain = "-".join(name.replace("(", " ").replace(")", " ").replace("+", " plus").split())
    return plain if path else plain.replace("/", "-")


def _said(group: Group) -> str:
    return group.members[0].offering.facts.name or ""
