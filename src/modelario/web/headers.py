"""Headers of every answer."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

#: Browsers ask again each time and get a 304; shared caches may keep an answer a minute.
_REVALIDATE = "public, max-age=0, s-maxage=60, must-revalidate"

#: An error may be over at the next moment, and belongs to whoever made it.
_NEVER = "no-store"

_FIRST_ERROR = 400

#: What was published by a past day never changes; only its looks do, with the program.
_PAST = "public, max-age=3600, s-maxage=86400"

#: File systems take names of 255 characters.
_LONGEST_NAME = 200

_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


def html_headers(
    style_source: str, *, status: int = 200, past: bool = False
) -> Iterator[tuple[str, str]]:
    """Head a page for people; ``style_source`` is the hash of the style that stands in it."""
    yield "content-type", "text/html; charset=utf-8"
    yield "content-security-policy", _policy(style_source)
    yield "x-content-type-options", "nosniff"
    yield "referrer-policy", "strict-origin-when-cross-origin"
    yield "cross-origin-opener-policy", "same-origin"
    yield "cross-origin-resource-policy", "same-origin"
    yield "permissions-policy", "camera=(), microphone=(), geolocation=()"
    yield "cache-control", _kept(status, past=past)


def file_headers(media_type: str, kept: str) -> Iterator[tuple[str, str]]:
    """Head a static file; opened by itself, as a picture may be, it can load and run nothing."""
    yield "content-type", media_type
    yield "content-security-policy", _SANDBOX
    yield "x-content-type-options", "nosniff"
    yield "cross-origin-resource-policy", "same-origin"
    yield "cache-control", kept


def own_headers(media_type: str) -> Iterator[tuple[str, str]]:
    """Head an answer that only its asker may see, or that is true only for a moment."""
    yield "content-type", media_type
    yield "content-security-policy", _SANDBOX
    yield "x-content-type-options", "nosniff"
    yield "cache-control", _NEVER


def _kept(status: int, *, past: bool) -> str:
    if status >= _FIRST_ERROR:
        return _NEVER
    return _PAST if past else _REVALIDATE


def _policy(style_source: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' {style_source}; "
        "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )


def program_headers(
    media_type: str, canonical: str | None = None, *, status: int = 200, past: bool = False
) -> Iterator[tuple[str, str]]:
    """Head an answer for programs; ``canonical`` is the page that it is another form of."""
    yield "content-type", media_type
    yield "content-security-policy", _SANDBOX
    yield "x-content-type-options", "nosniff"
    yield "access-control-allow-origin", "*"
    yield "cross-origin-resource-policy", "cross-origin"
    yield "cache-control", _kept(status, past=past)
    if canonical is not None:
        yield "link", f'<{canonical}>; rel="canonical"'


def saved_as(path: str) -> tuple[str, str]:
    """Let a document be saved, under a name that tells what it is; a sandbox shows none."""
    name = re.sub(r"[^A-Za-z0-9.]+", "-", f"modelario-{unquote(path)}")
    return "content-disposition", f'attachment; filename="{name[-_LONGEST_NAME:].strip("-")}"'
