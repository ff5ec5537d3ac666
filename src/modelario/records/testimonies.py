"""What second sources say: compared with upstream's words, and never merged into them."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from modelario.records.ids import ModelId, OfferingId, OfferingKey, ProviderId
from modelario.records.lifecycles import LifecycleEvent
from modelario.records.price_rules import PriceRule, SourceId


class Testimony(Struct, frozen=True, kw_only=True, gc=False):
    """What a witness says of one listing of a provider's."""

    witness: SourceId
    #: Our id of the provider.
    provider: ProviderId
    #: The listing's name at the provider, without what the witness writes around it.
    offering_id: OfferingId
    #: The key under which the witness has it.
    key: str
    #: The same order and inheritance as an offering's own.
    rules: tuple[PriceRule, ...] = ()
    events: tuple[LifecycleEvent, ...] = ()
    #: The provider's page that the witness names for it; https.
    link: str | None = None
    #: Whether the witness has it from upstream: then it is no second voice.
    copied: bool = False


class Witness(Struct, frozen=True, kw_only=True, gc=False):
    """A second source as it was last heard."""

    id: SourceId
    name: str
    #: Where it is published; https.
    link: str
    #: The day that its document is of.
    as_of: date
    fetched_at: datetime
    #: How many listings it speaks of, and how many of its entries could not be read.
    listings: int
    unread: int = 0


class Heard(Struct, frozen=True, kw_only=True, gc=False):
    """Which testimonies are about what."""

    offerings: Mapping[OfferingKey, tuple[Testimony, ...]] = {}
    #: About listings of a model that upstream does not have.
    models: Mapping[ModelId, tuple[Testimony, ...]] = {}
    #: How many mean nothing that is in the catalogue.
    strangers: int = 0


#: Nobody said anything.
UNHEARD = Heard()


class Opinion(Struct, frozen=True, kw_only=True, gc=False):
    """What a witness says of one price of an offering, beside what is shown."""

    offering: OfferingKey
    #: Of the rule that both speak of, as in the offering's own rules.
    rule: PriceRule
    #: The same conditions in the witness's words.
    testimony: Testimony
    theirs: PriceRule
    agrees: bool
    #: How many times the larger of the prices furthest apart is the smaller; 1 where they agree.
    ratio: float = 1.0
