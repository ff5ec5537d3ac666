"""What each kind of page asks of the catalogue."""
