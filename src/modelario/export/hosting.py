"""What a server of files has to be told: headers, addresses that have moved, endings.

``_headers`` and ``_redirects`` are read by Netlify and its kind; ``nginx.conf``
is a piece to include. The headers are the app's own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from modelario.api.inquiries import PREFIX
from modelario.api.resources import RESOURCES
from modelario.export.former import former_ids
from modelario.export.leaves import Leaf
from modelario.export.press import Press
from modelario.export.programs import LIKE_ANSWERS
from modelario.web.assets import IMMUTABLE
from modelario.web.drawing import FORMS
from modelario.web.headers import file_headers, html_headers, program_headers
from modelario.web.routes import PAGES

Headers = Mapping[str, str]


def _without_type(headers: Iterable[tuple[str, str]]) -> Headers:
    """Headers but for the type, which the ending of a file tells."""
    return {name: value for name, value in headers if name != "content-type"}


def page_policy(press: Press) -> Headers:
    """The headers of pages: the policy allows the style of each kind of them."""
    sources = dict.fromkeys(press.drawing.style(page).source for page in PAGES)
    return _without_type(html_headers(" ".join(sources)))


def hosting(press: Press, _names: tuple[str, ...]) -> Iterator[Leaf]:
    """Write what servers of files read."""
    for name, text in (
        ("_headers", _headers_file(press)),
        ("_redirects", _redirects_file(press)),
        ("nginx.conf", _nginx(press)),
        # GitHub Pages would leave out names that begin with an underscore.
        (".nojekyll", ""),
    ):
        yield Leaf(name, text.encode(), is_read=False)


def _headers_file(press: Press) -> str:
    root = press.addresses.root
    pages, programs = page_policy(press), _without_type(program_headers(""))
    static = _without_type(file_headers("", IMMUTABLE))
    rules = {
        f"{root}/": pages,
        **{f"{root}/{code}/*": pages for code in press.drawing.languages},
        **{f"{root}/{folder}/*": programs for folder in ("api", "badge", "data")},
        **{f"{root}/{name}": programs for name in _FOR_ENGINES},
        f"{root}/static/*": static,
    }
    return "".join(f"{path}\n{_lines(headers)}" for path, headers in rules.items())


def _lines(headers: Headers) -> str:
    return "".join(f"  {name}: {value}\n" for name, value in headers.items())


#: Ids that mean themselves in either file, wherever they stand; in them ``:`` and ``$`` do not.
_PLAIN = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


def _moved(press: Press) -> Iterator[tuple[str, str]]:
    """Lead from former ids, as the app does, in the API; elsewhere the file that is there does."""
    api = f"{press.addresses.root}{PREFIX}"
    of_a_model = [each.path for each in RESOURCES if "{model}" in each.path]
    for former, id_ in former_ids(press.edition).items():
        if _PLAIN.fullmatch(former) and _PLAIN.fullmatch(id_):
            for path in of_a_model:
                yield api + path.replace("{model}", former), api + path.replace("{model}", id_)


def _redirects_file(press: Press) -> str:
    """Lead from former ids to files: some hosts follow a rule though a file is there, too.

    So none can stand for all of the API, whose files have an ending there.
    """
    return "".join(f"{former} {present}.json 301\n" for former, present in _moved(press))


_SNIPPET = """\
# Include this in a server whose root is the folder that holds the export at {place}:
#     server {{ listen 80; server_name example.org; root /srv/site; include {here}/nginx.conf; }}
# and reload nginx after each export, which writes this anew. What --compress has written is given
# by "gzip_static on; gzip_vary on;" in that server, and by brotli_static on where nginx has it.
# Headers that the server adds elsewhere, such as Strict-Transport-Security, do not come through the
# locations below, which have headers of their own: a proxy before it can add them.
charset utf-8;
charset_types {types};
absolute_redirect off;
error_page 404 {root}/404.html;
types {{
    text/html html; text/css css; text/javascript js; image/svg+xml svg; image/png png;
    application/pdf pdf; application/json json; application/jsonl jsonl; text/csv csv;
    text/markdown md; application/atom+xml atom; text/calendar ics; application/xml xml;
    text/plain txt; application/vnd.sqlite3 sqlite; application/vnd.apache.parquet parquet;
}}
location ~ ^{root}/(?:nginx\\.conf|_headers|_redirects|\\.[^/]*\\.json)$ {{ return 404; }}
location {root}/ {{
    try_files $uri $uri/index.html =404;
{pages}}}
location ~ ^{root}/(?:{codes})/.*\\.feed\\.json$ {{
    types {{ }}
    default_type application/feed+json;
{programs}}}
location ~ ^{root}/(?:(?:{codes})/.*\\.(?:{endings})|(?:badge|data)/.*|{engines})$ {{
    try_files $uri $uri/index.html =404;
{programs}}}
location {root}{api} {{
    default_type application/json;
    rewrite ^({root}{api}.*){like_answers}(/[^/]+)$ $1~2E$2$3 break;
    try_files $uri.json $uri =404;
{programs}{moved}}}
location {root}/static/ {{
    try_files $uri =404;
{static}}}
"""


#: What stands at the top and is no page.
_FOR_ENGINES = ("sitemap.xml", "robots.txt", "llms.txt", ".well-known/security.txt")
#: Types to which the app adds the character set; nginx does so to pages by itself.
_WITH_CHARSET = (
    *("text/javascript", "text/plain", "application/xml"),
    *(kind.partition(";")[0] for kind, _ in FORMS.values() if "charset" in kind),
)


def _nginx(press: Press) -> str:
    root = press.addresses.root
    endings = sorted({form.rpartition(".")[2] for form in FORMS})
    return _SNIPPET.format(
        root=root,
        place=f"{root}/",
        here=f"/srv/site{root}",
        api=PREFIX,
        like_answers=LIKE_ANSWERS,
        codes="|".join(press.drawing.languages),
        endings="|".join(endings),
        engines="|".join(map(re.escape, _FOR_ENGINES)),
        types=" ".join(_WITH_CHARSET),
        pages=_directives(page_policy(press)),
        programs=_directives(_without_type(program_headers(""))),
        moved="".join(
            f"    location = {former} {{ return 301 {present}; }}\n"
            for former, present in _moved(press)
        ),
        static=_directives(_without_type(file_headers("", IMMUTABLE))),
    )


def _directives(headers: Headers) -> str:
    return "".join(f'    add_header {name} "{value}" always;\n' for name, value in headers.items())
