"""Judges: what of a new document is believed, and what has changed."""
