"""Modelario: the open, self-hosted catalogue of large language models."""

from importlib.metadata import version

__version__ = version("modelario")
