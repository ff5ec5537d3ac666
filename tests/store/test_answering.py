"""A store that does not answer keeps nobody waiting."""

import threading

import pytest

from modelario.history.journal import StoreError
from modelario.store.answering import Answering

#: Nothing that answers at all takes so long.
LONG = 60


def test_an_answer_is_given():
    assert Answering().ask(lambda: 7, LONG) == 7


def test_a_fault_is_raised():
    with pytest.raises(ZeroDivisionError):
        Answering().ask(lambda: 1 / 0, LONG)


def test_a_timeout_of_the_store_s_own_is_no_overdue_answer():
    asking = Answering()

    def fail():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        asking.ask(fail, LONG)
    assert asking.ask(lambda: 7, LONG) == 7


def test_who_does_not_answer_is_not_asked_again_until_he_does():
    asking, thaws, asked = Answering(), threading.Event(), []

    def frozen():
        asked.append("frozen")
        thaws.wait()

    with pytest.raises(StoreError, match="does not answer within"):
        asking.ask(frozen, 0.01)
    for _ in range(3):
        with pytest.raises(StoreError, match="does not answer"):
            asking.ask(frozen, LONG)
    assert asked == ["frozen"]
    overdue = asking._overdue
    thaws.set()
    overdue.result(LONG)
    assert asking.ask(lambda: 7, LONG) == 7
