"""Feeds: Atom (RFC 4287, paged as in RFC 5005) and JSON Feed 1.1, of the same record."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from modelario.formats import to_json

_ATOM = "http://www.w3.org/2005/Atom"
_JSON_FEED = "https://jsonfeed.org/version/1.1"
_AUTHOR = "Modelario"

#: Characters that XML 1.0 cannot hold, however they are written.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Item(NamedTuple):
    """One entry: ``id`` is a UUID that never alters."""

    id: str
    url: str
    title: str
    text: str
    day: date
    tags: tuple[str, ...]


class Feed(NamedTuple):
    """Entries, the newest first, and the addresses of the feed in its forms."""

    #: The address of its first page as Atom, which names the feed.
    id: str
    title: str
    language: str
    #: The page for people, and this page of the feed by the ending of its address.
    home: str
    addresses: dict[str, str]
    #: The page after this one, if there is one.
    older: dict[str, str] | None
    updated: date
    items: Sequence[Item]


def to_atom(feed: Feed) -> bytes:
    """Write a feed as Atom."""
    address = feed.addresses["atom"]
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    # Without a base address there is none that is absolute, as an id has to be.
    _add(root, "id", feed.id if "://" in feed.id else uuid5(NAMESPACE_URL, feed.id).urn)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _add(SubElement(root, "author"), "name", _AUTHOR)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.home})
    if feed.older:
        SubElement(root, "link", {"rel": "next", "href": feed.older["atom"]})
    for item in feed.items:
        entry = SubElement(root, "entry")
        _add(entry, "id", f"urn:uuid:{item.id}")
        _add(entry, "title", item.title)
        _add(entry, "updated", _moment(item.day))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": item.url})
        for tag in item.tags:
            SubElement(entry, "category", {"term": _NOT_XML.sub("", tag)})
        _add(entry, "content", item.text)
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("", text)


def to_json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON Feed."""
    told: dict[str, Any] = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.addresses["feed.json"],
        "language": feed.language,
        "authors": [{"name": _AUTHOR}],
    }
    if feed.older:
        told["next_url"] = feed.older["feed.json"]
    told["items"] = [
        {
            "id": f"urn:uuid:{item.id}",
            "url": item.url,
            "title": item.title,
            "content_text": item.text,
            "date_published": _moment(item.day),
            "tags": item.tags,
        }
        for item in feed.items
    ]
    return to_json(told)


def _moment(day: date) -> str:
    """The beginning of a day in UTC: what moved on a day is known by it, not by a sync's clock."""
    return f"{day.isoformat()}T00:00:00Z"
