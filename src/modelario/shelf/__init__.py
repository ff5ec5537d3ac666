"""The shelf: the built catalogue, kept in a file so that a program need not build it anew."""
