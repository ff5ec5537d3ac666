"""What a question means: every face reads models, and names of other things, in this one way."""

from collections.abc import Collection

from msgspec import Struct

from modelario.catalogue.questions import MissingError
from modelario.identity.lookup.results import LookupResult
from modelario.queries.edition import Edition
from modelario.records import ModelId, OfferingKey

#: How many near matches an error names.
_NEAR = 5


def meant(edition: Edition, text: str, now: Edition | None = None) -> ModelId:
    """Tell the one model that a spelling means, by the canonical id of its release.

    For a past day, ``now`` knows the ids that its models have had since. Raises
    :class:`MissingError`, which tells what was wanted and what is near.
    """
    return edition.catalogue.resolution.canonical(meant_id(edition, text, now))


def meant_id(edition: Edition, text: str, now: Edition | None = None) -> ModelId:
    """Tell the same by the very id that is meant, of those that are one release."""
    catalogue, id_ = edition.catalogue, ModelId(text)
    id_ = catalogue.aliases.get(id_, id_)
    if catalogue.knows(id_):
        return id_
    found = edition.lookup.find(text)
    if found.certain is not None and catalogue.knows(found.certain.model):
        return found.certain.model
    if (former := _former(edition, text, found, now)) is not None:
        return former
    known = (each.model for each in found.candidates if catalogue.knows(each.model))
    near = list(dict.fromkeys(map(catalogue.resolution.canonical, known)))[:_NEAR]
    if found.ambiguous and len(near) == 1:
        return near[0]
    if (parent := found.fine_tune_of) is not None:
        message = f"{text!r} is a fine-tune of {parent.model}, and not priced as that is"
    elif found.router is not None:
        message = f"{text!r} is a router, which picks a model by itself, and no model"
    elif found.ambiguous:
        message = f"{text!r} can mean several models: {', '.join(near)}"
    else:
        message = f"no model is called {text!r}" + (f"; near: {', '.join(near)}" if near else "")
    raise MissingError("model", text, near, message)


def named_offering(edition: Edition, text: str) -> OfferingKey | None:
    """Tell the one offering that a spelling names by its own id, with its provider or without."""
    found = edition.lookup.find(text).certain
    if found is None or not edition.catalogue.knows(found.model):
        return None
    if found.provider is not None and found.offering_id is not None:
        return OfferingKey(found.provider, found.offering_id)
    servings = edition.catalogue.entry(found.model).model.servings
    keys = [each.key for each in servings if each.offering.offering_id.lower() == text.lower()]
    return keys[0] if len(keys) == 1 else None


def _former(
    edition: Edition, text: str, found: LookupResult, now: Edition | None
) -> ModelId | None:
    """The id that a model had on the day of ``edition``, by the one that it has now.

    ``found`` is what ``text`` means on that day.
    """
    if now is None:
        return None
    sure = (found if now.lookup is edition.lookup else now.lookup.find(text)).certain
    later = sure.model if sure else text
    aliases = now.catalogue.aliases.items()
    return next((a for a, b in aliases if b == later and edition.catalogue.knows(a)), None)


class PlaceRequest(Struct, frozen=True, kw_only=True):
    """Which lab, provider, family or list is asked for, by its id."""

    #: Its id, in small letters or capitals.
    id: str


def named(kind: str, text: str, known: Collection[str]) -> str:
    """Tell the id that names one of a kind, small letters or capitals; else :class:`MissingError`.

    ``kind`` is what the reader calls it: lab, provider, family, list.
    """
    # Whoever asks for a model filters none.
    from modelario.catalogue.checking import nearest, spelt  # noqa: PLC0415

    if (found := spelt(text, known)) is not None:
        return found
    raise MissingError(kind, text, nearest(text, known))
