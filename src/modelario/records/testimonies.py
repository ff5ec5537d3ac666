"""What second sources say: compared with upstream's words, and never merged into them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from modelario.records.ids import ModelId, OfferingId, OfferingKey, ProviderId
from modelario.records.lifecycles import LifecycleEvent
from modelario.records.price_rules import Conditions, PriceRule, SourceId
from modelario.records.reason import Reason


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
    #: About listings of a model that upstream does not have at a provider that it has.
    models: Mapping[ModelId, tuple[Testimony, ...]] = {}
    #: Who was heard.
    witnesses: tuple[Witness, ...] = ()
    #: How many mean nothing that is in the catalogue.
    strangers: int = 0


#: Nobody said anything.
UNHEARD = Heard()


class Stance(StrEnum):
    """What became of something that a witness says of a price."""

    #: Upstream says the same.
    AGREES = "agrees"
    #: Upstream says something else, which is what we show.
    DIFFERS = "differs"
    #: Upstream says nothing, and we show what the witness says.
    FILLS = "fills"
    #: Upstream says nothing, and we do not take the witness's word for it.
    SET_ASIDE = "set_aside"


class Opinion(Struct, frozen=True, kw_only=True, gc=False):
    """What a witness says of one price of an offering, beside what is shown."""

    offering: OfferingKey
    conditions: Conditions
    #: A field of ``TokenPrice``, or a kind of piece.
    unit: str
    stance: Stance
    #: What upstream asks under these conditions; USD per 1M tokens, or per piece.
    ours: Decimal | None
    theirs: Decimal
    testimony: Testimony
    #: How many times the larger of both is the smaller; 1 where they agree or only one speaks.
    ratio: float = 1.0
    #: Why it was set aside.
    reason: Reason | None = None
