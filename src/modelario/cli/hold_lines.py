"""What is held back, a line each."""

from modelario.cli.drawing import Line, line
from modelario.queries.holds import HoldEvent, HoldRow
from modelario.wording import label


def event_line(event: HoldEvent) -> Line:
    """Tell in one line what a gate holds of a provider, and what peers say."""
    what = "the whole document" if event.provider is None else f"{event.holds} held"
    factor = f" × {event.factor:f}" if event.factor is not None else ""
    peers = ""
    if event.peers_agree or event.peers_differ:
        peers = f"; peers agree on {event.peers_agree}, differ on {event.peers_differ}"
    rejected = ", rejected" if event.rejected else ""
    return line(
        f"{event.provider}: " if event.provider else "",
        (what, "yellow"),
        (f"  {label(f'gate.{event.gate}')}{factor}, since {event.since}{peers}{rejected}", "dim"),
        (f"  [event {event.event}]", "dim"),
    )


def hold_line(hold: HoldRow) -> Line:
    """Tell in one line what upstream says, what is shown instead, and since when."""
    if hold.field:
        what = (
            f"{label(f'field.{hold.field}')} {hold.stated or 'gone'}, "
            f"shown is {hold.shown or 'unknown'}"
        )
    else:
        what = "removed upstream" if hold.offering_id else "the whole document"
    subject = f"{hold.provider}: {hold.offering_id}  " if hold.offering_id else ""
    rejected = ", rejected" if hold.rejected else ""
    return line(
        subject,
        (what, "yellow"),
        (f"  {label(f'gate.{hold.gate}')}, since {hold.since}{rejected}", "dim"),
    )
