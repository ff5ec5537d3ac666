"""Whether an id is still served: what stands, what goes, what has gone, and what follows."""

from datetime import date

import pytest

from builders import ORIGIN
from documents import data
from modelario import building
from modelario.catalogue.since import Relation
from modelario.history.journal import DatedChange
from modelario.history.recalling import Recalled
from modelario.queries.edition import Edition
from modelario.queries.resolved import ResolveRequest
from modelario.queries.standing import Outlook, Standing, standings
from modelario.records import (
    Change,
    ChangeKind,
    EventKind,
    LifecycleEvent,
    ModelId,
    OfferingId,
    OfferingKey,
    ProviderId,
    SourceId,
    Testimony,
)
from modelario.upstream.document import RawDocument, split

DAY = ORIGIN.as_of


def upstream(released: str, **fields: object) -> dict[str, object]:
    return {
        "family": "gpt",
        "release_date": released,
        "cost": {"input": 1, "output": 4},
        "limit": {"context": 200_000, "output": 32_000},
        "modalities": {"input": ["text"], "output": ["text"]},
        "tool_call": True,
        **fields,
    }


@pytest.fixture(scope="module")
def edition() -> Edition:
    """A line of one lab's models, one of which goes at one provider and one everywhere."""
    return building.edition_of(edition_content(), ORIGIN, {}, {})


def edition_content() -> RawDocument:
    old, new = upstream("2024-05-13"), upstream("2026-01-01")
    document = {
        "openai": {
            "gpt-4o": old,
            "gpt-4-turbo": upstream("2023-11-06", status="deprecated"),
            "gpt-5": new,
            "gpt-5-mini": upstream("2025-12-01", family="gpt-mini"),
        },
        "azure": {"gpt-4o": {**old, "status": "deprecated"}, "gpt-5": new},
    }
    return split(data(document))


def change(day: date, kind: ChangeKind, number: int = 0, **of: str) -> DatedChange:
    return DatedChange(change=Change(kind=kind, **of), seq=number, as_of=day, number=number)


@pytest.fixture(scope="module")
def before() -> Edition:
    """The day before something went."""
    document = {
        "openai": {
            "gpt-3.5-turbo": upstream("2023-03-01"),
            "gpt-davinci": upstream(
                "2022-11-28", family="davinci", cost={"input": 0.1, "output": 0.1}
            ),
            "gpt-4o-2024-05-13": upstream("2024-05-13"),
            "gpt-4o": upstream("2024-05-13"),
        },
        "poe": {"gpt-4o": upstream("2024-05-13")},
    }
    return building.edition_of(split(data(document)), ORIGIN, {}, {})


def standing(
    edition: Edition, text: str, *changes: DatedChange, before: Edition | None = None
) -> Standing:
    """How an id stands; ``before`` is all that there was on any past day."""

    def as_of(day: date) -> Edition:
        assert before is not None, f"nothing is asked of {day}"
        return before

    [row] = standings(edition, changes, ResolveRequest(ids=(text,)), as_of).rows
    return row


@pytest.mark.parametrize(
    ("text", "outlook", "model"),
    [
        ("gpt-4o", Outlook.SERVED, "openai/gpt-4o"),
        ("azure/gpt-4o", Outlook.DEPRECATED, "openai/gpt-4o"),
        ("openai/gpt-4o", Outlook.SERVED, "openai/gpt-4o"),
        ("GPT-4 Turbo", Outlook.DEPRECATED, "openai/gpt-4-turbo"),
        ("gpt-9000", Outlook.UNKNOWN, None),
    ],
)
def test_how_an_id_stands(edition: Edition, text: str, outlook: Outlook, model: str) -> None:
    """Of an id that names an offering, that one counts; of others all do."""
    told = standing(edition, text)
    assert (told.outlook, told.model, told.until) == (outlook, model, None)


def test_who_withdraws_it_and_whether_its_lab_serves_it(edition: Edition) -> None:
    told = standing(edition, "gpt-4o")
    assert (told.providers, told.by_lab, told.withdrawing) == (2, True, ("azure",))


def test_what_follows_is_later_in_the_family_and_stays(edition: Edition) -> None:
    told = standing(edition, "gpt-4-turbo")
    assert [(each.id, each.relation) for each in told.follows] == [("openai/gpt-5", Relation.NEWER)]
    assert told.follows[0].input_mtok == 1


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("gpt-4o", "2026-12-01"),
        ("openai/gpt-4o", "2026-12-01"),
        ("azure/gpt-4o", "2027-03"),
        ("gpt-5", None),
    ],
)
def test_until_when_as_announced(text: str, until: str | None) -> None:
    """At its lab, or of the one offering that the id names."""
    told = standing(announced(), text)
    assert told.until == until
    followers = [(each.id, each.relation) for each in told.follows]
    if until:
        assert followers[0] == ("openai/gpt-5-mini", Relation.ANNOUNCED)


def announced() -> Edition:
    """The same, with what a witness says of the ends of offerings."""
    events = {
        OfferingKey(ProviderId(provider), OfferingId("gpt-4o")): LifecycleEvent(
            kind=EventKind.RETIRES,
            day=day,
            provider=ProviderId(provider),
            offering_id=OfferingId("gpt-4o"),
            source=SourceId("litellm"),
            successor="gpt-5-mini",
        )
        for provider, day in (("openai", "2026-12-01"), ("azure", "2027-03"))
    }
    said = tuple(
        Testimony(
            witness=each.source,
            provider=key.provider,
            offering_id=key.offering_id,
            key=key.offering_id,
            events=(each,),
        )
        for key, each in events.items()
    )
    recalled = Recalled(left={ModelId("openai/gpt-4o"): said})
    return building.edition_of(edition_content(), ORIGIN, {}, {}, recalled)


def test_nothing_older_follows(edition: Edition) -> None:
    """Nor does a model follow itself."""
    assert [each.id for each in standing(edition, "gpt-4o").follows] == ["openai/gpt-5"]
    assert {each.relation for each in standing(edition, "gpt-5").follows} <= {Relation.ALIKE}


def test_nothing_that_goes_is_proposed(edition: Edition) -> None:
    every = {
        each.id for text in ("gpt-5", "gpt-5-mini") for each in standing(edition, text).follows
    }
    assert "openai/gpt-4-turbo" not in every


@pytest.mark.parametrize("text", ["openai/gpt-3.5-turbo", "gpt-3.5-turbo"])
def test_a_model_that_has_left(edition: Edition, before: Edition, text: str) -> None:
    """What follows is told by what it was."""
    model = "openai/gpt-3.5-turbo"
    offering = {"provider": "openai", "offering_id": "gpt-3.5-turbo", "model": model}
    gone = (
        change(date(2026, 1, 3), ChangeKind.REMOVED, 1, **offering),
        change(date(2026, 1, 3), ChangeKind.REMOVED, 2, model=model),
    )
    told = standing(edition, text, *gone, before=before)
    assert (told.outlook, told.until, told.model) == (Outlook.GONE, "2026-01-02", model)
    assert told.providers == 0
    assert [each.id for each in told.follows] == ["openai/gpt-5"]


def test_what_is_most_like_a_model_that_has_left_is_told(edition: Edition, before: Edition) -> None:
    """Its family has no later model, and later ones of its lab cost more."""
    model = "openai/gpt-davinci"
    offering = {"provider": "openai", "offering_id": "gpt-davinci", "model": model}
    gone = (
        change(date(2026, 1, 3), ChangeKind.REMOVED, 1, **offering),
        change(date(2026, 1, 3), ChangeKind.REMOVED, 2, model=model),
    )
    told = standing(edition, model, *gone, before=before)
    assert told.outlook is Outlook.GONE
    assert {each.relation for each in told.follows} == {Relation.ALIKE}


@pytest.mark.parametrize("text", ["gpt-4o-2024-05-13", "openai/gpt-4o-2024-05-13"])
def test_an_id_that_is_no_longer_listed_while_its_model_is(edition: Edition, text: str) -> None:
    gone = change(
        date(2026, 1, 3),
        ChangeKind.REMOVED,
        provider="openai",
        offering_id="gpt-4o-2024-05-13",
        model="openai/gpt-4o",
    )
    told = standing(edition, text, gone)
    assert (told.outlook, told.until) == (Outlook.GONE, "2026-01-02")
    assert (told.model, told.providers) == ("openai/gpt-4o", 2)
    assert told.follows


def test_what_came_back_has_not_gone(edition: Edition) -> None:
    offering = {"provider": "openai", "offering_id": "gpt-4o-2024-05-13", "model": "openai/gpt-4o"}
    gone = change(date(2026, 1, 3), ChangeKind.REMOVED, 1, **offering)
    back = change(date(2026, 1, 5), ChangeKind.RETURNED, 2, **offering)
    assert standing(edition, "gpt-4o-2024-05-13", gone, back).outlook is Outlook.SERVED


def test_an_id_that_others_still_list_has_not_gone(edition: Edition, before: Edition) -> None:
    gone = change(
        date(2026, 1, 3),
        ChangeKind.REMOVED,
        provider="poe",
        offering_id="gpt-4o",
        model="openai/gpt-4o",
    )
    assert standing(edition, "gpt-4o", gone).outlook is Outlook.SERVED
    assert standing(edition, "openai/gpt-4o", gone).outlook is Outlook.SERVED
    assert standing(edition, "poe/gpt-4o", gone, before=before).outlook is Outlook.GONE


def test_a_past_day_does_not_know_what_went_later(edition: Edition) -> None:
    later = change(date(DAY.year + 1, 1, 3), ChangeKind.REMOVED, model="openai/gpt-3.5-turbo")
    assert standing(edition, "openai/gpt-3.5-turbo", later).outlook is Outlook.UNKNOWN
