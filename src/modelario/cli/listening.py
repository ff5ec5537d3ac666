"""The socket that a server listens on, and the processes that take connections from it.

All workers share one socket, which their parent holds: connections that wait to be taken belong to
none of them, so that whoever dies or is replaced drops none.
"""

import ctypes
import logging
import os
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from granian import Granian
from granian.net import SocketHolder  # type: ignore[attr-defined]

from modelario.cli.question import FailedError
from modelario.limits import Limit, figure

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.05

#: Linux' options of sockets (asm-generic/socket.h), which the module ``socket`` does not name.
_SO_ATTACH_FILTER, _SO_DETACH_FILTER = 26, 27
#: A filter (linux/filter.h): of TCP's flags, at byte 13, a SYN without ACK is dropped. So no new
#: connection is begun, while those that wait to be taken, and those that are taken, go on.
_NO_NEW_ONES = (
    (0x30, 0, 0, 13),  # load the byte
    (0x54, 0, 0, 0x12),  # of it SYN and ACK
    (0x15, 0, 1, 0x02),  # SYN alone?
    (0x06, 0, 0, 0),  # drop it
    (0x06, 0, 0, 0xFFFFFFFF),  # keep it
)


def listening(host: str, port: int, backlog: int) -> socket.socket:
    """Listen; raises :class:`FailedError` where that cannot be."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind)
        # Windows would let two programs listen at once.
        if sys.platform != "win32":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        found.bind(place)
        found.listen(backlog)
    except (OSError, UnicodeError) as error:
        # No name has a part of more than 63 characters.
        fault = getattr(error, "strerror", None) or "this can be no name of a machine"
        raise FailedError(f"{host} port {port} cannot be listened on: {fault}") from None
    found.set_inheritable(True)
    return found


def begin_none(listener: socket.socket) -> None:
    """Let no new connection begin, where the system can; those that were begun are answered."""
    code = b"".join(struct.pack("HBBI", *each) for each in _NO_NEW_ONES)
    kept = ctypes.create_string_buffer(code)
    program = struct.pack("HP", len(_NO_NEW_ONES), ctypes.addressof(kept))
    if sys.platform == "linux":
        with suppress(OSError):
            listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)


def begin_again(listener: socket.socket) -> None:
    """Let connections begin again."""
    if sys.platform == "linux":
        with suppress(OSError):
            listener.setsockopt(socket.SOL_SOCKET, _SO_DETACH_FILTER, 0)


class Workers(Granian):  # type: ignore[valid-type, misc]
    """Granian, whose workers share a socket that outlives them."""

    def __init__(
        self,
        listener: socket.socket,
        place: Path,
        read_again: Callable[[], bool],
        **options: Any,  # noqa: ANN401 – Granian's
    ) -> None:
        """Share a socket; ``read_again`` tells whether there is anything to begin anew with.

        In the folder ``place`` a worker says that it serves.
        """
        super().__init__("modelario.web.worker:application", **options)
        self._listener = listener
        self._place = place
        self._read_again = read_again

    # A worker is a copy of its parent, and has these handlers, too, until it has some of its own.

    def signal_handler_interrupt(self, *given: object) -> None:
        """Begin the end; of a worker that serves nobody yet it is the end."""
        if os.getpid() != self.pid:
            os._exit(0)
        super().signal_handler_interrupt(*given)

    def signal_handler_reload(self, *given: object) -> None:
        """Replace the workers one by one, unless what is set cannot be meant."""
        if os.getpid() == self.pid and self._read_again():
            super().signal_handler_reload(*given)

    def _respawn_workers(
        self,
        workers: Iterable[int],
        spawn_target: object,
        target_loader: object,
        delay: float = 0,
    ) -> None:
        """Put a worker in the place of each; one that serves stays until the next one does."""
        for number in workers:
            former = self.wrks[number]
            if delay and former.is_alive() and not self.interrupt_signal:
                self._succeed(number, spawn_target, target_loader)
            else:
                super()._respawn_workers([number], spawn_target, target_loader)

    def _succeed(self, number: int, spawn_target: object, target_loader: object) -> None:
        former = self.wrks[number]
        found = self._spawn_worker(idx=number, target=spawn_target, callback_loader=target_loader)
        # Until it serves its end is no loss to anybody.
        found.interrupt_by_parent = True
        found.start()
        if not self._serves(found):
            log.error("A worker ended before it served; the one before it goes on.")
            return
        found.interrupt_by_parent = False
        self.wrks[number] = found
        self.respawned_wrks[number] = time.monotonic()
        former.terminate()
        former.join(self.workers_kill_timeout)
        if former.is_alive():
            former.kill()
            former.join()
        if not found.is_alive():
            self.interrupt_children.append(number)
            self.main_loop_interrupt.set()

    def _serves(self, found: Any) -> bool:  # noqa: ANN401 – Granian's
        """Wait until a worker says so, as long as it may; tells whether it lives."""
        told = self._place / f"serving-{found.inner.pid}"
        end = time.monotonic() + figure(Limit.START)
        while not (told.exists() or self.interrupt_signal or time.monotonic() > end):
            found.join(_LOOK_EVERY_S)
            if not found.is_alive():
                return False
        with suppress(OSError):
            told.unlink()
        return True

    def _init_shared_socket(self) -> None:
        """Hand the socket to the workers, instead of one for each."""
        begin_again(self._listener)
        self._ssp, self._sso = None, self._listener
        self._sfd = self._listener.fileno()
        own: tuple[Any, ...] = {"linux": (False, self.backlog), "win32": ()}.get(
            sys.platform, (False,)
        )
        self._shd = SocketHolder(self._sfd, *own)  # type: ignore[call-arg]

    def _drop_shared_socket(self) -> None:
        """Begin the end: what waits to be taken is answered, too."""
        begin_none(self._listener)
