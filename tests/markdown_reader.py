"""Markdown as readers see it: GitHub's dialect, with HTML let through and bare links made."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: As lenient as any reader: what it takes for markup somebody's program will.
_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tokens(text: str) -> Iterator[Token]:
    """Give every piece of a text, those within lines too."""
    for token in _READER.parse(text):
        yield token
        yield from token.children or ()


#: What only markup makes; a page of ours has headings, lists, tables and code besides.
FOREIGN = frozenset(
    {"html_block", "html_inline", "link_open", "image", "em_open", "strong_open", "s_open"}
    | {"blockquote_open", "code_block", "fence", "hr", "ordered_list_open"}
)


def foreign(text: str) -> list[str]:
    """List what data has brought into a text beside itself."""
    return [f"{each.type}: {each.content[:80]}" for each in tokens(text) if each.type in FOREIGN]


def shown(text: str) -> str:
    """Give what a reader sees of a text of one line."""
    return "".join(each.content for each in tokens(text) if each.type in ("text", "code_inline"))
