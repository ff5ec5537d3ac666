"""The vocabulary itself."""

import pytest
from msgspec import Struct

from modelario import records

STRUCTS = [
    record
    for record in vars(records).values()
    if isinstance(record, type) and issubclass(record, Struct) and record is not Struct
]


@pytest.mark.parametrize("record", STRUCTS, ids=lambda record: record.__name__)
def test_a_record_is_frozen_and_left_alone_by_the_cycle_collector(record):
    """A catalogue is hundreds of thousands of records, and none can be part of a cycle."""
    assert record.__struct_config__.frozen
    assert not record.__struct_config__.gc
