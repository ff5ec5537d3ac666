"""The schema as it is, beside the one that this code reads and writes."""

import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from modelario.records import Reason
from modelario.store.tables import Instant, metadata

#: Of a database's own list: what acts by itself, or stands for a table, and is none of ours.
_ACTING = {
    "sqlite": "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view')",
    "postgresql": """
        SELECT 'trigger ' || tgname FROM pg_trigger
          JOIN pg_class ON pg_class.oid = tgrelid
         WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
        UNION ALL SELECT 'trigger off ' || tgname FROM pg_trigger
          JOIN pg_class ON pg_class.oid = tgrelid
         WHERE tgenabled <> 'O' AND relnamespace = current_schema()::regnamespace
        UNION ALL SELECT 'rule ' || rulename FROM pg_rules WHERE schemaname = current_schema()
        UNION ALL SELECT 'view ' || viewname FROM pg_views WHERE schemaname = current_schema()
    """,
}


def changed(connection: sa.Connection) -> Iterator[Reason]:
    """What was added to the schema, taken from it or changed in it."""
    # Alembic takes a moment to import, and most commands have no use for it.
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415

    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    with warnings.catch_warnings():
        # Of what SQLAlchemy cannot make out it warns, and tells it as missing.
        warnings.simplefilter("ignore", sa.exc.SAWarning)
        differences = compare_metadata(context, metadata)
    for each in differences:
        # What changes a column comes in a list, whatever adds or removes something does not.
        for difference in each if isinstance(each, list) else [each]:
            yield Reason("schema_changed", what=_told(difference))
    inspector = sa.inspect(connection)
    there = set(inspector.get_table_names())
    for table in metadata.tables.values():
        if table.name in there:
            wanted = {column.name for column in table.primary_key}
            if wanted != set(inspector.get_pk_constraint(table.name)["constrained_columns"]):
                yield Reason("schema_changed", what=f"primary key {table.name}")
    for name in connection.exec_driver_sql(_ACTING[connection.dialect.name]).scalars():
        yield Reason("schema_changed", what=f"added {name}")


def misshapen(connection: sa.Connection) -> Iterator[Reason]:
    """Values that are not written as we write them: SQLite takes anything in any column."""
    if connection.dialect.name != "sqlite":
        return
    for table in metadata.sorted_tables:
        # As they stand in the file, not as they are read.
        raw = [sa.type_coerce(column, sa.types.NullType()) for column in table.columns]
        shapes = [(column.name, _shape(column.type)) for column in table.columns]
        for row in connection.execute(sa.select(*raw)):
            for (name, is_sound), value in zip(shapes, row, strict=True):
                if value is not None and not is_sound(value):
                    yield Reason("value_misshapen", table=table.name, column=name)


def _told(difference: tuple[Any, ...]) -> str:
    """Name a difference of Alembic's as what happened: to it, whatever is ours is still to do."""
    verb, _, kind = difference[0].partition("_")
    names = [each if isinstance(each, str) else getattr(each, "name", None) for each in difference]
    done = {"add": "missing", "remove": "added"}.get(verb, "changed")
    return " ".join([done, kind, *(name for name in names[1:] if name)])


def _is_day(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).isoformat() == value


def _shape(kind: sa.types.TypeEngine[Any]) -> Callable[[object], bool]:
    match kind:
        case Instant():
            return _is_moment
        case sa.Date():
            return _is_day
        case sa.Boolean():
            return lambda value: value in {0, 1}
        case sa.Integer():
            return lambda value: isinstance(value, int)
        case sa.LargeBinary():
            return lambda value: isinstance(value, bytes)
    return lambda value: isinstance(value, str)
