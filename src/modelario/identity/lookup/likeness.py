"""Which names say the same, but for words and details that tell no model apart."""

from modelario.identity.reading.tokens import ACTIVE, CONTEXT, EXPERTS, SIZE, Signature

#: Words that a query may leave out of a name.
_LEFT_OUT = frozenset(("instruct", "hf", "preview", "beta"))
#: Words that a query may add to the name of a model that comes in sizes.
ADDED = frozenset(("instruct", "hf"))
#: Details that a query may leave out, but not say otherwise.
_DETAILS = (ACTIVE, EXPERTS, CONTEXT)


def is_alike(name: Signature, other: Signature) -> bool:
    """Whether one name says the same as another, or leaves out what tells no model apart."""
    left_out, added = other - name, name - other
    sized = any(token[0] == SIZE for token in other)
    return all(token in _LEFT_OUT or token[0] in _DETAILS for token in left_out) and (
        not added or (sized and added <= ADDED)
    )
