"""A comparison as a document for a decision: the figures, what they assume, where they are from."""

from collections.abc import Iterator

from msgspec import structs

from modelario.queries.compare import Comparison, Side
from modelario.queries.offering import OfferingRow
from modelario.web.addresses import upstream_file
from modelario.web.pages import Asked, View
from modelario.web.papers.compared_rows import NAMES, at_providers, beside, compared
from modelario.web.papers.paper import (
    Flow,
    Imprint,
    body,
    heading,
    made,
    points,
    space,
    table,
    title,
)
from modelario.web.typeface import written
from modelario.web.views.comparison import heading_of
from modelario.web.words.break_even_prose import break_even_answers
from modelario.web.words.i18n import N_, Language
from modelario.web.words.work_prose import work_told
from modelario.wording import label, sentence


def comparison_paper(asked: Asked, view: View, address: str) -> bytes:
    """Set a comparison as the address asks for it."""
    record, language = _legible(view.record), asked.language
    day = language.day(record.as_of)
    name = heading_of([side.model.name for side in record.sides], language)
    heads = [_head(side, language) for side in record.sides]
    parts = [
        title(name),
        body(language.gettext("Catalogue as of %(day)s.") % {"day": day}, quiet=True),
        *_findings(record, language),
        *_assumed(record, asked),
        space(6),
        table(heads, compared(record, view, asked), NAMES),
        *(part for each in record.two_days for part in beside(each, language)),
        *at_providers(record, language),
        *_work(record, language),
        *_sources(record, address, language),
    ]
    return made(Imprint(name, language.code, day, address), parts)


def _legible(record: Comparison) -> Comparison:
    """Name models so that the typeface can write them."""
    sides = (
        structs.replace(
            side, model=structs.replace(side.model, name=written(side.model.name, side.model.id))
        )
        for side in record.sides
    )
    return structs.replace(record, sides=tuple(sides))


def _head(side: Side, language: Language) -> tuple[str, str]:
    at = side.offering
    none = language.gettext("No published price")
    return side.model.name, written(at.provider_name, at.provider) if at else none


# --- in words -----------------------------------------------------------------------------


def _findings(record: Comparison, language: Language) -> Iterator[Flow]:
    """Say where the cheaper one changes."""
    answers = break_even_answers(record, language)
    for answer in answers:
        yield from heading(answer.question)
        yield from points(answer.sentences)
    if answers:
        yield body(language.gettext("Prices of long requests are left aside here."), quiet=True)


def _assumed(record: Comparison, asked: Asked) -> Iterator[Flow]:
    """Say how the requests are made that the figures are about, and what was assumed."""
    language, parameters = asked.language, asked.parameters
    unset = {"mode": "standard", "region": language.gettext("any")}
    said = [
        f"{label(f'field.{name}', language.words)}{language.colon}"
        f"{parameters.one(name) or unset[name]}"
        for name in unset
    ]
    moments = [each for each in parameters.all("at") if "@" not in each]
    said += [f"{label('field.at', language.words)}{language.colon}{each}" for each in moments]
    if asked.at:
        names = ", ".join(asked.everywhere.catalogue.providers[id_].name for id_ in asked.at)
        said.append(language.gettext("At your providers: %(names)s.") % {"names": names})
    if asked.own.work is not None:
        work = work_told(asked.own.work, language)
        said.append(f"{language.gettext('Your workload')}{language.colon}{work}")
    yield from heading(label("field.assumed", language.words))
    yield body(" · ".join(said))
    reasons = (f"{sentence(e, language.words)}." for side in record.sides for e in side.assumed)
    yield from points(dict.fromkeys(reasons))


def _work(record: Comparison, language: Language) -> Iterator[Flow]:
    """Say what each work is of."""
    yield from heading(language.gettext("What typical work costs, in USD"))
    for row in record.scenarios:
        yield body(
            language.gettext("%(name)s: %(count)s requests of %(input)s tokens in, %(output)s out.")
            % {
                "name": label(f"scenario.{row.key}", language.words),
                "count": language.number(row.requests),
                "input": language.number(row.input_tokens),
                "output": language.number(row.output_tokens),
            }
            + f" {label(f'assumption.{row.key}', language.words)}"
        )


def _sources(record: Comparison, address: str, language: Language) -> Iterator[Flow]:
    """Tell where the prices are from, and how the document is to be read."""
    gettext = language.gettext
    yield from heading(gettext("Sources"))
    day = language.day(record.as_of)
    yield from points(
        f"{side.model.name}{language.colon}{_offered(side.offering)} – "
        f"{upstream_file(side.offering.upstream_path)}"
        for side in record.sides
        if side.offering is not None
    )
    yield body(gettext(_DATA) % {"day": day, "link": "models.dev"}, quiet=True)
    yield body(gettext(_UNKNOWN), quiet=True)
    yield body(gettext(_BEST), quiet=True)
    yield body(address, quiet=True)


def _offered(offering: OfferingRow) -> str:
    name = written(offering.provider_name, offering.provider)
    return f"{name}, {offering.offering_id}"


_DATA = N_(
    "Data of %(day)s, from %(link)s. Prices in USD per 1M tokens; check what you decide on with "
    "the provider."
)
_UNKNOWN = N_("“Unknown” means that nobody states it: it is never taken for zero, or for no.")
_BEST = N_(
    "“Best” is the lowest price or cost and the largest limit or score among what is known. Fit "
    "scores are no benchmark results."
)
