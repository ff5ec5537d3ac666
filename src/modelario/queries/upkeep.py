"""A maintainer's desk: where one provider's listings differ from what others state, worst first.

Each row has the value that others state, the lines that mend it upstream, and the day since which
the listing says so.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from msgspec import Struct

from modelario.catalogue.checking import Choices, check_choices
from modelario.history.journal import DatedChange
from modelario.queries.asked_fields import ASKABLE, is_asked
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.finding_rows import SaidBy, said_row, with_name
from modelario.queries.meaning import named
from modelario.queries.offering import upstream_link, upstream_path
from modelario.queries.paging import first_of
from modelario.records import (
    ALWAYS,
    Catalogue,
    ChangeKind,
    Claim,
    Conditions,
    Finding,
    Modalities,
    Model,
    ModelId,
    OfferingId,
    OfferingKey,
    ProviderId,
    Reason,
    Serving,
    Severity,
    TokenPrice,
)

#: Where upstream's files have each field: the table, and the name in it.
PLACES: Mapping[str, tuple[str, str]] = {
    "release_date": ("", "release_date"),
    "knowledge_cutoff": ("", "knowledge"),
    "tool_call": ("", "tool_call"),
    "structured_output": ("", "structured_output"),
    "reasoning": ("", "reasoning"),
    "temperature": ("", "temperature"),
    "attachment": ("", "attachment"),
    "open_weights": ("", "open_weights"),
    "context_window": ("limit", "context"),
    "max_output_tokens": ("limit", "output"),
    **{unit: ("cost", unit.removesuffix("_mtok")) for unit in TokenPrice.__struct_fields__},
}
#: What brings a listing into the catalogue, with everything that it states.
_ARRIVES = frozenset({ChangeKind.ADDED, ChangeKind.RETURNED})


class UpkeepRequest(Struct, frozen=True, kw_only=True):
    """Whose listings are looked at, and which fields of them."""

    CHOICES: ClassVar[Choices] = {"field": ASKABLE, "severity": tuple(Severity)}

    #: Id of the provider, in small letters or capitals.
    id: str
    #: Only what is stated of this field; ``prices`` for all prices.
    field: str | None = None
    #: Only what can mislead so much.
    severity: str | None = None
    limit: int | None = None


class UpkeepRow(Struct, frozen=True, kw_only=True):
    """A value that a listing states and others contradict."""

    model: ModelId
    name: str
    offering_id: OfferingId
    field: str
    #: Under which a price is asked.
    conditions: Conditions
    severity: Severity
    #: What the listing states, and what others do: of a price the median of the others, or what
    #: witnesses say.
    stated: Any
    #: What others state of it.
    others: Any
    #: How far they are apart, in the steps of the field: what ranks the rows.
    distance: float
    #: Whose word the other value is.
    reason: Reason
    #: Witnesses that state the other value.
    said_by: tuple[SaidBy, ...]
    #: The lines that mend the file, in TOML; ``null`` where nobody knows the right value.
    patch: str | None
    upstream_path: str
    #: The address of that file.
    upstream_link: str
    #: The first day on which the listing said so; ``null`` where it did before all that is stored.
    since: date | None
    #: Whether the last day that is published brought it; ``null`` where none is stored before.
    brought: bool | None


class Upkeep(Struct, frozen=True, kw_only=True):
    """Everything of one provider that others contradict, the worst first.

    Each count is of what the other conditions select, so that it tells what a choice would show.
    """

    id: ProviderId
    name: str
    rows: tuple[UpkeepRow, ...]
    #: How many the selection holds; there may be fewer rows.
    matching: int
    #: How many of these the last day that is published brought.
    brought: int
    by_field: dict[str, int]
    by_severity: dict[str, int]
    as_of: date


UPKEEP_COLUMNS = (
    Column("severity", Kind.WORDS, labels="severity"),
    Column("model", Kind.ID),
    Column("offering_id", Kind.ID),
    Column("field", Kind.WORDS, labels="field"),
    Column("here", Kind.TEXT, "stated"),
    Column("others", Kind.TEXT),
    Column("since", Kind.DATE),
    Column("brought", Kind.FLAG),
    Column("upstream_path", Kind.ID),
    Column("patch", Kind.TEXT),
)


def upkeep(edition: Edition, changes: Iterable[DatedChange], request: UpkeepRequest) -> Upkeep:
    """Tell what of a provider's listings others contradict; ``changes`` are all there are.

    Raises ``MissingError`` for an unknown provider, and
    :class:`~modelario.catalogue.filters.FilterError` for another condition that cannot be meant.
    """
    catalogue = edition.catalogue
    check_choices(request)
    id_ = ProviderId(named("provider", request.id, catalogue.providers))
    until = catalogue.origin.as_of
    since = _since((each for each in changes if each.as_of <= until), id_)
    every = [_row(catalogue, each, since) for each in _contradicting(catalogue).get(id_, ())]
    severe = [row for row in every if request.severity in (None, row.severity)]
    of_field = [row for row in every if is_asked(row.field, request.field)]
    rows = [row for row in severe if is_asked(row.field, request.field)]
    rows.sort(key=lambda row: (-row.distance, row.model, row.offering_id, row.field))
    return Upkeep(
        id=id_,
        name=catalogue.providers[id_].name,
        rows=first_of(rows, request.limit),
        matching=len(rows),
        brought=sum(row.brought is True for row in rows),
        by_field=_counted(row.field for row in severe),
        by_severity=_counted(row.severity for row in of_field),
        as_of=catalogue.origin.as_of,
    )


class _Contradicting(NamedTuple):
    """A listing whose provider states a value that contradicts the one shown."""

    model: Model
    finding: Finding
    claim: Claim
    serving: Serving


def _contradicting(catalogue: Catalogue) -> Mapping[ProviderId, Sequence[_Contradicting]]:
    """Sort what is to be mended by provider."""
    return catalogue.once.found(_contradicting, lambda: _by_provider(catalogue))


def _by_provider(catalogue: Catalogue) -> Mapping[ProviderId, Sequence[_Contradicting]]:
    found: defaultdict[ProviderId, list[_Contradicting]] = defaultdict(list)
    for entry in catalogue.entries.values():
        for finding in entry.findings:
            for claim in finding.claims:
                for serving in claim.servings if claim.differs else ():
                    found[serving.offering.provider].append(
                        _Contradicting(entry.model, finding, claim, serving)
                    )
    return dict(found)


def _row(catalogue: Catalogue, each: _Contradicting, since: "_LastDays") -> UpkeepRow:
    model, finding, claim, serving = each
    stated, others, right = _compared(finding, claim)
    path = upstream_path(serving)
    day = since.of(serving.key, finding.field)
    return UpkeepRow(
        model=model.id,
        name=model.title,
        offering_id=serving.offering.offering_id,
        field=finding.field,
        conditions=finding.conditions,
        severity=finding.severity,
        stated=stated,
        others=others,
        distance=claim.distance,
        reason=with_name(catalogue, finding.reason),
        said_by=tuple(said_row(catalogue, each) for each in claim.testimonies),
        patch=patch(finding.field, right, path),
        upstream_path=path,
        upstream_link=upstream_link(serving),
        since=day,
        brought=None if catalogue.origin.sequence is None else day == catalogue.origin.as_of,
    )


def _compared(finding: Finding, claim: Claim) -> tuple[Any, Any, Any]:
    """What a listing states, what others do, and what is right where somebody knows."""
    if claim.testimonies:
        plain = finding.conditions == ALWAYS
        return finding.shown, claim.value, claim.value if plain else None
    others = finding.shown if claim.stands_for is None else claim.stands_for
    # What most ask is no price of this provider.
    return claim.value, others, None if finding.field.endswith("_mtok") else others


# --- the patch ------------------------------------------------------------------------


def patch(field: str, value: Any, path: str) -> str | None:  # noqa: ANN401 – of any field
    """Write the lines of upstream's TOML that say a value; ``None`` where there are none to write.

    >>> print(patch("context_window", 200_000, "providers/x/models/m.toml"))
    # providers/x/models/m.toml
    [limit]
    context = 200_000
    """
    if value is None:
        return None
    if isinstance(value, Modalities):
        lines = ["[modalities]"]
        lines += [f"{name} = {_toml(getattr(value, name))}" for name in ("input", "output")]
    elif field in PLACES:
        table, name = PLACES[field]
        lines = [f"[{table}]"] if table else []
        lines.append(f"{name} = {_toml(value)}")
    else:
        return None
    return "\n".join((f"# {path}", *lines))


def _toml(value: Any) -> str:  # noqa: ANN401 – of any field
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:_}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(str(value), ensure_ascii=False)


# --- since when -----------------------------------------------------------------------


class _LastDays(Struct):
    """The last day on which each field of each listing changed, and on which the listing came."""

    fields: dict[tuple[OfferingKey, str], date]
    arrivals: dict[OfferingKey, date]

    def of(self, key: OfferingKey, field: str) -> date | None:
        """The first day on which a listing said what it says."""
        names = ("input_modalities", "output_modalities") if field == "modalities" else (field,)
        days = [self.arrivals.get(key), *(self.fields.get((key, name)) for name in names)]
        return max(filter(None, days), default=None)


def _since(changes: Iterable[DatedChange], id_: ProviderId) -> _LastDays:
    found = _LastDays({}, {})
    for each in changes:
        change = each.change
        if change.provider != id_ or change.offering_id is None:
            continue
        key = OfferingKey(id_, change.offering_id)
        if change.kind in _ARRIVES:
            found.arrivals[key] = each.as_of
        elif change.field is not None:
            found.fields[key, change.field] = each.as_of
    return found


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
