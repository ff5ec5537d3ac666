"""What the browser works with where no server answers: offers and prices, names, spellings."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import to_builtins

from modelario.catalogue.fields import SEARCHED, variants_of
from modelario.catalogue.filters import CONDITIONS
from modelario.catalogue.lives import days_left, life_at
from modelario.catalogue.prices import (
    Offer,
    is_deprecated,
    published,
    serves_full_context,
)
from modelario.catalogue.scenarios import SCENARIOS
from modelario.export.leaves import Leaf
from modelario.export.listing_data import own_places, places
from modelario.export.press import Press
from modelario.formats import to_json
from modelario.queries.benchmarks import benchmark_names, marks
from modelario.queries.edition import Edition
from modelario.queries.plain_words import plain
from modelario.queries.search import names_of_all
from modelario.records import CAPABILITIES, Entry, Facts, PriceRule
from modelario.wording import label


def offers_file(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write what each model costs at each believed offering, for the calculator and for picks."""
    yield Leaf("data/offers.json", to_json(offers(press.edition)))


def names_files(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write what everything is called, in each language, and how providers spell models."""
    catalogue = press.edition.catalogue
    for code, language in press.drawing.languages.items():
        lists = {key: label(f"list.{key}", language.words) for key in catalogue.lists}
        named = [
            (each.kind, each.id, each.name, each.note, *each.weight, each.further, each.text)
            for each in names_of_all(catalogue, lists)
        ]
        yield Leaf(f"data/names-{code}.json", to_json(named))
    yield Leaf("data/spellings.json", to_json(spellings(press.edition)))


def offers(edition: Edition) -> dict[str, Any]:
    """Lay out the believed offers of each model, in the order in which they are tried."""
    catalogue = edition.catalogue
    return {
        "conditions": to_builtins(CONDITIONS),
        "capabilities": CAPABILITIES,
        "searched": SEARCHED,
        "scenarios": SCENARIOS,
        "benchmarks": {
            name: {
                model: [float(each.score), float(each.points)]
                for model, each in marks(catalogue, key).items()
            }
            for name, key in benchmark_names(catalogue).items()
        },
        "models": {id_: _model(entry) for id_, entry in catalogue.entries.items()},
    }


def _model(entry: Entry) -> dict[str, Any]:
    doubted = {each.serving.key for each in entry.passed_over}
    found = published(entry.model.servings, entry.model.kind)
    believed = [offer for offer in found if offer.serving.key not in doubted]
    chosen = entry.recommended.serving.key if entry.recommended else None
    own, place = own_places(entry, believed), places(entry, believed)
    believed.sort(key=lambda offer: (offer.serving.key != chosen, offer.blended_mtok))
    return {
        **_limits(entry.model.facts),
        "deprecated": entry.model.status == "deprecated",
        # The first offer is the recommended one, where there is any.
        "recommended": chosen is not None,
        "offers": [
            _offer(entry, each, own.get(each.serving.key), place[each.serving.key])
            for each in believed
        ],
    }


def _offer(entry: Entry, offer: Offer, own: int | None, place: int) -> dict[str, Any]:
    """Lay out an offer with its place among the lab's own, where it is one, and among all."""
    serving, offering = offer.serving, offer.serving.offering
    variant = serving.assignment.variant
    return _told(
        {
            "provider": offering.provider,
            "offering_id": offering.offering_id,
            "blended_mtok": float(offer.blended_mtok),
            "own": own,
            "place": place,
            "full": serves_full_context(entry.model, serving),
            "deprecated": is_deprecated(serving),
            "region": variant.region if variant else None,
            "speed": variant.speed if variant else None,
            "variants": list(variants_of(serving)),
            "ends_in": days_left(life_at(entry.model, entry.life, (offering.provider,))),
            "denied": [name for name in CAPABILITIES if getattr(offering.facts, name) is False],
            **_limits(offering.facts),
            "rules": [_rule(rule) for rule in offering.rules],
        }
    )


def _limits(facts: Facts) -> dict[str, Any]:
    return _told(
        {
            name: getattr(facts, name)
            for name in (
                *("context_window", "max_input_tokens", "max_output_tokens"),
                *("input_modalities", "output_modalities"),
            )
        }
    )


def _rule(rule: PriceRule) -> dict[str, Any]:
    when = rule.conditions
    price = {name: getattr(rule.price, name) for name in rule.price.__struct_fields__}
    return _told(
        {
            "price": _told(price),
            "pieces": dict(rule.pieces) or None,
            "prompt": when.prompt and [when.prompt.tokens, when.prompt.inclusive],
            "mode": when.mode,
            "region": when.region,
            "hours": [[each.start, each.end, each.weekdays] for each in when.hours] or None,
        }
    )


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing."""
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != []
    }


def spellings(edition: Edition) -> dict[str, str]:
    """Map what providers call their offerings, in plain letters, to the model that it is.

    What several models are called by somebody means none of them.
    """
    found: dict[str, str] = {}
    for spelt, model in _spelt(edition.catalogue.entries.values()):
        if found.setdefault(plain(spelt), model) != model:
            found[plain(spelt)] = ""
    return {spelt: model for spelt, model in found.items() if model and spelt}


def _spelt(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        model = entry.model
        for id_ in (model.id, *model.further_ids):
            yield id_, model.id
        for serving in model.servings:
            if serving.assignment.variant is None:
                yield serving.offering.offering_id, model.id
