"""Templates: one Jinja environment per language, with its filters."""

import json
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import PackageLoader, StrictUndefined
from markupsafe import Markup

from modelario.catalogue.counts import FORM as COUNT_FORM
from modelario.catalogue.titles import slug
from modelario.formats import markdown_block, markdown_code, markdown_text, to_markdown, told
from modelario.identity.benchmark_names import how_of, name_of_result, told_of
from modelario.web.addresses import (
    Addresses,
    compare_path,
    model_path,
    outward,
    segments,
    upstream_file,
)
from modelario.web.assets import Assets
from modelario.web.compiling import Templates
from modelario.web.escaping import escaped, put_into_text
from modelario.web.marks import Marks
from modelario.web.plots import bars as charts
from modelario.web.words import change_prose, wordlists
from modelario.web.words.grounds import ground, worth
from modelario.web.words.i18n import Language
from modelario.wording import conditions_label, label, sentence, variant_label

#: So many names of fields and values are remembered.
_REMEMBERED = 20_000


def environment(
    language: Language,
    addresses: Addresses,
    assets: Assets,
    *,
    comparisons: Collection[str] | None = None,
    but: Collection[str] = (),
) -> Templates:
    """Set up templates for one language of a site."""
    made = Templates(
        loader=PackageLoader("modelario.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
    )
    made.gettext = language.gettext
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(language.translations, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(_translating(language, escaped))
    made.filters.update(_filters(language))
    made.globals.update(addressing(language, addresses, assets, comparisons))
    made.globals.update(wordlists.translated(language.gettext, but))
    marks = Marks(language, lambda value: told(value, language.words))
    made.globals["table"] = lambda columns, rows: Markup(  # noqa: S704 – escaped cell by cell
        to_markdown(columns, rows, language.words)
    )
    made.globals["count_form"] = COUNT_FORM
    made.globals.update(charts=charts, language=language, **{n: getattr(marks, n) for n in _MARKS})
    # As filters they are called without the detour of a template's context.
    made.filters.update(
        priced=marks.amount, limit=marks.limit, copyable=marks.copyable, state=marks.state
    )
    return made


def markdown_environment(html: Templates, language: Language) -> Templates:
    """Give the same for Markdown: whatever is no text of ours is escaped, as in HTML."""
    made = html.overlay(autoescape=True, finalize=_markdown)
    made.globals = {**html.globals, **_translating(language, _markdown)}
    return made


def _markdown(value: object) -> Markup:
    """Escape a value for Markdown, unless it is Markdown."""
    return value if isinstance(value, Markup) else Markup(markdown_text(str(value)))  # noqa: S704


def _address(address: str) -> Markup:
    """Write an address of ours, all of whose parts are encoded; no tilde strikes it out."""
    return Markup(address.replace("~", "%7E"))  # noqa: S704


_MARKS = (
    *("amount", "limit", "copyable", "flag", "state", "unknown", "result", "month", "cell"),
    *("facet_options", "facet_label"),
)


def _translating(language: Language, write: Callable[[object], str]) -> Mapping[str, Any]:
    """Translate as newstyle gettext does: what is put into a text is escaped by ``write``."""

    def gettext(text: str, /, **values: object) -> Markup:
        return put_into_text(language.gettext(text), values, write)

    def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
        return put_into_text(language.ngettext(one, many, num), {"num": num, **values}, write)

    return {"gettext": gettext, "_": gettext, "ngettext": ngettext}


def _filters(language: Language) -> Mapping[str, Any]:
    words, remember = language.words, lru_cache(_REMEMBERED)
    return {
        "tokens": language.tokens,
        "listed": language.listed,
        "price": language.price,
        "usd": language.usd,
        "amount": language.amount,
        "number": language.number,
        "day": language.day,
        "moment": language.moment,
        "month": language.month,
        "short_day": language.short_day,
        "scale": lambda value: "".join(language.amount(Decimal(repr(round(value, 6))))),
        "label": remember(lambda key: label(key, words)),
        "named": remember(lambda value, kind: label(f"{kind}.{value}", words)),
        "sentence": lambda reason: sentence(reason, words),
        "sentences": lambda reasons, between: between.join(sentence(r, words) for r in reasons),
        "variant": lambda variant: variant_label(variant, words),
        "conditions": lambda conditions: conditions_label(conditions, words),
        "text": lambda value: told(value, words),
        "measured": told_of,
        "ground": lambda record: ground(record, language),
        "worth": lambda line, row: worth(line, row, language),
        "how": how_of,
        "benchmark": name_of_result,
        "code": lambda text: Markup(markdown_code(str(text))),  # noqa: S704 – escaped there
        "block": lambda text, language: Markup(markdown_block(text, language)),  # noqa: S704 – likewise
        "address": _address,
        "move": lambda row: change_prose.move(row, language),
        "field_name": lambda field: change_prose.field_name(field, language),
        "change_title": lambda row: change_prose.title(row, language),
        "outward": outward,
        "slug": slug,
        "jsonld": json_ld,
        "figure": charts.figure,
    }


def addressing(
    language: Language,
    addresses: Addresses,
    assets: Assets,
    comparisons: Collection[str] | None = None,
) -> Mapping[str, Any]:
    """Give templates everything that writes addresses.

    Where only some ``comparisons`` have a page, by path, others are asked of the page on which
    models are chosen.
    """
    code = language.code

    def compare_url(*ids: str) -> str:
        path = compare_path(ids)
        if comparisons is None or path in comparisons:
            return addresses.page(code, path)
        return addresses.page(code, "compare", [("model", id_) for id_ in ids])

    return {
        "page_url": lambda path="", **parameters: addresses.page(code, path, parameters),
        "asked_url": lambda path, parameters: addresses.page(code, path, parameters.pairs),
        "model_url": lambda id_: addresses.page(code, model_path(id_)),
        "place_url": lambda *names: addresses.page(code, segments(*names)),
        "compare_url": compare_url,
        "static_url": lambda name: f"{addresses.root}/static/{assets.version}/{name}",
        "upstream_url": upstream_file,
        "absolute": addresses.absolute,
        "root": addresses.root,
        "kept": urlencode(addresses.kept),
    }


def json_ld(value: object) -> Markup:
    """Write JSON that can stand in a script element: it holds no character of markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 – no character of markup is left
