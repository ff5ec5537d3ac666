"""The catalogue for Python programs: the same questions as everywhere, as methods of one object.

>>> import modelario
>>> catalogue = modelario.load(embedded=True)
>>> catalogue.resolve("azure/o4-mini").model
'openai/o4-mini'
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from modelario.catalogue.checking import several
from modelario.catalogue.circumstances import moment
from modelario.catalogue.filters import ModelFilter
from modelario.catalogue.workload_texts import workload_in
from modelario.catalogue.workloads import Workload
from modelario.editions import Editions, embedded, open_editions
from modelario.history.running_days import asked_day
from modelario.queries.changes import ChangeFilter, Changelog, ChangesRequest, changelog
from modelario.queries.compare import CompareRequest, Comparison, compare
from modelario.queries.cost import CostTable, cost
from modelario.queries.cost_question import CostQuestion, as_told
from modelario.queries.edition import Edition
from modelario.queries.lifecycle import LifecycleRequest, LifecycleTable, lifecycle
from modelario.queries.meaning import meant
from modelario.queries.model import ModelPage, ModelRequest, model_page
from modelario.queries.models import DEFAULT_SORT, ModelsRequest, ModelTable, model_table
from modelario.queries.offering_table import Offerings, OfferingsRequest, offerings
from modelario.queries.pick import BY_COST, PickRequest, Picks, pick
from modelario.queries.resolved import Resolved, ResolveRequest, resolve_texts
from modelario.queries.sights import Own
from modelario.queries.start import Start, StartRequest, start
from modelario.settings import data_folder, from_environment, whole_environment

_ANY = ModelFilter()


def opened(environment: Mapping[str, str], *, only_embedded: bool) -> "Library":
    """Open the store that an environment names, or the data that the installation carries."""
    now = datetime.now(UTC)
    if only_embedded:
        return Library(Editions(embedded(now, data_folder(whole_environment(environment)))))
    return Library(open_editions(from_environment(environment), now))


class Library:
    """The catalogue of one day; :meth:`as_of` gives that of another.

    Prices are exact decimals in USD per 1M tokens, limits are tokens, ``None`` is unknown. A
    model may be spelt in any way. A question that cannot be meant raises
    :class:`modelario.QuestionError`; what is not there its subclass
    :class:`modelario.MissingError`, whose ``near`` names what may be meant.
    """

    def __init__(self, editions: Editions, edition: Edition | None = None) -> None:
        self._editions = editions
        #: What the questions are put to.
        self.edition = edition or editions.now

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} of {self.day}, {len(self.edition.catalogue.entries)} models>"
        )

    @property
    def day(self) -> date:
        """The day that the data describes."""
        return self.edition.catalogue.origin.as_of

    def as_of(self, day: date | str) -> "Library":
        """Give the catalogue as it stood at the end of a day.

        Raises :class:`modelario.StoreError` for one before the first that is stored, and
        :class:`modelario.QuestionError` for one that has yet to come.

        >>> import modelario
        >>> catalogue = modelario.load(embedded=True)
        >>> catalogue.as_of(catalogue.day).day == catalogue.day
        True
        """
        return Library(self._editions, self._editions.asked(asked_day(day), datetime.now(UTC)))

    def _at(self, workload: Workload | str | None) -> Edition:
        """See what the questions are put to with the cost of a work, where one is told."""
        return self._editions.seen(self.edition, Own(work=self._work(workload)))

    def _work(self, told: Workload | str | None) -> Workload | None:
        return workload_in(told, self._editions.now.catalogue) if isinstance(told, str) else told

    def model(self, model: str, *, workload: Workload | str | None = None) -> ModelPage:
        """Tell everything about one model; with what a month of a workload costs everywhere.

        The workload may be a text such as ``requests-10000_input-5000_output-500``.

        >>> import modelario
        >>> page = modelario.load(embedded=True).model("o4-mini")
        >>> page.id, page.context_window, page.recommended.input_mtok
        ('openai/o4-mini', 200000, Decimal('1.1'))
        """
        id_ = meant(self.edition, model, self._editions.now)
        return model_page(self._at(workload), ModelRequest(model=id_))

    def models(
        self,
        where: ModelFilter = _ANY,
        *,
        sort: str = DEFAULT_SORT,
        limit: int | None = None,
        workload: Workload | str | None = None,
    ) -> ModelTable:
        """List models that a :class:`modelario.ModelFilter` selects.

        With a workload each has what a month of it costs, by which ``sort="month"`` sorts.

        >>> import modelario
        >>> where = modelario.ModelFilter(lab=("openai",))
        >>> table = modelario.load(embedded=True).models(where, sort="price", limit=3)
        >>> [row.lab for row in table.rows]
        ['openai', 'openai', 'openai']
        >>> work = modelario.Workload(requests=10_000, input_tokens=5_000, output_tokens=500)
        >>> where = modelario.ModelFilter(q="openai/o4-mini")
        >>> table = modelario.load(embedded=True).models(where, limit=1, workload=work)
        >>> [(row.id, float(row.month.cost)) for row in table.rows]
        [('openai/o4-mini', 77.0)]
        """
        request = ModelsRequest(where=where, sort=sort, limit=limit)
        return model_table(self._at(workload), request)

    def offerings(
        self,
        model: str | None = None,
        *,
        provider: str | Sequence[str] = (),
        price_state: str | Sequence[str] = (),
        workload: Workload | str | None = None,
    ) -> Offerings:
        """List what providers offer, of one model or of all.

        >>> import modelario
        >>> found = modelario.load(embedded=True).offerings("o4-mini", provider=["openai"])
        >>> [row.offering.offering_id for row in found.rows]
        ['o4-mini']
        """
        request = OfferingsRequest(
            model=model, provider=several(provider), price_state=several(price_state)
        )
        return offerings(self._at(workload), request)

    def resolve(self, text: str) -> Resolved:
        """Tell which model a spelling means, of any provider or client.

        ``model`` is ``None`` where it means several or none; ``candidates`` are the likeliest.

        >>> import modelario
        >>> found = modelario.load(embedded=True).resolve("gpt-4.1-mini-2025-04-14")
        >>> found.model, found.candidates[0].confidence > 0.9
        ('openai/gpt-4.1-mini', True)
        """
        [found] = resolve_texts(self.edition, ResolveRequest(ids=(text,)))
        return found

    def start(
        self, model: str, *, provider: str | None = None, offering: str | None = None
    ) -> Start:
        """Tell how a model is called at a provider, with a first request in each language.

        Raises :class:`modelario.MissingError` where it is not offered there.

        >>> import modelario
        >>> told = modelario.load(embedded=True).start("o4-mini", provider="openai")
        >>> told.base_url, told.key
        ('https://api.openai.com/v1', 'OPENAI_API_KEY')
        """
        return start(self.edition, StartRequest(model, provider, offering))

    def cost(
        self,
        model: str | None = None,
        *,
        input_tokens: int | None = None,
        output_tokens: int | None = None,
        usage: Mapping[str, Any] | None = None,
        flavour: str | None = None,
        requests: int | None = None,
        cached_share: Decimal | float | None = None,
        cache_write_share: Decimal | float | None = None,
        cache_write_1h_share: Decimal | float | None = None,
        reasoning_tokens: int | None = None,
        mode: str | None = None,
        region: str | None = None,
        at: datetime | str | None = None,
        limit: int | None = None,
        where: ModelFilter = _ANY,
        workload: Workload | str | None = None,
    ) -> CostTable:
        """Cost a workload, in USD, at every provider of one model or with every model.

        The cheapest comes first; tiers, cache, mode, region and the hour at a moment, such as
        ``2026-11-26T03:00Z``, apply. ``assumed`` tells what an offering has no price for. What is
        not told is as in the ``workload``; without one it is one request, nothing of it cached.

        ``usage`` are the counts of an answer in place of tokens and shares, as the API of the
        ``flavour`` writes them: one of :data:`modelario.catalogue.flavours.FLAVOURS`. Counts that
        do not add up raise a :class:`modelario.QuestionError`.

        >>> import modelario
        >>> catalogue = modelario.load(embedded=True)
        >>> told = catalogue.cost("o4-mini", input_tokens=5000, output_tokens=500)
        >>> [row.cost_per_request for row in told.rows if row.provider == "openai"]
        [Decimal('0.0077')]
        """
        told = {
            "input_tokens": input_tokens,
            "output_tokens": output_tokens,
            "usage": usage,
            "flavour": flavour or None,
            "requests": requests,
            "cached_share": cached_share,
            "cache_write_share": cache_write_share,
            "cache_write_1h_share": cache_write_1h_share,
            "reasoning_tokens": reasoning_tokens,
            "mode": mode,
            "region": region,
            "at": _moment(at),
        }
        asked = as_told(told, self._work(workload))
        question = CostQuestion(workload=asked, where=where, model=model, limit=limit)
        return cost(self.edition, question.request())

    def compare(
        self,
        *models: str,
        providers: Sequence[str | None] = (),
        mode: str | None = None,
        region: str | None = None,
        at: datetime | str | None = None,
        workload: Workload | str | None = None,
    ) -> Comparison:
        """Set two to four models side by side, each at a provider or at its recommended price.

        >>> import modelario
        >>> sides = modelario.load(embedded=True).compare("o3", "o4-mini").sides
        >>> [side.model.id for side in sides]
        ['openai/o3', 'openai/o4-mini']
        """
        request = CompareRequest(
            models=models, providers=tuple(providers), mode=mode, region=region, at=_moment(at)
        )
        return compare(self._at(workload), request)

    def changes(
        self,
        *,
        model: str | None = None,
        lab: str | None = None,
        provider: str | None = None,
        kind: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        limit: int | None = None,
    ) -> Changelog:
        """Tell what changed, the newest day first; days are inclusive.

        Without a store there is no history, and so nothing has changed. Raises
        :class:`modelario.QuestionError` for days before the first and for those yet to come.

        >>> import modelario
        >>> modelario.load(embedded=True).changes(kind="price").matching
        0
        """
        last = self.day if self.edition is not self._editions.now else None
        first, until = _day("since", since), _day("until", until)
        until = min(filter(None, (until, last)), default=None)
        where = ChangeFilter(
            model=model, lab=lab, provider=provider, kind=kind, since=first, until=until
        )
        self._editions.check_span(first, until, datetime.now(UTC))
        every = self._editions.changes()
        return changelog(self.edition, every, ChangesRequest(where=where, limit=limit))

    def lifecycle(
        self,
        where: ModelFilter = _ANY,
        *,
        event: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
    ) -> LifecycleTable:
        """List when models end: what is announced, what is gone and what follows, by day.

        From 30 days before the catalogue's day to a year after it, unless told. Of what came
        before the first day that is stored, nothing is known.

        >>> import modelario
        >>> table = modelario.load(embedded=True).lifecycle(event="deprecated", limit=2)
        >>> {row.kind for row in table.rows} == {"deprecated"}
        True
        """
        request = LifecycleRequest(where=where, event=event, since=since, until=until, limit=limit)
        return lifecycle(self.edition, request)

    def pick(
        self,
        where: ModelFilter = _ANY,
        *,
        rank: str | Sequence[str] = (BY_COST,),
        weight: Sequence[Decimal | float] = (),
        workload: Workload | str | None = None,
        benchmark: str | None = None,
        served_in: str | Sequence[str] = (),
        deprecated: bool = False,
        limit: int | None = None,
    ) -> Picks:
        """Choose models that meet every requirement, ranked, and tell what stood in the way.

        The requirements are those of a :class:`modelario.ModelFilter`.

        >>> import modelario
        >>> catalogue = modelario.load(embedded=True)
        >>> where = modelario.ModelFilter(capability=("tool_call",), min_context=200_000)
        >>> picks = catalogue.pick(where, limit=2)
        >>> [row.rank for row in picks.rows], picks.matching > 50
        ([1, 2], True)
        """
        request = PickRequest(
            where=where,
            rank=several(rank),
            weight=tuple(Decimal(str(each)) for each in weight),
            benchmark=benchmark,
            served_in=several(served_in),
            deprecated=deprecated,
            limit=limit,
        )
        if (work := self._work(workload)) is not None:
            request = msgspec.structs.replace(request, workload=work)
        return pick(self.edition, request)


def _day(field: str, told: date | str | None) -> date | None:
    return None if told is None else asked_day(told, field)


def _moment(at: datetime | str | None) -> datetime | None:
    return moment(at) if isinstance(at, str) else at
