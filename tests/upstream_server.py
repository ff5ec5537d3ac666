"""A models.dev that misbehaves on purpose: a local server whose answers a test chooses."""

import contextlib
import gzip
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

#: Sends an answer on a connection whose request has been read.
Answer = Callable[[socket.socket, str], None]


def body(
    data: bytes,
    status: str = "200 OK",
    *,
    length: int | None = None,
    **headers: str,
) -> Answer:
    """A whole answer; ``length`` may lie; an underscore in a header's name is a hyphen."""

    def send(connection: socket.socket, _request: str) -> None:
        lines = [
            f"HTTP/1.1 {status}",
            f"Content-Length: {len(data) if length is None else length}",
            "Connection: close",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        ]
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + data)

    return send


def packed(data: bytes, **headers: str) -> Answer:
    """A body sent with gzip, as models.dev does."""
    return body(gzip.compress(data, 1), Content_Encoding="gzip", **headers)


def conditional(data: bytes, etag: str) -> Answer:
    """A body with an ETag; 304 to whoever has it already."""

    def send(connection: socket.socket, request: str) -> None:
        if f"if-none-match: {etag}".lower() in request.lower():
            body(b"", "304 Not Modified", ETag=etag)(connection, request)
        else:
            body(data, ETag=etag)(connection, request)

    return send


def reset(connection: socket.socket, _request: str) -> None:
    """The connection is torn down without a word."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def hang(connection: socket.socket, _request: str) -> None:
    """Nothing is ever sent."""
    with contextlib.suppress(OSError):
        connection.recv(1)


def drip(connection: socket.socket, _request: str) -> None:
    """One byte of a body now and then, for ever."""
    with contextlib.suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            connection.sendall(b" ")
            time.sleep(0.05)


def drip_headers(connection: socket.socket, _request: str) -> None:
    """One header now and then, for ever: no body ever begins."""
    with contextlib.suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X: y\r\n")
            time.sleep(0.05)


def flood(piece: bytes, times: int, *headers: str) -> Answer:
    """A body of many equal pieces, made as it is sent."""

    def send(connection: socket.socket, _request: str) -> None:
        head = ["HTTP/1.1 200 OK", f"Content-Length: {len(piece) * times}", *headers]
        with contextlib.suppress(OSError):
            connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
            for _ in range(times):
                connection.sendall(piece)

    return send


def in_turn(*answers: Answer) -> Answer:
    """One answer after the other; the last one stays."""
    left = list(answers)

    def send(connection: socket.socket, request: str) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(connection, request)

    return send


class Upstream(socketserver.ThreadingTCPServer):
    """A server on a free local port; ``answers`` are by path, ``requests`` what was asked."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []

    def at(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Connection(socketserver.BaseRequestHandler):
    server: Upstream

    def handle(self) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            part = self.request.recv(65536)
            if not part:
                return
            request += part
        text = request.decode("latin-1")
        self.server.requests.append(text)
        path = text.split(" ", 2)[1]
        missing = body(b"no such page", "404 Not Found")
        self.server.answers.get(path, missing)(self.request, text)


@contextlib.contextmanager
def upstream() -> Iterator[Upstream]:
    """Run an :class:`Upstream` for as long as the context lasts."""
    with Upstream() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
