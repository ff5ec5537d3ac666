"""What is held back, on a terminal."""

from rich.text import Text

from modelario.queries.holds import HoldRow
from modelario.wording import label


def hold_line(hold: HoldRow) -> Text:
    """Tell in one line what upstream says, what is shown instead, and since when."""
    if hold.field:
        kept = "unknown" if hold.kept is None else f"{hold.kept:f}"
        what = f"{label(f'field.{hold.field}')} {hold.stated}, shown is {kept}"
    else:
        what = "removed upstream" if hold.offering else "the whole document"
    subject = f"{hold.provider}: {hold.offering}  " if hold.offering else ""
    rejected = ", rejected" if hold.rejected else ""
    return Text.assemble(
        subject,
        (what, "yellow"),
        (f"  {label(f'gate.{hold.gate}')}, since {hold.since}{rejected}", "dim"),
    )
