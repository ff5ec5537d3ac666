"""Calendars (RFC 5545) of what has a day."""

from datetime import UTC, datetime, time, timedelta

from modelario.web.feeds import Feed

#: Whose calendar it is, as RFC 5545 wants it.
_MAKER = "-//Modelario//Modelario//EN"


def to_ics(feed: Feed) -> bytes:
    """Write a feed's entries as whole days; the same data gives the same bytes."""
    # Few ask for calendars, and a server is ready sooner without what writes them.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("name", feed.title)
    # Older clients know the name by this.
    calendar.add("x-wr-calname", feed.title)
    calendar.add("refresh-interval", timedelta(days=1), {"VALUE": "DURATION"})
    stamp = datetime.combine(feed.updated, time.min, UTC)
    for item in feed.items:
        event = Event()
        event.add("uid", f"{item.id}@modelario")
        event.add("dtstamp", stamp)
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
        event.add("summary", item.title)
        event.add("description", item.text)
        event.add("categories", list(item.tags))
        event.add("transp", "TRANSPARENT")
        if "://" in item.url:
            event.add("url", item.url)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
