"""The changelog, as pages and as feeds."""

from collections.abc import Iterable
from datetime import date, timedelta

from modelario.queries.change_groups import change_groups, groups_by_model
from modelario.queries.changes import (
    CHANGE_COLUMNS,
    ChangeFilter,
    Changelog,
    ChangeRow,
    ChangesRequest,
)
from modelario.queries.changes import changelog as query
from modelario.queries.paging import Slice
from modelario.records import Catalogue, ChangeKind, LabId, ModelId, ProviderId
from modelario.web.addresses import model_path, segments
from modelario.web.feeds import Feed, Item
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.parameters import PAGE, Parameters, page_number, read_day
from modelario.web.words import change_prose
from modelario.web.words.i18n import N_
from modelario.wording import label

MODEL, LAB, PROVIDER, KIND, SINCE, UNTIL = "model", "lab", "provider", "kind", "since", "until"
FILTER = (MODEL, LAB, PROVIDER, KIND, SINCE, UNTIL)
CHANGELOG_PARAMETERS = (*FILTER, PAGE)

#: Changes on one page, and entries of a feed.
ROWS = 200
#: Stretches of time that are a click away, in days.
_SPANS = ((N_("The last 7 days"), 7), (N_("The last 30 days"), 30))

PATH = "changelog"
_FEEDS = ("atom", "feed.json")


def changelog(asked: Asked) -> View:
    """Show what changed, the newest day first."""
    parameters, catalogue = asked.parameters, asked.edition.catalogue
    request = ChangesRequest(
        where=_filter(asked), limit=asked.at_once(ROWS), page=page_number(parameters)
    )
    last = catalogue.origin.as_of
    asked.editions.check_span(request.where.since, request.where.until, asked.moment)
    record = query(asked.edition, asked.editions.changes(), request)
    wanted = record.filter
    by_model = groups_by_model(wanted)
    names = _names(catalogue, wanted, asked)
    heading = asked.language.gettext("What changed")
    return View(
        record=record,
        path=PATH,
        crumbs=(Crumb(heading, PATH),),
        values={
            "heading": heading,
            "narrowed": " · ".join(names),
            "days_shown": [
                (day, change_groups(day.rows, by_model=by_model)) for day in record.days
            ],
            "by_model": by_model,
            "parameters": parameters,
            "kinds": tuple(ChangeKind),
            "labs": _options(catalogue.labs.values()),
            "providers": _options(catalogue.providers.values()),
            "begins": asked.editions.begins,
            "span": (
                max(wanted.since or date.min, asked.editions.begins),
                min(wanted.until or date.max, last),
            ),
            "spans": [
                (asked.language.gettext(text), (last - timedelta(days - 1)).isoformat())
                for text, days in _SPANS
            ],
            "turns": Slice((), record.page, record.pages),
        },
        table=Table(CHANGE_COLUMNS, record.rows),
        pages=record.pages,
        canonical=tuple(pair for pair in parameters.pairs if pair[0] in FILTER),
        feed=lambda: _feed(asked, record, names, heading),
    )


def _filter(asked: Asked) -> ChangeFilter:
    parameters, past = asked.parameters, asked.past
    until = read_day(parameters, UNTIL)
    return ChangeFilter(
        model=parameters.one(MODEL) or None,
        lab=parameters.one(LAB) or None,
        provider=parameters.one(PROVIDER) or None,
        kind=parameters.one(KIND) or None,
        since=read_day(parameters, SINCE) or asked.since,
        until=min(until or past, past) if past else until,
    )


def _options(named: Iterable[object]) -> list[tuple[str, str]]:
    """List labs or providers for choosing, by name."""
    pairs = [(str(each.id), str(each.name)) for each in named]  # type: ignore[attr-defined]
    return sorted(pairs, key=lambda pair: pair[1].lower())


def _names(catalogue: Catalogue, wanted: ChangeFilter, asked: Asked) -> list[str]:
    """Name what a selection is narrowed to."""
    found: list[str] = []
    if wanted.model:
        entry = catalogue.entries.get(ModelId(wanted.model))
        found.append(entry.model.title if entry else wanted.model)
    if wanted.lab:
        lab = catalogue.labs.get(LabId(wanted.lab))
        found.append(lab.name if lab else wanted.lab)
    if wanted.provider:
        provider = catalogue.providers.get(ProviderId(wanted.provider))
        found.append(provider.name if provider else wanted.provider)
    if wanted.kind:
        found.append(label(f"change.{wanted.kind}", asked.language.words))
    return found


# --- as feeds -----------------------------------------------------------------------------


def _feed(asked: Asked, record: Changelog, names: list[str], heading: str) -> Feed:
    parameters = asked.parameters
    title = asked.language.colon.join(filter(None, (heading, " · ".join(names))))
    days = record.days
    return Feed(
        id=_address(asked, "atom", parameters.without(PAGE)),
        title=f"{title} – Modelario",
        language=asked.language.code,
        home=_address(asked, "", parameters),
        addresses={form: _address(asked, form, parameters) for form in _FEEDS},
        older=_older(asked, record),
        updated=days[0].day if days else asked.edition.catalogue.origin.as_of,
        items=[_item(asked, row) for row in record.rows[:ROWS]],
    )


def _older(asked: Asked, record: Changelog) -> dict[str, str] | None:
    if record.page >= record.pages:
        return None
    after = asked.parameters.without(PAGE).also(PAGE, str(record.page + 1))
    return {form: _address(asked, form, after) for form in _FEEDS}


def _address(asked: Asked, form: str, parameters: Parameters) -> str:
    path = f"{PATH}.{form}" if form else PATH
    return asked.addresses.absolute(
        asked.addresses.page(asked.language.code, path, parameters.pairs)
    )


def _item(asked: Asked, row: ChangeRow) -> Item:
    tags = [f"kind:{row.kind.value}"]
    tags += [f"provider:{row.provider}"] if row.provider else []
    tags += [f"model:{row.model}"] if row.model else []
    return Item(
        id=row.id,
        url=_page_of(asked, row),
        title=change_prose.title(row, asked.language),
        text=change_prose.told(row, asked.language),
        day=row.day,
        tags=tuple(tags),
    )


def _page_of(asked: Asked, row: ChangeRow) -> str:
    """Address what a change is about, or the changelog of its day where that has no page."""
    day = row.day.isoformat()
    code = asked.language.code
    if row.listed and row.model:
        address = asked.addresses.page(code, model_path(row.model))
    elif row.provider in asked.edition.catalogue.providers:
        address = asked.addresses.page(code, segments("providers", row.provider or ""))
    else:
        address = asked.addresses.page(code, PATH, {SINCE: day, UNTIL: day})
    return asked.addresses.absolute(address)
