"""The vocabulary itself."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from msgspec import Struct

from modelario import records

STRUCTS = [
    record
    for record in vars(records).values()
    if isinstance(record, type) and issubclass(record, Struct) and record is not Struct
]


MODULES = [
    import_module(each.name) for each in iter_modules(records.__path__, "modelario.records.")
]


def test_every_record_is_part_of_the_vocabulary():
    """Whichever file of the package it stands in, all import it from the package."""
    made = {
        name
        for module in MODULES
        for name, record in vars(module).items()
        if isinstance(record, type) and record.__module__ == module.__name__
    }
    assert made <= {*records.__all__}
    assert made > {"OfferingKey", "Reason", "Catalogue", "ChangeKind"}


@pytest.mark.parametrize("record", STRUCTS, ids=lambda record: record.__name__)
def test_a_record_is_frozen_and_left_alone_by_the_cycle_collector(record):
    """A catalogue is hundreds of thousands of records, and none can be part of a cycle.

    There is but one of itself, and what it keeps for questions may lead back to it.
    """
    assert record.__struct_config__.frozen
    assert record.__struct_config__.gc is (record is records.Catalogue)
