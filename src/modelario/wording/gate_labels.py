"""Short labels of what is held back: the gates, and what each event is; English is the key."""

from collections.abc import Mapping

#: What each gate is called, and the columns of what it holds.
GATE_LABELS: Mapping[str, str] = {
    "field.kept": "Shown",
    "field.event": "Event",
    "field.holds": "Held fields",
    "field.peers_agree": "Peers agree",
    "field.peers_differ": "Peers differ",
    "field.switched": "Nobody changed it",
    "field.last_good": "Last good version stays",
    "gate.snapshot": "Whole document",
    "gate.growth": "Grew at once",
    "gate.volume": "Changed all over",
    "gate.provider": "Provider shrank",
    "gate.identity": "Another model's id",
    "gate.scaled": "Multiplied alike",
    "gate.swapped": "Fields swapped",
    "gate.levelled": "One price for all",
    "gate.unpriced": "Prices gone",
    "gate.blinded": "All capabilities gone",
    "gate.repriced": "Prices moved alike",
    "gate.alike": "Facts made alike",
    "gate.uniform": "One value for all",
    "gate.shifted": "Dates moved alike",
    "gate.unstated": "Facts gone",
    "gate.enabled": "All capabilities at once",
    "gate.resized": "Limits multiplied alike",
    "gate.exchanged": "Another provider's listing",
    "gate.recased": "Ids in other capitals",
    "gate.flag": "Capability gone",
    "gate.limit": "Limit jumped",
    "gate.bounds": "Out of bounds",
    "gate.jump": "Jump",
    "gate.zero": "Fell to zero",
}
