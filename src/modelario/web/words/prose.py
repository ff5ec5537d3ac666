"""Sentences about a model, made from its facts: the summary, and questions with answers."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from modelario.queries.model import ModelPage
from modelario.queries.offering import QuoteRow
from modelario.queries.price_tables import other_ways, why_not_recommended
from modelario.records import ModelKind
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
    if page.context_window is not None and _holds_tokens(page):
        yield _("Its context window holds %(tokens)s tokens.") % {
            "tokens": language.number(page.context_window)
        }
    if page.recommended is not None:
        yield _asked(_COSTS_THERE, page.recommended, language)
    else:
        yield from _other_ways(page, language)


def _other_ways(page: ModelPage, language: Language) -> Iterable[str]:
    """Say where a model is to be had without a price per token."""
    for way in other_ways(page):
        names = language.listed(row.provider_name for row in way.offerings)
        yield language.gettext(STATE_PLACES[way.state]) % {"names": names}


def _kinds(modalities: Iterable[str], language: Language) -> str:
    return ", ".join(label(f"modality.{each}", language.words) for each in modalities)


#: What is said of a price with both its halves, and where there is none for output.
_COSTS_THERE = (
    N_(
        "At %(provider)s it costs %(input)s per 1M input tokens and %(output)s per 1M output "
        "tokens."
    ),
    N_("At %(provider)s it costs %(input)s per 1M input tokens."),
)
_COSTS = (
    N_(
        "%(name)s costs %(input)s per 1M input tokens and %(output)s per 1M output tokens at "
        "%(provider)s."
    ),
    N_("%(name)s costs %(input)s per 1M input tokens at %(provider)s."),
)
_LOWEST = (
    N_("The lowest published price is %(provider)s's: %(input)s and %(output)s."),
    N_("The lowest published price is %(provider)s's: %(input)s."),
)


def _asked(said: tuple[str, str], quote: QuoteRow, language: Language, name: str = "") -> str:
    """Tell what a quote asks: embeddings and their like have no price for output."""
    both, input_alone = said
    asked = {"input": quote.input_mtok, "output": quote.output_mtok}
    return language.gettext(input_alone if quote.output_mtok is None else both) % {
        "name": name,
        "provider": quote.provider_name,
        **{key: language.price(price) for key, price in asked.items() if price is not None},
    }


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
        yield _asked(_COSTS, page.recommended, language, page.name)
    if page.cheapest is not None and page.cheapest.month is not None:
        yield _("Your workload costs least at %(provider)s: %(cost)s a month.") % {
            "provider": page.cheapest.provider_name,
            "cost": language.usd(page.cheapest.month.cost),
        }
        return
    own, lowest = page.recommended, page.cheapest
    if own is not None and (lowest is None or lowest.blended_mtok >= own.blended_mtok):
        yield _("No published price is lower.")
    elif lowest is not None:
        yield _asked(_LOWEST, lowest, language)


def _context(page: ModelPage, language: Language) -> str:
    _ = language.gettext
    if page.context_window is None:
        return _("No provider states a context window for %(name)s.") % {"name": page.name}
    if not _holds_tokens(page):
        return _(
            "Upstream states %(tokens)s for it. What such a model takes in at once is not measured "
            "in tokens of text."
        ) % {"tokens": language.number(page.context_window)}
    told = _("%(name)s holds %(tokens)s tokens, prompt and reply together.") % {
        "name": page.name,
        "tokens": language.number(page.context_window),
    }
    if page.max_output_tokens is None:
        return told
    return f"{told} " + _("One reply has at most %(tokens)s tokens.") % {
        "tokens": language.number(page.max_output_tokens)
    }


#: Kinds of model whose work is no text: a length of theirs is none of a conversation.
_NO_TEXT = frozenset(
    {
        *(ModelKind.TRANSCRIPTION, ModelKind.SPEECH, ModelKind.VOICE),
        *(ModelKind.MUSIC, ModelKind.IMAGE, ModelKind.VIDEO),
    }
)


def _holds_tokens(page: ModelPage) -> bool:
    return page.kind not in _NO_TEXT


def _cache(page: ModelPage, language: Language) -> str:
    _ = language.gettext
    quote = page.recommended
    if quote is None:
        return _("Without a published price per token none is known for cached input either.")
    if quote.cache_read_mtok is None:
        return _("%(provider)s publishes no price for cached input.") % {
            "provider": quote.provider_name
        }
    told = _("%(provider)s asks %(price)s per 1M input tokens that are read from its cache.") % {
        "provider": quote.provider_name,
        "price": language.price(quote.cache_read_mtok),
    }
    if quote.cache_write_mtok is None:
        return told
    return f"{told} " + _("Writing to the cache costs %(price)s per 1M tokens.") % {
        "price": language.price(quote.cache_write_mtok)
    }


def _image_billing(page: ModelPage, language: Language) -> str:
    _ = language.gettext
    quote = page.recommended
    if quote is None:
        return _("No price is published by which images could be billed.")
    if quote.input_image_mtok is not None:
        return _("%(provider)s asks %(price)s per 1M input tokens of images.") % {
            "provider": quote.provider_name,
            "price": language.price(quote.input_image_mtok),
        }
    return _(
        "No price of its own is published for images: they count as input tokens, and how many "
        "one makes is the provider's rule."
    )


def _who_serves(page: ModelPage, language: Language) -> str:
    """Tell who is known to serve a model."""
    names = list(dict.fromkeys(row.provider_name for row in page.offerings))
    if len(names) > _NAMED:
        told = language.gettext("%(count)s providers are known to serve it, among them %(names)s.")
    else:
        told = language.ngettext(
            "%(count)s provider is known to serve it: %(names)s.",
            "%(count)s providers are known to serve it: %(names)s.",
            len(names),
        )
    return told % {
        "count": language.number(len(names)),
        "names": language.listed(names[:_NAMED]),
    }


#: So many providers are named in an answer.
_NAMED = 4

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
    told = _verdict(page, language, fact, IMAGE_YES, IMAGE_NO)
    return f"{told} {_image_billing(page, language)}" if fact else told


def _open_weights(page: ModelPage, language: Language) -> str:
    told = _verdict(page, language, page.open_weights, OPEN_YES, OPEN_NO)
    return f"{told} {_who_serves(page, language)}"


def _alternatives(page: ModelPage, language: Language) -> str:
    _ = language.gettext
    closest = [other.name for other in page.alternatives.closest]
    if not closest:
        return _("No other model in the catalogue comes near %(name)s.") % {"name": page.name}
    return _("Nearest by capabilities, context, price and age: %(names)s.") % {
        "names": language.listed(closest)
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
OPEN_YES = N_(
    "Yes. The weights of %(name)s can be downloaded: anybody may serve it as its licence allows."
)
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
    (N_("What does cached input cost with %(name)s?"), _cache),
    (N_("Is %(name)s open-weight, and who may serve it?"), _open_weights),
    (N_("What are alternatives to %(name)s?"), _alternatives),
    (N_("Where does this data come from?"), _source),
)
