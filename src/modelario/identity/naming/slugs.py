"""The canonical slug of a group: how its lab spells it, else how most do."""

from collections import Counter
from typing import NamedTuple

from modelario.identity.grouping.group import Group
from modelario.identity.naming.authors import Author
from modelario.identity.reading.labs import load_labs
from modelario.records import LabId, ModelId


class Name(NamedTuple):
    """What a group should be called, and what that is founded on."""

    group: Group
    author: Author
    slug: str
    #: Whether the lab itself spells the slug so.
    own: bool = False

    @property
    def id(self) -> ModelId:
        return ModelId(f"{self.author.lab}/{self.slug}")

    def support(self, slug: str) -> int:
        """How many offerings spell it like a slug."""
        return sum(member.reading.spelling == slug for member in self.group.members)


def name_of(group: Group, author: Author) -> Name:
    """The lab's own floating id; else the commonest spelling, cleaned of variants."""
    known = load_labs().get(author.lab)
    for provider in known.providers if known is not None else ():
        own = [m.reading.spelling for m in group.members if m.offering.provider == provider]
        if own:
            return Name(group, author, min(own, key=_floating_first), own=True)
    if len(group) == 1:
        return Name(group, author, group.members[0].reading.spelling)
    spelt = Counter([member.reading.spelling for member in group.members])
    slug = min(spelt, key=lambda text: (-spelt[text], _floating_first(text)))
    return Name(group, author, slug)


#: Among common spellings, one is better only with so many times the support of the other …
_MUCH_COMMONER = 2
#: … and so many offerings.
_COMMON = 3


def is_better(name: Name, old: ModelId) -> bool:
    """Whether a name is so much better founded than an old id that the old one should give way."""
    lab, _, slug = old.partition("/")
    if lab != name.author.lab and _knows_better(name.author, LabId(lab)):
        return True
    if slug == name.slug:
        return False
    if name.own:
        return True
    needed = max(_COMMON, _MUCH_COMMONER * name.support(slug))
    return name.support(name.slug) >= needed or _was_numbered(slug, name)


def _knows_better(author: Author, old: LabId) -> bool:
    """Whether more namespaces speak for the new lab than for the old one, or only it is known."""
    votes = author.votes
    if votes.get(author.lab, 0) >= max(1, _MUCH_COMMONER * votes.get(old, 0)):
        return True
    return old not in votes and author.lab in load_labs() and old not in load_labs()


def _was_numbered(slug: str, name: Name) -> bool:
    """Whether an old slug has a number only because the plain one was taken."""
    number = slug.removeprefix(f"{name.slug}-")
    return number != slug and number.isdigit() and not name.support(slug)


def _floating_first(text: str) -> tuple[int, str]:
    return (len(text), text)
