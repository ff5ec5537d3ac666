"""A catalogue narrowed to some providers: what a reader sees who can buy from these alone."""

from collections.abc import Collection

from msgspec.structs import replace

from modelario.catalogue import saved_filters
from modelario.catalogue.alternatives import profiles
from modelario.catalogue.entries import at_providers
from modelario.records import Catalogue, Entry, ProviderId


def narrowed(catalogue: Catalogue, providers: Collection[ProviderId]) -> Catalogue:
    """Keep what some providers serve: their models, with their offerings, prices and ranks.

    Facts and contradictions stay those of the model wherever it is served, and whether a price is
    believable is judged beside all others. What none of them serves is not known.
    """
    there = [
        _narrowed(entry, providers) for entry in at_providers(catalogue.entries.values(), providers)
    ]
    found = {entry.model.id: entry for entry in there}
    resolution = catalogue.resolution
    identities = {
        id_: each
        for id_, each in resolution.identities.items()
        if resolution.canonical(id_) in found
    }
    labs = {entry.model.lab.id for entry in there}
    return replace(
        catalogue,
        labs={id_: each for id_, each in catalogue.labs.items() if id_ in labs},
        entries=found,
        profiles=profiles(there),
        routers=tuple(each for each in catalogue.routers if each.offering.provider in providers),
        lists=saved_filters.members(there),
        resolution=replace(resolution, identities=identities),
    )


def _narrowed(entry: Entry, providers: Collection[ProviderId]) -> Entry:
    """The same entry with these providers' offerings alone, and what is said of them."""
    servings = tuple(each for each in entry.model.servings if each.offering.provider in providers)
    keys = {each.key for each in servings}
    return replace(
        entry,
        model=replace(entry.model, servings=servings),
        opinions=tuple(each for each in entry.opinions if each.offering in keys),
    )
