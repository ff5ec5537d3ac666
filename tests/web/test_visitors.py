"""What one visitor may ask for, and that the others notice nothing of it."""

import asyncio
from collections import Counter
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import http_sf
import pytest
from litestar.testing import TestClient

from modelario.editions import Editions
from modelario.limits import Limit, figure
from modelario.queries.edition import Edition
from modelario.settings import from_environment
from modelario.web.app import create_app
from modelario.web.askers import Askers
from modelario.web.budgets import Budgets
from modelario.web.crowds import Crowds
from modelario.web.desk import BusyError, Desk
from modelario.web.readers import Readers
from modelario.web.turns import Turns


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def scope(address: str = "192.0.2.1", port: int = 1, forwarded: str = "") -> Any:
    """A request of somebody."""
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return {"type": "http", "client": (address, str(port)), "headers": headers}


# --- who asks


@pytest.mark.parametrize(
    ("client", "forwarded", "counted"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "unknown"),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("10.0.0.1", "[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
    ],
)
def test_only_a_trusted_proxy_is_believed(client: str, forwarded: str, counted: str) -> None:
    """The last address that no trusted proxy has, whatever stands before it."""
    askers = Askers([ip_network("10.0.0.0/8")])
    assert askers.of(scope(client, forwarded=forwarded)) == counted


def test_a_proxy_that_is_not_trusted_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    askers = Askers([])
    for _ in range(3):
        askers.of(scope("10.0.0.1", forwarded="198.51.100.7"))
    [told] = caplog.messages
    assert "MODELARIO_TRUSTED_PROXIES" in told


# --- how much


def test_a_bucket_empties_with_work_and_fills_with_time() -> None:
    """Half a second of work a second, and a burst at first."""
    clock, burst = Clock(), figure(Limit.BURST)
    budgets = Budgets(0.5, clock)
    budgets.spend("a", burst)
    assert budgets.wait("a") == 0
    budgets.spend("a", 1.5)
    assert budgets.wait("a") == 3
    assert budgets.wait("b") == 0
    clock.now += 3
    assert budgets.wait("a") == 0
    clock.now += 1_000_000
    budgets.spend("a", burst + 0.5)
    assert budgets.wait("a") == 1


def test_no_share_is_no_limit_and_addresses_fill_no_memory() -> None:
    budgets = Budgets(None, Clock())
    budgets.spend("a", 1_000)
    assert budgets.wait("a") == 0
    budgets = Budgets(0.5, Clock())
    for number in range(figure(Limit.ADDRESSES) + 10):
        budgets.spend(str(number), 100)
    assert budgets.wait("0") == 0
    assert budgets.wait(str(figure(Limit.ADDRESSES))) > 0


# --- whose turn


def test_addresses_take_turns() -> None:
    """However many requests one sends, another's waits for one of them."""

    async def order() -> list[str]:
        turns, done = Turns(), []

        async def ask(address: str, name: str) -> None:
            async with turns.turn(address):
                await asyncio.sleep(0)
                done.append(name)

        many = [asyncio.create_task(ask("a", f"a{number}")) for number in range(5)]
        await asyncio.sleep(0)
        await asyncio.gather(*many, asyncio.create_task(ask("b", "b0")))
        return done

    assert asyncio.run(order()) == ["a0", "a1", "a2", "b0", "a3", "a4"]


def test_who_goes_away_keeps_nobody_waiting() -> None:
    """Neither while waiting, nor with the turn just given."""

    async def order() -> list[str]:
        turns, done = Turns(), []

        async def ask(name: str) -> None:
            async with turns.turn(name):
                done.append(name)
                await asyncio.sleep(0)

        tasks = [asyncio.create_task(ask(name)) for name in "abcd"]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await tasks[0]
        tasks[2].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return done

    assert asyncio.run(order())[-1] == "d"


# --- the desk


class Working:
    """A desk whose work takes as long as a test says."""

    def __init__(self, share: str = "0.5") -> None:
        self.clock, self.spent = Clock(), Clock()
        settings = from_environment({"MODELARIO_WORK_PER_ADDRESS": share})
        self.desk = Desk(settings, self.clock, self.spent)

    async def work(self, address: str, seconds: float) -> str:
        def job() -> str:
            self.spent.now += seconds
            return "made"

        return await self.desk.do(scope(address), job)


def test_an_address_that_did_too_much_comes_again_later() -> None:
    """It is told when; others go on."""

    async def ask() -> None:
        working = Working()
        assert await working.work("192.0.2.1", figure(Limit.BURST) + 10) == "made"
        with pytest.raises(BusyError) as busy:
            await working.work("192.0.2.1", 0)
        assert (busy.value.status, busy.value.retry_after_s) == (429, 20)
        assert await working.work("192.0.2.2", 0) == "made"
        working.clock.now += 20
        assert await working.work("192.0.2.1", 0) == "made"

    asyncio.run(ask())


def test_work_that_fails_counts_as_well() -> None:
    async def ask() -> None:
        working = Working()

        def job() -> None:
            working.spent.now += 100
            raise RuntimeError

        with pytest.raises(RuntimeError):
            await working.desk.do(scope(), job)
        with pytest.raises(BusyError):
            await working.work("192.0.2.1", 0)

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("addresses", "limit", "status"), [(1, Limit.PLACES, 429), (1_000, Limit.QUEUE, 503)]
)
def test_the_queue_has_a_bound(addresses: int, limit: Limit, status: int) -> None:
    """Of one address, and of all of them; whoever has a place is served."""

    async def ask() -> list[Any]:
        working = Working("0")
        asked = (
            working.work(f"10.1.{number % addresses // 256}.{number % addresses % 256}", 0)
            for number in range(figure(limit) + 5)
        )
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(ask())
    refused = [each for each in answers if isinstance(each, BusyError)]
    assert [(each.status, each.retry_after_s) for each in refused] == [(status, 1)] * 5
    assert answers.count("made") == figure(limit)


# --- connections that are held


@pytest.mark.parametrize(
    ("held", "cut"),
    [
        # As long as half of all are free, nobody is asked.
        ({"192.0.2.1": 50}, {}),
        ({"192.0.2.1": 51}, {"192.0.2.1": 26}),
        ({"192.0.2.1": 25, "192.0.2.2": 40}, {"192.0.2.2": 15}),
        ({f"192.0.2.{n}": 5 for n in range(20)}, {}),
        # One asker has a whole network of IPv6, and a proxy speaks for many.
        ({f"2001:db8:1:2::{n}": 1 for n in range(60)}, {"2001:db8:1:2::": 35}),
        ({"10.0.0.1": 100}, {}),
    ],
)
def test_nobody_holds_most_of_what_little_room_there_is(
    held: dict[str, int], cut: dict[str, int]
) -> None:
    crowds = Crowds(Askers([ip_network("10.0.0.0/8")]))
    ends = [(address, port) for address, number in held.items() for port in range(number)]
    found = Counter(address for address, _ in crowds.too_many(ends, 100))
    assert sum(found.values()) == sum(cut.values())
    assert all(any(address.startswith(each) for each in cut) for address in found)


def test_what_is_being_answered_is_not_cut() -> None:
    crowds = Crowds(Askers([]))
    with crowds.answering(scope(port=0)), crowds.answering(scope(port=1)):
        found = crowds.too_many([("192.0.2.1", port) for port in range(60)], 100)
        assert found == {("192.0.2.1", port) for port in range(2, 37)}
    assert not crowds._answered


# --- slow readers


def sent(body: bytes, deliver: Callable[[int], None], readers: Readers, port: int = 1) -> list[Any]:
    """Send a body to somebody; ``deliver`` is called after each piece."""
    pieces: list[Any] = []

    async def send(message: Any) -> None:
        pieces.append(message)
        deliver(len(pieces))

    async def run() -> None:
        sender = readers.sender(scope(port=port), lambda _: "192.0.2.1", send)
        await sender({"type": "http.response.body", "body": body, "more_body": False})

    asyncio.run(run())
    return pieces


def test_a_long_body_goes_out_in_pieces() -> None:
    """They are the body, and only the last one ends it."""
    readers = Readers(Clock(), lambda _: None)
    for length in (0, 1, figure(Limit.PIECE), figure(Limit.PIECE) + 1, 10 * figure(Limit.PIECE)):
        body = bytes(length)
        pieces = sent(body, lambda _: None, readers)
        assert b"".join(each["body"] for each in pieces) == body
        assert [each["more_body"] for each in pieces] == [True] * (len(pieces) - 1) + [False]
        assert all(len(each["body"]) <= figure(Limit.PIECE) for each in pieces)


def test_a_reader_who_stalls_or_drips_is_overdue() -> None:
    """One who takes nothing, and one who takes a little for ever; none who goes on well."""
    clock, found = Clock(), []
    readers = Readers(clock, lambda _: None)
    body = bytes(8 * figure(Limit.PIECE))

    def slowly(pause: float) -> Callable[[int], None]:
        def deliver(_: int) -> None:
            clock.now += pause
            found.append(len([*readers.overdue()]))

        return deliver

    sent(body, slowly(1), readers)
    assert max(found) == 0
    found.clear()
    sent(body, slowly(figure(Limit.STALL)), readers)
    assert min(found) == 1
    found.clear()
    sent(body, slowly(figure(Limit.STALL) - 1), readers)
    assert (found[0], found[-1]) == (0, 1)


# --- the site


def test_too_much_is_refused_and_what_is_kept_is_not(edition: Edition) -> None:
    """429 with a time, in the language and form of the address; pages at hand are still given."""
    app = create_app(Editions(edition), from_environment({}), clock=Clock())
    with TestClient(app) as reader:
        assert reader.get("/en/").status_code == 200
        app.desk._budgets.spend(app.desk.address(scope("testclient")), 100)
        for address, kind in (
            ("/es/models", "text/html"),
            ("/en/models.json", "application/problem+json"),
            ("/data/models.json", "application/problem+json"),
            ("/api/v1/models?lab=openai", "application/problem+json"),
            ("/en/models?as_of=2020-01-01", "text/html"),
        ):
            refused = reader.get(address)
            assert refused.status_code == 429
            assert int(refused.headers["retry-after"]) > 100
            assert refused.headers["content-type"].startswith(kind)
            assert refused.headers["cache-control"] == "no-store"
            # Nobody is told to come again before there is something left.
            left = items(refused.headers["ratelimit"])
            assert left["work"] == {"r": 0, "t": int(refused.headers["retry-after"])}
        assert "Es mucho de una vez" in reader.get("/es/models").text
        for address in ("/en/", "/robots.txt", "/healthz", "/readyz", "/nowhere"):
            assert reader.get(address).status_code != 429


def items(field: str) -> dict[str, dict[str, Any]]:
    """Read a list of strings with their parameters, as structured fields are (RFC 9651)."""
    return dict(http_sf.parse(field.encode(), tltype="list"))


def test_every_answer_of_the_api_tells_what_is_left(edition: Edition) -> None:
    """The quotas, what is left of them, and when the work is whole again; read by scripts, too."""
    clock = Clock()
    app = create_app(Editions(edition), from_environment({}), clock=clock)
    with TestClient(app) as reader:
        reader.get("/api/v1/models/openai/o4-mini")
        app.desk._budgets._left.clear()
        told = reader.get("/api/v1/models/openai/o4-mini").headers
        # As the draft has it: no unit but its own, and requests where none is named.
        assert items(told["ratelimit-policy"]) == {
            "work": {"q": 500, "w": 10},
            "waiting": {"q": 32, "qu": "concurrent-requests"},
        }
        assert items(told["ratelimit"]) == {"work": {"r": 500, "t": 0}, "waiting": {"r": 32}}
        assert {"ratelimit", "ratelimit-policy", "retry-after"} <= set(
            told["access-control-expose-headers"].split(", ")
        )
        app.desk._budgets.spend(app.desk.address(scope("testclient")), 2)
        for path, status in (("models/openai/o4-mini", 200), ("nowhere", 404), ("models.csv", 404)):
            answer = reader.get(f"/api/v1/{path}")
            assert answer.status_code == status
            # Answering itself takes some work.
            left = items(answer.headers["ratelimit"])["work"]
            assert 0 <= left["r"] <= 300, path
            assert left["t"] >= 4, path
        kept = reader.get("/api/v1/models/openai/o4-mini", headers={"If-None-Match": told["etag"]})
        assert kept.status_code == 304
        assert "ratelimit" in kept.headers


def test_without_a_limit_on_work_only_places_are_told(edition: Edition) -> None:
    """Whoever sets no share of a processor has no bucket to tell of."""
    app = create_app(Editions(edition), from_environment({"MODELARIO_WORK_PER_ADDRESS": "0"}))
    with TestClient(app) as reader:
        told = reader.get("/api/v1/status").headers
        assert items(told["ratelimit"]) == {"waiting": {"r": 32}}
