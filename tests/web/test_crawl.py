"""Every link of the whole site leads somewhere."""

import os
from xml.etree import ElementTree as ET
from zlib import crc32

from crawler import crawl
from dated import BASE
from litestar.testing import TestClient

from modelario.queries.edition import Edition
from modelario.web.app import Front
from modelario.web.sitemap import paths
from modelario.web.words.i18n import languages

#: Of endless kinds of links – orders, filters, pairs, forms for programs – one in so many is
#: followed; all of them where MODELARIO_CRAWL_ALL is set.
_ONE_IN = 60


def test_every_internal_link_answers(app: Front, edition: Edition) -> None:
    """All pages of all models in English and another language, and a sample of what never ends."""
    everything = bool(os.environ.get("MODELARIO_CRAWL_ALL"))

    def follow(address: str) -> bool:
        if everything:
            return True
        endless = "?" in address or "/compare/" in address or address.endswith(_FORMS)
        # A sum of the address, so that every run follows the same links.
        sampled = not endless or crc32(address.encode()) % _ONE_IN == 0
        return sampled and _in_turn(address)

    pages = [f"/{code}/{path}" for code in languages() for path in paths(edition)]
    found = crawl(app, filter(follow, pages), follow=follow)
    assert found.broken == {}
    assert len(found.statuses) > 2 * len(edition.catalogue.entries)


_FORMS = (".json", ".csv", ".md", ".atom")
_, *_OTHERS = languages()


def _in_turn(address: str) -> bool:
    """Whether an address is read in its language; the others take turns, path by path."""
    code, _, path = address.removeprefix("/").partition("/")
    return code not in _OTHERS or _OTHERS[crc32(path.encode()) % len(_OTHERS)] == code


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
