"""The changelog: what changed, by day, for any model, lab, provider or kind."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby, takewhile
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct
from msgspec.structs import replace

from modelario.catalogue.checking import Choices, check_choices, name_of
from modelario.catalogue.filters import FilterError
from modelario.catalogue.questions import MissingError
from modelario.catalogue.titles import title_of
from modelario.history.journal import DatedChange
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant
from modelario.queries.paging import first_of
from modelario.records import (
    Catalogue,
    Change,
    ChangeKind,
    Model,
    ModelId,
    OfferingId,
    OfferingKey,
    ProviderId,
    Reason,
    SourceId,
)


class ChangeFilter(Struct, frozen=True, kw_only=True):
    """Which changes: all that are set have to hold. Days are inclusive.

    A model is asked for in any spelling.
    """

    CHOICES: ClassVar[Choices] = {"kind": tuple(ChangeKind)}

    #: A model, in any spelling.
    model: str | None = None
    #: The lab whose models changed.
    lab: str | None = None
    #: The provider whose offering changed.
    provider: str | None = None
    #: What the change is about.
    kind: str | None = None
    #: The first day.
    since: date | None = None
    #: The last day.
    until: date | None = None


class ChangesRequest(Struct, frozen=True, kw_only=True):
    """Which changes are asked for, and which page of them, with at most ``limit`` on each.

    With ``after`` the pages begin after the change of that day and id, which may have gone: then
    with the day.
    """

    where: ChangeFilter = ChangeFilter()
    limit: int | None = None
    page: int = 1
    after: tuple[date, str] | None = None


class ChangeRow(Struct, frozen=True, kw_only=True):
    """One change. Prices are in USD per 1M tokens, limits in tokens."""

    #: Stays the same for ever.
    id: str
    day: date
    kind: ChangeKind
    #: ``null`` where the change is one of the model itself.
    provider: ProviderId | None
    provider_name: str | None
    offering_id: OfferingId | None
    model: ModelId | None
    model_name: str | None
    #: Whether the model is in the catalogue, so that it has a page.
    listed: bool
    field: str | None
    old: Any
    new: Any
    #: By how much a price or limit moved, in percent; ``null`` where that is less than is shown.
    percent: Decimal | None
    #: Whether nobody changed this of the model: other offerings decide it now.
    switched: bool = False
    #: Whether the provider has other offerings of the model, so that only the id tells which.
    ambiguous: bool = False
    #: Who says so, where that is a witness; ``null`` where upstream's document does.
    source: SourceId | None = None
    #: How that is called.
    source_name: str | None = None

    @property
    def key(self) -> OfferingKey | None:
        """The offering that has changed; ``None`` where a model has."""
        if self.provider is None or self.offering_id is None:
            return None
        return OfferingKey(self.provider, self.offering_id)


class ChangeDay(Struct, frozen=True, kw_only=True):
    """The changes of one day that are shown, and how many the selection holds of it."""

    day: date
    matching: int
    rows: tuple[ChangeRow, ...]


class Changelog(Struct, frozen=True, kw_only=True):
    """A selection of changes, the newest day first."""

    filter: ChangeFilter
    days: tuple[ChangeDay, ...]
    #: How many changes the selection holds, of each kind and in all.
    by_kind: Mapping[str, int]
    matching: int
    #: Which page of the selection this is, from 1, and how many there are.
    page: int
    pages: int
    as_of: date

    @property
    def rows(self) -> tuple[ChangeRow, ...]:
        return tuple(row for day in self.days for row in day.rows)


CHANGE_COLUMNS = (
    Column("day", Kind.DATE),
    Column("kind", Kind.WORDS, labels="change"),
    Column("model", Kind.ID),
    Column("provider", Kind.TEXT),
    Column("offering_id", Kind.ID),
    Column("field", Kind.WORDS, labels="field"),
    Column("old", Kind.TEXT),
    Column("new", Kind.TEXT),
    Column("percent", Kind.PERCENT),
    Column("switched", Kind.FLAG),
    Column("source", Kind.TEXT, "source_name"),
)


def changelog(
    edition: Edition, changes: Collection[DatedChange], request: ChangesRequest
) -> Changelog:
    """Select changes, the newest first.

    ``changes`` are all there are: what has gone from the catalogue is still known by them.
    Raises :class:`~modelario.catalogue.filters.FilterError` for a condition or limit that
    cannot be meant.
    """
    catalogue, limit, page = edition.catalogue, request.limit, request.page
    wanted = _checked(edition, changes, request.where)
    found = _once(catalogue, [each for each in changes if _is_wanted(catalogue, each, wanted)])
    found.sort(key=lambda each: (-each.as_of.toordinal(), -each.seq, each.number))
    left = found if request.after is None else _after(found, *request.after)
    rest = left if limit is None else left[(page - 1) * limit :]
    shown = (change_row(catalogue, each) for each in first_of(rest, limit))
    of_day = Counter(each.as_of for each in found)
    return Changelog(
        filter=wanted,
        days=tuple(
            ChangeDay(day=day, matching=of_day[day], rows=tuple(rows))
            for day, rows in groupby(shown, key=lambda row: row.day)
        ),
        by_kind=dict(Counter(str(each.change.kind) for each in found).most_common()),
        matching=len(found),
        page=page,
        pages=1 if limit is None else max(1, -(-len(left) // limit)),
        as_of=catalogue.origin.as_of,
    )


def _after(found: list[DatedChange], day: date, id_: str) -> list[DatedChange]:
    """Leave out what comes before a change, and the change itself."""
    begins = bisect_left(found, -day.toordinal(), key=lambda each: -each.as_of.toordinal())
    left = found[begins:]
    same_day = takewhile(lambda each: each.as_of == day, left)
    place = next((at for at, each in enumerate(same_day, 1) if change_id(each) == id_), 0)
    return left[place:]


def _checked(
    edition: Edition, changes: Collection[DatedChange], wanted: ChangeFilter
) -> ChangeFilter:
    """Read names as they are meant; what has gone from the catalogue goes by its id."""
    check_choices(wanted)
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise FilterError(
            f"since {wanted.since} lies after until {wanted.until}",
            field="since",
            expected=Reason("expected_before", day=str(wanted.until)),
        )
    catalogue = edition.catalogue
    labs = {(each.change.model or "").partition("/")[0] for each in changes}
    providers = {each.change.provider for each in changes}
    return replace(
        wanted,
        model=_model(edition, changes, wanted.model),
        lab=_name("lab", wanted.lab, {*catalogue.labs, *labs}),
        provider=_name("provider", wanted.provider, {*catalogue.providers, *providers}),
    )


def _name(kind: str, wanted: str | None, known: Iterable[str | None]) -> str | None:
    return None if wanted is None else name_of(kind, wanted, {*filter(None, known)})


def _model(
    edition: Edition, changes: Collection[DatedChange], wanted: str | None
) -> ModelId | None:
    if wanted is None:
        return None
    try:
        return meant(edition, wanted)
    except MissingError as error:
        gone = ModelId(wanted.lower())
        if any(each.change.model == gone for each in changes):
            return gone
        raise FilterError(str(error), field="model", near=error.near) from None


def _is_wanted(catalogue: Catalogue, each: DatedChange, wanted: ChangeFilter) -> bool:
    change = each.change
    model = present_id(catalogue, change.model)
    release = None if model is None else catalogue.resolution.canonical(model)
    return (
        wanted.model in (None, release)
        and (wanted.lab is None or (model or "").partition("/")[0] == wanted.lab)
        and wanted.provider in (None, change.provider)
        and wanted.kind in (None, change.kind)
        and (wanted.since is None or each.as_of >= wanted.since)
        and (wanted.until is None or each.as_of <= wanted.until)
    )


def _once(catalogue: Catalogue, changes: Collection[DatedChange]) -> list[DatedChange]:
    """Leave out what moved of a release under a further id, and under the canonical one, too."""
    told = {_said(each, each.change.model) for each in changes if each.change.provider is None}
    return [
        each
        for each in changes
        if (release := _release(catalogue, each.change)) is None or _said(each, release) not in told
    ]


def _release(catalogue: Catalogue, change: Change) -> ModelId | None:
    """The canonical id, where a change is of a model itself under a further one."""
    if change.provider is not None or change.model is None:
        return None
    release = catalogue.resolution.canonical(change.model)
    return None if release == change.model else release


def _said(each: DatedChange, model: ModelId | None) -> tuple[Any, ...]:
    change = each.change
    return (each.as_of, model, change.kind, change.field, str(change.old), str(change.new))


def present_id(catalogue: Catalogue, model: ModelId | None) -> ModelId | None:
    """Give the id under which a model goes in a catalogue, or its former one if it is gone."""
    if model is None or catalogue.knows(model):
        return model
    alias = catalogue.aliases.get(model)
    return alias if alias is not None and catalogue.knows(alias) else model


def provider_now(
    edition: Edition, changes: Iterable[DatedChange], former: str
) -> ProviderId | None:
    """Tell what a provider of the past is called in a catalogue, where it was renamed."""
    name = former
    for each in changes:
        if each.change.kind is ChangeKind.RENAMED and each.change.old == name:
            name = each.change.new
    return ProviderId(name) if name != former and name in edition.catalogue.providers else None


def change_id(each: DatedChange) -> str:
    """Name a change for ever: by what changed and when, not by how it came to be stored.

    A later sync of the same day writes that day's changes anew, and so does a rebuild.
    """
    change = each.change
    subject = change.key or ("", change.model)
    parts = (each.as_of.isoformat(), *subject, change.kind.value, change.field)
    return str(uuid5(NAMESPACE_URL, "\0".join(("modelario", *(part or "" for part in parts)))))


def change_row(catalogue: Catalogue, each: DatedChange) -> ChangeRow:
    """Flatten a change for showing, with names as the catalogue has them."""
    change = each.change
    model = present_id(catalogue, change.model)
    known = catalogue.entry(model).model if model and catalogue.knows(model) else None
    provider = catalogue.providers.get(change.provider) if change.provider else None
    return ChangeRow(
        id=change_id(each),
        day=each.as_of,
        kind=change.kind,
        provider=change.provider,
        provider_name=provider.name if provider else change.provider,
        offering_id=change.offering_id,
        model=model,
        model_name=title_of(known, model) if known and model else model,
        listed=known is not None,
        field=change.field,
        old=change.old,
        new=change.new,
        percent=_told_percent(change),
        switched=change.switched,
        ambiguous=known is not None and _is_ambiguous(known, change),
        source=change.source,
        source_name=catalogue.source_name(change.source) if change.source else None,
    )


def _told_percent(change: Change) -> Decimal | None:
    """By how much something moved, unless rounding says what is not so: that it did not, or went.

    The values tell it then.
    """
    if change.percent is None or not change.percent:
        return None
    return _NEARLY_GONE if change.percent == _GONE and change.new else change.percent


#: In percent, with the decimals with which moves are told.
_GONE, _NEARLY_GONE = Decimal(-100), Decimal("-99.9")


def _is_ambiguous(model: Model, change: Change) -> bool:
    return any(
        serving.offering.provider == change.provider
        and serving.offering.offering_id != change.offering_id
        for serving in model.servings
    )
