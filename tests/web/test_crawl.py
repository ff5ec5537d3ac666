"""Every link of the whole site leads somewhere."""

from xml.etree import ElementTree as ET
from zlib import crc32

import pytest
from crawler import crawl
from litestar.testing import TestClient

from dated import BASE
from modelario.queries.edition import Edition
from modelario.web.addresses import Addresses
from modelario.web.app import Front
from modelario.web.sitemap import paths, robots
from modelario.web.words.i18n import languages
from sampling import amount

#: Of endless kinds of links – orders, filters, pairs, forms for programs – one in so many is
#: followed, and of the pages of single models, labs and the like fewer in another language, whose
#: links are those of the first.
_ONE_IN, _SINGLE_ONE_IN, _TRANSLATED_ONE_IN = amount(60, 1), amount(3, 1), amount(15, 1)


def test_every_internal_link_answers(app: Front, edition: Edition) -> None:
    """All that is not there, all pages of many things, a sample of the others."""
    first = next(iter(languages()))
    pages = [f"/{code}/{path}" for code in languages() for path in paths(edition)]
    single = {f"/{code}/{path}" for code in languages() for path in paths(edition) if "/" in path}

    def one_in(address: str) -> int:
        if "?" in address or "/compare/" in address or address.endswith(_FORMS):
            return _ONE_IN
        if address not in single:
            return 1
        return _SINGLE_ONE_IN if address.startswith(f"/{first}/") else _TRANSLATED_ONE_IN

    def follow(address: str) -> bool:
        # A sum of the address, so that every run follows the same links.
        return crc32(address.encode()) % one_in(address) == 0

    found = crawl(app, filter(follow, pages), follow=follow)
    assert found.broken == {}
    assert len(found.statuses) > len(edition.catalogue.entries)


_FORMS = (".json", ".csv", ".md", ".atom")


def test_the_sitemap_lists_every_page_once(client: TestClient[Front], edition: Edition) -> None:
    """Each indexed path stands there in each language, under the site's own name."""
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 – our own
    listed = [each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(listed) == len(set(listed))
    assert f"{BASE}/en/models/openai/o4-mini" in listed
    assert f"{BASE}/es/" in listed
    models = [each for each in listed if each and each.startswith(f"{BASE}/es/models/")]
    assert len(models) == len(edition.catalogue.entries)


def test_robots_are_shown_the_sitemap(client: TestClient[Front]) -> None:
    """The robots file names it absolutely."""
    assert f"Sitemap: {BASE}/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize("base", [None, "/models"])
def test_robots_are_told_of_no_map_without_a_whole_address(base: str | None) -> None:
    """They would not know where it is; an export that names no site has none either."""
    told = robots(Addresses(base)).decode()
    assert "Sitemap" not in told
    assert f"Disallow: {base or ''}/*/search?" in told
