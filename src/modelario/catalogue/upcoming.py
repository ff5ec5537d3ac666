"""Which models are announced and not yet released: they are shown, and are not the newest."""

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec.structs import replace

from modelario.records import Model, ModelId

#: Days begin earlier elsewhere.
SLACK = timedelta(days=1)


def with_upcoming(models: Mapping[ModelId, Model], day: date) -> dict[ModelId, Model]:
    """Mark the models whose release date lies after the day that the data describes."""
    return {
        id_: replace(model, upcoming=True) if is_upcoming(model.facts.release_date, day) else model
        for id_, model in models.items()
    }


def is_upcoming(release_date: str | None, day: date) -> bool:
    """Whether a date, or month, lies in the future of a day."""
    if release_date is None:
        return False
    return release_date > (day + SLACK).isoformat()[: len(release_date)]
