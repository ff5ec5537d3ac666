"""Which offerings belong together, by which rule, and how sure we are."""
