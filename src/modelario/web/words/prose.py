"""Sentences about a model, made from its facts: the summary, and questions with answers."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from babel.lists import format_list

from modelario.queries.model import ModelPage
from modelario.queries.offering import QuoteRow
from modelario.queries.price_tables import other_ways, why_not_recommended
from modelario.web.words.i18n import N_, Language
from modelario.web.words.wordlists import STATE_PLACES
from modelario.wording import label, sentence


class CommonQuestion(NamedTuple):
    """A question that people ask about a model, and the answer that the facts give."""

    question: str
    answer: str


def summary(page: ModelPage, language: Language) -> str:
    """Say in a few words what a model is."""
    return " ".join(_told(page, language))


def _told(page: ModelPage, language: Language) -> Iterable[str]:
    _ = language.gettext
    names = {"name": page.name, "lab": page.lab_name}
    if page.open_weights is None:
        yield _("%(name)s is a model by %(lab)s.") % names
    elif page.open_weights:
        yield _("%(name)s is an open-weight model by %(lab)s.") % names
    else:
        yield _("%(name)s is a proprietary model by %(lab)s.") % names
    if page.input_modalities and page.output_modalities:
        yield _("Input: %(input)s. Output: %(output)s.") % {
            "input": _kinds(page.input_modalities, language),
            "output": _kinds(page.output_modalities, language),
        }
    if page.context_window is not None:
        yield _("Its context window holds %(tokens)s tokens.") % {
            "tokens": language.number(page.context_window)
        }
    if page.recommended is not None:
        yield _(
            "At %(provider)s it costs %(input)s per 1M input tokens and %(output)s per 1M "
            "output tokens."
        ) % _prices(page.recommended, language)
    else:
        yield from _other_ways(page, language)


def _other_ways(page: ModelPage, language: Language) -> Iterable[str]:
    """Say where a model is to be had without a price per token."""
    for way in other_ways(page):
        names = format_list([row.provider_name for row in way.offerings], locale=language.locale)
        yield language.gettext(STATE_PLACES[way.state]) % {"names": names}


def _kinds(modalities: Iterable[str], language: Language) -> str:
    return ", ".join(label(f"modality.{each}", language.words) for each in modalities)


def _prices(quote: QuoteRow, language: Language) -> dict[str, str]:
    return {
        "provider": quote.provider_name,
        "input": _price(quote.input_mtok, language),
        "output": _price(quote.output_mtok, language),
    }


def _price(value: Decimal | None, language: Language) -> str:
    return label("unknown", language.words) if value is None else language.price(value)


def questions(page: ModelPage, language: Language) -> list[CommonQuestion]:
    """Answer what people ask about a model."""
    return [
        CommonQuestion(language.gettext(question) % {"name": page.name}, answer(page, language))
        for question, answer in QUESTIONS
    ]


def _cost(page: ModelPage, language: Language) -> str:
    _ = language.gettext
    return " ".join((*_published(page, language), *_other_ways(page, language))) or _(
        "No provider publishes a price per token for %(name)s, so its cost is unknown here."
    ) % {"name": page.name}


def _published(page: ModelPage, language: Language) -> Iterable[str]:
    """Tell the recommended and the lowest price, as far as there are such."""
    _ = language.gettext
    if (why := why_not_recommended(page)) is not None:
        yield sentence(why, language.words) + "."
    if page.recommended is not None:
        yield _(
            "%(name)s costs %(input)s per 1M input tokens and %(output)s per 1M output tokens at "
            "%(provider)s."
        ) % {"name": page.name, **_prices(page.recommended, language)}
        if page.cheapest is None or page.cheapest.blended_mtok >= page.recommended.blended_mtok:
            yield _("No published price is lower.")
            return
    if page.cheapest is not None:
        yield _(
            "The lowest published price is %(provider)s's: %(input)s and %(output)s."
        ) % _prices(page.cheapest, language)


def _context(page: ModelPage, language: Language) -> str:
    _ = language.gettext
    if page.context_window is None:
        return _("No provider states a context window for %(name)s.") % {"name": page.name}
    told = _("%(name)s holds %(tokens)s tokens, prompt and reply together.") % {
        "name": page.name,
        "tokens": language.number(page.context_window),
    }
    if page.max_output_tokens is None:
        return told
    return f"{told} " + _("One reply has at most %(tokens)s tokens.") % {
        "tokens": language.number(page.max_output_tokens)
    }


Answer = Callable[[ModelPage, Language], str]


def _capability(field: str, yes: str, no: str) -> Answer:
    def answer(page: ModelPage, language: Language) -> str:
        declared = getattr(page.capabilities, field)
        return _verdict(page, language, declared, yes, no)

    return answer


def _verdict(page: ModelPage, language: Language, fact: bool | None, yes: str, no: str) -> str:
    text = UNKNOWN if fact is None else yes if fact else no
    return language.gettext(text) % {"name": page.name, "lab": page.lab_name}


def _image(page: ModelPage, language: Language) -> str:
    kinds = page.input_modalities
    fact = None if kinds is None else "image" in kinds
    return _verdict(page, language, fact, IMAGE_YES, IMAGE_NO)


def _open_weights(page: ModelPage, language: Language) -> str:
    return _verdict(page, language, page.open_weights, OPEN_YES, OPEN_NO)


def _alternatives(page: ModelPage, language: Language) -> str:
    _ = language.gettext
    closest = [other.name for other in page.alternatives.closest]
    if not closest:
        return _("No other model in the catalogue comes near %(name)s.") % {"name": page.name}
    return _("By capabilities, context, price and age the nearest are %(names)s.") % {
        "names": format_list(closest, locale=language.locale)
    }


def _source(page: ModelPage, language: Language) -> str:
    return language.ngettext(
        "From models.dev, as of %(day)s: %(count)s offering of this model, merged into one record.",
        "From models.dev, as of %(day)s: %(count)s offerings of this model, merged into one "
        "record.",
        len(page.offerings),
    ) % {"day": language.day(page.as_of), "count": language.number(len(page.offerings))}


UNKNOWN = N_("Nobody states it, so it is unknown here.")
IMAGE_YES = N_("Yes. %(name)s takes images as input.")
IMAGE_NO = N_("No. %(name)s takes no images as input.")
OPEN_YES = N_("Yes. The weights of %(name)s can be downloaded.")
OPEN_NO = N_("No. Its weights are not published.")

#: What people ask, in order.
QUESTIONS: tuple[tuple[str, Answer], ...] = (
    (N_("How much does %(name)s cost?"), _cost),
    (N_("What is the context window of %(name)s?"), _context),
    (
        N_("Does %(name)s support tool calling?"),
        _capability(
            "tool_call",
            N_("Yes. %(name)s is declared to call tools (functions)."),
            N_("No. %(name)s is declared not to call tools (functions)."),
        ),
    ),
    (
        N_("Does %(name)s support structured output?"),
        _capability(
            "structured_output",
            N_("Yes. %(name)s is declared to keep to a JSON schema."),
            N_("No. %(name)s is declared not to keep to a JSON schema."),
        ),
    ),
    (N_("Can %(name)s read images?"), _image),
    (N_("Is %(name)s open-weight?"), _open_weights),
    (N_("What are alternatives to %(name)s?"), _alternatives),
    (N_("Where does this data come from?"), _source),
)
