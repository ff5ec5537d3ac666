"""Ids that models had, or have beside the one by which they are told: each leads to that one."""

from collections.abc import Mapping

from modelario.queries.edition import Edition
from modelario.queries.meaning import meant
from modelario.records import ModelId


def former_ids(edition: Edition) -> Mapping[ModelId, ModelId]:
    """Map each id that is in no list of models any more to the one that is."""
    catalogue = edition.catalogue
    further = (id_ for entry in catalogue.entries.values() for id_ in entry.model.further_ids)
    ids = dict.fromkeys((*catalogue.aliases, *further))
    return {id_: meant(edition, id_) for id_ in ids if id_ not in catalogue.entries}
