"""Every command: its name, where it is, and what it does in a sentence.

The modules are loaded when their command is run; the sentence is the first of its docstring.
"""

from typing import NamedTuple

PURPOSE = "The open, self-hosted catalogue of large language models."


class Command(NamedTuple):
    """One command of the program."""

    name: str
    #: The module below ``modelario.cli`` and the function in it, or the commands below a command.
    home: str
    summary: str


COMMANDS = (
    Command(
        "backup",
        "store:backup",
        "Copy the store into a file while it is in use, and verify the copy.",
    ),
    Command("changes", "changes:changes", "List what changed, the newest first."),
    Command("compare", "catalogue:compare", "Compare two to four models side by side."),
    Command(
        "cost",
        "catalogue:cost",
        "Compute what a workload costs, with every model or at every provider of one.",
    ),
    Command(
        "upkeep",
        "upkeep:upkeep",
        "List where a provider's listings differ from what others state, with how to mend it.",
    ),
    Command("export", "export:export", "Write the whole site as files, for any server of files."),
    Command("held", "held:HELD", "List, release or reject what the gates hold back."),
    Command(
        "import",
        "store:import_",
        "Fill in history from dated documents, in date order; go on where an import stopped.",
    ),
    Command(
        "inconsistencies",
        "catalogue:inconsistencies",
        "List where providers contradict each other, what misleads most first.",
    ),
    Command(
        "lifecycle",
        "catalogue:lifecycle",
        "List when models end and what follows them, by day.",
    ),
    Command(
        "mcp",
        "mcp:mcp",
        "Serve agents over the Model Context Protocol, on standard input and output.",
    ),
    Command(
        "mend",
        "store:mend",
        "Put right days that have yet to come, which a wrong clock or a wrong --as-of left behind.",
    ),
    Command("models", "catalogue:models", "List models, filtered and sorted."),
    Command(
        "pick",
        "pick:pick",
        "Choose models that meet every requirement, ranked, and tell what stood in the way.",
    ),
    Command(
        "prices",
        "prices:prices",
        "List every price of a model: at each provider, for each mode, size, region and hour.",
    ),
    Command(
        "rebuild",
        "store:rebuild",
        "Derive changes and assignments anew from the snapshots, with the rules of today.",
    ),
    Command(
        "resolve",
        "resolve:resolve",
        "Tell which model an id means, whatever its spelling and provider.",
    ),
    Command("serve", "serve:serve", "Serve the site, and keep the data fresh."),
    Command("show", "show:show", "Show everything about one model."),
    Command("start", "start:start", "Show how a model is called at a provider, ready to be run."),
    Command(
        "status",
        "status:status",
        "Show how fresh the data is, what is held back or set aside, and how the syncs went.",
    ),
    Command("sync", "store:sync", "Fetch a document and publish it."),
    Command("verify", "store:verify", "Check the stored history against its hashes."),
)

_FLAGS = (
    ("--help, -h", "Show this, or after a command what it takes."),
    ("--version", "Show the version."),
)


def overview(width: int) -> str:
    """List all commands for a terminal so many characters wide."""
    rows = (*((each.name, each.summary) for each in COMMANDS), *_FLAGS)
    head = max(len(name) for name, _ in rows) + 4
    lines = ["Usage: modelario COMMAND", "", PURPOSE, ""]
    for name, told in rows:
        first, *further = _wrapped(told, max(width - head, 20))
        lines.append(f"  {name:<{head - 2}}{first}")
        lines += [" " * head + each for each in further]
    return "\n".join(lines)


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines
