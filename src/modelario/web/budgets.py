"""How much work an address has left: a bucket that fills with time and is emptied by work."""

from collections import OrderedDict
from collections.abc import Callable

from modelario.limits import Limit, figure


class Budgets:
    """A bucket of work for each address, in seconds; what an answer took is taken from it.

    Work is measured and not guessed, so that no list of costly pages has to be kept.
    """

    def __init__(
        self, share: float | None, clock: Callable[[], float], most: float | None = None
    ) -> None:
        """Give each address ``most`` at once, and ``share`` of it a second."""
        self._share = share
        self._most = float(figure(Limit.BURST)) if most is None else most
        self._clock = clock
        #: What each address had left, and when; those that did nothing for long are forgotten.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Tell after how many seconds an address has work left again; 0 is now."""
        if self._share is None:
            return 0.0
        return max(0.0, -self._now(address) / self._share)

    @property
    def share(self) -> float | None:
        """Seconds of work that come back a second; ``None`` where there is no limit."""
        return self._share

    def left(self, address: str) -> float:
        """Tell how many seconds of work an address has left; below 0 it has to wait."""
        return self._now(address)

    def spend(self, address: str, seconds: float) -> None:
        """Take work from an address, also more than it has left."""
        if self._share is None:
            return
        self._left[address] = (self._now(address) - seconds, self._clock())
        self._left.move_to_end(address)
        while len(self._left) > figure(Limit.ADDRESSES):
            self._left.popitem(last=False)

    def _now(self, address: str) -> float:
        left, since = self._left.get(address, (self._most, 0.0))
        return min(self._most, left + (self._clock() - since) * (self._share or 0.0))
