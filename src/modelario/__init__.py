"""Modelario."""
