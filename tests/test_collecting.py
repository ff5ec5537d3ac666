"""The garbage collector rests while a catalogue is made, and no longer."""

import gc
import weakref

import pytest

from modelario.collecting import set_aside, uncollected


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


class Link:
    """Something that leads back to itself."""

    def __init__(self):
        self.link = self


def test_what_is_there_is_passed_over_and_is_garbage_the_next_time():
    found = Link()
    gone = weakref.ref(found)
    try:
        set_aside()
        del found
        gc.collect()
        assert gone() is not None
        set_aside()
        assert gone() is None
    finally:
        gc.unfreeze()
