"""What is written for programs: the API's answers, data, badges, and what engines ask for."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from modelario.api.answering import inquiry_of
from modelario.api.document import DOCUMENT
from modelario.api.filed import ASKING, ENDING, filed
from modelario.api.files import File
from modelario.api.inquiries import Resource
from modelario.api.paging import Turn, paged
from modelario.api.parameters import filled
from modelario.api.resources import RESOURCES
from modelario.export.leaves import Leaf
from modelario.export.moving import moved_page
from modelario.export.press import Press
from modelario.formats import to_json
from modelario.queries.meaning import meant
from modelario.queries.model_data import model_data
from modelario.web.addresses import PACKED, SAFE
from modelario.web.badges import BADGES, badge
from modelario.web.drawing import SERVED_ONLY
from modelario.web.faults import Fault
from modelario.web.finders import security_text
from modelario.web.llms import llms
from modelario.web.sitemap import robots, sitemap

#: No table has so many rows: they are written whole.
_EVERY_ROW = 2**31


def answered(resource: Resource, press: Press, names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write what a resource answers, a table whole.

    A former id of a model has the answer to which a server would lead from there: a file of JSON
    leads nowhere.
    """
    path = _path(resource, names)
    inquiry = inquiry_of(press.editions, press.moment, {})
    values = _values(resource, press, names)
    request = filled(resource.request, values) if resource.request else None
    record, _ = resource.answer(inquiry, request, Turn(_EVERY_ROW))
    if resource.rows:
        fields = {name: getattr(record, name) for name in record.__struct_fields__}
        record = paged(resource.record)(**fields, next=None)
    yield press.api(path + ENDING, to_json(record))


#: What would be a file, compressed or not, and a folder at once.
LIKE_ANSWERS = rf"\.(json(?:\.(?:{'|'.join(PACKED.values())}))?)"
_LIKE_ANSWERS = re.compile(f"{LIKE_ANSWERS}$")


def _path(resource: Resource, names: tuple[str, ...]) -> str:
    """Address an answer; a folder that is called as an answer is written as pages write it."""
    given = iter(names)
    *folders, last = [
        _segment(next(given)) if part.startswith("{") else part for part in resource.segments
    ]
    return "/".join((*(_LIKE_ANSWERS.sub(r"~2E\1", each) for each in folders), last))


def _segment(name: str) -> str:
    """Encode an id as what is no page reads it: no form's ending has to be told from it."""
    return quote(name, safe=SAFE)


def _values(resource: Resource, press: Press, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Say what is asked, as an address would."""
    if resource.name == "changes":
        return {"since": (press.since.isoformat(),)}
    if not names:
        return {}
    if "{model}" in resource.path:
        return {"model": (meant(press.edition, "/".join(names)),)}
    return {"id": names}


def whole_file(file: File, press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write a file of the whole catalogue, where what makes it is installed."""
    if file.name not in press.absent:
        yield press.api(file.path, b"".join(file.pieces(press.edition)))


def description(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write the description of the API."""
    yield press.api(DOCUMENT, to_json(filed(press.addresses.root, press.absent)))


def model_table(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write every model in few bytes, for the table that works by itself."""
    yield Leaf("data/models.json", to_json(model_data(press.edition)))


def badge_of(press: Press, names: tuple[str, ...]) -> Iterator[Leaf]:
    """Draw one badge of a model, under whatever id: pages of others show it."""
    lab, slug, name = names
    entry = press.edition.catalogue.entries[meant(press.edition, f"{lab}/{slug}")]
    yield Leaf(f"badge/{_segment(lab)}/{_segment(slug)}/{name}.svg", badge(BADGES[name](entry)))


def assets(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write every static file under the version that pages ask for."""
    files = press.drawing.assets
    for name in files.names():
        yield Leaf(f"static/{files.version}/{name}", files.content(name))


def front_door(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Lead from the root to the main language."""
    code = press.drawing.main_language
    yield Leaf("", moved_page(press.addresses.page(code), code), is_page=True)


def site_map(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """List every page for search engines; they want addresses with the name of the site."""
    if "://" in (press.addresses.base or ""):
        listed = sitemap(press.edition, press.addresses, press.drawing.languages, SERVED_ONLY)
        yield Leaf("sitemap.xml", listed)


def robots_file(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Tell search engines what they may read."""
    yield Leaf("robots.txt", robots(press.addresses))


def llms_file(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Tell language models what there is."""
    told = {
        each.path + ENDING: each.summary
        for each in RESOURCES
        if "{" not in each.path and each.name not in ASKING
    }
    language = press.drawing.main_language
    yield Leaf("llms.txt", llms(press.edition, press.addresses, language, told, press.absent))


def security_file(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Say whom to tell of a weakness, where somebody is named."""
    if press.contact is not None:
        text = security_text(press.contact, press.moment)
        yield Leaf(".well-known/security.txt", text)


def missing(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Draw the page for addresses at which there is nothing."""
    yield Leaf("404.html", press.fault(Fault(404, "no_page")))
