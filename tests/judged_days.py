"""Day after day judged, with holds, changes and looks kept as the store would."""

from datetime import date, timedelta
from decimal import Decimal

from modelario.history.arrival import WINDOW_DAYS, Background
from modelario.history.differences import diff
from modelario.history.journal import DatedChange, Ending, Hold
from modelario.history.judging import NOTHING, Judgement, judge, released
from modelario.keeping.working_out import differing
from modelario.records import ModelOf
from modelario.upstream.document import RawDocument, parse

DAY = date(2026, 2, 27)


class Replay:
    """What is published and what is held, from the day after :data:`DAY` on."""

    def __init__(self, published: RawDocument = NOTHING, models: ModelOf | None = None) -> None:
        self.published, self.holds, self.decisions = published, {}, []
        self.day, self._numbers = DAY, 0
        self.bodies = {}
        self.models, self.changes, self.looks, self.accepted = models or {}, [], [DAY], {}
        self.testimonies = ()
        #: Whether looks are counted, or only days.
        self.counts_looks = False

    def take(self, new: RawDocument, days: int = 1) -> Judgement:
        """Judge a document that comes so many days after the last one."""
        self.day += timedelta(days)
        since = self.day - timedelta(WINDOW_DAYS)
        background = Background(
            models=self.models,
            recent=[each for each in self.changes if each.as_of >= since],
            looks=self.looks if self.counts_looks else (),
            accepted=self.accepted,
            testimonies=self.testimonies,
        )
        judgement = judge(self.published, new, list(self.holds.values()), self.day, background)
        self._decide(judgement)
        self._publish(judgement.published)
        self.looks.append(self.day)
        return judgement

    def _decide(self, judgement: Judgement) -> None:
        for number, decision in judgement.closed:
            hold = self.holds.pop(number)
            self.decisions.append((hold.gate, decision))
            if decision is Ending.BELIEVED:
                self.accepted[hold.key, hold.field] = self.day
        for each in judgement.opened:
            self._numbers += 1
            self.bodies[self._numbers] = each.body
            self.holds[self._numbers] = Hold(
                id=self._numbers,
                since_seq=1,
                **{n: getattr(each, n) for n in each.__struct_fields__ if n != "body"},
            )

    def _publish(self, published: RawDocument | None) -> None:
        if published is None:
            return
        one, other = (parse(raw) for raw in differing(self.published, published))
        self.changes += [
            DatedChange(seq=1, number=1, as_of=self.day, change=change)
            for change in (diff(one, other) if self.published.offerings else ())
        ]
        self.published = published

    def release(self) -> RawDocument:
        """What would be published if an operator released everything."""
        return released(self.published, self.holds.values(), self.bodies)

    def reject(self) -> None:
        """Reject everything that is held."""
        for number, hold in self.holds.items():
            fields = {n: getattr(hold, n) for n in hold.__struct_fields__}
            self.holds[number] = Hold(**{**fields, "rejected_seq": 1})

    def price(self, field: str = "input_mtok", offering: str = "m") -> Decimal | None:
        """What is published of an offering's price."""
        document = parse(self.published)
        price = next(o.price for o in document.offerings if o.offering_id == offering)
        return getattr(price, field)
