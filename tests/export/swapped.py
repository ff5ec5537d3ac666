"""Kills an export at each of its steps, and tells what lay there then: run as a program.

    python swapped.py FOLDER exchange|rename

Each round writes another edition over the one before, in a process of its own that ends itself
before its n-th call to the system; then one goes through. Prints a line of JSON for each round, and
at last the calls of a whole export in their order.
"""

import json
import os
import signal
import sys
from pathlib import Path

from modelario.export import staging
from modelario.export.staging import ExportError, Staging

NAMES = (("index.html",), ("en", "index.html"), ("en", "models", "a.json"), ("same.txt",))
#: What changes something, or asks for something that does.
CALLS = frozenset(
    (
        *("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.truncate"),
        *("os.scandir", "shutil.rmtree", "ctypes.dlopen", "ctypes.dlsym"),
    )
)

#: A whole export has fewer.
MOST = 200


def write(folder: Path, edition: str) -> None:
    """Export a small site, one file of which is the same in each edition."""
    staged = Staging(folder)
    staged.open()
    for name in NAMES:
        staged.write(name, b"same" if name == ("same.txt",) else edition.encode())
    staged.finish({"edition": edition})


def dying(folder: Path, edition: str, last: int) -> bool:
    """Write in a process that kills itself before so many calls; tells whether it came through."""
    child = os.fork()
    if child == 0:
        left = last

        def hook(event: str, _arguments: object) -> None:
            nonlocal left
            if event in CALLS:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        write(folder, edition)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def seen(folder: Path) -> list[str]:
    """What the files hold that readers find, each once; nothing where there are none."""
    if not folder.exists():
        return []
    found = {folder.joinpath(*name).read_text() for name in NAMES if name != ("same.txt",)}
    assert (folder / "same.txt").read_text() == "same"
    return sorted(found)


def tell(what: object) -> None:
    """Write a line of JSON."""
    sys.stdout.write(json.dumps(what) + "\n")


def main() -> None:
    """Go on until an export outlives what is to kill it."""
    folder, way = Path(sys.argv[1]), sys.argv[2]
    if way == "rename":
        # As elsewhere than on Linux.
        staging._exchanged = lambda _one, _other: False
    write(folder, "first")
    before, step, through = "first", 0, False
    while not through and step < MOST:
        edition = f"killed {step}"
        through = dying(folder, edition, step)
        found = seen(folder)
        try:
            write(folder, f"next {step}")
            told = ""
        except ExportError as error:
            told = str(error)
        beside = sorted(each.name for each in folder.parent.iterdir())
        line = {"before": before, "after": edition, "seen": found, "through": through}
        tell({**line, "next": seen(folder), "told": told, "beside": beside})
        before, step = f"next {step}", step + 1
    calls: list[str] = []

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if event in CALLS:
            names = (os.fspath(each) for each in arguments if isinstance(each, str | os.PathLike))
            calls.append(" ".join((event, *names)))

    sys.addaudithook(heard)
    write(folder, "last")
    tell(calls)


if __name__ == "__main__":
    main()
