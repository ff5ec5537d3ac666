"""The package's own tables, read once: what words mean, who the labs are, what is curated."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """A TOML table of this package, by its name without the ending."""
    path = resources.files("modelario.identity") / "tables" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
