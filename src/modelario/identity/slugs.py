"""The canonical slug of a group: how its lab spells it, else how most do."""

from collections import Counter

from modelario.identity.groups import Group, Member
from modelario.identity.labs import load_labs
from modelario.identity.tokens import Piece
from modelario.records import LabId


def slug_of(group: Group, lab: LabId) -> str:
    """The lab's own floating id; else the commonest spelling, cleaned of variants."""
    known = load_labs().get(lab)
    for provider in known.providers if known is not None else ():
        own = [member for member in group.members if member.offering.provider == provider]
        if own:
            return min((spelling(member) for member in own), key=_floating_first)
    spelt = Counter(spelling(member) for member in group.members)
    return min(spelt, key=lambda text: (-spelt[text], _floating_first(text)))


def _floating_first(text: str) -> tuple[int, str]:
    return (len(text), text)


def spelling(member: Member) -> str:
    """An id's own spelling of the name, without namespaces and variants."""
    return written(member.reading.pieces)


def written(pieces: tuple[Piece, ...]) -> str:
    """Pieces written out, with a hyphen wherever something stood between them."""
    return "".join(
        f"{piece.before}{piece.text}" if place else piece.text for place, piece in enumerate(pieces)
    )
