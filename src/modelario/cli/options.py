"""Options that several commands share, and the catalogue that they ask for."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

from cyclopts import Parameter

from modelario.formats import Format
from modelario.main import Publication, Published, open_publication
from modelario.records import ModelId
from modelario.settings import Settings, from_environment

Database = Annotated[
    str | None,
    Parameter(help="Address of the store: sqlite:///path or postgresql://user@host/name."),
]
AsOf = Annotated[date | None, Parameter(help="Answer as of the end of this day, YYYY-MM-DD.")]

Output = Annotated[
    Format,
    Parameter(name="--format", help="table for people; json, jsonl, csv or md for programs."),
]

#: How many near matches an error names.
_NEAR = 5


class NotFoundError(Exception):
    """Nothing has the name that was given; the message says what is near."""


class UsageError(ValueError):
    """The words of a command do not fit together."""


def now() -> datetime:
    """Read the clock; this is the only place of the command line that does."""
    return datetime.now(UTC)


def settings(database: str | None) -> Settings:
    """Read the environment; ``--database`` goes before it."""
    read = from_environment(os.environ)
    return replace(read, database_url=database) if database else read


def publication(database: str | None) -> Publication:
    """Open what is published."""
    return open_publication(settings(database), now())


def published(database: str | None, as_of: date | None) -> Published:
    """Open what is published, or what was on a day."""
    return publication(database).as_of(as_of)


def model_id(published: Published, text: str) -> ModelId:
    """Find the one model that a spelling means; raises :class:`NotFoundError`."""
    found = published.lookup.find(text)
    if found.certain is not None:
        return found.certain.model
    if found.router is not None:
        raise NotFoundError(f"{text!r} is a router, which picks a model by itself, and no model")
    near = ", ".join(str(candidate.model) for candidate in found.candidates[:_NEAR])
    if found.ambiguous:
        raise NotFoundError(f"{text!r} can mean several models: {near}")
    hint = f"; near: {near}" if near else ""
    raise NotFoundError(f"no model is called {text!r}{hint}")
