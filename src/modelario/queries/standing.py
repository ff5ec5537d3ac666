"""Whether what an id means is still served, until when as far as that is known, what follows it."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct, structs

from modelario.catalogue.lives import life_at
from modelario.catalogue.prices import is_deprecated
from modelario.catalogue.questions import MissingError
from modelario.history.journal import DatedChange
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant_id, named_offering
from modelario.queries.model_lines import SuccessorRow, successor_rows
from modelario.queries.resolved import ResolveRequest
from modelario.records import (
    Catalogue,
    Change,
    ChangeKind,
    Entry,
    Lifecycle,
    ModelId,
    OfferingId,
    ProviderId,
    Serving,
)

#: Gives what was published at the end of a day.
OfDay = Callable[[date], Edition]


class Outlook(StrEnum):
    """How a model, or the one offering that an id names, stands."""

    SERVED = "served"
    #: Still served, and marked as about to be withdrawn.
    DEPRECATED = "deprecated"
    #: It was in the catalogue and is no more.
    GONE = "gone"
    #: No one model is meant.
    UNKNOWN = "unknown"


class Standing(Struct, frozen=True, kw_only=True):
    """How what one id means stands."""

    #: The id as it was asked for.
    text: str
    #: served, deprecated (about to be withdrawn), gone, or unknown where no one model is meant.
    outlook: Outlook
    #: The model that is meant, by the id that it has now.
    model: ModelId | None = None
    #: The offering that the id names, where it names one.
    provider: ProviderId | None = None
    offering_id: OfferingId | None = None
    #: The last day, or month, on which it is or was served, as far as that is known.
    until: str | None = None
    #: How many providers serve the model.
    providers: int = 0
    #: Whether its lab serves it itself.
    by_lab: bool | None = None
    #: Providers that mark it as about to be withdrawn.
    withdrawing: tuple[ProviderId, ...] = ()
    #: What has come since it, as its page names it.
    follows: tuple[SuccessorRow, ...] = ()
    #: Why no one model is meant, and what is near.
    message: str | None = None


class Standings(Struct, frozen=True, kw_only=True):
    """How what each id means stands, in the order in which they were asked for."""

    rows: tuple[Standing, ...]
    as_of: date


def standings(
    edition: Edition,
    changes: Sequence[DatedChange],
    request: ResolveRequest,
    as_of: OfDay,
    now: Edition | None = None,
) -> Standings:
    """Tell how each id stands; ``changes`` are all there are, and tell what has gone.

    ``as_of`` knows what that was. For a past day, ``now`` knows the ids that its models have had
    since.
    """
    day = edition.catalogue.origin.as_of
    known = [each for each in changes if each.as_of <= day]
    rows = tuple(_standing(edition, known, text, as_of, now) for text in request.ids)
    return Standings(rows=rows, as_of=day)


def _standing(
    edition: Edition,
    changes: Sequence[DatedChange],
    text: str,
    as_of: OfDay,
    now: Edition | None,
) -> Standing:
    try:
        id_ = meant_id(edition, text, now)
    except MissingError as error:
        gone = _left(changes, lambda each: each.key is None and each.model == text.lower())
        if gone := gone or _withdrawn(changes, text):
            return _gone(edition.catalogue, text, as_of(gone), gone)
        return Standing(text=text, outlook=Outlook.UNKNOWN, message=str(error))
    entry = edition.catalogue.entry(id_)
    key = named_offering(edition, text)
    named = next((each for each in entry.model.servings if each.key == key), None)
    # The model may well be served while the very id is not.
    keys = (each.key for each in entry.model.servings)
    listed = text.lower() == id_ or any(_is_called(text, *key) for key in keys)
    gone = None if named or listed else _withdrawn(changes, text)
    return structs.replace(
        _served(edition.catalogue, entry, text, named),
        **({"outlook": Outlook.GONE, "until": gone.isoformat()} if gone else {}),
    )


def _gone(catalogue: Catalogue, text: str, past: Edition, until: date) -> Standing:
    """Tell of a model by what it was on its last day."""
    entry = past.catalogue.entry(meant_id(past, text))
    return Standing(
        text=text,
        outlook=Outlook.GONE,
        model=entry.model.id,
        until=until.isoformat(),
        follows=successor_rows(catalogue, entry),
    )


def _served(catalogue: Catalogue, entry: Entry, text: str, named: Serving | None) -> Standing:
    servings, own = entry.model.servings, entry.model.lab.providers
    asked = (named,) if named else servings
    life = _life(entry, named)
    goes = entry.model.status == "deprecated" or all(map(is_deprecated, asked))
    return Standing(
        text=text,
        outlook=Outlook.DEPRECATED if goes else Outlook.SERVED,
        model=entry.model.id,
        provider=named.offering.provider if named else None,
        offering_id=named.offering.offering_id if named else None,
        until=life.ends,
        providers=len(entry.model.providers),
        by_lab=any(each.offering.provider in own for each in servings) if own else None,
        withdrawing=_withdrawing(servings),
        follows=successor_rows(catalogue, entry, life),
    )


def _withdrawn(changes: Sequence[DatedChange], text: str) -> date | None:
    """The last day of an offering of this very id, with its provider before it or without."""
    return _left(changes, lambda each: each.key is not None and _is_called(text, *each.key))


def _is_called(text: str, provider: ProviderId, offering: OfferingId) -> bool:
    return text.lower() in (offering.lower(), f"{provider}/{offering}".lower())


_COMING_AND_GOING = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RETURNED)


def _left(changes: Sequence[DatedChange], is_it: Callable[[Change], bool]) -> date | None:
    """The last day before something was removed, where it has not come back."""
    for each in reversed(changes):
        if each.change.kind in _COMING_AND_GOING and is_it(each.change):
            gone = each.change.kind is ChangeKind.REMOVED
            return each.as_of - timedelta(days=1) if gone else None
    return None


def _life(entry: Entry, named: Serving | None) -> Lifecycle:
    """When a model ends where that counts, or the one offering that is named."""
    if named is None:
        return entry.life
    alone = structs.replace(entry.model, servings=(named,))
    return life_at(alone, entry.life, (named.offering.provider,))


def _withdrawing(servings: tuple[Serving, ...]) -> tuple[ProviderId, ...]:
    return tuple(sorted({each.offering.provider for each in servings if is_deprecated(each)}))
