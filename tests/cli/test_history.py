"""History at the prompt: import, past days, changes, holds, verify, rebuild."""

import json
import re
from datetime import date, timedelta

import pytest

from reference_page import api_document

pytestmark = pytest.mark.usefixtures("imported")

FIRST = date(2026, 3, 1)


def day(number):
    return (FIRST + timedelta(number)).isoformat()


def documents():
    """Six days: a price moves, an offering goes and comes back, a price jumps a thousandfold."""
    days = []
    for number in range(6):
        document = api_document()
        if number >= 1:
            document["openai"]["models"]["o4-mini"]["cost"]["input"] = 1.2
        if number == 2:
            del document["kilo"]
        if number >= 4:
            document["poe"]["models"]["openai/o4-mini"]["cost"]["input"] = 990
        # So many more that no gate takes one offering for a tenth of all.
        document["many"] = {"models": {f"model-{n}": {"name": f"M{n}"} for n in range(30)}}
        days.append(document)
    return days


@pytest.fixture(scope="module")
def imported(modelario, home):
    folder = home / "days"
    folder.mkdir()
    for number, document in enumerate(documents()):
        (folder / f"{day(number)}.json").write_text(json.dumps(document))
    ran = modelario("import", str(folder))
    assert ran.code == 0
    return ran


def changes(modelario, *arguments):
    ran = modelario("changes", "--format", "json", *arguments)
    assert ran.code == 0
    return [row for each in json.loads(ran.out)["days"] for row in each["rows"]]


def test_an_import_says_what_it_did(imported):
    assert "Imported 6 days" in imported.err
    assert "on 1 days" in imported.err


def test_an_import_goes_on_where_it_stopped(modelario, home):
    ran = modelario("import", str(home / "days"))
    assert "Imported 0 days; 6 were in the store already" in ran.err


@pytest.mark.parametrize(("number", "price"), [(0, 1.1), (1, 1.2), (5, 1.2)])
def test_past_days_have_their_own_prices(modelario, number, price):
    ran = modelario("show", "o4-mini", "--as-of", day(number), "--format", "json")
    assert json.loads(ran.out)["recommended"]["input_mtok"] == price


FUTURE = [
    *(
        (*command, "--as-of", "2099-01-01")
        for command in (
            ("changes",), ("show", "o4-mini"), ("models",), ("resolve", "o4-mini"), ("status",),
            ("inconsistencies",), ("compare", "o4-mini", "o3-mini"), ("pick",), ("held", "list"),
            ("held", "events"), ("cost", "--input", "1", "--output", "1"),
        )
    ),
    ("changes", "--since", "2099-01-01"),
]  # fmt: skip


@pytest.mark.parametrize("command", FUTURE, ids=" ".join)
def test_a_day_that_has_yet_to_come_is_said_to(modelario, command):
    ran = modelario(*command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "modelario: 2099-01-01 has yet to come\n"


@pytest.mark.parametrize(
    "command", [("changes", "--until", "2020-01-01"), ("models", "--as-of", "2020-01-01")]
)
def test_a_day_before_the_first_is_said_to_be(modelario, command):
    ran = modelario(*command)
    assert (ran.code, ran.out) == (1, "")
    assert f"history begins on {day(0)}" in ran.err


def test_answers_for_a_past_day_stay_the_same_to_the_byte(modelario, home):
    def answer():
        return modelario("show", "o4-mini", "--as-of", day(1), "--format", "json").out

    before = answer()
    later = home / f"{day(9)}.json"
    later.write_text(json.dumps(documents()[5]))
    copy = f"sqlite:///{home / 'copy.db'}"
    (home / "copy.db").write_bytes((home / "modelario.db").read_bytes())
    assert modelario("sync", "--source", str(later), "--database", copy).code == 0
    assert answer() == before


def test_the_changelog_tells_of_offerings_and_of_models(modelario):
    rows = changes(modelario, "--since", day(1), "--until", day(1))
    told = [(row["provider"], row["model"], row["field"], row["old"], row["new"]) for row in rows]
    assert sorted(told, key=str) == [
        ("openai", "openai/o4-mini", "input_mtok", 1.1, 1.2),
        (None, "openai/o4-mini", "input_mtok", 1.1, 1.2),
    ]
    assert {row["percent"] for row in rows} == {9.1}


def test_what_goes_and_comes_back_is_told(modelario):
    rows = changes(modelario, "--provider", "kilo")
    assert [(row["day"], row["kind"]) for row in rows] == [
        (day(3), "returned"),
        (day(2), "removed"),
    ]


def test_what_has_gone_is_known_by_its_changes(modelario):
    """On the day on which kilo was gone, it can still be asked about, also before it went."""
    asked = ("--provider", "kilo", "--as-of", day(2))
    assert [row["kind"] for row in changes(modelario, *asked)] == ["removed"]
    assert changes(modelario, *asked, "--until", day(1)) == []


def test_a_held_price_is_no_news_until_it_is_released(modelario):
    assert changes(modelario, "--provider", "poe") == []
    (held,) = json.loads(modelario("held", "list", "--format", "json").out)
    assert (held["gate"], held["provider"], held["field"]) == ("jump", "poe", "input_mtok")
    assert (held["kept"], held["new"]) == (0.99, 990)
    (event,) = json.loads(modelario("held", "events", "--format", "json").out)
    assert (event["event"], event["holds"], event["peers_agree"]) == (held["event"], 1, 0)
    assert modelario("held", "reject", "--event", "999").code == 1
    assert modelario("held", "release", "--event", str(event["event"])).code == 0
    assert json.loads(modelario("held", "list", "--format", "json").out) == []
    (news,) = changes(modelario, "--provider", "poe")
    assert (news["old"], news["new"]) == (0.99, 990)


def test_verify_and_rebuild_agree(modelario):
    before = changes(modelario)
    assert modelario("verify").code == 0
    assert modelario("rebuild").code == 0
    assert changes(modelario) == before
    assert modelario("verify").code == 0


def test_a_head_that_was_noted_is_asked_for_later(modelario):
    key = {"MODELARIO_STORE_KEY": "a key of some length"}
    noted = json.loads(modelario("status", "--format", "json", **key).out)["head"]
    assert modelario("verify", "--expect", noted, **key).code == 0
    assert modelario("verify", "--expect", noted).code == 0
    assert "never had the head" in modelario("verify", "--expect", "0" * 64).err
    forged = noted.partition(".")[0] + "." + "0" * 64
    done = modelario("verify", "--expect", forged, **key)
    assert (done.code, "was not signed" in done.err) == (1, True)


FAILURES = [
    (("import", "nowhere"), 1, "nowhere"),
    (("changes", "--kind", "mood"), 2, "price"),
    (("changes", "--kind", "remved"), 2, "removed"),
    (("changes", "--provider", "opnai"), 2, "openai"),
    (("changes", "--lab", "opnai"), 2, "openai"),
    (("changes", "--limit", "0"), 2, "limit"),
    (("changes", "--since", "2026-03-05", "--until", "2026-03-01"), 2, "after"),
    (("held", "release"), 2, "held list"),
    (("held", "release", "999"), 1, "999"),
    (("show", "o4-mini", "--as-of", "2025-01-01"), 1, day(0)),
]


@pytest.mark.parametrize(("arguments", "code", "told"), FAILURES, ids=lambda v: str(v)[:40])
def test_what_cannot_be_meant_is_told_in_one_line(modelario, arguments, code, told):
    ran = modelario(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.count("\n") == 1
    assert told in ran.err


def test_a_comparison_is_set_beside_another_day(modelario):
    asked = ("compare", "o4-mini", "many/model-1", "--against", day(0))
    first = json.loads(modelario(*asked, "--format", "json").out)["two_days"][0]
    price = next(row for row in first["rows"] if row["field"] == "input_mtok")
    assert (price["earlier"], price["later"]) == (1.1, 1.2)
    drawn = modelario(*asked).out
    assert "+0.1" in drawn
    assert "Why: OpenAI changed its price for input: $1.10 → $1.20" in " ".join(drawn.split())
    month = modelario(*asked, "--work", "requests-1000_input-1000_output-0").out
    assert re.search(r"Your month +\$1\.10 +\$1\.20 +\+0\.1", month)
    table = modelario(*asked, "--format", "csv").out
    assert f"openai/o4-mini {day(0)},openai/o4-mini +/-" in table
    same = modelario("compare", "o4-mini", "many/model-1", "--against", day(5))
    assert (same.code, same.err.count("\n")) == (2, 1)
    assert "the very day that is shown" in same.err
