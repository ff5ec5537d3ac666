"""What a test asks for to open pages."""

from collections.abc import Callable

from playwright.sync_api import Page

#: Opens a page as some reader: ``open(width=390, color_scheme="dark")``.
Open = Callable[..., Page]
