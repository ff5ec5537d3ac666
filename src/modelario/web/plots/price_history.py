"""The price history of a model, ready to be drawn: which courses, in which panels, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from modelario.records import ALWAYS, Conditions, ModelId, PriceState
from modelario.web.pages import Asked
from modelario.web.plots import step_lines as steps
from modelario.web.plots.step_lines import Panel, Step
from modelario.web.words.i18n import Language
from modelario.wording import conditions_label, label

SHOWN, SCALE = "provider", "scale"
PLOT_PARAMETERS = (SHOWN, SCALE)
LOGARITHMIC = "log"

#: The prices that have a panel of their own.
_PANELS = ("input_mtok", "output_mtok")


#: So many lines have room in a panel, with their labels.
MOST_LINES = 9


class CourseLine(NamedTuple):
    """A line of each panel: an offering's plain price, or one that it asks under conditions."""

    #: The place of its offering among those that are shown.
    place: int
    course: PriceCourse
    conditions: Conditions
    periods: tuple[PricePeriod, ...]

    @property
    def over(self) -> bool:
        """Whether it holds no more."""
        return self.periods[-1].until is not None

    @property
    def plain(self) -> bool:
        """Whether it is the price that holds where no condition does."""
        return self.conditions == ALWAYS


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
    #: What is drawn in each panel, the plain prices first; some may have no room.
    lines: tuple[CourseLine, ...]
    undrawn: int
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
    lines = _lines(chosen)
    drawn = lines[:MOST_LINES]
    logarithmic = asked.parameters.one(SCALE) == LOGARITHMIC
    start = min((each.periods[0].since for each in chosen), default=history.as_of)
    return PricePlot(
        history=history,
        choices=offered,
        chosen=chosen,
        lines=drawn,
        undrawn=len(lines) - len(drawn),
        panels=tuple(_panels(history, drawn, start, asked.language, logarithmic=logarithmic)),
        rows=merged(price_rows(chosen)),
        start=start,
        logarithmic=logarithmic,
    )


def _lines(chosen: Sequence[PriceCourse]) -> tuple[CourseLine, ...]:
    """List the plain price of each offering, then what each asks under conditions."""
    plain = (CourseLine(place, each, ALWAYS, each.periods) for place, each in enumerate(chosen))
    conditional = (
        CourseLine(place, course, each.conditions, each.periods)
        for place, course in enumerate(chosen)
        for each in course.under_conditions
    )
    return (*plain, *conditional)


def _panels(
    history: PriceHistory,
    lines: Sequence[CourseLine],
    start: date,
    language: Language,
    *,
    logarithmic: bool,
) -> Iterator[PricePanel]:
    if not lines or start >= history.as_of:
        return
    for field in _PANELS:
        courses = [tuple(price_steps(line.periods, field, history.as_of)) for line in lines]
        yield PricePanel(
            field,
            steps.panel(courses, start, history.as_of, logarithmic=logarithmic),
            tuple(
                _told(line, field, language)
                for line, steps_ in zip(lines, courses, strict=True)
                if line.plain or steps_
            ),
        )


def price_steps(periods: Iterable[PricePeriod], field: str, as_of: date) -> Iterator[Step]:
    """Give the steps of one kind of price, those of the same height as one."""
    last: Step | None = None
    for period in periods:
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


def _told(line: CourseLine, field: str, language: Language) -> str:
    """Tell a line in words: each price with the day on which it began."""
    told = [_period(period, field, language) for period in _changes(line.periods, field)]
    name = ", ".join(
        each
        for each in (line.course.provider_name, conditions_label(line.conditions, language.words))
        if each
    )
    return f"{name}{language.colon}{language.semicolon.join(told)}."


def _changes(periods: Iterable[PricePeriod], field: str) -> Iterator[PricePeriod]:
    """Leave out periods that only another price began."""
    last: PricePeriod | None = None
    for period in periods:
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
