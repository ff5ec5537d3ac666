"""What witnesses say of prices, beside what we show: each with its source, its day and its link."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from modelario.catalogue.filling import UNITS
from modelario.catalogue.opinions import Clause, clause
from modelario.catalogue.voices import voice
from modelario.queries.columns import Column, Kind
from modelario.queries.finding_rows import SaidBy, said_row
from modelario.queries.offering import provider_name
from modelario.records import (
    Catalogue,
    Conditions,
    OfferingId,
    OfferingKey,
    Opinion,
    ProviderId,
    Reason,
    SourceId,
    Stance,
)


class OpinionRow(Struct, frozen=True, kw_only=True):
    """What one witness says of one price of an offering."""

    provider: ProviderId
    provider_name: str
    offering_id: OfferingId
    #: Under which the price is asked.
    conditions: Conditions
    #: What it is asked for, by the name of the price; a piece by its own.
    unit: str
    #: Whether it agrees with upstream, differs, fills in what upstream lacks, or is set aside.
    stance: Stance
    #: What upstream says, in USD per 1M tokens or per piece; ``null`` where it says nothing.
    ours: Decimal | None
    #: What the witness says.
    theirs: Decimal
    #: How many times the larger of both is the smaller.
    ratio: float
    #: Why it was set aside.
    reason: Reason | None
    said: SaidBy
    #: Whose word it is: a witness that repeats another counts with that one, once.
    voice: SourceId

    @property
    def key(self) -> OfferingKey:
        """The offering that it is about."""
        return OfferingKey(self.provider, self.offering_id)


OPINION_COLUMNS = (
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("unit", Kind.WORDS, labels="field"),
    Column("mode", Kind.TEXT, "conditions.mode"),
    Column("tier_above_tokens", Kind.TOKENS, "conditions.prompt.tokens"),
    Column("region", Kind.TEXT, "conditions.region"),
    Column("ours", Kind.MTOK),
    Column("theirs", Kind.MTOK),
    Column("stance", Kind.WORDS, labels="stance"),
    Column("ratio", Kind.COUNT),
    Column("witness", Kind.TEXT, "said.name"),
    Column("day", Kind.DATE, "said.day"),
    Column("link", Kind.TEXT, "said.link"),
)


def opinion_rows(
    catalogue: Catalogue, opinions: Iterable[Opinion], at: Iterable[OfferingKey] | None = None
) -> tuple[OpinionRow, ...]:
    """Flatten what witnesses say, of all of a model's offerings or of some."""
    wanted = None if at is None else frozenset(at)
    said: dict[int, SaidBy] = {}
    return tuple(
        _row(catalogue, each, said)
        for each in opinions
        if wanted is None or each.offering in wanted
    )


def _row(catalogue: Catalogue, opinion: Opinion, said: dict[int, SaidBy]) -> OpinionRow:
    testimony = opinion.testimony
    if id(testimony) not in said:
        said[id(testimony)] = said_row(catalogue, testimony)
    return OpinionRow(
        provider=opinion.offering.provider,
        provider_name=provider_name(catalogue, opinion.offering.provider),
        offering_id=opinion.offering.offering_id,
        conditions=opinion.conditions,
        unit=opinion.unit,
        stance=opinion.stance,
        ours=opinion.ours,
        theirs=opinion.theirs,
        ratio=opinion.ratio,
        reason=opinion.reason,
        said=said[id(testimony)],
        voice=voice(testimony),
    )


class PriceMark(Struct, frozen=True):
    """What second sources say of one price that is shown."""

    #: How many agree, each for itself.
    agreeing: int
    differing: tuple[OpinionRow, ...]
    #: What it is from, where upstream does not say it.
    filled: OpinionRow | None = None


class PriceMarks:
    """The marks of a model's prices."""

    def __init__(self, rows: Iterable[OpinionRow]) -> None:
        self._rows: defaultdict[tuple[OfferingKey, Clause, str], list[OpinionRow]] = defaultdict(
            list
        )
        for row in rows:
            self._rows[row.key, clause(row.conditions), row.unit].append(row)

    def mark(self, offering: OfferingKey, conditions: Conditions, unit: str) -> PriceMark | None:
        """Tell what is said of a price, if anything is."""
        rows = self._rows.get((offering, clause(conditions), unit), ())
        fills = [row for row in rows if row.stance is Stance.FILLS]
        agreeing = fills[1:] or [row for row in rows if row.stance is Stance.AGREES]
        differing = tuple(row for row in rows if row.stance is Stance.DIFFERS)
        if not (fills or agreeing or differing):
            return None
        count = len({row.voice for row in agreeing})
        return PriceMark(count, differing, fills[0] if fills else None)


class SourceLine(Struct, frozen=True):
    """One price of an offering, as upstream has it and as every second source does."""

    conditions: Conditions
    unit: str
    ours: Decimal | None
    #: In the order of the sources; ``None`` says nothing.
    said: tuple[OpinionRow | None, ...]


class SourceTable(Struct, frozen=True):
    """The prices of an offering, a column for each second source."""

    provider_name: str
    offering_id: OfferingId
    sources: tuple[SaidBy, ...]
    lines: tuple[SourceLine, ...]
    #: How many more are filled in from one source alone: there is nothing beside them.
    filled: int


def source_tables(rows: Iterable[OpinionRow]) -> tuple[SourceTable, ...]:
    """Set what second sources say side by side, offering by offering.

    What one source alone fills in stands among the prices themselves, and is only counted.
    """
    found: defaultdict[OfferingKey, list[OpinionRow]] = defaultdict(list)
    for row in rows:
        found[row.key].append(row)
    return tuple(_table(each) for each in found.values())


def _table(rows: list[OpinionRow]) -> SourceTable:
    sources = {row.said.witness: row.said for row in rows}
    by_price: defaultdict[tuple[Clause, str], dict[SourceId, OpinionRow]] = defaultdict(dict)
    for row in rows:
        by_price[clause(row.conditions), row.unit].setdefault(row.said.witness, row)
    lines = []
    for said in by_price.values():
        one = next(iter(said.values()))
        lines.append(
            SourceLine(
                one.conditions,
                one.unit,
                next((row.ours for row in said.values() if row.ours is not None), None),
                tuple(said.get(source) for source in sources),
            )
        )
    shown = sorted((line for line in lines if not _is_filled(line)), key=_place)
    return SourceTable(
        provider_name=rows[0].provider_name,
        offering_id=rows[0].offering_id,
        sources=tuple(sources.values()),
        lines=tuple(shown),
        filled=len(lines) - len(shown),
    )


def _is_filled(line: SourceLine) -> bool:
    """Whether one source alone has a price, which is taken from it."""
    said = [row for row in line.said if row is not None]
    return len(said) == 1 and said[0].stance is Stance.FILLS


def _place(line: SourceLine) -> tuple[bool, str, str, int, int]:
    """The plain prices first, then by region, mode and size of the prompt."""
    told = line.conditions
    size = told.prompt.tokens if told.prompt else 0
    unit = UNITS.index(line.unit) if line.unit in UNITS else len(UNITS)
    return bool(told.hours), told.region or "", told.mode or "", size, unit
