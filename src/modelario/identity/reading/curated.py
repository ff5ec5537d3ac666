"""The package's own tables, read once: what words mean, who the labs are, what is curated."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_TABLES = Path(__file__).parents[1] / "tables"


@cache
def table(name: str) -> Mapping[str, Any]:
    """A TOML table of this package, by its name without the ending."""
    return tomllib.loads((_TABLES / f"{name}.toml").read_text("utf-8"))
