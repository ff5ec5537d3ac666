"""From a parsed document to the whole catalogue."""

from modelario.catalogue import lists
from modelario.catalogue.alternatives import profiles
from modelario.catalogue.findings import findings
from modelario.catalogue.merge import merge, place
from modelario.catalogue.prices import priced
from modelario.catalogue.scenarios import scenario_costs
from modelario.catalogue.scores import scores, subject
from modelario.records import Catalogue, Document, Entry, Origin, Resolution


def build(document: Document, resolution: Resolution, origin: Origin) -> Catalogue:
    """Place, merge, price, compare and score: the whole story in one function."""
    servings = place(document, resolution)
    models = merge(servings, resolution, document.metadata)
    all_priced = [priced(model) for model in models.values()]
    costs = scenario_costs(all_priced)
    entries = {}
    for each in all_priced:
        model, found = each.model, findings(each.model)
        entries[model.id] = Entry(
            model=model,
            recommended=each.recommended,
            cheapest=each.cheapest,
            scores=scores(subject(each, found)),
            scenarios=costs[model.id],
            findings=found,
        )
    return Catalogue(
        origin=origin,
        providers={provider.id: provider for provider in document.providers},
        labs={lab: resolution.labs[lab] for lab in sorted({m.lab.id for m in models.values()})},
        entries=entries,
        profiles=profiles(entries.values()),
        aliases=resolution.aliases,
        routers=tuple(s for s in servings if s.assignment.model is None),
        lists=lists.members(entries.values()),
        rejects=document.rejects,
        resolution=resolution,
    )
