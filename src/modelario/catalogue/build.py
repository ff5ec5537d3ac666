"""From a parsed document to the whole catalogue."""

from modelario.catalogue import saved_filters
from modelario.catalogue.alternatives import profiles
from modelario.catalogue.entries import entries
from modelario.catalogue.lives import Means, lives, nothing_meant
from modelario.catalogue.merge import merge, place
from modelario.catalogue.opinions import second_opinions
from modelario.catalogue.upcoming import with_upcoming
from modelario.collecting import uncollected
from modelario.records import UNHEARD, Catalogue, Document, Heard, Origin, Resolution


@uncollected
def build(
    document: Document,
    resolution: Resolution,
    origin: Origin,
    heard: Heard = UNHEARD,
    means: Means = nothing_meant,
) -> Catalogue:
    """Place, weigh, merge, price, compare and score: the whole story in one function.

    ``heard`` is what witnesses and upstream's own history say of the document's offerings, and
    ``means`` reads how they spell models.
    """
    servings, opinions = second_opinions(place(document, resolution), heard)
    merged = merge(servings, resolution, document.metadata)
    models = with_upcoming(merged, origin.as_of)
    lived = lives(models.values(), heard, means, origin.as_of)
    found = entries(models.values(), opinions, lived, heard.models)
    return Catalogue(
        origin=origin,
        providers={provider.id: provider for provider in document.providers},
        labs={lab: resolution.labs[lab] for lab in sorted({m.lab.id for m in models.values()})},
        entries=found,
        profiles=profiles(found.values()),
        aliases=resolution.aliases,
        routers=tuple(s for s in servings if s.assignment.model is None),
        lists=saved_filters.members(found.values()),
        rejects=document.rejects,
        more_rejects=document.more_rejects,
        witnesses=heard.witnesses,
        resolution=resolution,
    )
