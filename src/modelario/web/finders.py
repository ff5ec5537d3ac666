"""Whom to tell of a weakness: security.txt (RFC 9116)."""

from datetime import datetime, timedelta

#: For how long it may be believed; less than a year is advised.
_CONTACT_DAYS = 180


def security_text(contact: str, moment: datetime) -> bytes:
    """Name whom to tell, as of a moment."""
    expires = moment.date() + timedelta(days=_CONTACT_DAYS)
    return f"Contact: {contact}\nExpires: {expires}T00:00:00Z\n".encode()
