"""A catalogue with what a reader's work costs: what is cheap is then what costs little a month."""

from msgspec.structs import replace

from modelario.catalogue import saved_filters
from modelario.catalogue.fields import FIELDS
from modelario.catalogue.months import in_months, months
from modelario.catalogue.workloads import Workload
from modelario.records import Catalogue, Profiles


def costed(catalogue: Catalogue, work: Workload) -> Catalogue:
    """Set the cost of a month beside every price: lists, alternatives and picks go by it."""
    costs = months((entry.model for entry in catalogue.entries.values()), work)
    entries = {id_: in_months(entry, costs) for id_, entry in catalogue.entries.items()}
    return replace(
        catalogue,
        entries=entries,
        profiles=Profiles(
            {
                id_: replace(profile, monthly_cost=FIELDS["monthly_cost"](entries[id_]))
                for id_, profile in catalogue.profiles.items()
            }
        ),
        lists=saved_filters.members(entries.values()),
        months=costs,
    )
