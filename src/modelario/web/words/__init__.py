"""Languages, and the sentences that a page makes of codes and values."""
