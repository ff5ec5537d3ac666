"""The garbage collector rests while a catalogue is made, and no longer."""

import gc

import pytest

from modelario.collecting import uncollected


@uncollected
def outer(inner):
    return gc.isenabled(), inner(), gc.isenabled()


def test_nothing_is_collected_meanwhile_be_it_within_other_work():
    assert gc.isenabled()
    assert outer(uncollected(gc.isenabled)) == (False, False, False)
    assert gc.isenabled()


def test_it_goes_on_after_a_failure():
    @uncollected
    def fails():
        raise LookupError("nothing")

    with pytest.raises(LookupError, match="nothing"):
        fails()
    assert gc.isenabled()
