"""Texts of the site that belong to no one page: menus, reasons, faults. English is the key."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from modelario.records import FactSource, PriceState
from modelario.web.words.i18n import N_

#: The main menu: label, and path after the language.
NAVIGATION: tuple[tuple[str, str], ...] = (
    (N_("Models"), "models"),
    (N_("Compare"), "compare"),
    (N_("Explore"), "explore"),
    (N_("Calculator"), "calculator"),
    (N_("Pick"), "pick"),
    (N_("Lists"), "lists"),
    (N_("Providers"), "providers"),
    (N_("Labs"), "labs"),
)

#: The menu at the foot of every page.
SITE_MAP: tuple[tuple[str, str], ...] = (
    *NAVIGATION,
    (N_("Your providers"), "mine"),
    (N_("Families"), "families"),
    (N_("What changed"), "changelog"),
    (N_("When models end"), "lifecycle"),
    (N_("Inconsistencies"), "inconsistencies"),
    (N_("Methodology"), "methodology"),
    (N_("API"), "api"),
    (N_("Status"), "status"),
)

#: Why an offering's price is what it is.
STATE_REASONS: dict[str, str] = {
    PriceState.PUBLISHED: N_("The provider publishes a price per token."),
    PriceState.FREE: N_("The offering is marked as free."),
    PriceState.SUBSCRIPTION: N_("The provider sells plans, not tokens."),
    PriceState.LOCAL: N_("It runs on your own machine."),
    PriceState.UNKNOWN: N_("The provider publishes no price per token."),
}

#: Where a model is to be had without a price per token.
STATE_PLACES: dict[str, str] = {
    PriceState.FREE: N_("Free at %(names)s."),
    PriceState.SUBSCRIPTION: N_("Included in a plan of %(names)s."),
    PriceState.LOCAL: N_("Runs on your own machine with %(names)s."),
}

#: Kinds of price, where the unit is named beside them.
PRICE_NAMES: dict[str, str] = {
    "input_mtok": N_("Input"),
    "output_mtok": N_("Output"),
    "cache_read_mtok": N_("Cache read"),
    "cache_write_mtok": N_("Cache write"),
    "cache_write_1h_mtok": N_("1-hour cache write"),
    "reasoning_mtok": N_("Reasoning"),
    "input_audio_mtok": N_("Audio in"),
    "output_audio_mtok": N_("Audio out"),
    "input_image_mtok": N_("Image in"),
    "output_image_mtok": N_("Image out"),
}

#: Whose word a fact is.
SOURCE_NAMES: dict[str, str] = {
    FactSource.LAB: N_("The lab's own provider"),
    FactSource.METADATA: N_("models.dev's record of the model"),
    FactSource.MAJORITY: N_("Most offerings"),
}

#: What can go wrong: a heading, and what to do next.
FAULTS: dict[str, tuple[str, str]] = {
    "missing": (
        N_("Not in the catalogue"),
        N_("Nothing of this name is in the catalogue. It may be written differently, or gone."),
    ),
    "no_page": (N_("No such page"), N_("There is nothing at this address.")),
    "no_day": (
        N_("No data of that day"),
        N_("The catalogue has no data as old as that. Choose a later day."),
    ),
    "bad_day": (N_("That is no day"), N_("Write a day as year, month and day: 2026-05-31.")),
    "future_day": (
        N_("That day is yet to come"),
        N_("The catalogue shows what was, not what will be."),
    ),
    "left": (
        N_("No longer in the catalogue"),
        N_("No provider serves it any more. It can still be seen as it was."),
    ),
    "missing_then": (
        N_("Not in the catalogue of that day"),
        N_("Nothing of this name was in the catalogue on that day. It may have come later."),
    ),
    "no_history": (
        N_("The history cannot be read just now"),
        N_("What is published today can still be seen. Try the other days again in a while."),
    ),
    "lost_day": (
        N_("That day cannot be shown"),
        N_("Its data is kept, but it cannot be drawn: the fault is ours, and it is in the log."),
    ),
    "broken": (
        N_("That went wrong"),
        N_("The fault is ours, and it is in the log. Other pages are not affected."),
    ),
    "bad_host": (N_("That request is not whole"), N_("A request names one host, and only one.")),
    "bad_method": (N_("That cannot be done here"), N_("This address can only be read.")),
    "too_much": (
        N_("That is a lot at once"),
        N_("Too much was asked from your address in a short time. Ask again in a few seconds."),
    ),
    "busy": (
        N_("Too many ask at once"),
        N_("Everything that waits is answered first. Ask again in a second."),
    ),
    "bad_filter": (
        N_("That filter is not known"),
        N_("A value in the address is not one that the catalogue knows. Start again without it."),
    ),
}

#: What the models table can be narrowed by.
FACET_NAMES: dict[str, str] = {
    "kind": N_("Kind"),
    "capability": N_("Capabilities"),
    "input": N_("Reads"),
    "output": N_("Writes"),
    "price_state": N_("Price"),
    "status": N_("Status"),
    "variant": N_("Ways of serving"),
    "lab": N_("Labs"),
    "family": N_("Families"),
    "provider": N_("Providers"),
}

#: What a page calls what can be wanted of a pick, where no field of a filter form does.
WANTED_NAMES: dict[str, str] = {
    "request": N_("Size of a request"),
    "deprecated": N_("Not about to be withdrawn"),
    "served_in": N_("Region"),
    "open_weights": N_("Open weights"),
    "released_since": N_("Released since"),
    "released_until": N_("Released until"),
    "max_input_price": N_("Input price up to"),
    "max_output_price": N_("Output price up to"),
    "official": N_("A lab's own model"),
    "prompt_caching": N_("A price for cached input"),
    "min_score": N_("Points from"),
    "measured": N_("Result in"),
    "min_result": N_("Result from"),
    "q": N_("Name, lab or id"),
}

#: What a page calls further parameters, where no label of a field does.
PARAMETER_NAMES: dict[str, str] = {
    "mine": N_("Your providers"),
    "work": N_("Your workload"),
    "requests": N_("Requests a month"),
    "input_tokens": N_("Input tokens each"),
    "output_tokens": N_("Output tokens each"),
    "reasoning_tokens": N_("Reasoning tokens each"),
    "cached_percent": N_("Cached input, percent"),
    "cache_write_percent": N_("Written to the cache, percent"),
    "cache_write_1h_percent": N_("Written for an hour, percent"),
    "against": N_("Beside it"),
    "sort": N_("Sorted by"),
    "columns": N_("Columns"),
    "page": N_("Page"),
    "at": N_("Moment or provider"),
    "axis": N_("Price against"),
    "across": N_("Across"),
    "since": N_("From day"),
    "until": N_("Up to day"),
}

#: What models can be ranked by, beside fit scores.
RANK_NAMES: dict[str, str] = {
    "total_cost": N_("Cost of the work"),
    "benchmark": N_("Benchmark"),
}

#: Fields of a filter form that take a number.
RANGE_NAMES: dict[str, str] = {
    "context": N_("Context"),
    "output_limit": N_("Output limit"),
    "price": N_("Blended price"),
    "input_price": N_("Input price"),
    "output_price": N_("Output price"),
    "min_context": N_("Context from"),
    "max_context": N_("Context up to"),
    "min_output_tokens": N_("Output limit from"),
    "min_price": N_("Blended price from"),
    "max_price": N_("Blended price up to"),
    "ends_within": N_("Ends within days"),
    "lasts": N_("Lasts for days"),
}

#: What stands across a plot, in full.
ACROSS_TITLES: dict[str, str] = {
    "blended_mtok": N_("Recommended blended price, USD per 1M tokens, logarithmic"),
    "monthly_cost": N_("Cost of your workload, USD a month, logarithmic"),
}

#: What the indexes are about, by path.
INDEX_TEXTS: dict[str, str] = {
    "providers": N_(
        "Everyone who serves models through an API, with what they publish and for how many "
        "models they are the cheapest."
    ),
    "labs": N_("Everyone who trains models, the one with the most models first."),
    "families": N_("Product lines of models, the one with the most models first."),
    "lists": N_("Saved filters over all models; each is also there as JSON, CSV and Markdown."),
}

#: What the lists hold, by key.
LIST_TEXTS: dict[str, str] = {
    "coding": N_("Chat models that call tools, as work on code takes."),
    "tool-calling": N_("Chat models declared to call tools."),
    "structured-output": N_("Chat models declared to keep to a JSON schema."),
    "reasoning": N_("Chat models declared to reason before they answer."),
    "vision": N_("Chat models that take images as input."),
    "audio": N_("Chat models that take audio as input, the cheapest first."),
    "video": N_("Chat models that take video as input, the cheapest first."),
    "pdf": N_("Chat models that take PDF files as input, the cheapest first."),
    "image-generation": N_("Models that write images, the cheapest first."),
    "video-generation": N_("Models that write video, the cheapest first."),
    "transcription": N_("Models that turn speech into text, the cheapest first."),
    "speech": N_("Models that read text aloud, the cheapest first."),
    "embeddings": N_("Models that turn text into vectors, the cheapest first."),
    "rerankers": N_("Models that put passages in order for a question, the cheapest first."),
    "moderation": N_("Models that tell what is harmful, the cheapest first."),
    "ocr": N_("Models that turn pages into text, the cheapest first."),
    "open-weights": N_("Chat models whose weights can be downloaded."),
    "context-200k": N_("Chat models with a context window of 200K tokens or more."),
    "context-1m": N_("Chat models with a context window of 1M tokens or more."),
    "prompt-caching": N_("Chat models with a price for cached input."),
    "cheapest": N_("The chat models with the lowest recommended prices."),
    "free": N_("Models that some provider offers for nothing."),
    "newest": N_("The models that were released last."),
    "ending": N_("Models that end within 90 days at their lab, the first to end first."),
    "deprecated": N_("Models that every provider marks as deprecated."),
}

#: Where data comes from.
SOURCES: dict[str, str] = {
    "embedded": N_("carried by the installation"),
    "live": N_("models.dev, live"),
    "file": N_("a file"),
    "url": N_("an address"),
    "import": N_("an import"),
    "stdin": N_("standard input"),
    "operator": N_("an operator's decision"),
}

#: How a sync ended.
OUTCOMES: dict[str, str] = {
    "published": N_("published"),
    "unchanged": N_("unchanged"),
    "held": N_("held back"),
    "failed": N_("failed"),
}

#: What templates find these texts under.
_NAMES: Mapping[str, Mapping[str, str]] = {
    "state_reasons": STATE_REASONS,
    "state_places": STATE_PLACES,
    "price_names": PRICE_NAMES,
    "source_names": SOURCE_NAMES,
    "facet_names": FACET_NAMES,
    "range_names": RANGE_NAMES,
    "rank_names": RANK_NAMES,
    "wanted_names": WANTED_NAMES,
    "across_titles": ACROSS_TITLES,
    "index_texts": INDEX_TEXTS,
    "list_texts": LIST_TEXTS,
    "sources": SOURCES,
    "outcomes": OUTCOMES,
}


def translated(gettext: Callable[[str], str], but: Collection[str] = ()) -> dict[str, Any]:
    """Translate what every template may use; no menu leads to the paths of ``but``."""
    return {
        "navigation": [(gettext(name), path) for name, path in NAVIGATION],
        "site_map": [(gettext(name), path) for name, path in SITE_MAP if path not in but],
        **{
            name: {key: gettext(text) for key, text in texts.items()}
            for name, texts in _NAMES.items()
        },
    }
