"""Asking a store that may have stopped to answer: nobody waits for it longer than he can."""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from modelario.history.journal import StoreError

# Most answers ask no store.
if TYPE_CHECKING:
    from concurrent.futures import Future

log = logging.getLogger(__name__)

T = TypeVar("T")


class Answering:
    """Asks in threads of their own, and not at all while an earlier question is overdue."""

    def __init__(self) -> None:
        self._overdue: Future[Any] | None = None

    def ask(self, read: Callable[[], T], patience_s: float) -> T:
        """Give what ``read`` gives; raises :class:`StoreError` where that takes too long.

        The read goes on: when it ends, whichever way, the store may be asked again.
        """
        from concurrent.futures import Future  # noqa: PLC0415

        overdue = self._overdue
        if overdue is not None and not overdue.done():
            raise StoreError("the store does not answer")
        answer: Future[T] = Future()
        threading.Thread(target=_answer, args=(read, answer), name="asking", daemon=True).start()
        try:
            return answer.result(patience_s)
        except TimeoutError:
            if answer.done():
                # The timeout is what was read, not how long it took.
                raise
            self._overdue = answer
            late = f"the store does not answer within {patience_s:g} s"
            log.warning("Readers get what was read before: %s", late)
            raise StoreError(late) from None


def _answer(read: Callable[[], T], answer: "Future[T]") -> None:
    try:
        answer.set_result(read())
    except BaseException as error:  # noqa: BLE001 – whoever asked gets it
        answer.set_exception(error)
