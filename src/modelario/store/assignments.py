"""Which model each offering was, from when until when, and where former ids lead."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from modelario.history.journal import AssignedSpan
from modelario.records import ModelId, ModelOf, OfferingKey
from modelario.store.tables import alias, assignment


def at(connection: sa.Connection, seq: int) -> ModelOf:
    """Which model each offering was after snapshot ``seq``."""
    until = assignment.c.until_seq
    rows = connection.execute(
        _MODELS.where(assignment.c.from_seq <= seq, sa.or_(until.is_(None), until > seq))
    )
    return {OfferingKey(provider, offering): model for provider, offering, model in rows.all()}


_MODELS = sa.select(assignment.c.provider, assignment.c.offering, assignment.c.model)


def ever(connection: sa.Connection, seq: int) -> set[ModelId]:
    """Every model that any offering was assigned to up to snapshot ``seq``."""
    query = sa.select(assignment.c.model).where(assignment.c.from_seq <= seq).distinct()
    return {ModelId(model) for model in connection.scalars(query) if model}


def reassign(connection: sa.Connection, seq: int, new: ModelOf) -> None:
    """Make these the assignments in force from snapshot ``seq`` on."""
    rows = connection.execute(_MODELS.where(assignment.c.until_seq.is_(None))).all()
    old = {OfferingKey(provider, offering): model for provider, offering, model in rows}
    ended = [key for key, model in old.items() if key not in new or new[key] != model]
    begun = [
        AssignedSpan(key=key, model=model, from_seq=seq)
        for key, model in new.items()
        if key not in old or old[key] != model
    ]
    if ended:
        connection.execute(_END, [{"seq": seq, "the_p": p, "the_o": o} for p, o in ended])
    _add(connection, begun)


def replace(connection: sa.Connection, spans: Iterable[AssignedSpan]) -> None:
    """Put other assignments in place of all that there ever were."""
    connection.execute(sa.delete(assignment))
    _add(connection, spans)


def _add(connection: sa.Connection, spans: Iterable[AssignedSpan]) -> None:
    rows = [_row(span) for span in spans]
    if rows:
        connection.execute(sa.insert(assignment), rows)


def _row(span: AssignedSpan) -> dict[str, Any]:
    return {
        "provider": span.key.provider,
        "offering": span.key.offering_id,
        "model": span.model,
        "from_seq": span.from_seq,
        "until_seq": span.until_seq,
    }


_END = (
    sa.update(assignment)
    .where(
        assignment.c.provider == sa.bindparam("the_p"),
        assignment.c.offering == sa.bindparam("the_o"),
        assignment.c.until_seq.is_(None),
    )
    .values(until_seq=sa.bindparam("seq"))
)


# --- former ids -----------------------------------------------------------------------


def aliases(connection: sa.Connection, seq: int | None = None) -> dict[ModelId, ModelId]:
    """Former ids and where they lead, or led after ``seq``; a later word replaces an earlier."""
    query = sa.select(alias.c.former, alias.c.model).order_by(alias.c.seq)
    rows = connection.execute(query if seq is None else query.where(alias.c.seq <= seq))
    return {ModelId(former): ModelId(model) for former, model in rows}


def add_aliases(
    connection: sa.Connection, seq: int, wanted: Mapping[ModelId, ModelId]
) -> list[tuple[str, str]]:
    """Write where former ids lead, as far as that is new; returns this as it is hashed."""
    known = aliases(connection)
    added = [(former, model) for former, model in wanted.items() if known.get(former) != model]
    if added:
        connection.execute(
            sa.insert(alias), [{"former": f, "model": m, "seq": seq} for f, m in added]
        )
    return [(str(former), str(model)) for former, model in added]
