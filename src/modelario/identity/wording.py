"""The English words for every reason of this package; each is a message to translate."""

from collections.abc import Mapping
from functools import cache

from modelario.identity.reasons import worths

#: The steps of an explanation; the words of rules stand in the tables, with the rules.
_STEPS: Mapping[str, str] = {
    "namespace_read": "The namespace is “{namespace}”.",
    "words_read": "Words of the name: {found}.",
    "version_read": "Version: {found}.",
    "size_read": "Size: {found}.",
    "active_read": "Active parameters: {found}.",
    "experts_read": "Experts: {found}.",
    "context_read": "Context size in the name: {found}.",
    "pin_read": "Dated pin: {found}.",
    "variant_read": "The id states how the model is served: {found}.",
    "group_found": "Offerings that are the same model: {offerings}, at providers: {providers}.",
    "named_by_lab": "The lab sells the model itself; its id is {model}.",
    "release_canonical": "This is the id by which the release is shown.",
    "another_release": "Another release of the same name, of {day}.",
    "another_id": "Another id of the same name; what its date is nobody states.",
    "release_with": "Another edition: its id says “{added}” besides.",
    "release_without": "Another edition: its id does not say “{left_out}”.",
    "release_otherwise": "Another edition: its id says “{added}”, and not “{left_out}”.",
    "named_by_most": "The lab does not sell the model here; most spell it {model}.",
}


@cache
def wording() -> Mapping[str, str]:
    """The sentence of every reason, by its code."""
    return {**{code: worth.says for code, worth in worths().items()}, **_STEPS}
