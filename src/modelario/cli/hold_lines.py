"""What is held back, a line each."""

from modelario.cli.drawing import Line, line
from modelario.history.gates import WHOLE
from modelario.history.journal import Gate
from modelario.queries.holds import HoldEvent, HoldRow
from modelario.wording import label


def event_line(event: HoldEvent) -> Line:
    """Tell in one line what a gate holds of a provider, and what peers say."""
    what = f"{event.holds} held"
    if event.field and event.offerings > 1:
        gone = "is gone" if event.gate is Gate.UNSTATED else "moves"
        become = f"becomes {event.stated}" if event.stated else gone
        what = f"{label(f'field.{event.field}')} of {event.offerings} offerings {become}"
    elif event.gate in WHOLE:
        what = "the whole document"
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
    place = (hold.provider, hold.offering_id)
    subject = f"{': '.join(part for part in place if part)}  " if hold.provider else ""
    rejected = ", rejected" if hold.rejected else ""
    return line(
        subject,
        (what, "yellow"),
        (f"  {label(f'gate.{hold.gate}')}, since {hold.since}{rejected}", "dim"),
    )
