"""What stands beneath the facts of a model's picture: how its price moved, how it measures."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from modelario.identity.benchmark_names import results
from modelario.queries.benchmarks import marks, result_counts
from modelario.queries.model import ModelPage
from modelario.web.pages import Asked
from modelario.web.pictures.canvas import ACCENT, INK, LINE, MUTED, Canvas, Look, fitting
from modelario.web.pictures.sheet import ACROSS, SMALL
from modelario.web.plots.price_history import PricePlot, price_steps
from modelario.web.plots.step_lines import Step
from modelario.web.words.i18n import Language
from modelario.web.words.wordlists import PRICE_NAMES
from modelario.wording import label

#: How wide a panel is; where its title stands, and its first and last line.
PANEL = (ACROSS - 56) / 2
_TITLE, _FIRST, _LAST = 446, 482, 546

_ROW = Look(22, INK)
_BESIDE = Look(22, MUTED)
_FIGURE = Look(22, INK, bold=True)


class Drawable(Protocol):
    def draw(self, canvas: Canvas, x: float) -> None:
        """Draw what there is to see from a place on."""


def panels(asked: Asked, page: ModelPage, plot: PricePlot | None) -> list[Drawable]:
    """Choose what to show: how the price moved, results that are quoted, and fit scores."""
    found: list[Drawable] = []
    if plot is not None and (lines := tuple(_lines(plot, asked.language))):
        found.append(PriceCurve(asked.language, plot.start, plot.history.as_of, lines))
    if measures := tuple(_results(asked, page)):
        title = asked.language.gettext("Benchmarks, as models.dev quotes them")
        found.append(Bars(title, measures))
    scores = tuple(_scores(page, asked.language))
    title = asked.language.gettext("Fit scores")
    parts = (scores[first : first + _MOST] for first in range(0, len(scores), _MOST))
    return [*found, *(Bars("" if number else title, part) for number, part in enumerate(parts))]


# --- measures -----------------------------------------------------------------------------

#: So many lines has a panel.
_MOST = 3
_STEP = (_LAST - _FIRST) / (_MOST - 1)
#: Where a line's bar begins – sooner where more follows it –, and how long it is.
_BAR, _SOONER, _LENGTH = 312, 244, 92


class Gauge(NamedTuple):
    """Something that a model is measured by: its share of the whole bar, in figures, and more."""

    name: str
    share: float
    figure: str
    beside: str = ""


class Bars(NamedTuple):
    """A few measures, each with a bar."""

    title: str
    measures: Sequence[Gauge]

    def draw(self, canvas: Canvas, x: float) -> None:
        """Draw them from a place on."""
        canvas.text(x, _TITLE, self.title, SMALL, most=PANEL)
        bar = _SOONER if any(each.beside for each in self.measures) else _BAR
        for place, each in enumerate(self.measures):
            y = _FIRST + place * _STEP
            look = fitting(each.name, _ROW, bar - 14, 17)
            canvas.text(x, y, each.name, look, most=bar - 14)
            canvas.bar(x + bar, y - 12, _LENGTH, 9, LINE)
            canvas.bar(x + bar, y - 12, _LENGTH * each.share, 9, ACCENT)
            at = x + bar + _LENGTH + 14
            at += canvas.text(at, y, each.figure, _FIGURE)
            canvas.text(at + 10, y, each.beside, _BESIDE, most=x + PANEL - at)


def _scores(page: ModelPage, language: Language) -> Iterator[Gauge]:
    """Give the scores, those first that fewest others share."""
    for name in sorted(page.scores, key=lambda name: page.sharing.get(name, 0)):
        points = page.scores[name].points
        yield Gauge(label(f"score.{name}", language.words), points / 100, str(points))


def _results(asked: Asked, page: ModelPage) -> Iterator[Gauge]:
    """Give the results in the benchmarks that are quoted of most models, and the place in each."""
    catalogue, number = asked.edition.catalogue, asked.language.number
    own = results(catalogue.entry(page.id).model)
    common = [key for key in result_counts(catalogue) if key in own]
    for key in common[:_MOST]:
        every = [each.score for each in marks(catalogue, key).values()]
        score = own[key].score
        place = 1 + sum(other > score for other in every)
        among = asked.language.gettext("%(place)s of %(count)s") % {
            "place": number(place),
            "count": number(len(every)),
        }
        share = float(min(max(score, Decimal(0)), Decimal(100))) / 100
        yield Gauge(own[key].name, share, number(score), among)


# --- moves --------------------------------------------------------------------------------


class MovedPrice(NamedTuple):
    """A kind of price over time."""

    name: str
    steps: tuple[Step, ...]
    last: str


class PriceCurve(NamedTuple):
    """How the recommended price moved."""

    language: Language
    start: date
    end: date
    lines: Sequence[MovedPrice]

    def draw(self, canvas: Canvas, x: float) -> None:
        """Draw it as step lines from a place on, the newest prices beside them."""
        canvas.text(x, _TITLE, self._title(), SMALL, most=PANEL)
        highest = max(step.value for line in self.lines for step in line.steps) or 1.0
        across = PANEL - 190
        canvas.rule(x, _LAST, across)
        labels = self._labels(highest)
        for line, colour, label_y in zip(self.lines, (ACCENT, INK), labels, strict=False):
            for run in _runs(line.steps):
                points = [
                    (x + across * self._share(day), _height(value, highest)) for day, value in run
                ]
                canvas.line(points, colour, 3)
            at = x + across + 12
            at += 8 + canvas.text(at, label_y, line.last, _FIGURE._replace(colour=colour))
            canvas.text(at, label_y, line.name, _BESIDE, most=x + PANEL - at)

    def _title(self) -> str:
        day = self.language.short_day(self.start)
        return self.language.gettext("Price since %(day)s") % {"day": day}

    def _share(self, day: date) -> float:
        return (day - self.start).days / max(1, (self.end - self.start).days)

    def _labels(self, highest: float) -> list[float]:
        """Place the labels beside the ends of their lines, apart from each other."""
        places = [_height(line.steps[-1].value, highest) + 8 for line in self.lines]
        if len(places) > 1 and abs(places[0] - places[1]) < _STEP:
            upper = min(range(2), key=lambda number: places[number])
            middle = min(sum(places) / 2, _LAST - _STEP / 2 + 4)
            places[upper], places[1 - upper] = middle - _STEP / 2, middle + _STEP / 2
        return places


def _height(value: float, highest: float) -> float:
    return _LAST - (_LAST - _FIRST + 18) * value / highest


def _runs(steps: Sequence[Step]) -> Iterator[list[tuple[date, float]]]:
    """Give the corners of each stretch of days without a gap."""
    run: list[tuple[date, float]] = []
    for step in steps:
        if run and run[-1][0] != step.since:
            yield run
            run = []
        run += [(step.since, step.value), (step.until, step.value)]
    if run:
        yield run


def _lines(plot: PricePlot, language: Language) -> Iterator[MovedPrice]:
    """Give the prices of the offering that stands first, if any of them ever moved."""
    if not plot.panels or not (course := plot.chosen[0]).recommended:
        return
    found = {
        panel.field: tuple(price_steps(course.periods, panel.field, plot.history.as_of))
        for panel in plot.panels
    }
    if not any(len(steps) > 1 for steps in found.values()):
        return
    for field, steps in found.items():
        if steps:
            last = language.price(Decimal(repr(steps[-1].value)))
            yield MovedPrice(language.gettext(PRICE_NAMES[field]), steps, last)
