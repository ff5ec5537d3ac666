"""How many times a second a cached page is served, beside nginx serving the same bytes.

    python benchmarks/cached.py

One worker of each, 32 connections, gzip. Both take turns, and the best of each counts.
"""

import gzip
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import wrk
from rows import Row, Target, main
from served import await_answer, free_port, served

PAGE = "/en/models/openai/o4-mini"
TARGET = Target(0.55, at_least=True)
ROUNDS, SECONDS, CONNECTIONS = 3, 5, 32
WHAT = "answers a second, a cached page"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
_CONFIGURATION = """
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  default_type text/html;
  gzip_static on;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


def measure() -> Iterator[Row]:
    """Load both in turns."""
    missing = wrk.MISSING or (None if NGINX else "nginx is not installed")
    if missing:
        yield Row(WHAT, None, missing, TARGET)
        return
    # What one address may ask for is no subject here.
    with served(MODELARIO_WORK_PER_ADDRESS="0") as site:
        with urllib.request.urlopen(f"{site.address}{PAGE}", timeout=60) as answer:  # noqa: S310
            body = answer.read()
        with _nginx(body) as peer:
            ours, theirs = [], []
            for _ in range(ROUNDS):
                for address, found in ((f"{site.address}{PAGE}", ours), (peer, theirs)):
                    found.append(wrk.load(address, connections=CONNECTIONS, seconds=SECONDS))
    failed = sum(each.failed for each in ours)
    assert not failed, f"{failed} answers were none"  # noqa: S101 – errors are quick
    mine, peers = (max(each.per_second for each in found) for found in (ours, theirs))
    yield Row(WHAT, mine / peers, f"nginx ({mine:,.0f} and {peers:,.0f} a second)", TARGET)


@contextmanager
def _nginx(body: bytes) -> Iterator[str]:
    assert NGINX  # noqa: S101 – looked for before
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        (folder / "page").write_bytes(body)
        (folder / "page.gz").write_bytes(gzip.compress(body, 9, mtime=0))
        configuration = folder / "nginx.conf"
        configuration.write_text(_CONFIGURATION.format(folder=folder, port=port), "utf-8")
        server = subprocess.Popen([NGINX, "-c", str(configuration), "-p", name])
        try:
            await_answer(f"http://127.0.0.1:{port}/page")
            yield f"http://127.0.0.1:{port}/page"
        finally:
            server.terminate()
            server.wait(60)


if __name__ == "__main__":
    main(measure)
