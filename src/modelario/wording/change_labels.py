"""Short labels of what changes, ends and follows; English is the key."""

from collections.abc import Mapping

#: The kinds of change, how an end is told, and what stands before a model that follows.
CHANGE_LABELS: Mapping[str, str] = {
    "since.announced": "Since then:",
    "since.newer": "Since then:",
    "since.alike": "Instead:",
    "change.added": "Added",
    "change.removed": "Removed",
    "change.returned": "Returned",
    "change.price": "Price",
    "change.context": "Context",
    "change.output_limit": "Output limit",
    "change.capability": "Capability",
    "change.modality": "Modality",
    "change.status": "Status",
    "change.release_date": "Release date",
    "change.renamed": "Renamed",
    "change.announced": "Announced end",
    "change.ended": "Ended as announced",
    "end.unannounced": "not announced",
    "end.dateless": "day not told",
}
