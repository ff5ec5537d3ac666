"""Headers of every answer."""

from collections.abc import Iterator

#: Browsers ask again each time and get a 304; shared caches may keep an answer a minute.
_REVALIDATE = "public, max-age=0, s-maxage=60, must-revalidate"

#: What was published by a past day never changes; only its looks do, with the program.
_PAST = "public, max-age=3600, s-maxage=86400"

_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


def html_headers(style_source: str, *, past: bool = False) -> Iterator[tuple[str, str]]:
    """Head a page for people; ``style_source`` is the hash of the style that stands in it."""
    yield "content-type", "text/html; charset=utf-8"
    yield "content-security-policy", _policy(style_source)
    yield "x-content-type-options", "nosniff"
    yield "referrer-policy", "strict-origin-when-cross-origin"
    yield "cross-origin-opener-policy", "same-origin"
    yield "cross-origin-resource-policy", "same-origin"
    yield "permissions-policy", "camera=(), microphone=(), geolocation=()"
    yield "cache-control", _PAST if past else _REVALIDATE


def _policy(style_source: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' {style_source}; "
        "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )


def program_headers(
    media_type: str, canonical: str | None, *, past: bool = False
) -> Iterator[tuple[str, str]]:
    """Head an answer for programs; ``canonical`` is the page that it is another form of."""
    yield "content-type", media_type
    yield "content-security-policy", _SANDBOX
    yield "x-content-type-options", "nosniff"
    yield "access-control-allow-origin", "*"
    yield "cross-origin-resource-policy", "cross-origin"
    yield "cache-control", _PAST if past else _REVALIDATE
    if canonical is not None:
        yield "link", f'<{canonical}>; rel="canonical"'
