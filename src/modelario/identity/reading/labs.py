"""The labs: their names, their namespaces in ids, and where they sell their models."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from modelario.identity.reading.curated import table
from modelario.records import Lab, LabId, ProviderId


@cache
def load_labs() -> Mapping[LabId, Lab]:
    """Every curated lab by its id; a lab of the tail is inferred where it occurs."""
    labs = {
        LabId(row["id"]): Lab(
            id=LabId(row["id"]),
            name=row["name"],
            namespaces=tuple(row["namespaces"]),
            providers=tuple(ProviderId(provider) for provider in row["providers"]),
        )
        for row in table("labs")["labs"]
    }
    return MappingProxyType(labs)


@cache
def known_namespaces() -> Mapping[str, LabId]:
    """Which lab a namespace in an id stands for."""
    return {name: lab.id for lab in load_labs().values() for name in (lab.id, *lab.namespaces)}


@cache
def first_parties() -> Mapping[ProviderId, LabId]:
    """Which lab runs a provider itself."""
    return {provider: lab.id for lab in load_labs().values() for provider in lab.providers}


@cache
def families() -> Mapping[LabId, tuple[str, ...]]:
    """The words that begin the names of a lab's models, the commonest first."""
    return {LabId(row["id"]): tuple(row["families"]) for row in table("labs")["labs"]}


@cache
def family_labs() -> Mapping[str, LabId]:
    """Which lab a family word belongs to."""
    return {word: lab for lab, words in families().items() for word in words}
