"""Pages that lead on, where no server can."""

from html import escape

_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{address}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<link rel="canonical" href="{address}">
<p><a href="{address}">{address}</a></p>
</html>
"""


def moved_page(address: str, language: str) -> bytes:
    """Lead to another address at once."""
    return _PAGE.format(address=escape(address), language=language).encode()
