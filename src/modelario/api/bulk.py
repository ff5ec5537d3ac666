"""The whole catalogue of a day at once, piece by piece: JSON, JSON lines, CSV, Parquet, SQLite."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct, structs

from modelario.formats import to_csv, to_json, to_json_lines
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.models import ModelRow, model_row
from modelario.queries.offering import OfferingRow, offering_row
from modelario.queries.offering_table import OfferingsRequest, offerings
from modelario.queries.providers import ServedModel
from modelario.queries.rule_rows import RuleRow, is_conditional, rule_rows
from modelario.records import Entry, Provider, TokenPrice

#: Rows and bytes of a piece.
_ROWS, _BYTES = 200, 64 * 1024


class BulkModel(ModelRow, frozen=True, kw_only=True):
    """A model with every offering of it."""

    offerings: tuple[OfferingRow, ...]
    #: What they ask under other conditions than the size of the prompt, and by the piece.
    rules: tuple[RuleRow, ...]


class BulkCatalogue(Struct, frozen=True, kw_only=True):
    """Everything that is published on a day."""

    as_of: date
    providers: tuple[Provider, ...]
    models: tuple[BulkModel, ...]
    #: Offerings that pick a model by themselves.
    routers: tuple[OfferingRow, ...]


BULK_COLUMNS = (
    Column("model", Kind.ID),
    Column("name", Kind.TEXT),
    Column("lab", Kind.ID),
    *(
        Column(name, Kind.TEXT, f"offering.{name}")
        for name in ("provider", "provider_name", "offering_id", "price_state", "status")
    ),
    *(Column(name, Kind.MTOK, f"offering.{name}") for name in TokenPrice.__struct_fields__),
    Column("blended_mtok", Kind.MTOK, "offering.blended_mtok"),
    *(
        Column(name, Kind.TOKENS, f"offering.{name}")
        for name in ("context_window", "max_input_tokens", "max_output_tokens")
    ),
    *(Column(name, Kind.DATE, f"offering.{name}") for name in ("release_date", "last_updated")),
    Column("variant", Kind.WORDS, "offering.variant"),
    Column("confidence", Kind.SCORE, "offering.confidence"),
)


class NotInstalledError(Exception):
    """A form needs a library that is not installed; the message names it."""


def _model(edition: Edition, entry: Entry) -> BulkModel:
    rows = (offering_row(edition.catalogue, s, entry.model.kind) for s in entry.model.servings)
    rules = tuple(rule for rule in rule_rows(edition.catalogue, entry) if is_conditional(rule))
    return BulkModel(offerings=tuple(rows), rules=rules, **structs.asdict(model_row(entry)))


def _models(edition: Edition) -> Iterator[BulkModel]:
    return (_model(edition, entry) for entry in edition.catalogue.entries.values())


def _served(edition: Edition) -> tuple[ServedModel, ...]:
    return offerings(edition, OfferingsRequest()).rows


def as_json(edition: Edition) -> Iterator[bytes]:
    """Write a :class:`BulkCatalogue` as one object, a model at a time."""
    catalogue = edition.catalogue
    yield b'{"as_of":' + to_json(catalogue.origin.as_of)
    yield b',"providers":' + to_json(tuple(catalogue.providers.values()))
    for place, model in enumerate(_models(edition)):
        yield (b"," if place else b',"models":[') + to_json(model)
    routers = tuple(offering_row(catalogue, each) for each in catalogue.routers)
    yield b'],"routers":' + to_json(routers) + b"}\n"


def as_json_lines(edition: Edition) -> Iterator[bytes]:
    """Write each :class:`BulkModel` as a line."""
    for some in _some(_models(edition)):
        yield to_json_lines(some)


def as_csv(edition: Edition) -> Iterator[bytes]:
    """Write each offering as a line, with the model that it is; a router has none."""
    for place, some in enumerate(_some(_served(edition))):
        text = to_csv(BULK_COLUMNS, some)
        yield (text.partition("\r\n")[2] if place else text).encode()


def _some(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := list(islice(left, _ROWS)):
        yield some


# --- as files -----------------------------------------------------------------------------


def as_sqlite(edition: Edition) -> Iterator[bytes]:
    """Write a database of the tables `origin`, `provider`, `model`, `offering` and `tier`.

    Prices are exact decimals as text, so that none is rounded; several values are JSON.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.sqlite"
        with closing(sqlite3.connect(path)) as database, database:
            for name, rows in _tables(edition).items():
                _fill(database, name, rows)
        yield from _pieces(path)


def _tables(edition: Edition) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Lay the catalogue out as tables of flat rows."""
    served = _served(edition)
    catalogue = edition.catalogue
    return {
        "origin": [structs.asdict(catalogue.origin)],
        "provider": [structs.asdict(each) for each in catalogue.providers.values()],
        "model": [structs.asdict(model_row(each)) for each in catalogue.entries.values()],
        "offering": [{"model": each.model, **_flat(each.offering)} for each in served],
        "tier": [
            {
                "provider": each.offering.provider,
                "offering_id": each.offering.offering_id,
                **structs.asdict(tier),
            }
            for each in served
            for tier in each.offering.tiers
        ],
        "rule": [
            structs.asdict(rule)
            for entry in catalogue.entries.values()
            for rule in rule_rows(catalogue, entry)
        ],
    }


def _flat(row: OfferingRow) -> dict[str, Any]:
    values = structs.asdict(row)
    del values["tiers"]
    return values


def _fill(database: sqlite3.Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    # The names are those of our own records' fields.
    columns = ", ".join(f'"{column}"' for column in rows[0])
    marks = ", ".join("?" for _ in rows[0])
    database.execute(f'CREATE TABLE "{name}" ({columns})')
    statement = f'INSERT INTO "{name}" VALUES ({marks})'  # noqa: S608
    database.executemany(statement, (tuple(map(_cell, row.values())) for row in rows))


def _cell(value: Any) -> str | int | float | None:  # noqa: ANN401 – a value of any field
    match value:
        case None | bool() | int() | float():
            return value
        case StrEnum():
            return value.value
        case Decimal():
            return f"{value.normalize():f}"
        case str():
            return value
        case date():
            return value.isoformat()
        case _:
            return to_json(value).decode()


def as_parquet(edition: Edition) -> Iterator[bytes]:
    """Write each offering as a row of the CSV's columns; raises :class:`NotInstalledError`."""
    try:
        import pyarrow as pa  # noqa: PLC0415 – heavy, and wanted by few
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise NotInstalledError(
            "Parquet needs pyarrow: install modelario[parquet] where the server runs"
        ) from None

    def pieces() -> Iterator[bytes]:
        served = _served(edition)
        table = {
            column.key: [_number(column.value(row)) for row in served] for column in BULK_COLUMNS
        }
        with TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.parquet"
            parquet.write_table(pa.table(table), path)
            yield from _pieces(path)

    return pieces()


def _number(value: Any) -> Any:  # noqa: ANN401 – a value of any field
    return float(value) if isinstance(value, Decimal) else _cell(value)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_BYTES):
            yield piece
