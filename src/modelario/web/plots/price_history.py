"""The price history of a model, ready to be drawn: which courses, in which panels, in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from modelario.queries.price_history import (
    CourseChoice,
    PriceCourse,
    PriceHistory,
    PricePeriod,
    PriceRow,
    choices,
    merged,
    price_history,
    price_rows,
)
from modelario.records import ModelId, PriceState
from modelario.web.pages import Asked
from modelario.web.plots import step_lines as steps
from modelario.web.plots.step_lines import Panel, Step
from modelario.web.words.i18n import Language
from modelario.wording import label

SHOWN, SCALE = "provider", "scale"
PLOT_PARAMETERS = (SHOWN, SCALE)
LOGARITHMIC = "log"

#: The prices that have a panel of their own.
_PANELS = ("input_mtok", "output_mtok")


class PricePanel(NamedTuple):
    """One kind of price: its plot, and the same in words."""

    field: str
    plot: Panel
    told: tuple[str, ...]


class PricePlot(NamedTuple):
    """What the section on a model's price history shows."""

    history: PriceHistory
    choices: tuple[CourseChoice, ...]
    chosen: tuple[PriceCourse, ...]
    #: None where there is but one day, or never was a price.
    panels: tuple[PricePanel, ...]
    rows: tuple[PriceRow, ...]
    start: date
    logarithmic: bool
    frame: Any = steps


def price_plot(asked: Asked, id_: ModelId) -> PricePlot:
    """Lay out the price history that a request asks for; raises ``StoreError``."""
    edition, editions = asked.edition, asked.editions
    listed = editions.course(edition, id_)
    if asked.at:
        listed = tuple(each for each in listed if each.key.provider in asked.at)
    begins = min(editions.begins, edition.catalogue.origin.as_of)
    history = price_history(edition.catalogue, id_, listed, begins)
    offered = choices(history, asked.parameters.all(SHOWN))
    chosen = tuple(choice.course for choice in offered if choice.chosen)
    logarithmic = asked.parameters.one(SCALE) == LOGARITHMIC
    start = min((each.periods[0].since for each in chosen), default=history.as_of)
    return PricePlot(
        history=history,
        choices=offered,
        chosen=chosen,
        panels=tuple(_panels(history, chosen, start, asked.language, logarithmic=logarithmic)),
        rows=merged(price_rows(chosen)),
        start=start,
        logarithmic=logarithmic,
    )


def _panels(
    history: PriceHistory,
    chosen: tuple[PriceCourse, ...],
    start: date,
    language: Language,
    *,
    logarithmic: bool,
) -> Iterator[PricePanel]:
    if not chosen or start >= history.as_of:
        return
    for field in _PANELS:
        courses = [tuple(_steps(course, field, history.as_of)) for course in chosen]
        yield PricePanel(
            field,
            steps.panel(courses, start, history.as_of, logarithmic=logarithmic),
            tuple(_told(course, field, language) for course in chosen),
        )


def _steps(course: PriceCourse, field: str, as_of: date) -> Iterator[Step]:
    last: Step | None = None
    for period in course.periods:
        value = getattr(period, field)
        if value is None:
            continue
        until = period.until or as_of
        if last and (last.until, last.value) == (period.since, float(value)):
            last = last._replace(until=until)
        else:
            if last:
                yield last
            last = Step(period.since, until, float(value))
    if last:
        yield last


def _told(course: PriceCourse, field: str, language: Language) -> str:
    """Tell a course in words: each price with the day on which it began."""
    told = [_period(period, field, language) for period in _changes(course, field)]
    return f"{course.provider_name}{language.colon}{language.semicolon.join(told)}."


def _changes(course: PriceCourse, field: str) -> Iterator[PricePeriod]:
    """Leave out periods that only another price began."""
    last: PricePeriod | None = None
    for period in course.periods:
        if (
            last is None
            or getattr(last, field) != getattr(period, field)
            or last.until != period.since
        ):
            yield period
        last = period


def _period(period: PricePeriod, field: str, language: Language) -> str:
    value = getattr(period, field)
    values: Mapping[str, str] = {
        "price": label(f"price_state.{PriceState.UNKNOWN}", language.words)
        if value is None
        else language.price(value),
        "since": language.day(period.since),
    }
    return language.gettext("%(price)s from %(since)s") % values
