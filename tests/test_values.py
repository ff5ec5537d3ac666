"""Single values of others, made harmless: where their addresses lead."""

from collections.abc import Callable

import pytest

from modelario.values import https
from modelario.web.addresses import outward

#: What upstream and witnesses may say, and what a page links to: each looks for itself.
EACH = pytest.mark.parametrize("safe", [https, outward])
#: Addresses that no link may lead to: scripts, other schemes, users, and what a browser reads
#: otherwise than we do.
HARMFUL = (
    *("javascript:zq()", "JavaScript:zq()", " javascript:zq()", "java\tscript:zq()"),
    *("data:text/html,<script>zq()</script>", "vbscript:zq()", "file:///etc/passwd", "ftp://x.y/"),
    *("http://x.y/", "//x.y/", "/x", "x.y", "", "https:", "https://", "https:///x", "https:x.y"),
    *("https://user@x.y/", "https://user:word@x.y/", "https://x.y@z.example/", "https://@x.y"),
    *("https://x.y/a b", "https://x.y/\n", "https://x.y/\x00", "https://x.y/\u202e"),
    "https://x.y\\@z.example/",
)


Safe = Callable[[str], str | None]


@EACH
@pytest.mark.parametrize("address", HARMFUL)
def test_no_address_leads_astray(safe: Safe, address: str) -> None:
    """Only https, nobody's name in it, and nothing that stands for something else."""
    assert safe(address) is None


@pytest.mark.parametrize(
    "address",
    [
        'https://x.y/"onclick="zq()',
        "https://x.y/'",
        "https://x.y/<b>",
        "https://x.y/`",
        "https://ü",
    ],
)
def test_nothing_of_upstream_ends_an_attribute(address: str) -> None:
    """A page would escape it; others may not."""
    assert https(address) is None


@EACH
@pytest.mark.parametrize(
    "address",
    ["https://x.y", "https://x.y/a/b?c=d&e=f#g", "https://x.y:8443/@user/~b", "https://[::1]/"],
)
def test_an_address_stays_as_it_is(safe: Safe, address: str) -> None:
    assert safe(address) == address
