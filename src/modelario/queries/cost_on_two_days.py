"""What the same work cost on another day, beside what it costs: `cost` with `against`."""

from collections.abc import Mapping

from msgspec import structs

from modelario.catalogue.billing import PRICED_BY
from modelario.catalogue.filters import ModelFilter
from modelario.queries.columns import Column, Kind
from modelario.queries.cost import COST_COLUMNS, CostBeside, CostRequest, CostRow, CostTable, cost
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant
from modelario.queries.two_days import UNITS, Counterparts, OnDay, causes, in_order
from modelario.records import ModelId, OfferingId, OfferingKey, Reason

#: What stands beside a cost where another day is asked for, after the columns that say whose it is.
BESIDE_COLUMNS = (
    Column("against_total_cost", Kind.USD, "against.total_cost"),
    Column("difference", Kind.USD, "against.difference"),
    Column("against_provider", Kind.TEXT, "against.provider_name"),
    Column("causes", Kind.TEXT, "against.causes"),
)


def cost_columns(table: CostTable) -> tuple[Column, ...]:
    """Give the columns of a table of costs, with those of the other day where there is one."""
    return COST_COLUMNS if table.against is None else (*COST_COLUMNS, *BESIDE_COLUMNS)


def cost_against(edition: Edition, other: Edition, request: CostRequest) -> CostTable:
    """Cost a workload on a day, and beside each row what it cost on another one, and why.

    Raises ``SameDayError`` where both are one day, and what :func:`cost` raises.
    """
    days = _Days(edition, other, request)
    table = cost(edition, request)
    rows = tuple(structs.replace(row, against=days.beside(row)) for row in table.rows)
    return structs.replace(table, rows=rows, against=other.catalogue.origin.as_of)


class _Days:
    """A question that is put to two days."""

    def __init__(self, edition: Edition, other: Edition, request: CostRequest) -> None:
        self.forwards = in_order(edition, other)[1] is edition
        self.here, self.there, self.request = edition, other, request
        self.counterparts = Counterparts(edition.catalogue, other.catalogue)
        self.rows = self._rows()

    def _rows(self) -> Mapping[tuple[ModelId, OfferingKey | None], CostRow]:
        """Cost the same on the other day, by the model, and by the offering of the one model."""
        asked, known = self.request.where.provider, self.there.catalogue.providers
        providers = tuple(each for each in asked if each in known)
        if asked and not providers:
            return {}
        where = ModelFilter(kind=self.request.where.kind, provider=providers)
        request = CostRequest(workload=self.request.workload, where=where)
        if self.request.model is None:
            return {(row.id, None): row for row in cost(self.there, request).rows}
        named = self.counterparts.of(meant(self.here, self.request.model))
        if named is None:
            return {}
        rows = cost(self.there, structs.replace(request, model=named)).rows
        return {(row.id, _key(row)): row for row in rows}

    def beside(self, row: CostRow) -> CostBeside:
        """Set beside a row what it cost on the other day."""
        id_, key = self.counterparts.of(row.id), _key(row)
        one_model = self.request.model is not None
        was = self.rows.get((id_, key if one_model else None)) if id_ else None
        if was is None and id_ is not None and one_model:
            code = "provider_came" if self.forwards else "provider_left"
            return CostBeside(difference=None, causes=(Reason(code, provider=row.provider_name),))
        when = self.request.workload
        here = OnDay(self.here.catalogue, row.id, key, when)
        there = OnDay(self.there.catalogue, id_, _key(was) if was else None, when)
        earlier, later = (there, here) if self.forwards else (here, there)
        if was is None:
            return CostBeside(difference=None, causes=causes(earlier, later))
        change = row.total_cost - was.total_cost
        return CostBeside(
            total_cost=was.total_cost,
            difference=change if self.forwards else -change,
            provider=was.provider,
            provider_name=was.provider_name,
            offering_id=was.offering_id,
            input_mtok=was.input_mtok,
            output_mtok=was.output_mtok,
            causes=(causes(earlier, later, _units(row, was)) or _OTHERWISE) if change else (),
        )


def _key(row: CostRow) -> OfferingKey:
    return OfferingKey(row.provider, OfferingId(row.offering_id))


#: The prices of short requests are the same: a tier, an hour or a mode makes the difference.
_OTHERWISE = (Reason("billed_otherwise"),)


def _units(*rows: CostRow) -> tuple[str, ...]:
    """Which prices a cost is made of."""
    charged = {PRICED_BY.get(charge.part) for row in rows for charge in row.charges}
    return tuple(unit for unit in UNITS if unit in charged)
