"""All SQL and nothing else: what was published, when, and how it came in."""
