"""A real nginx, as long as a test takes."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from serving import PATIENCE_S, await_that, free_port

#: What every configuration here needs; all that nginx writes stays in the folder.
_ALONE = """\
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/errors.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; {server} }}
}}
"""


def program(name: str) -> str:
    """A program of the system; without it the test is skipped, and in CI that is an error."""
    if found := shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin"):
        return found
    how = f"no {name}: install the package nginx-light or systemd of your system"
    return (pytest.fail if os.environ.get("MODELARIO_REQUIRE_ALL_TESTS") else pytest.skip)(how)


@contextmanager
def of_files(server: str, folder: Path, *, ready: str) -> Iterator[httpx.Client]:
    """Start nginx as a server of files, by what stands in its ``server``."""
    port = free_port()
    configured = _ALONE.format(folder=folder, port=port, server=server)
    with nginx(configured, port, folder, ready=ready) as reader:
        yield reader


@contextmanager
def nginx(configured: str, port: int, folder: Path, *, ready: str = "/") -> Iterator[httpx.Client]:
    """Start nginx, configured for a port; gives a reader once ``ready`` is answered well."""
    executable, written = program("nginx"), folder / "nginx.conf"
    written.write_text(configured, "utf-8")
    subprocess.run([executable, "-t", "-q", "-c", written], check=True)
    # Whoever it would be otherwise may not enter our folder.
    user = "" if os.geteuid() else "user root;"
    process = subprocess.Popen([executable, "-c", written, "-g", f"daemon off; {user}"])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S) as reader:
            await_that("nginx serves", lambda: _answers(reader, ready))
            yield reader
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _answers(reader: httpx.Client, path: str) -> bool:
    try:
        return reader.get(path).is_success
    except httpx.TransportError:
        return False
