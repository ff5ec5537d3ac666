"""What a language model is told of the site first (llmstxt.org)."""

from collections.abc import Collection, Mapping

from modelario.api.document import DOCUMENT
from modelario.api.files import FILES
from modelario.api.inquiries import PREFIX
from modelario.api.resources import RESOURCES
from modelario.mcp import PATH
from modelario.mcp.tools import TOOLS
from modelario.queries.edition import Edition
from modelario.records import Catalogue
from modelario.web.addresses import Addresses
from modelario.web.words.i18n import SOURCE_LANGUAGE
from modelario.wording import label

#: Pages to begin with, and what they hold.
_PAGES = (
    ("models", "every model, filtered and sorted by its address"),
    ("models/openai/o4-mini", "everything about one model; its id is lab/slug"),
    ("providers", "who serves models, and what each asks"),
    ("compare", "two to four models side by side"),
    ("calculator", "what a workload costs with every model"),
    ("pick", "which models meet requirements, ranked, and what stood in the way of others"),
    ("changelog", "what changed, by day"),
    ("lifecycle", "when models end, and what follows them"),
    ("inconsistencies", "where providers contradict each other"),
    ("methodology", "every rule and weight"),
    ("status", "how fresh the data is"),
)


#: The same where only files are served.
_EXPORTED_FORMS = (
    "Add `.md` or `.json` to the address of any page, `.csv` where it is a table. These are files: "
    "nothing behind a question mark is read, and there are no past days."
)

_FORMS = (
    "Add `.md` or `.json` to the address of any page, `.csv` where it is a table, or ask for "
    "text/markdown. `as_of=YYYY-MM-DD` shows any page as it was on a day."
)


def _about(catalogue: Catalogue) -> str:
    return (
        f"The open catalogue of large language models: {len(catalogue.entries)} models at "
        f"{len(catalogue.providers)} providers, what each can do and what it costs. Data of "
        f"{catalogue.origin.as_of}. Prices are USD per 1M tokens; what is not published is "
        "unknown, never zero."
    )


def llms(
    edition: Edition,
    addresses: Addresses,
    language: str = SOURCE_LANGUAGE,
    answers: Mapping[str, str] | None = None,
    but: Collection[str] = (),
) -> bytes:
    """Write the file: what there is, in which form a program should ask, and the addresses.

    ``answers`` are the addresses of the API and what each answers, where only files are served,
    where ``but`` are those that are not there.
    """

    def page(path: str) -> str:
        return addresses.absolute(addresses.page(language, path))

    def asked(path: str) -> str:
        return addresses.absolute(f"{addresses.root}{PREFIX}{path}")

    catalogue = edition.catalogue
    questions = (
        ((each.name, each.example, each.summary) for each in RESOURCES)
        if answers is None
        else ((path, path, told) for path, told in answers.items())
    )
    lines = [
        "# Modelario",
        "",
        f"> {_about(catalogue)}",
        "",
        _FORMS if answers is None else _EXPORTED_FORMS,
        "",
        "## API",
        "",
        f"- [Description]({asked(DOCUMENT)}): OpenAPI 3.1, every field with its unit",
        *(f"- [{name}]({asked(path)}): {told}" for name, path, told in questions),
        "",
        *(_tools(addresses) if answers is None else ()),
        "## Pages",
        "",
        *(f"- [{path}]({page(f'{path}.md')}): {told}" for path, told in _PAGES),
        "",
        "## Lists",
        "",
        *(f"- [{label(f'list.{key}')}]({page(f'lists/{key}.md')})" for key in catalogue.lists),
        "",
        "## Optional",
        "",
        *(
            f"- [{each.path}]({asked(each.path)}): {each.summary}"
            for each in FILES
            if each.name not in but
        ),
    ]
    return "\n".join((*lines, "")).encode()


def _tools(addresses: Addresses) -> tuple[str, ...]:
    """Tell agents of the tools that are made for them."""
    address = addresses.absolute(addresses.root + PATH)
    return (
        "## MCP",
        "",
        f"- [Tools]({address}): messages of the Model Context Protocol by POST",
        *(f"- {each.name}: {each.text.partition('. ')[0]}" for each in TOOLS),
        "",
    )
